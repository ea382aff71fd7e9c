"""Evaluating ratings: the first case that holds, or the start; then the over-riding rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import evolve

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.expressions import prepare
from policy_dsl.evaluate.grading import weak_rule
from policy_dsl.evaluate.overrides import acted, apply_overrides, binding, judge, prepare_override
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.ratings import Case, Rating
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Value
from policy_dsl.values.types import base as without_nothing

#: Where a rating starts: the steps read, and the value they give.
Base = Callable[[Frame], tuple[list[Step], Value]]


def prepare_rating(preparing: Preparing, rating: Rating) -> Compute:
    """The inputs of a rating's step are its start or the cases read, and all its overrides."""
    scale = preparing.type_of(rating)
    assert isinstance(scale, Scale | Choice)
    base = _start(preparing, rating, scale) if rating.start else _cases(preparing, rating)
    rules = [prepare_override(preparing, override) for override in rating.overrides]
    kinds = frozenset(kind.text for kind in rating.applies_to.kinds) if rating.applies_to else None
    several = len(preparing.policy.kinds) > 1

    def rate(frame: Frame) -> Step:
        if kinds is not None and frame.kind not in kinds and (frame.kind or several):
            return Step(rating, _not_of_kind(frame.kind, scale))
        steps, value = base(frame)
        if not rules:
            return Step(rating, value, tuple(steps))
        read = [judge(rule, frame, scale) for rule in rules]
        judged = [one for one, _ in read]
        outcome = apply_overrides(value, judged)
        certain = binding(judged)
        for rule, (one, inputs) in zip(rules, read, strict=True):
            did = acted(one, value, outcome, certain)
            steps.append(Step(rule.override, one.truth, inputs, did))
        return Step(rating, outcome, tuple(steps))

    return rate


def _not_of_kind(kind: str, scale: Scale | Choice) -> Value:
    if kind:
        return DOES_NOT_APPLY
    return NotKnown(possible=scale.labels, gap=True, reason="the kind of organisation is not known")


def _start(preparing: Preparing, rating: Rating, scale: Scale | Choice) -> Base:
    assert rating.start is not None
    start = prepare(preparing, rating.start.expression)
    on_scale = without_nothing(preparing.type_of(rating.start.expression)) is scale
    weak = weak_rule(preparing, rating.start)
    if weak is not None:
        unknown = evolve(weak, possible=scale.labels, gap=True)
        return lambda frame: ([start(frame)], unknown)

    def begin(frame: Frame) -> tuple[list[Step], Value]:
        step = start(frame)
        if on_scale:
            return [step], ops.as_label(step.value, scale)
        assert isinstance(scale, Scale)
        return [step], ops.label_numbered(step.value, scale)

    return begin


def _cases(preparing: Preparing, rating: Rating) -> Base:
    cases = [
        (
            case,
            _label(preparing, case),
            _condition(preparing, case),
            weak_rule(preparing, case),
        )
        for case in rating.cases
    ]

    def first(frame: Frame) -> tuple[list[Step], Value]:
        steps: list[Step] = []
        truths: list[tuple[Label, Value]] = []
        for case, label, condition, weak in cases:
            if condition is None:
                steps.append(Step(case, True if weak is None else weak))
                truths.append((label, steps[-1].value))
                break
            step = condition(frame)
            truth = ops.as_truth(step.value) if weak is None else weak
            steps.append(Step(case, truth, (step,)))
            truths.append((label, truth))
            if truth is True:
                break
        return steps, first_that_holds(truths)

    return first


def first_that_holds(cases: Sequence[tuple[Label, Value]]) -> Value:
    """The label of the first case that holds; several where an earlier one is not known."""
    reached: list[Label] = []
    unknown: list[Value] = []
    for label, truth in cases:
        if truth is True:
            return label if not reached else ops.settle([*reached, label], unknown)
        if isinstance(truth, NotKnown):
            reached.append(label)
            unknown.append(truth)
    return ops.settle(reached, unknown, True, "perhaps no case fits" if reached else "no case fits")


def _label(preparing: Preparing, line: Case) -> Label:
    label = preparing.meaning_of(line.label)
    assert isinstance(label, Label)
    return label


def _condition(preparing: Preparing, case: Case) -> Compute | None:
    return None if case.condition is None else prepare(preparing, case.condition)
