"""A second opinion on values, numbers and comparisons: fractions, intervals tried at their ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.syntax import expressions
from policy_dsl.values.absence import DOES_NOT_APPLY, NOTHING, NotKnown
from policy_dsl.values.numbers import Rounding
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Quantity, Unit, base


@frozen
class Unknown:
    """What is not known: why, and what it can still be; ``none`` if perhaps there is no answer."""

    missing: frozenset[str] = frozenset()
    labels: frozenset[Label] = frozenset()
    low: Fraction | None = None
    high: Fraction | None = None
    none: bool = False


def plain(value: object) -> Any:
    """A value of the evaluator in the terms of this checker."""
    match value:
        case bool() | str() | Label():
            return value
        case Decimal() | Fraction():
            return Fraction(value)
        case NotKnown():
            low, high = (None if end is None else Fraction(end) for end in (value.low, value.high))
            return Unknown(value.missing, frozenset(value.possible), low, high, value.gap)
        case _:
            return value


Ends = tuple[Fraction | None, Fraction | None]


def minus(end: Fraction | None) -> Fraction | None:
    return None if end is None else -end


def as_number(value: Any) -> Any:
    """A label is the number it is written as; what may be several labels lies between them."""
    if isinstance(value, Label):
        return Fraction(value.name)
    if value is NOTHING:
        return Unknown(none=True)
    if isinstance(value, Unknown) and value.labels:
        if value.none:
            return Unknown(value.missing, none=True)
        figures = [Fraction(label.name) for label in value.labels]
        return Unknown(value.missing, frozenset(), min(figures), max(figures))
    return value


def ends_of(value: Any) -> Ends:
    if isinstance(value, Unknown):
        return value.low, value.high
    return (value, value) if isinstance(value, Fraction) else (None, None)


def unknown(among: Iterable[Any], ends: Ends = (None, None)) -> Unknown:
    doubts = [value for value in among if isinstance(value, Unknown)]
    missing = frozenset(name for doubt in doubts for name in doubt.missing)
    none = any(doubt.none for doubt in doubts)
    return Unknown(missing, frozenset(), ends[0], ends[1], none)


def arithmetic(
    operation: Callable[..., Fraction], ends: Callable[..., Any] | None, *operands: Any
) -> Any:
    figures = [as_number(operand) for operand in operands]
    if DOES_NOT_APPLY in figures:
        return DOES_NOT_APPLY
    if any(isinstance(figure, Unknown) for figure in figures):
        between = ends(*(ends_of(figure) for figure in figures)) if ends else (None, None)
        return unknown(figures, between)
    return operation(*figures)


def sum_of_ends(*several: Ends) -> Ends:
    low, high = (
        None if None in side else sum(side, Fraction()) for side in zip(*several, strict=True)
    )
    return low, high


def product_of_ends(a: Ends, b: Ends) -> Ends:
    """Of what has both ends, the least and the most; of anything else only a plain multiple."""
    (alow, ahigh), (blow, bhigh) = a, b
    if alow is not None and ahigh is not None and blow is not None and bhigh is not None:
        tried = [x * y for x in (alow, ahigh) for y in (blow, bhigh)]
        return min(tried), max(tried)
    if alow is not None and alow == ahigh:
        return _times(alow, b)
    if blow is not None and blow == bhigh:
        return _times(blow, a)
    return None, None


def _times(factor: Fraction, ends: Ends) -> Ends:
    low, high = (None if end is None else end * factor for end in ends)
    return (low, high) if factor >= 0 else (high, low)


def quotient_of_ends(a: Ends, b: Ends) -> Ends:
    """Nothing is said of it where the denominator can be zero."""
    low, high = b
    if low is None or high is None or (low <= 0 and high >= 0):
        return None, None
    return product_of_ends(a, (1 / high, 1 / low))


def calculated(policy: Policy, node: expressions.Arithmetic, a: Any, b: Any) -> Any:
    match node.sign:
        case "+":
            return arithmetic(lambda x, y: x + y, sum_of_ends, a, b)
        case "-":
            less = lambda x, y: sum_of_ends(x, (minus(y[1]), minus(y[0])))  # noqa: E731
            return arithmetic(lambda x, y: x - y, less, a, b)
        case "*":
            percent = Quantity(Unit.PERCENT)
            sides = (base(policy.types[node.left]), base(policy.types[node.right]))
            share = Fraction(1, 100) if percent in sides else Fraction(1)
            scaled = lambda x, y: _times(share, product_of_ends(x, y))  # noqa: E731
            return arithmetic(lambda x, y: x * y * share, scaled, a, b)
        case _:
            if as_number(b) == 0 and a is not DOES_NOT_APPLY:
                return Unknown(none=True)
            return arithmetic(lambda x, y: x / y, quotient_of_ends, a, b)


def rounding(rule: Rounding, places: int) -> Callable[[Fraction], Fraction]:
    scale = 10**places

    def turn(value: Fraction) -> Fraction:
        scaled = value * scale
        match rule:
            case Rounding.UP:
                return Fraction(ceil(scaled), scale)
            case Rounding.DOWN:
                return Fraction(floor(scaled), scale)
            case Rounding.HALF_EVEN:
                return Fraction(round(scaled), scale)
            case Rounding.HALF_UP:
                away = floor(abs(scaled) + Fraction(1, 2))
                return Fraction(away if scaled >= 0 else -away, scale)

    return turn


_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: not b < a,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">=": lambda a, b: not a < b,
    ">": lambda a, b: b < a,
}


def compared(sign: str, a: Any, b: Any) -> Any:
    if DOES_NOT_APPLY in (a, b):
        return DOES_NOT_APPLY
    if not any(isinstance(value, Label | Unknown) or value is NOTHING for value in (a, b)):
        return _SIGNS[sign](a, b)
    a, b = as_number(a), as_number(b)
    if not any(isinstance(value, Unknown) for value in (a, b)):
        return _SIGNS[sign](a, b)
    settled = _settled(sign, ends_of(a), ends_of(b))
    return unknown([a, b]) if settled is None else settled


def _settled(sign: str, a: Ends, b: Ends) -> bool | None:
    """The one answer for all numbers between the ends, tried at and around each end."""
    answers = {_SIGNS[sign](x, y) for x, y in product(_samples(a, b), _samples(b, a))}
    return answers.pop() if len(answers) == 1 else None


def _samples(own: Ends, other: Ends) -> Iterator[Fraction]:
    """Numbers between two ends: enough of them to see every order in which two can stand."""
    known = [end for end in (*own, *other) if end is not None] or [Fraction()]
    around = {end + step for end in known for step in (-1, Fraction(-1, 10**40), 0, 1)}
    around |= {end + Fraction(1, 10**40) for end in known}
    low, high = own
    yield from (x for x in around if (low is None or x >= low) and (high is None or x <= high))
