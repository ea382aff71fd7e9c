"""Averages, sums and counts of several values: how many counted, and which were left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.step import Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Entry, Line, Told, Tone
from policy_dsl.explain.rules import called, name_of, quote, rule_of
from policy_dsl.explain.value_words import and_more, words_of
from policy_dsl.syntax.aggregates import Aggregate, CountWhich, Summary
from policy_dsl.syntax.expressions import Constant, Name, Target
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value

if TYPE_CHECKING:
    from policy_dsl.explain.sections import Sections

_SUMMARY: Final = {
    Summary.AVERAGE: "average",
    Summary.SUM: "sum",
    Summary.LOWEST: "lowest",
    Summary.HIGHEST: "highest",
    Summary.BEST: "best",
    Summary.WORST: "worst",
}


def _counts(rule: Aggregate, operand: Step) -> bool:
    """Whether an operand counts, and is not left out."""
    return bool(ops.recorded([operand.value], rule.leaving_out_missing))


def aggregated(homes: Homes, rule: Aggregate, step: Step) -> str:
    """``1.77, the average of 11 of 12 values``."""
    used = sum(_counts(rule, operand) for operand in step.inputs)
    if not used:
        return f"{words_of(homes, step)}: none of {len(step.inputs)} values counts"
    unknown = sum(not operand.known and _counts(rule, operand) for operand in step.inputs)
    if isinstance(step.value, NotKnown) and unknown:
        are = "is" if unknown == 1 else "are"
        return f"{words_of(homes, step)}: {unknown} of {used} values {are} not known"
    of = f"{used} of {len(step.inputs)}" if used < len(step.inputs) else str(used)
    return f"{words_of(homes, step)}, the {_SUMMARY[rule.summary]} of {of} values"


def _passes(homes: Homes, rule: CountWhich, step: Step, operand: Step) -> Value:
    """Whether one operand of a count passes its test."""
    if isinstance(rule.test, Target):
        return _target_truth(homes, rule.test, operand.value)
    return ops.comparison(rule.test.sign)(operand.value, step.inputs[-1].value)


def _target_truth(homes: Homes, target: Target, value: Value) -> Value:
    """Whether a value is what stands after ``is`` or ``which are``."""
    if target.label is None:
        return ops.is_nothing(value)
    meaning = homes.home(target.label).meanings[target.label]
    assert isinstance(meaning, Label)
    return ops.holds(ops.stands(target.order, meaning), value)


def _counted(rule: CountWhich, step: Step) -> tuple[Step, ...]:
    """What is counted: not the limit it is compared with."""
    return step.inputs if isinstance(rule.test, Target) else step.inputs[:-1]


def count_words(homes: Homes, rule: CountWhich, step: Step) -> str:
    """``2 of 5``."""
    return f"{words_of(homes, step)} of {len(_counted(rule, step))}"


# ---- what stands below --------------------------------------------------------------------------


def operands(sections: Sections, rule: Aggregate, step: Step) -> Told:
    """Every operand; those left out in a line of their own, with why."""
    entries: list[Entry] = []
    lines: list[Line] = []
    missing: list[str] = []
    not_for_it: list[str] = []
    for operand in step.inputs:
        name = called(sections.homes, operand)
        if _counts(rule, operand):
            told = _operand(sections, operand)
            entries.extend(told.entries)
            lines.extend(told.lines)
            continue
        name = name or f"`{quote(sections.homes, rule_of(operand))}`"
        (not_for_it if operand.value is DOES_NOT_APPLY else missing).append(name)
        sections.leave_out(operand)
    for why, names in (("not supplied", missing), ("does not apply", not_for_it)):
        if names:
            lines.append(Line("", f"left out ({why}): {and_more(names)}", tone=Tone.QUIET))
    return Told(tuple(entries), tuple(lines))


def _operand(sections: Sections, operand: Step) -> Told:
    """An operand is listed even where this section has listed it before."""
    if name_of(operand) is not None:
        return sections.told_again(operand)
    if isinstance(operand.rule, Constant | Name):
        words = words_of(sections.homes, operand)
        return Told((Entry(words, words, "written in the policy", ""),))
    return sections.told(operand)


def counted(sections: Sections, rule: CountWhich, step: Step) -> Told:
    """Every operand, marked where it is counted, and the limit."""
    entries: list[Entry] = []
    lines: list[Line] = []
    for operand in _counted(rule, step):
        truth = _passes(sections.homes, rule, step, operand)
        if name_of(operand) is not None:
            note = "counted" if truth is True else ""
            tone = Tone.DECIDED if truth is True else Tone.QUIET
            told = sections.told_again(operand, note, tone)
            entries.extend(told.entries)
        else:
            told = sections.told(operand)
        lines.extend(told.lines)
    limit = sections.all(step.inputs[len(_counted(rule, step)) :])
    return Told((*entries, *limit.entries), (*lines, *limit.lines))
