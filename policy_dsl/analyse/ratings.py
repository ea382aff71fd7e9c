"""The diagrams of ratings: which case holds, where it starts, and what its overrides make of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from attrs import frozen

from policy_dsl.analyse.diagrams import Diagram, in_doubt
from policy_dsl.analyse.lifted import Lifted, kept
from policy_dsl.analyse.terms import Form
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.overrides import NOTHING_BINDS, Binding
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.ratings import Effect, Override, Rating
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import base

Make = Callable[[Lifted, Expression], Diagram]

#: In place of a case: none holds.
NO_CASE: Final = "no case"
#: In place of a label: the number it starts with is that of none.
NO_LABEL: Final = "no label"
#: In place of a label: overrides that apply contradict each other.
CONFLICT: Final = "conflict"


def scale_of(on: Lifted, rating: Rating) -> Scale | Choice:
    """The labels of a rating."""
    scale = on.space.type_of(rating)
    assert isinstance(scale, Scale | Choice)
    return scale


def kinds_of(rating: Rating) -> frozenset[str] | None:
    """The kinds of organisation that a rating is for; None for all."""
    line = rating.applies_to
    return None if line is None else frozenset(kind.text for kind in line.kinds)


def taken(on: Lifted, rating: Rating, make: Make) -> Diagram:
    """The number of the first case that holds, from 0, or ``NO_CASE``."""
    key = ("taken", rating)
    found = on.space.made.get(key)
    if found is None:
        held = [
            (holds(on, case.condition, make), number) for number, case in enumerate(rating.cases)
        ]
        found = on.space.made[key] = on.space.diagrams.first(held, NO_CASE)
    return found


def holds(on: Lifted, condition: Expression | None, make: Make) -> Diagram:
    """Whether a condition holds; that of ``otherwise``, None, always does."""
    if condition is None:
        return on.space.leaf(True)
    return on.space.diagrams.apply(on.truth, make(on, condition))


def begun(on: Lifted, rating: Rating, make: Make) -> Diagram:
    """The label a rating starts with; ``NO_CASE`` or ``NO_LABEL`` where there is none."""
    key = ("begun", rating)
    found = on.space.made.get(key)
    if found is None:
        found = on.space.made[key] = _begun(on, rating, make)
    return found


def _begun(on: Lifted, rating: Rating, make: Make) -> Diagram:
    space = on.space
    scale = scale_of(on, rating)
    if rating.start is None:
        labels = [space.policy.meanings[case.label] for case in rating.cases]
        of = on.once(
            ("case", rating), lambda: lambda case: labels[case] if case.__class__ is int else case
        )
        return space.diagrams.apply(of, taken(on, rating, make))
    expression = rating.start.expression
    start = make(on, expression)
    if base(space.type_of(expression)) is scale:
        return space.diagrams.apply(on.as_label(scale), start)
    assert isinstance(scale, Scale)
    return space.diagrams.apply(on.once(("numbered", scale), lambda: _numbered(on, scale)), start)


def _numbered(on: Lifted, scale: Scale) -> Callable[[Any], Any]:
    """The label that is written as a number."""
    space = on.space
    by_number = sorted((label.number, label) for label in scale.labels if label.number is not None)

    def numbered(value: Any) -> Any:
        if not isinstance(value, Form):
            label = ops.label_numbered(value, scale)
            if isinstance(label, NotKnown) and not isinstance(ops.as_number(value), NotKnown):
                return NO_LABEL
            return kept(label)
        found: Diagram = space.leaf(NO_LABEL)
        for number, label in by_number:
            equal = on.compare["="](value, number)
            found = space.diagrams.choose(equal, space.leaf(label), found)
        return found

    return numbered


@frozen(eq=False)
class Rule:
    """An override with whether it applies, and with which label."""

    override: Override
    applies: Diagram
    label: Diagram


def rules(on: Lifted, rating: Rating, make: Make) -> list[Rule]:
    """The overrides of a rating."""
    known: list[Rule] | None = on.space.rules.get(rating)
    if known is not None:
        return known
    from policy_dsl.analyse.expressions import named

    scale = scale_of(on, rating)
    apply = on.space.diagrams.apply
    found = []
    for override in rating.overrides:
        applies = apply(on.truth, make(on, override.condition))
        label = apply(on.as_label(scale), named(on, override.label))
        found.append(Rule(override, applies, label))
    on.space.rules[rating] = found
    return found


def bound(on: Lifted, several: Sequence[Rule]) -> Diagram:
    """What overrides come to together: the evaluator's own ``Binding``."""
    found = on.space.leaf(NOTHING_BINDS)
    for rule in several:
        effect = rule.override.effect
        made = on.once(("bind", effect), partial(_binding, effect))
        found = on.space.diagrams.apply(made, found, rule.applies, rule.label)
    return found


def _binding(effect: Effect) -> Callable[[Any, Any, Any], Any]:
    def bind(so_far: Any, truth: Any, label: Any) -> Any:
        if not isinstance(so_far, Binding):
            return so_far
        if truth is False or truth is DOES_NOT_APPLY or label is DOES_NOT_APPLY:
            return so_far
        if truth is not True or not isinstance(label, Label):
            return in_doubt(truth, label)
        return so_far.with_rule(effect, label)

    return bind


def outcome(on: Lifted, begin: Diagram, binding: Diagram) -> Diagram:
    """The label that comes of a start and of what binds it; ``CONFLICT`` where that is none."""
    return on.space.diagrams.apply(_outcome, begin, binding)


def _outcome(label: Any, binding: Any) -> Any:
    if label is DOES_NOT_APPLY:
        return label
    if not isinstance(binding, Binding):
        return binding
    if binding.becomes or isinstance(label, Label):
        found = binding.outcome(label if isinstance(label, Label) else None)
        return CONFLICT if isinstance(found, str) else in_doubt() if found is None else found
    return label


def value_of(on: Lifted, rating: Rating, make: Make) -> Diagram:
    """What a rating comes to: a label, or why there is none."""
    space = on.space
    found = outcome(on, begun(on, rating, make), bound(on, rules(on, rating, make)))
    found = space.diagrams.apply(settled, found)
    return for_kinds(on, kinds_of(rating), found)


def settled(value: Any) -> Any:
    """A label, or that there is none, whatever the reason."""
    return in_doubt() if isinstance(value, str) else value


def for_kinds(on: Lifted, kinds: frozenset[str] | None, value: Diagram) -> Diagram:
    """A result of some kinds of organisation does not apply to the others."""
    if kinds is None:
        return value
    none = on.space.leaf(DOES_NOT_APPLY)
    return on.space.diagrams.choose(on.space.of_kind(kinds), value, none)
