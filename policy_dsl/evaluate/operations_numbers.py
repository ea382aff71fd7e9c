"""Operations on numbers and dates: add, scale, divide, round; several become one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeGuard

from policy_dsl.evaluate.operations_absence import Numeric, as_number, bounds, not_known
from policy_dsl.values import numbers
from policy_dsl.values.absence import DOES_NOT_APPLY, DoesNotApply, NotKnown
from policy_dsl.values.numbers import ZERO, Number, Rounding, TooLongError
from policy_dsl.values.types import Value

ONE: Final = Decimal(1)

_TOO_LONG: Final = NotKnown(gap=True, reason="the exact number has too many digits")
_NUMBERS: Final = frozenset({Decimal, Fraction})


def _all_known(figures: list[Numeric]) -> TypeGuard[list[Number]]:
    return _NUMBERS.issuperset(map(type, figures))


def _sum_bounds(
    a: tuple[Number | None, Number | None], b: tuple[Number | None, Number | None]
) -> tuple[Number | None, Number | None]:
    low = _end(numbers.add, a[0], b[0]) if a[0] is not None and b[0] is not None else None
    high = _end(numbers.add, a[1], b[1]) if a[1] is not None and b[1] is not None else None
    return low, high


def _end(operation: Callable[..., Number], *operands: object) -> Number | None:
    """The end of a range; none where it has too many digits."""
    try:
        return operation(*operands)
    except TooLongError:
        return None


def _product_bounds(
    a: tuple[Number | None, Number | None], b: tuple[Number | None, Number | None]
) -> tuple[Number | None, Number | None]:
    """Of an interval without an end only a multiple by something settled is of use."""
    if None not in a and None not in b:
        corners = [_end(numbers.multiply, x, y) for x in a for y in b]
        known = [corner for corner in corners if corner is not None]
        return (min(known), max(known)) if len(known) == len(corners) else (None, None)
    (low, high), (factor, same) = (b, a) if a[0] is not None and a[0] == a[1] else (a, b)
    if factor is None or factor != same:
        return None, None
    ends = [None if end is None else _end(numbers.multiply, end, factor) for end in (low, high)]
    return (ends[0], ends[1]) if factor >= 0 else (ends[1], ends[0])


def _quotient_bounds(
    a: tuple[Number | None, Number | None], b: tuple[Number | None, Number | None]
) -> tuple[Number | None, Number | None]:
    """Of use only where the denominator cannot be zero, which has no answer."""
    low, high = b
    if low is None or high is None or low <= 0 <= high:
        return None, None
    inverse = _end(numbers.divide, ONE, high), _end(numbers.divide, ONE, low)
    return (None, None) if None in inverse else _product_bounds(a, inverse)


def _share_bounds(
    a: tuple[Number | None, Number | None], b: tuple[Number | None, Number | None]
) -> tuple[Number | None, Number | None]:
    low, high = (
        None if end is None else _end(numbers.share, end, ONE) for end in _product_bounds(a, b)
    )
    return low, high


def add(a: Value, b: Value) -> Numeric:
    """``a + b``."""
    return _exact(numbers.add, a, b, _sum_bounds)


def subtract(a: Value, b: Value) -> Numeric:
    """``a - b``."""
    return add(a, negative(b))


def multiply(a: Value, b: Value) -> Numeric:
    """``a * b``."""
    return _exact(numbers.multiply, a, b, _product_bounds)


def share(a: Value, b: Value) -> Numeric:
    """``a * b`` where one of them is a percent."""
    return _exact(numbers.share, a, b, _share_bounds)


def divide(a: Value, b: Value) -> Numeric:
    """``a / b``, a ratio; with a zero denominator it is not known, and says so."""
    if as_number(b) == 0 and a is not DOES_NOT_APPLY:
        return NotKnown(gap=True, reason="zero denominator")
    return _exact(numbers.divide, a, b, _quotient_bounds)


def negative(a: Value) -> Numeric:
    """``- a``."""
    value = as_number(a)
    if isinstance(value, NotKnown):
        low, high = bounds(value)
        return not_known(
            [value],
            low=numbers.negative(high) if high is not None else None,
            high=numbers.negative(low) if low is not None else None,
        )
    return value if isinstance(value, DoesNotApply) else numbers.negative(value)


def _exact(
    operation: Callable[[Number, Number], Number],
    a: Value,
    b: Value,
    limits: Callable[..., tuple[Number | None, Number | None]] | None = None,
) -> Numeric:
    one, other = as_number(a), as_number(b)
    if isinstance(one, DoesNotApply) or isinstance(other, DoesNotApply):
        return DOES_NOT_APPLY
    if isinstance(one, NotKnown) or isinstance(other, NotKnown):
        if limits is None:
            return not_known([one, other])
        low, high = limits(bounds(one), bounds(other))
        return not_known([one, other], low=low, high=high)
    try:
        return operation(one, other)
    except TooLongError:
        return _TOO_LONG


def round_to(value: Value, places: int, rounding: Rounding) -> Numeric:
    """``round RULE value to N places``."""
    figure = as_number(value)
    if isinstance(figure, NotKnown):
        low, high = (
            None if end is None else _end(numbers.round_to, end, places, rounding)
            for end in bounds(figure)
        )
        return not_known([figure], low=low, high=high)
    if isinstance(figure, DoesNotApply):
        return figure
    try:
        return numbers.round_to(figure, places, rounding)
    except TooLongError:
        return _TOO_LONG


# ---- several values become one ---------------------------------------------------------------


def recorded(values: Sequence[Value], leaving_out_missing: bool) -> list[Value]:
    """The values that count: not what does not apply, nor what is missing if that is left out.

    What is not known for any other reason than missing facts is never left out.
    """
    return [
        value
        for value in values
        if value is not DOES_NOT_APPLY
        and not (
            leaving_out_missing and isinstance(value, NotKnown) and value.missing and not value.gap
        )
    ]


def total(values: Sequence[Value]) -> Numeric:
    """Their sum; of none at all it is zero."""
    figures = [as_number(value) for value in values]
    if _all_known(figures):
        try:
            return numbers.total(figures)
        except TooLongError:
            return _TOO_LONG
    result: Numeric = ZERO
    for figure in figures:
        result = add(result, figure)
    return result


def average(values: Sequence[Value]) -> Numeric:
    """Their sum divided by their number, an exact ratio."""
    result = total(values)
    if isinstance(result, NotKnown):
        count = len(values)
        low, high = (
            None if end is None else _end(numbers.divide, end, Decimal(count))
            for end in bounds(result)
        )
        return not_known([result], low=low, high=high)
    return divide(result, Decimal(len(values)))


def lowest(values: Sequence[Value]) -> Numeric:
    """The smallest number."""
    return _extreme([as_number(value) for value in values], min)


def highest(values: Sequence[Value]) -> Numeric:
    """The largest number."""
    return _extreme([as_number(value) for value in values], max)


def _extreme(figures: list[Numeric], choose: Callable[[list[Number]], Number]) -> Numeric:
    if _all_known(figures):
        return choose(figures)
    unknown = [value for value in figures if isinstance(value, NotKnown)]
    if not unknown:
        return choose([value for value in figures if isinstance(value, Decimal | Fraction)])
    lows, highs = zip(*(bounds(value) for value in figures), strict=True)
    given_lows = [low for low in lows if low is not None]
    given_highs = [high for high in highs if high is not None]
    # The lowest of several has no low end if one of them has none; its high end is the least known.
    complete = {min: (given_lows, lows), max: (given_highs, highs)}[choose]  # type: ignore[index]
    whole = len(complete[0]) == len(complete[1])
    low = choose(given_lows) if given_lows and (choose is max or whole) else None
    high = choose(given_highs) if given_highs and (choose is min or whole) else None
    return not_known(unknown, low=low, high=high)


def earliest(values: Sequence[Value]) -> Value:
    """The first day."""
    return _choose_day(values, min)


def latest(values: Sequence[Value]) -> Value:
    """The last day."""
    return _choose_day(values, max)


def _choose_day(values: Sequence[Value], choose: Callable[[list[date]], date]) -> Value:
    if any(isinstance(value, NotKnown) for value in values):
        return not_known(values)
    return choose([value for value in values if isinstance(value, date)])
