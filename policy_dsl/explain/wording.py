"""The words of an explanation: what each kind of step says, for text, Markdown and HTML alike."""

from __future__ import annotations

from datetime import date
from typing import Final, assert_never

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.step import Acted, Step
from policy_dsl.explain.rules import name_of, quote, rule_of
from policy_dsl.explain.value_words import listed, range_words, still_open, truth_words, words_of
from policy_dsl.syntax.aggregates import Aggregate, CountWhich, Round, Summary
from policy_dsl.syntax.expressions import (
    Arithmetic,
    Both,
    Compare,
    Constant,
    Either,
    Is,
    Name,
    Negative,
    Not,
    Target,
)
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.ratings import Case, Effect, Override, Rating
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.absence import DoesNotApply, NotKnown
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value

_SUMMARY: Final = {
    Summary.AVERAGE: "average",
    Summary.SUM: "sum",
    Summary.LOWEST: "lowest",
    Summary.HIGHEST: "highest",
    Summary.BEST: "best",
    Summary.WORST: "worst",
}


# ---- what happened, for every kind of step ------------------------------------------------------


def happened(policy: Policy, step: Step) -> str:
    """What a step came to, in a few words that stand beside the text of its rule."""
    rule = rule_of(step)
    match rule:
        case Fact() | Constant() | Name() | ValueDeclaration() | Rating():
            return words_of(policy, step)
        case Negative():
            return words_of(policy, step)
        case Arithmetic():
            return _calculated(policy, step)
        case Compare():
            return _compared(policy, step)
        case Is():
            (subject,) = step.inputs
            if not subject.known:
                return truth_words(step.value)
            return f"{truth_words(step.value)}: it is {words_of(policy, subject)}"
        case Not() | Both() | Either():
            return truth_words(step.value)
        case Aggregate():
            return _aggregated(policy, rule, step)
        case CountWhich():
            return _counted(policy, rule, step)
        case Round():
            (operand,) = step.inputs
            if isinstance(step.value, NotKnown):
                return words_of(policy, step)
            places = int(rule.places.value) if rule.places is not None else 0  # type: ignore[arg-type]  # a NUMBER
            to = f"{places} place{'' if places == 1 else 's'}" if places else "a whole number"
            whole = isinstance(operand.rule, Aggregate)
            before = happened(policy, operand) if whole else words_of(policy, operand)
            return f"{words_of(policy, step)}, rounded {rule.rounding.value} to {to} from {before}"
        case Table():
            return _looked_up(policy, rule, step)
        case Case():
            return _case(policy, rule, step)
        case Override():
            return _override(policy, rule, step)
        case _:
            assert_never(rule)


def _calculated(policy: Policy, step: Step) -> str:
    value = words_of(policy, step)
    figures = _figures(policy, step)
    return f"{figures} = {value}" if figures else value


def _figures(policy: Policy, step: Step) -> str:
    """A calculation with the figures in place of the names; empty if that were too long to read."""
    rule = step.rule
    sides = [
        f"({_figures(policy, side)})"
        if isinstance(side.rule, Arithmetic)
        else words_of(policy, side)
        for side in step.inputs
    ]
    text = f"{sides[0]} {rule.sign} {sides[1]}" if isinstance(rule, Arithmetic) else f"-{sides[0]}"
    return text if len(text) <= 50 and "()" not in text else ""


def _compared(policy: Policy, step: Step) -> str:
    figures = _sides(policy, step)
    return f"{truth_words(step.value)}: {figures}" if figures else truth_words(step.value)


def _sides(policy: Policy, step: Step) -> str:
    """What is compared with what; empty where neither side is known and nothing is settled."""
    assert isinstance(step.rule, Compare)
    if not step.known and not any(side.known for side in step.inputs):
        return ""
    left, right = (_side(policy, side) for side in step.inputs)
    return f"{left} {step.rule.sign} {right}"


def _side(policy: Policy, step: Step) -> str:
    if not isinstance(step.value, NotKnown):
        return words_of(policy, step)
    within = range_words(step.value, policy.types.get(step.rule))
    return f"({within})" if within else "not known"


def counts(rule: Aggregate, operand: Step) -> bool:
    """Whether an operand counts, and is not left out."""
    return bool(ops.recorded([operand.value], rule.leaving_out_missing))


def _aggregated(policy: Policy, rule: Aggregate, step: Step) -> str:
    used = sum(counts(rule, operand) for operand in step.inputs)
    if not used:
        return f"{words_of(policy, step)}: none of {len(step.inputs)} values counts"
    unknown = sum(not operand.known and counts(rule, operand) for operand in step.inputs)
    if isinstance(step.value, NotKnown) and unknown:
        are = "is" if unknown == 1 else "are"
        return f"{words_of(policy, step)}: {unknown} of {used} values {are} not known"
    of = f"{used} of {len(step.inputs)}" if used < len(step.inputs) else str(used)
    return f"{words_of(policy, step)}, the {_SUMMARY[rule.summary]} of {of} values"


def passes(policy: Policy, rule: CountWhich, step: Step, operand: Step) -> Value:
    """Whether one operand of a count passes its test."""
    if isinstance(rule.test, Target):
        return target_truth(policy, rule.test, operand.value)
    return ops.comparison(rule.test.sign)(operand.value, step.inputs[-1].value)


def target_truth(policy: Policy, target: Target, value: Value) -> Value:
    """Whether a value is what stands after ``is`` or ``which are``."""
    if target.label is None:
        return ops.is_nothing(value)
    meaning = policy.meanings[target.label]
    assert isinstance(meaning, Label)
    return ops.holds(ops.stands(target.order, meaning), value)


def count_operands(rule: CountWhich, step: Step) -> tuple[Step, ...]:
    """What is counted: not the limit it is compared with."""
    return step.inputs if isinstance(rule.test, Target) else step.inputs[:-1]


def _counted(policy: Policy, rule: CountWhich, step: Step) -> str:
    return f"{words_of(policy, step)} of {len(count_operands(rule, step))}"


def _looked_up(policy: Policy, rule: Table, step: Step) -> str:
    if isinstance(step.detail, int):
        return f"{words_of(policy, step)}, by row {step.detail + 1} of {len(rule.rows)}"
    if isinstance(step.value, NotKnown):
        return f"not known: {still_open(policy, step, False)}"
    if isinstance(step.value, DoesNotApply):
        return "does not apply, since a column does not"
    return f"{words_of(policy, step)}, whichever row it is"


def _case(policy: Policy, rule: Case, step: Step) -> str:
    if rule.condition is None:
        return "taken, since no case above holds"
    (condition,) = step.inputs
    if isinstance(condition.rule, Compare | Is):
        return happened(policy, condition)
    return truth_words(step.value)


def _override(policy: Policy, rule: Override, step: Step) -> str:
    assert isinstance(step.detail, Acted)
    (condition,) = step.inputs
    figures = _sides(policy, condition) if isinstance(condition.rule, Compare) else ""
    return f"{step.detail.value}: {figures}" if figures else step.detail.value


# ---- why a condition came out as it did ---------------------------------------------------------

_SIGNS: Final = {
    "<": "is below",
    "<=": "is at most",
    "=": "is",
    "!=": "is not",
    ">=": "is at least",
    ">": "is above",
}
_DATES: Final = {
    **_SIGNS,
    "<": "is before",
    "<=": "is on or before",
    ">=": "is on or after",
    ">": "is after",
}
_OPPOSITE: Final = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}


def why(policy: Policy, step: Step) -> str:
    """What made a condition hold or not, as a clause: ``deficit is yes``."""
    rule = rule_of(step)
    if not isinstance(step.value, bool):
        return f"`{quote(policy, rule)}` {_is_open(step.value)}"
    match rule:
        case Fact() | ValueDeclaration():
            return f"{rule.name.text} is {words_of(policy, step)}"
        case Not():
            return why(policy, step.inputs[0])
        case Compare():
            left, right = step.inputs
            sign = rule.sign if step.value else _OPPOSITE[rule.sign]
            signs = _DATES if isinstance(left.value, date) else _SIGNS
            return f"{_operand(policy, left)} {signs[sign]} {_operand(policy, right)}"
        case Is():
            return f"{_subject(policy, step.inputs[0])} is {words_of(policy, step.inputs[0])}"
        case Both() | Either():
            return listed(list(dict.fromkeys(why(policy, one) for one in deciding(step))))
        case _:
            return f"`{quote(policy, rule)}` {truth_words(step.value)}"


def deciding(step: Step) -> list[Step]:
    """The operands that settle an ``and`` or ``or``; all of them where none does by itself."""
    decisive = isinstance(step.rule, Either)
    found = [operand for operand in step.inputs if operand.value is decisive]
    return found or list(step.inputs)


def _is_open(value: Value) -> str:
    return str(value) if isinstance(value, DoesNotApply) else f"is {value}"


def _subject(policy: Policy, step: Step) -> str:
    return name_of(step) or f"`{quote(policy, rule_of(step))}`"


def _operand(policy: Policy, step: Step) -> str:
    if isinstance(step.rule, Constant | Name):
        return words_of(policy, step)
    return f"{_subject(policy, step)} ({words_of(policy, step)})"


def effect_words(rule: Override, what: str) -> str:
    """What an over-riding rule does to a rating: ``holds adjusted no better than 3``."""
    match rule.effect:
        case Effect.NO_BETTER_THAN | Effect.NO_WORSE_THAN:
            return f"holds {what} {rule.effect.value} {rule.label.text}"
        case Effect.BECOMES:
            return f"makes {what} {rule.label.text}"
