"""Evaluating figures across the organisations of a kind in the period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from attrs import frozen

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate import operations_population as population
from policy_dsl.evaluate.facts import prepare_fact
from policy_dsl.evaluate.operations_time import of_place
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Cohort, Place, Step
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.population import Across, PopulationSummary, Quantile, Rank
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import Type, Value, base

Prepare = Callable[[Preparing, Expression], Compute]

_SUMMARY: Final[dict[PopulationSummary, Callable[[Sequence[Value]], Value]]] = {
    PopulationSummary.AVERAGE: ops.average,
    PopulationSummary.SUM: ops.total,
    PopulationSummary.COUNT: lambda values: ops.count([ops.as_truth(value) for value in values]),
    PopulationSummary.LOWEST: ops.lowest,
    PopulationSummary.HIGHEST: ops.highest,
    PopulationSummary.BEST: ops.best,
    PopulationSummary.WORST: ops.worst,
    PopulationSummary.STANDARD_DEVIATION: population.deviation,
}


@frozen(eq=False)
class Group:
    """The values that count, the step that shows them, and what forbids a figure, if anything."""

    values: Sequence[Value]
    step: Step
    unknown: NotKnown | None


def prepare_across(preparing: Preparing, node: Across) -> Compute:
    """One step for all organisations of the period: its input is the step of the group."""
    gather, _ = _gathering(preparing, node)
    summary = _SUMMARY[node.summary]

    def figure(frame: Frame) -> Step:
        group = gather(frame)
        return Step(node, _settled(group, summary), (group.step,))

    def across(frame: Frame) -> Step:
        if frame.panel is None:
            return figure(frame)
        key = (node, "figure", frame.prepared, frame.period)
        return frame.panel.shared(key, lambda: figure(frame))

    return across


def prepare_quantile(preparing: Preparing, node: Quantile, prepare: Prepare) -> Compute:
    """The inputs are the step of the share and that of the group."""
    gather, _ = _gathering(preparing, node)
    share = prepare(preparing, node.share)

    def quantile(frame: Frame) -> Step:
        asked, group = share(frame), gather(frame)
        value = _settled(group, lambda values: population.quantile(values, asked.value))
        return Step(node, value, (asked, group.step))

    return quantile


def prepare_rank(preparing: Preparing, node: Rank) -> Compute:
    """The inputs are the organisation's own step and that of the group it is ranked among."""
    gather, read = _gathering(preparing, node)
    kind, only = node.kind.text, preparing.policy.kinds == (node.kind.text,)
    kind_unknown = NotKnown(reason="the kind of organisation is not known")

    def rank(frame: Frame) -> Step:
        if frame.kind != kind and (frame.kind or not only):
            return Step(node, DOES_NOT_APPLY if frame.kind else kind_unknown)
        own, group = read(frame), gather(frame)

        def ranked(values: Sequence[Value]) -> Value:
            if own.value is DOES_NOT_APPLY or frame.panel is None:
                return own.value
            key = (node, "order", frame.prepared, frame.period)
            order = frame.panel.shared(key, lambda: population.Order.of(values))
            return order.rank(own.value, node.highest_first)

        return Step(node, _settled(group, ranked), (own, group.step))

    return rank


def _settled(group: Group, figure: Callable[[Sequence[Value]], Value]) -> Value:
    return figure(group.values) if group.unknown is None else group.unknown


# ---- the group ----------------------------------------------------------------------------------


def _gathering(
    preparing: Preparing, node: Across | Quantile | Rank
) -> tuple[Callable[[Frame], Group], Compute]:
    """What finds the group of a period, and what reads the figure of one organisation."""
    meaning = preparing.meaning_of(node.name)
    type_ = preparing.type_of(meaning)  # type: ignore[arg-type]  # a fact or a result
    name, kind, leaving_out = node.name.text, node.kind.text, node.leaving_out_missing
    position = -1
    if isinstance(meaning, Fact):
        read = prepare_fact(preparing, meaning)
    else:
        position = preparing.positions[meaning]  # type: ignore[index]  # a result

        def read(frame: Frame) -> Step:
            return frame.done[position]

    def alone(frame: Frame) -> Group:
        unknown = _unknown(type_, f"{name} of every {kind}", "the others are not known")
        step = Step(node.kind, unknown, (), Cohort(kind, frame.period, 0))
        return Group((), step, unknown)

    def collect(frame: Frame) -> Group:
        assert frame.panel is not None
        frames, unsure = frame.panel.cohort(frame.prepared, frame.period, kind)
        values: list[Value] = []
        steps: list[Step] = []
        for one in frames:
            one.advance(position)
            step = read(one)
            code = one.organisation.code
            value = of_place(step.value, "of", code)
            place = Place(one.organisation, one.period, one.prepared.policy)
            steps.append(Step(step.rule, value, (step,), place))
            values.append(value)
        counted = ops.recorded(values, leaving_out)
        cohort = Cohort(kind, frame.period, len(values) - len(counted))
        step = Step(node.kind, Decimal(len(counted)), tuple(steps), cohort)
        return Group(counted, step, _obstacle(type_, values, counted, unsure, kind))

    def gather(frame: Frame) -> Group:
        if frame.panel is None:
            return alone(frame)
        key = (node, "group", frame.prepared, frame.period)
        return frame.panel.shared(key, lambda: collect(frame))

    return gather, read


def _obstacle(
    type_: Type, values: Sequence[Value], counted: Sequence[Value], unsure: int, kind: str
) -> NotKnown | None:
    """Why there is no figure, or None: who is of the kind must be known, and be somebody."""
    if unsure:
        organisations = "organisation" if unsure == 1 else "organisations"
        missing_kinds = f"the kind of {unsure} {organisations}"
        return _unknown(type_, missing_kinds, f"who is of the kind {kind} is not known")
    if counted:
        return None
    missing = [value for value in values if isinstance(value, NotKnown)]
    if missing:
        return ops.not_known(missing, reason="every value is missing")
    return NotKnown(gap=True, reason=f"there is no {kind} to take it from")


def _unknown(type_: Type, missing: str, reason: str) -> NotKnown:
    scale = base(type_)
    labels = scale.labels if isinstance(scale, Scale | Choice) else ()
    return NotKnown(frozenset({missing}), labels, reason=reason)
