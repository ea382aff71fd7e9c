"""Evaluating ratings: the first case that holds, or the start; then the over-riding rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from attrs import evolve, frozen

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.expressions import prepare
from policy_dsl.evaluate.grading import weak_rule
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Acted, Step
from policy_dsl.syntax.ratings import Case, Effect, Override, Rating
from policy_dsl.values.absence import DOES_NOT_APPLY, DoesNotApply, NotKnown
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Value
from policy_dsl.values.types import base as without_nothing

#: Where a rating starts: the steps read, and the value they give.
Base = Callable[[Frame], tuple[list[Step], Value]]


@frozen(eq=False)
class Rule:
    """An override ready to be evaluated."""

    override: Override
    effect: Effect
    label: Label
    condition: Compute
    weak: NotKnown | None  # in place of its truth, where its evidence is too weak


def prepare_rating(preparing: Preparing, rating: Rating) -> Compute:
    """The inputs of a rating's step are its start or the cases read, and all its overrides."""
    scale = preparing.type_of(rating)
    assert isinstance(scale, Scale | Choice)
    base = _start(preparing, rating, scale) if rating.start else _cases(preparing, rating)
    rules = [_rule(preparing, override) for override in rating.overrides]
    kinds = frozenset(kind.text for kind in rating.applies_to.kinds) if rating.applies_to else None
    several = len(preparing.policy.kinds) > 1

    def rate(frame: Frame) -> Step:
        if kinds is not None and frame.kind not in kinds and (frame.kind or several):
            return Step(rating, _not_of_kind(frame.kind, scale))
        steps, value = base(frame)
        if not rules:
            return Step(rating, value, tuple(steps))
        conditions = [rule.condition(frame) for rule in rules]
        judged = [
            (
                rule.effect,
                rule.label,
                ops.as_truth(condition.value) if rule.weak is None else rule.weak,
            )
            for rule, condition in zip(rules, conditions, strict=True)
        ]
        outcome = apply_overrides(value, judged)
        certain = _binding(judged)
        for rule, condition, (effect, label, truth) in zip(rules, conditions, judged, strict=True):
            acted = _acted(effect, label, truth, value, outcome, certain)
            steps.append(Step(rule.override, truth, (condition,), acted))
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


def apply_overrides(base: Value, rules: Sequence[tuple[Effect, Label, Value]]) -> Value:
    """What the over-riding rules make of a rating.

    All caps and floors that apply bind together, and ``becomes`` beats them; their order does not
    matter.  Where a rule may apply or not, every outcome is still possible.
    """
    if isinstance(base, DoesNotApply):
        return base
    certain = _NOTHING_BINDS
    doubtful: list[tuple[Effect, Label]] = []
    unknown: list[Value] = [base] if isinstance(base, NotKnown) else []
    for effect, label, truth in rules:
        if truth is True:
            certain = certain.with_rule(effect, label)
        elif isinstance(truth, NotKnown):
            doubtful.append((effect, label))
            unknown.append(truth)
    if not unknown and isinstance(base, Label):
        settled = certain.outcome(base)
        if isinstance(settled, Label):
            return settled
    bindings = {certain}
    for effect, label in doubtful:
        # Two labels to become are a conflict already; naming every third one would take for ever.
        bindings |= {
            binding.with_rule(effect, label) for binding in bindings if len(binding.becomes) < 2
        }
    bases = ops.possible(base)
    outcomes: set[Label | str | None] = {
        binding.outcome(label) for binding in bindings for label in bases
    }
    if isinstance(base, NotKnown) and base.gap:
        # Without a base there may still be a rating: the one it becomes whatever the base.
        outcomes |= {binding.becomes_one for binding in bindings}
    labels = [outcome for outcome in outcomes if isinstance(outcome, Label)]
    conflicts = sorted({outcome for outcome in outcomes if isinstance(outcome, str)})
    if conflicts:
        return ops.settle(labels, unknown, True, "; ".join(conflicts))
    return ops.settle(labels, unknown, None in outcomes)


@frozen
class _Binding:
    """The rules that apply, as far as they matter: the tightest cap and floor, and ``becomes``."""

    cap: Label | None = None
    floor: Label | None = None
    becomes: frozenset[Label] = frozenset()

    def with_rule(self, effect: Effect, label: Label) -> _Binding:
        if self.becomes and effect is not Effect.BECOMES:
            return self
        match effect:
            case Effect.NO_BETTER_THAN:
                cap = label if self.cap is None or label.rank > self.cap.rank else self.cap
                return _Binding(cap, self.floor, self.becomes)
            case Effect.NO_WORSE_THAN:
                floor = label if self.floor is None or label.rank < self.floor.rank else self.floor
                return _Binding(self.cap, floor, self.becomes)
            case Effect.BECOMES:
                return _Binding(None, None, self.becomes | {label})

    @property
    def conflicting(self) -> bool:
        """Whether the cap is worse than the floor."""
        return self.cap is not None and self.floor is not None and self.cap.rank > self.floor.rank

    @property
    def becomes_one(self) -> Label | str | None:
        """The label of ``becomes``, a conflict of several, or None without one."""
        if len(self.becomes) > 1:
            names = " and ".join(sorted(label.name for label in self.becomes))
            return f"overrides conflict: it cannot become {names}"
        return next(iter(self.becomes), None)

    def outcome(self, label: Label) -> Label | str:
        """The rating that comes of ``label``, or the conflict that forbids one."""
        one = self.becomes_one
        if one is not None:
            return one
        if self.conflicting and self.cap is not None and self.floor is not None:
            return (
                f"overrides conflict: it cannot be no better than {self.cap.name} and no worse"
                f" than {self.floor.name}"
            )
        if self.cap is not None and label.rank < self.cap.rank:
            return self.cap
        if self.floor is not None and label.rank > self.floor.rank:
            return self.floor
        return label


_NOTHING_BINDS: Final = _Binding()


def _binding(rules: Sequence[tuple[Effect, Label, Value]]) -> _Binding:
    """What the rules that certainly apply come to."""
    certain = _NOTHING_BINDS
    for effect, label, truth in rules:
        if truth is True:
            certain = certain.with_rule(effect, label)
    return certain


def _acted(
    effect: Effect,
    label: Label,
    truth: Value,
    base: Value,
    outcome: Value,
    certain: _Binding,
) -> Acted:
    if isinstance(truth, NotKnown):
        return Acted.MAY_APPLY
    if truth is not True:
        return Acted.DID_NOT_APPLY
    if effect is Effect.BECOMES:
        if len(certain.becomes) > 1:
            return Acted.CONFLICTED
        return Acted.DECIDED if outcome is label is not base else Acted.CHANGED_NOTHING
    if certain.becomes:
        return Acted.CHANGED_NOTHING
    if certain.conflicting:
        return Acted.CONFLICTED
    if outcome is not label:
        return Acted.CHANGED_NOTHING
    better = effect is Effect.NO_BETTER_THAN
    changed = any(
        other.rank < label.rank if better else other.rank > label.rank
        for other in ops.possible(base)
    )
    return Acted.DECIDED if changed else Acted.CHANGED_NOTHING


def _rule(preparing: Preparing, override: Override) -> Rule:
    return Rule(
        override,
        override.effect,
        _label(preparing, override),
        prepare(preparing, override.condition),
        weak_rule(preparing, override),
    )


def _label(preparing: Preparing, line: Case | Override) -> Label:
    label = preparing.meaning_of(line.label)
    assert isinstance(label, Label)
    return label


def _condition(preparing: Preparing, case: Case) -> Compute | None:
    return None if case.condition is None else prepare(preparing, case.condition)
