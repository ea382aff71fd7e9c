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


def happened(homes: Homes, step: Step) -> str:
    """What a step came to, in a few words that stand beside the text of its rule."""
    rule = rule_of(step)
    match rule:
        case Fact() | Constant() | Name() | ValueDeclaration() | Rating():
            return words_of(homes, step)
        case Negative():
            return words_of(homes, step)
        case Arithmetic():
            return _calculated(homes, step)
        case Compare():
            return _compared(homes, step)
        case Is():
            (subject,) = step.inputs
            if not subject.known:
                return truth_words(step.value)
            return f"{truth_words(step.value)}: it is {words_of(homes, subject)}"
        case Not() | Both() | Either():
            return truth_words(step.value)
        case Aggregate():
            return _aggregated(homes, rule, step)
        case CountWhich():
            return _counted(homes, rule, step)
        case Round():
            (operand,) = step.inputs
            if isinstance(step.value, NotKnown):
                return words_of(homes, step)
            places = int(rule.places.value) if rule.places is not None else 0  # type: ignore[arg-type]  # a NUMBER
            to = f"{places} place{'' if places == 1 else 's'}" if places else "a whole number"
            whole = isinstance(operand.rule, Aggregate)
            before = happened(homes, operand) if whole else words_of(homes, operand)
            return f"{words_of(homes, step)}, rounded {rule.rounding.value} to {to} from {before}"
        case Table():
            return _looked_up(homes, rule, step)
        case Case():
            return _case(homes, rule, step)
        case Override():
            return _override(homes, rule, step)
        case _:
            assert_never(rule)


def _calculated(homes: Homes, step: Step) -> str:
    value = words_of(homes, step)
    figures = _figures(homes, step)
    return f"{figures} = {value}" if figures else value


def _figures(homes: Homes, step: Step) -> str:
    """A calculation with the figures in place of the names; empty if that were too long to read."""
    rule = step.rule
    sides = [
        f"({_figures(homes, side)})"
        if isinstance(side.rule, Arithmetic)
        else words_of(homes, side)
        for side in step.inputs
    ]
    text = f"{sides[0]} {rule.sign} {sides[1]}" if isinstance(rule, Arithmetic) else f"-{sides[0]}"
    return text if len(text) <= 50 and "()" not in text else ""


def _compared(homes: Homes, step: Step) -> str:
    figures = _sides(homes, step)
    return f"{truth_words(step.value)}: {figures}" if figures else truth_words(step.value)


def _sides(homes: Homes, step: Step) -> str:
    """What is compared with what; empty where neither side is known and nothing is settled."""
    assert isinstance(step.rule, Compare)
    if not step.known and not any(side.known for side in step.inputs):
        return ""
    left, right = (_side(homes, side) for side in step.inputs)
    return f"{left} {step.rule.sign} {right}"


def _side(homes: Homes, step: Step) -> str:
    if not isinstance(step.value, NotKnown):
        return words_of(homes, step)
    within = range_words(step.value, homes.type_of(step.rule))
    return f"({within})" if within else "not known"


def counts(rule: Aggregate, operand: Step) -> bool:
    """Whether an operand counts, and is not left out."""
    return bool(ops.recorded([operand.value], rule.leaving_out_missing))


def _aggregated(homes: Homes, rule: Aggregate, step: Step) -> str:
    used = sum(counts(rule, operand) for operand in step.inputs)
    if not used:
        return f"{words_of(homes, step)}: none of {len(step.inputs)} values counts"
    unknown = sum(not operand.known and counts(rule, operand) for operand in step.inputs)
    if isinstance(step.value, NotKnown) and unknown:
        are = "is" if unknown == 1 else "are"
        return f"{words_of(homes, step)}: {unknown} of {used} values {are} not known"
    of = f"{used} of {len(step.inputs)}" if used < len(step.inputs) else str(used)
    return f"{words_of(homes, step)}, the {_SUMMARY[rule.summary]} of {of} values"


def passes(homes: Homes, rule: CountWhich, step: Step, operand: Step) -> Value:
    """Whether one operand of a count passes its test."""
    if isinstance(rule.test, Target):
        return target_truth(homes, rule.test, operand.value)
    return ops.comparison(rule.test.sign)(operand.value, step.inputs[-1].value)


def target_truth(homes: Homes, target: Target, value: Value) -> Value:
    """Whether a value is what stands after ``is`` or ``which are``."""
    if target.label is None:
        return ops.is_nothing(value)
    meaning = policy.meanings[target.label]
    assert isinstance(meaning, Label)
    return ops.holds(ops.stands(target.order, meaning), value)


def count_operands(rule: CountWhich, step: Step) -> tuple[Step, ...]:
    """What is counted: not the limit it is compared with."""
    return step.inputs if isinstance(rule.test, Target) else step.inputs[:-1]


def _counted(homes: Homes, rule: CountWhich, step: Step) -> str:
    return f"{words_of(homes, step)} of {len(count_operands(rule, step))}"


def _looked_up(homes: Homes, rule: Table, step: Step) -> str:
    if isinstance(step.detail, int):
        return f"{words_of(homes, step)}, by row {step.detail + 1} of {len(rule.rows)}"
    if isinstance(step.value, NotKnown):
        return f"not known: {still_open(homes, step, False)}"
    if isinstance(step.value, DoesNotApply):
        return "does not apply, since a column does not"
    return f"{words_of(homes, step)}, whichever row it is"


def _case(homes: Homes, rule: Case, step: Step) -> str:
    if rule.condition is None:
        return "taken, since no case above holds"
    (condition,) = step.inputs
    if isinstance(condition.rule, Compare | Is):
        return happened(homes, condition)
    return truth_words(step.value)


def _override(homes: Homes, rule: Override, step: Step) -> str:
    assert isinstance(step.detail, Acted)
    (condition,) = step.inputs
    figures = _sides(homes, condition) if isinstance(condition.rule, Compare) else ""
    return f"{step.detail.value}: {figures}" if figures else step.detail.value


def effect_words(rule: Override, what: str) -> str:
    """What an over-riding rule does to a rating: ``holds adjusted no better than 3``."""
    match rule.effect:
        case Effect.NO_BETTER_THAN | Effect.NO_WORSE_THAN:
            return f"holds {what} {rule.effect.value} {rule.label.text}"
        case Effect.BECOMES:
            return f"makes {what} {rule.label.text}"
