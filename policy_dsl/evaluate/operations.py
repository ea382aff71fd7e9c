"""The evaluator's operations on values: compare, add, scale, choose, count, round.

All that the language does to a value is here, and only here.  Each operation takes whatever a step
can hold: what is not known stays not known unless the answer is settled all the same, and what
does not apply is left out.  None depends on the order of its operands.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Final, TypeGuard

from policy_dsl.syntax.expressions import Order
from policy_dsl.values import numbers
from policy_dsl.values.absence import DOES_NOT_APPLY, DoesNotApply, Nothing, NotKnown
from policy_dsl.values.numbers import ZERO, Number, Rounding, TooLongError
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Value

Truth = bool | NotKnown | DoesNotApply
Numeric = Number | NotKnown | DoesNotApply

ONE: Final = Decimal(1)

# ---- what is not known -----------------------------------------------------------------------


def not_known(values: Iterable[Value], **more: object) -> NotKnown:
    """Not known because some of ``values`` are not; it misses what they miss."""
    unknown = [value for value in values if value.__class__ is NotKnown]
    missing: frozenset[str] = frozenset().union(*(value.missing for value in unknown))
    given = {
        "missing": missing,
        "gap": any(value.gap for value in unknown),
        "reason": _joined(value.reason for value in unknown),
        **more,
    }
    return NotKnown(**given)  # type: ignore[arg-type]  # fields by name


def has_gap(values: Iterable[Value]) -> bool:
    """Whether one of ``values`` may have no answer whatever is supplied."""
    return any(isinstance(value, NotKnown) and value.gap for value in values)


def _joined(reasons: Iterable[str]) -> str:
    """Every reason once, in an order that does not depend on that of the operands."""
    parts = {part for reason in reasons if reason for part in reason.split("; ")}
    return "; ".join(sorted(parts))


def bounds(value: Value) -> tuple[Number | None, Number | None]:
    """The ends between which a number lies; None for no end."""
    if isinstance(value, Decimal | Fraction):
        return value, value
    if isinstance(value, NotKnown):
        return value.low, value.high
    return None, None


def as_number(value: Value) -> Numeric:
    """A value used as a number: a label stands for the number it is written as."""
    if value.__class__ is Decimal or value.__class__ is Fraction:
        return value
    if isinstance(value, Label):
        assert value.number is not None
        return value.number
    if isinstance(value, NotKnown) and value.possible:
        if value.gap:
            return not_known([value])
        figures = [label.number for label in value.possible if label.number is not None]
        return not_known([value], low=min(figures), high=max(figures))
    if isinstance(value, Nothing):
        return NotKnown(gap=True, reason="nothing stands where a number is needed")
    assert isinstance(value, NotKnown | DoesNotApply)
    return value


# ---- numbers ---------------------------------------------------------------------------------


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


# ---- labels ----------------------------------------------------------------------------------


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
    return NotKnown(found.missing, left, gap=gap, reason=_joined([found.reason, reason]))


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


# ---- comparisons -----------------------------------------------------------------------------

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
