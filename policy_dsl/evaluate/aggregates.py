"""Evaluating ``average of``, ``count of … which are`` and ``round``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from policy_dsl.check.items import CardPart, ItemPart
from policy_dsl.check.used import UsedPart
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.facts import prepare_fact
from policy_dsl.evaluate.interpretations import prepare_interpretation
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.aggregates import (
    Aggregate,
    CountWhich,
    GroupOperands,
    Operands,
    Round,
    Summary,
)
from policy_dsl.syntax.expressions import Expression, Target
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.scales import Label, Scale
from policy_dsl.values.types import Value

Prepare = Callable[[Preparing, Expression], Compute]

_SUMMARY: Final[dict[Summary, Callable[[Sequence[Value]], Value]]] = {
    Summary.AVERAGE: ops.average,
    Summary.SUM: ops.total,
    Summary.LOWEST: ops.lowest,
    Summary.HIGHEST: ops.highest,
    Summary.BEST: ops.best,
    Summary.WORST: ops.worst,
}


def prepare_aggregate(preparing: Preparing, node: Aggregate, prepare: Prepare) -> Compute:
    """All operands are steps of the trace, those left out too."""
    operands = _operands(preparing, node.operands, prepare)
    summary, leaving_out = _SUMMARY[node.summary], node.leaving_out_missing
    scale = preparing.type_of(node)
    if node.summary in (Summary.BEST, Summary.WORST) and isinstance(scale, Scale):
        return _choosing(node, operands, summary, scale)

    def aggregate(frame: Frame) -> Step:
        steps = tuple([operand(frame) for operand in operands])
        return Step(node, summarise(summary, leaving_out, [step.value for step in steps]), steps)

    return aggregate


def _choosing(
    node: Aggregate,
    operands: list[Compute],
    summary: Callable[[Sequence[Value]], Value],
    scale: Scale,
) -> Compute:
    """The best or worst of labels; where all are missing it can be any that one of them can be."""

    def choose(frame: Frame) -> Step:
        steps = tuple([operand(frame) for operand in operands])
        counted = ops.recorded([step.value for step in steps], node.leaving_out_missing)
        if counted:
            return Step(node, summary([ops.as_label(value, scale) for value in counted]), steps)
        value = summarise(summary, node.leaving_out_missing, [step.value for step in steps])
        if isinstance(value, NotKnown):
            value = ops.not_known([value], possible=scale.labels)
        return Step(node, value, steps)

    return choose


def summarise(
    summary: Callable[[Sequence[Value]], Value], leaving_out: bool, values: Sequence[Value]
) -> Value:
    """The summary of the values that count; with none of them there is nothing to summarise."""
    counted = ops.recorded(values, leaving_out)
    if counted:
        return summary(counted)
    if all(value is DOES_NOT_APPLY for value in values):
        return DOES_NOT_APPLY
    left_out = [value for value in values if isinstance(value, NotKnown)]
    missing = frozenset().union(*(value.missing for value in left_out))
    return NotKnown(missing=missing, reason="every value is missing")


def prepare_count(
    preparing: Preparing,
    node: CountWhich,
    prepare: Prepare,
    target_test: Callable[[Preparing, Target], Callable[[Value], ops.Truth]],
) -> Compute:
    """The count of the operands that pass the test."""
    operands = _operands(preparing, node.operands, prepare)
    if isinstance(node.test, Target):
        test = target_test(preparing, node.test)

        def count_labels(frame: Frame) -> Step:
            steps = tuple([operand(frame) for operand in operands])
            return Step(node, ops.count([test(step.value) for step in steps]), steps)

        return count_labels
    right, compare = prepare(preparing, node.test.right), ops.comparison(node.test.sign)

    def count_numbers(frame: Frame) -> Step:
        steps = tuple([operand(frame) for operand in operands])
        limit = right(frame)
        truths = [compare(step.value, limit.value) for step in steps]
        return Step(node, ops.count(truths), (*steps, limit))

    return count_numbers


def prepare_round(preparing: Preparing, node: Round, prepare: Prepare) -> Compute:
    """The operand rounded by the rule named."""
    operand = prepare(preparing, node.operand)
    places, rounding = places_of(node), node.rounding

    def rounded(frame: Frame) -> Step:
        step = operand(frame)
        return Step(node, ops.round_to(step.value, places, rounding), (step,))

    return rounded


def places_of(node: Round) -> int:
    """To how many decimal places; none where nothing is said."""
    return int(node.places.value) if node.places is not None else 0  # type: ignore[arg-type]  # a NUMBER


def _operands(
    preparing: Preparing, operands: Operands | GroupOperands, prepare: Prepare
) -> list[Compute]:
    if isinstance(operands, Operands):
        return [prepare(preparing, item) for item in operands.items]
    found: list[Compute] = []
    for word in preparing.policy.members(operands.group):
        meaning = preparing.meaning_of(word)
        if isinstance(meaning, Fact):
            found.append(prepare_fact(preparing, meaning))
        elif isinstance(meaning, Interpretation):
            found.append(prepare_interpretation(preparing, meaning))
        else:
            assert not isinstance(meaning, Group | Label | CardPart | ItemPart | UsedPart)
            found.append(_result(preparing.positions[meaning]))
    return found


def _result(position: int) -> Compute:
    return lambda frame: frame.done[position]
