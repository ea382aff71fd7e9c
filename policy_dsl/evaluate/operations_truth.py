"""Operations on conditions: comparisons, and, or, not, and how many hold."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from policy_dsl.evaluate.operations_absence import Numeric, Truth, as_number, bounds, not_known
from policy_dsl.values.absence import DOES_NOT_APPLY, DoesNotApply, Nothing, NotKnown
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value

_COMPARE: Final[dict[str, Callable[..., bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


def comparison(sign: str) -> Callable[[Value, Value], Truth]:
    """The test ``a SIGN b`` for numbers, dates and texts."""
    test = _COMPARE[sign]

    def compare(a: Value, b: Value) -> Truth:
        if a.__class__ is Decimal and b.__class__ is Decimal:
            return test(a, b)
        if a is DOES_NOT_APPLY or b is DOES_NOT_APPLY:
            return DOES_NOT_APPLY
        a, b = _comparable(a), _comparable(b)
        if isinstance(a, NotKnown) or isinstance(b, NotKnown):
            return _within_bounds(sign, a, b)
        return test(a, b)

    return compare


def _comparable(value: Value) -> Value:
    if isinstance(value, Nothing):
        return NotKnown(gap=True, reason="nothing is compared")
    return as_number(value) if isinstance(value, Label) else value


def _within_bounds(sign: str, a: Value, b: Value) -> Truth:
    """Settled all the same where the ends of what is not known leave one answer."""
    a = as_number(a) if isinstance(a, NotKnown) else a
    b = as_number(b) if isinstance(b, NotKnown) else b
    (alow, ahigh), (blow, bhigh) = bounds(a), bounds(b)
    below = ahigh is not None and blow is not None and ahigh < blow
    above = alow is not None and bhigh is not None and alow > bhigh
    at_most = ahigh is not None and blow is not None and ahigh <= blow
    at_least = alow is not None and bhigh is not None and alow >= bhigh
    pinned = at_most and at_least  # both can be one and the same number only
    answers = {
        "<": (below, at_least),
        "<=": (at_most, above),
        ">": (above, at_most),
        ">=": (at_least, below),
        "=": (pinned, below or above),
        "!=": (below or above, pinned),
    }
    yes, no = answers[sign]
    if yes or no:
        return yes
    return not_known([a, b])


def is_nothing(value: Value) -> Truth:
    """``is nothing``."""
    if isinstance(value, NotKnown | DoesNotApply):
        return value if isinstance(value, DoesNotApply) else not_known([value])
    return isinstance(value, Nothing)


# ---- and, or, not ----------------------------------------------------------------------------


def as_truth(value: Value) -> Truth:
    """A value used as a condition."""
    if value.__class__ is bool or isinstance(value, NotKnown | DoesNotApply):
        return value
    assert isinstance(value, Nothing)
    return NotKnown(gap=True, reason="nothing stands where a yes or no is needed")


def both(values: Sequence[Value]) -> Truth:
    """``a and b``: one no is enough for no, whatever is not known."""
    return _join(values, False)


def either(values: Sequence[Value]) -> Truth:
    """``a or b``: one yes is enough for yes, whatever is not known."""
    return _join(values, True)


def _join(values: Sequence[Value], decisive: bool) -> Truth:
    truths = [truth for value in values if (truth := as_truth(value)) is not DOES_NOT_APPLY]
    if decisive in truths:
        return decisive
    if not truths:
        return DOES_NOT_APPLY
    unknown = [truth for truth in truths if isinstance(truth, NotKnown)]
    return not_known(unknown) if unknown else not decisive


def refuse(value: Value) -> Truth:
    """``not a``."""
    truth = as_truth(value)
    return not truth if isinstance(truth, bool) else truth


def count(truths: Sequence[Truth]) -> Numeric:
    """How many hold; where some are not known, between which ends it lies."""
    certain = truths.count(True)
    unknown = [truth for truth in truths if isinstance(truth, NotKnown)]
    if not unknown:
        return Decimal(certain)
    return not_known(unknown, low=Decimal(certain), high=Decimal(certain + len(unknown)), gap=False)
