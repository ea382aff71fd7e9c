"""Operations on labels: which can still come out, how they stand to each other, best and worst."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce

from policy_dsl.evaluate.operations_absence import (
    Truth,
    as_number,
    bounds,
    has_gap,
    joined,
    not_known,
)
from policy_dsl.syntax.expressions import Order
from policy_dsl.values import numbers
from policy_dsl.values.absence import DOES_NOT_APPLY, DoesNotApply, Nothing, NotKnown
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Value


def possible(value: Value) -> tuple[Label, ...]:
    """The labels a value can still be."""
    if isinstance(value, Label):
        return (value,)
    return value.possible if isinstance(value, NotKnown) else ()


def as_label(value: Value, scale: Scale | Choice) -> Value:
    """A value used as a label: a fact that may be nothing might not be one."""
    if isinstance(value, Nothing):
        return NotKnown(gap=True, reason="nothing stands where a label is needed")
    if isinstance(value, NotKnown) and not value.possible and not value.gap:
        return not_known([value], possible=scale.labels, gap=True)
    return value


def settle(
    labels: Iterable[Label], unknown: Sequence[Value], gap: bool = False, reason: str = ""
) -> Value:
    """The one label that is left, or not known between several; ``gap`` if there may be none.

    What is not known of a condition is only which label comes out, not whether one does.
    """
    left = tuple(sorted(set(labels), key=lambda label: label.rank))
    if len(left) == 1 and not gap:
        return left[0]
    found = not_known(unknown)
    return NotKnown(found.missing, left, gap=gap, reason=joined([found.reason, reason]))


def label_numbered(value: Value, scale: Scale) -> Value:
    """The label of ``scale`` that is written as a number."""
    figure = as_number(value)
    if isinstance(figure, DoesNotApply):
        return figure
    if isinstance(figure, NotKnown):
        low, high = bounds(figure)
        fitting = (
            label
            for label in scale.labels
            if label.number is not None
            and (low is None or label.number >= low)
            and (high is None or label.number <= high)
        )
        # Between two labels lies no label, so facts may still leave it without one.
        return NotKnown(figure.missing, tuple(fitting), gap=True, reason=figure.reason)
    label = scale.numbered(figure)
    if label is None:
        return NotKnown(
            gap=True, reason=f"{numbers.as_text(figure)} is not a label of {scale.name}"
        )
    return label


def stands(order: Order, target: Label) -> Callable[[Label], bool]:
    """The test of ``is amber or worse`` and its like, for one label."""
    rank = target.rank
    match order:
        case Order.EXACTLY:
            return lambda label: label is target
        case Order.OR_WORSE:
            return lambda label: label.rank >= rank
        case Order.OR_BETTER:
            return lambda label: label.rank <= rank
        case Order.BETTER_THAN:
            return lambda label: label.rank < rank
        case Order.WORSE_THAN:
            return lambda label: label.rank > rank


def holds(test: Callable[[Label], bool], value: Value) -> Truth:
    """Whether a label passes a test, settled if every label still possible gives one answer."""
    if value.__class__ is Label:
        return test(value)
    if isinstance(value, DoesNotApply):
        return value
    if isinstance(value, Nothing):
        return False
    assert isinstance(value, NotKnown)
    answers = {test(label) for label in value.possible}
    if len(answers) == 1 and not value.gap:
        return answers.pop()
    return not_known([value])


def stands_to(order: Order, a: Value, b: Value) -> Truth:
    """``a is worse than b`` and its like, where ``b`` too is a value."""
    if isinstance(a, Label) and isinstance(b, Label):
        return stands(order, b)(a)
    if a is DOES_NOT_APPLY or b is DOES_NOT_APPLY:
        return DOES_NOT_APPLY
    if order is Order.EXACTLY:
        return same_label(a, b)
    if isinstance(a, Nothing):
        return False
    if isinstance(b, Nothing):
        b = NotKnown(gap=True, reason="nothing stands where a label is needed")
    answers = {stands(order, other)(one) for one in possible(a) for other in possible(b)}
    if len(answers) == 1 and not has_gap([a, b]):
        return answers.pop()
    return not_known([a, b])


def same_label(a: Value, b: Value) -> Truth:
    """Whether two values are one label."""
    if a is DOES_NOT_APPLY or b is DOES_NOT_APPLY:
        return DOES_NOT_APPLY
    if isinstance(a, Nothing) or isinstance(b, Nothing):
        known = isinstance(a, Label | Nothing) and isinstance(b, Label | Nothing)
        return a == b if known else not_known([a, b])
    if isinstance(a, Label) and isinstance(b, Label):
        return a is b
    sure = not any(isinstance(value, NotKnown) and value.gap for value in (a, b))
    if sure and possible(a) and possible(b) and not set(possible(a)) & set(possible(b)):
        return False
    return not_known([a, b])


def best(values: Sequence[Value]) -> Value:
    """The best label."""
    return _choose_label(values, lambda a, b: a if a.rank <= b.rank else b)


def worst(values: Sequence[Value]) -> Value:
    """The worst label."""
    return _choose_label(values, lambda a, b: a if a.rank >= b.rank else b)


def _choose_label(values: Sequence[Value], pick: Callable[[Label, Label], Label]) -> Value:
    if all(value.__class__ is Label for value in values):
        return reduce(pick, values)  # type: ignore[arg-type]  # labels all
    first, *others = (possible(value) for value in values)
    left = set(first)
    for labels in others:
        left = {pick(a, b) for a in left for b in labels}
    return settle(left, values, any(isinstance(v, NotKnown) and v.gap for v in values))
