"""Evaluating the over-riding rules of a rating: caps, floors and what it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import evolve, frozen

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.expressions import prepare, reference
from policy_dsl.evaluate.grading import weak_rule
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Acted, RulesOut, Step
from policy_dsl.syntax.ratings import Effect, Override
from policy_dsl.values.absence import DOES_NOT_APPLY, DoesNotApply, NotKnown
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Value


@frozen(eq=False)
class Rule:
    """An override ready to be evaluated; its label is written, or has to be worked out."""

    override: Override
    effect: Effect
    label: Label | Compute
    condition: Compute
    weak: NotKnown | None  # in place of its truth, where its evidence is too weak


def prepare_override(preparing: Preparing, override: Override) -> Rule:
    """An override made ready."""
    return Rule(
        override,
        override.effect,
        _label(preparing, override),
        prepare(preparing, override.condition),
        weak_rule(preparing, override),
    )


def _label(preparing: Preparing, override: Override) -> Label | Compute:
    meaning = preparing.meaning_of(override.label)
    return meaning if isinstance(meaning, Label) else reference(preparing, override.label)


def judge(rule: Rule, frame: Frame, scale: Scale | Choice) -> tuple[Judged, tuple[Step, ...]]:
    """Whether a rule applies and with which label, and the steps that this took.

    A label that has to be worked out is of interest only where the rule may apply.  If it does not
    apply to the organisation, neither does the rule.
    """
    condition = rule.condition(frame)
    truth = ops.as_truth(condition.value) if rule.weak is None else rule.weak
    if isinstance(rule.label, Label):
        return Judged(rule.effect, rule.label, truth), (condition,)
    if truth is False or truth is DOES_NOT_APPLY:
        return Judged(rule.effect, DOES_NOT_APPLY, truth), (condition,)
    target = rule.label(frame)
    label = ops.as_label(target.value, scale)
    if label is DOES_NOT_APPLY:
        truth = DOES_NOT_APPLY
    return Judged(rule.effect, label, truth), (condition, target)


@frozen
class Judged:
    """An over-riding rule with its label and whether it applies, both perhaps not known."""

    effect: Effect
    label: Value
    truth: Value

    @property
    def certain(self) -> Label | None:
        """The label of a rule that surely applies, if it is settled."""
        return self.label if self.truth is True and isinstance(self.label, Label) else None

    @property
    def choices(self) -> list[Label | None]:
        """The labels it may apply with; None for none at all, which leaves no rating."""
        if self.truth is not True and not isinstance(self.truth, NotKnown):
            return []
        gap = isinstance(self.label, NotKnown) and self.label.gap
        return [*ops.possible(self.label), *([None] if gap else [])]


def apply_overrides(base: Value, rules: Sequence[Judged]) -> Value:
    """What the over-riding rules make of a rating.

    All caps and floors that apply bind together, and ``becomes`` beats them; their order does not
    matter.  Where a rule may apply or not, every outcome is still possible.
    """
    if isinstance(base, DoesNotApply):
        return base
    certain = binding(rules)
    doubtful = [rule for rule in rules if rule.choices and rule.certain is None]
    if not doubtful and isinstance(base, Label):
        settled = certain.outcome(base)
        if isinstance(settled, Label):
            return settled
    bindings = {certain}
    for rule in doubtful:
        found = set() if rule.truth is True else set(bindings)
        for label in rule.choices:
            # Two labels to become are a conflict already, whatever would be the third.
            found |= {
                one if len(one.becomes) > 1 else one.with_rule(rule.effect, label)
                for one in bindings
            }
        bindings = found
    bases: list[Label | None] = [*ops.possible(base)]
    if isinstance(base, NotKnown) and base.gap:
        bases.append(None)
    outcomes = {binding.outcome(label) for binding in bindings for label in bases}
    labels = [outcome for outcome in outcomes if isinstance(outcome, Label)]
    unknown = [
        value
        for value in (base, *(part for rule in doubtful for part in (rule.truth, rule.label)))
        if isinstance(value, NotKnown)
    ]
    if _CONFLICT in outcomes:
        return ops.settle(labels, unknown, True, _conflict(certain, doubtful))
    return ops.settle(labels, unknown, None in outcomes)


#: What comes of rules that contradict each other.
_CONFLICT: Final = "conflict"


def _conflict(certain: Binding, doubtful: Sequence[Judged]) -> str:
    """Which rules contradict each other, or perhaps do, in one sentence."""
    known = certain.contradiction
    if known:
        return f"overrides conflict: {known}"
    everything = certain
    becomes = set(certain.becomes)
    for rule in doubtful:
        for label in rule.choices:
            if rule.effect is not Effect.BECOMES:
                everything = everything.with_rule(rule.effect, label)
            elif label is not None:
                becomes.add(label)
    if len(becomes) > 1:
        everything = Binding(becomes=frozenset(becomes))
    return f"perhaps overrides conflict: {everything.contradiction}"


@frozen
class Binding:
    """The rules that apply, as far as they matter: the tightest cap and floor, and ``becomes``.

    ``lost`` says that a cap or floor has no label; so does None among ``becomes``.
    """

    cap: Label | None = None
    floor: Label | None = None
    becomes: frozenset[Label | None] = frozenset()
    lost: bool = False

    def with_rule(self, effect: Effect, label: Label | None) -> Binding:
        if effect is Effect.BECOMES:
            return Binding(becomes=self.becomes | {label})
        if self.becomes:
            return self
        if label is None:
            return evolve(self, lost=True)
        if effect is Effect.NO_BETTER_THAN:
            tighter = self.cap is None or label.rank > self.cap.rank
            return evolve(self, cap=label) if tighter else self
        tighter = self.floor is None or label.rank < self.floor.rank
        return evolve(self, floor=label) if tighter else self

    @property
    def contradiction(self) -> str:
        """What the rules ask for that cannot be; empty if they agree."""
        names = [
            label.name for label in sorted(filter(None, self.becomes), key=lambda label: label.rank)
        ]
        if len(names) == 2:
            return f"it cannot become {names[0]} and {names[1]}"
        if names[2:]:
            return f"it can become only one of {', '.join(names[:-1])} and {names[-1]}"
        if self.cap is None or self.floor is None or not self.crossing:
            return ""
        return f"it cannot be no better than {self.cap.name} and no worse than {self.floor.name}"

    @property
    def crossing(self) -> bool:
        """Whether the cap is worse than the floor."""
        return self.cap is not None and self.floor is not None and self.cap.rank > self.floor.rank

    def outcome(self, label: Label | None) -> Label | str | None:
        """The rating that comes of ``label``; None for none, or a conflict that forbids one."""
        if self.becomes:
            if None in self.becomes:
                return None
            return _CONFLICT if len(self.becomes) > 1 else next(iter(self.becomes))
        if label is None or self.lost:
            return None
        if self.crossing:
            return _CONFLICT
        if self.cap is not None and label.rank < self.cap.rank:
            return self.cap
        if self.floor is not None and label.rank > self.floor.rank:
            return self.floor
        return label


NOTHING_BINDS: Final = Binding()


def binding(rules: Sequence[Judged]) -> Binding:
    """What the rules that certainly apply come to."""
    certain = NOTHING_BINDS
    for rule in rules:
        label = rule.certain
        if label is not None:
            certain = certain.with_rule(rule.effect, label)
    return certain


def acted(rule: Judged, base: Value, outcome: Value, certain: Binding) -> Acted | RulesOut:
    """What a rule did to a rating, beside those that certainly apply."""
    did = _acted(rule, base, outcome, certain)
    if did is Acted.CHANGED_NOTHING and isinstance(outcome, NotKnown):
        out = _ruled_out(rule, base, outcome, certain)
        return RulesOut(out) if out else did
    return did


def _ruled_out(rule: Judged, base: Value, outcome: NotKnown, certain: Binding) -> tuple[Label, ...]:
    """The labels that a rule which certainly applies takes from those of an open rating.

    A cap that a tighter one makes idle takes none, nor does one that `becomes` beats.
    """
    binds = rule.certain
    match rule.effect:
        case Effect.BECOMES:
            held = certain.becomes == {binds}
        case Effect.NO_BETTER_THAN:
            held = not certain.becomes and certain.cap is binds
        case Effect.NO_WORSE_THAN:
            held = not certain.becomes and certain.floor is binds
    if not held:
        return ()
    return tuple(
        label
        for label in ops.possible(base)
        if label not in outcome.possible
        and NOTHING_BINDS.with_rule(rule.effect, binds).outcome(label) is not label
    )


def _acted(rule: Judged, base: Value, outcome: Value, certain: Binding) -> Acted:
    if not rule.choices:
        return Acted.DID_NOT_APPLY
    label = rule.certain
    if label is None:
        return Acted.MAY_APPLY
    if rule.effect is Effect.BECOMES:
        if len(certain.becomes) > 1:
            return Acted.CONFLICTED
        return Acted.DECIDED if outcome is label is not base else Acted.CHANGED_NOTHING
    if certain.becomes:
        return Acted.CHANGED_NOTHING
    better = rule.effect is Effect.NO_BETTER_THAN
    if certain.crossing:
        alone = NOTHING_BINDS.with_rule(rule.effect, label)
        against = evolve(alone, floor=certain.floor) if better else evolve(alone, cap=certain.cap)
        return Acted.CONFLICTED if against.crossing else Acted.CHANGED_NOTHING
    if outcome is not label:
        return Acted.CHANGED_NOTHING
    changed = any(
        other.rank < label.rank if better else other.rank > label.rank
        for other in ops.possible(base)
    )
    return Acted.DECIDED if changed else Acted.CHANGED_NOTHING
