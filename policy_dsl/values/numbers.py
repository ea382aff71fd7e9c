"""Exact numbers: nothing between a fact in a file and a rating is a binary float.

A number is a ``Decimal`` where its decimal expansion ends, and otherwise a ``Fraction`` (a ratio).
Sums, differences and products of decimals are exact because the context below traps any loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from enum import Enum
from fractions import Fraction
from functools import cache
from math import isqrt
from typing import Final

from attrs import frozen

type_of_number = (Decimal, Fraction)
Number = Decimal | Fraction

ZERO: Final = Decimal(0)
_HUNDREDTH: Final = Decimal("0.01")

#: The longest a number may grow to.  A policy cannot loop, so only a hostile one gets near.
LONGEST: Final = 1000
EXACT: Final = Context(
    prec=LONGEST, Emax=9999, Emin=-9999, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow]
)
_LOST = (Inexact, Overflow, InvalidOperation)
_WRITTEN = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")


class TooLongError(ArithmeticError):
    """An exact result would need more digits than :data:`LONGEST`."""


class Rounding(Enum):
    """The rounding rules, named as a policy writes them."""

    HALF_UP = "half up"  # a half goes away from zero
    HALF_EVEN = "half even"
    UP = "up"
    DOWN = "down"


_MODES: Final = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.UP: ROUND_CEILING,
    Rounding.DOWN: ROUND_FLOOR,
}


def parse_number(text: str) -> Decimal:
    """The exact number written in ``text``, at most 30 digits on either side of the point.

    Raises ValueError for anything else; there is no exponent, no infinity and no blank.
    """
    written = text.strip()
    if not _WRITTEN.fullmatch(written):
        raise ValueError(f"{text!r} is not a number written in digits")
    return Decimal(written)


def add(a: Number, b: Number) -> Number:
    """Exactly ``a + b``; raises TooLongError."""
    if a.__class__ is Decimal and b.__class__ is Decimal:
        try:
            return EXACT.add(a, b)
        except _LOST as lost:
            raise TooLongError from lost
    return _short(Fraction(a) + Fraction(b))


def subtract(a: Number, b: Number) -> Number:
    """Exactly ``a - b``; raises TooLongError."""
    if a.__class__ is Decimal and b.__class__ is Decimal:
        try:
            return EXACT.subtract(a, b)
        except _LOST as lost:
            raise TooLongError from lost
    return _short(Fraction(a) - Fraction(b))


def multiply(a: Number, b: Number) -> Number:
    """Exactly ``a * b``; raises TooLongError."""
    if a.__class__ is Decimal and b.__class__ is Decimal:
        try:
            return EXACT.multiply(a, b)
        except _LOST as lost:
            raise TooLongError from lost
    return _short(Fraction(a) * Fraction(b))


def share(a: Number, b: Number) -> Number:
    """Exactly ``a`` percent of ``b``; raises TooLongError."""
    return multiply(multiply(a, b), _HUNDREDTH)


def total(values: Iterable[Number]) -> Number:
    """Exactly the sum of ``values``, zero of none; raises TooLongError."""
    result: Number = ZERO
    for value in values:
        result = add(result, value)
    return result


def divide(a: Number, b: Number) -> Number:
    """Exactly ``a / b``, a ratio; raises ZeroDivisionError and TooLongError."""
    (p, q), (r, s) = a.as_integer_ratio(), b.as_integer_ratio()
    return _short(Fraction(p * s, q * r))


def negative(a: Number) -> Number:
    """Exactly ``-a``: the sign of a Decimal itself would round to the default context's digits."""
    if isinstance(a, Decimal):
        return a.copy_negate() if a else a
    return -a


def round_to(value: Number, places: int, rounding: Rounding) -> Decimal:
    """``value`` to ``places`` decimal places by the rule named; raises TooLongError.

    ``half up`` sends a half away from zero (-0.5 becomes -1); ``up`` and ``down`` go towards the
    larger and the smaller number.
    """
    unit = _unit(places)
    if isinstance(value, Decimal):
        try:
            rounded = value.quantize(unit, _MODES[rounding], _ROUNDING)
            return rounded if rounded else rounded.copy_abs()  # nobody writes -0
        except InvalidOperation as lost:
            raise TooLongError from lost
    # A ratio is first cut to whole units and a remainder, so that no digit of it is lost.
    denominator = value.denominator
    whole, rest = divmod(value.numerator * 10**places, denominator)
    twice = 2 * rest
    if rounding is Rounding.HALF_UP:
        whole += twice > denominator or (twice == denominator and value > 0)
    elif rounding is Rounding.UP:
        whole += rest > 0
    elif rounding is Rounding.HALF_EVEN:
        whole += twice > denominator or (twice == denominator and whole % 2 == 1)
    try:
        return EXACT.multiply(Decimal(whole), unit)
    except _LOST as lost:
        raise TooLongError from lost


@cache
def _unit(places: int) -> Decimal:
    return Decimal((0, (1,), -places))


_ROUNDING: Final = Context(prec=LONGEST, Emax=9999, Emin=-9999, traps=[InvalidOperation])

#: The significant digits of a square root that is irrational.
ROOT_DIGITS: Final = 50
_ROOT: Final = Context(prec=ROOT_DIGITS, rounding=ROUND_HALF_EVEN, Emax=9999, Emin=-9999)
_ROOT_WORKING: Final = Context(prec=3 * ROOT_DIGITS, Emax=9999, Emin=-9999)


def square_root(value: Number) -> Number:
    """The root of a number that is not negative.

    Exact where it is rational; else to :data:`ROOT_DIGITS` significant digits, the only place where
    the language rounds a number unasked, since no exact number is equal to it.
    """
    ratio = Fraction(value)
    above, below = isqrt(ratio.numerator), isqrt(ratio.denominator)
    if (above * above, below * below) == (ratio.numerator, ratio.denominator):
        try:
            return EXACT.divide(Decimal(above), Decimal(below))
        except Inexact:
            return Fraction(above, below)
    quotient = _ROOT_WORKING.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))
    return _ROOT.plus(_ROOT_WORKING.sqrt(quotient))


def as_text(value: Number) -> str:
    """``value`` as a person reads it.

    A decimal keeps the places it has; a ratio whose expansion does not end within four places is
    shown cut off with an ellipsis, since it is never rounded without a policy saying so.
    """
    if isinstance(value, Decimal):
        return f"{value:,f}" if value.copy_abs() >= 10_000 else f"{value:f}"
    if value.denominator == 1:
        return f"{Decimal(value.numerator):f}"  # str() of an int refuses very long ones
    tenths_of_thousandths, rest = divmod(abs(value.numerator) * 10_000, value.denominator)
    whole, places = divmod(tenths_of_thousandths, 10_000)
    sign = "-" if value < 0 else ""
    shown = f"{sign}{Decimal(whole):f}.{places:04d}"
    return f"{shown}..." if rest else shown.rstrip("0")


def beside(figure: Decimal, step: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """A figure between the numbers one step below and one above it."""
    return EXACT.subtract(figure, step), figure, EXACT.add(figure, step)


def without_noughts(value: Decimal) -> Decimal:
    """The same number without noughts at its end, however many digits it has."""
    return value.normalize(EXACT) if value else ZERO


def _short(ratio: Fraction) -> Fraction:
    if ratio.denominator.bit_length() > 4 * LONGEST or ratio.numerator.bit_length() > 4 * LONGEST:
        raise TooLongError
    return ratio


@frozen
class Precision:
    """The grid and range a number fact is declared on: ``to 2 places from 1 to 4``."""

    places: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    def __str__(self) -> str:
        """As an author writes it."""
        words = []
        if self.places is not None:
            words.append(f"to {self.places} place{'s' * (self.places != 1)}")
        if self.low is not None and self.high is not None:
            words.append(f"from {as_text(self.low)} to {as_text(self.high)}")
        return " ".join(words)

    def objection(self, value: Decimal) -> str | None:
        """What is wrong with ``value`` on this grid, or None."""
        if self.places is not None and -_exponent(value) > self.places:
            return f"has more than {self.places} decimal place{'s' * (self.places != 1)}"
        if self.low is not None and value < self.low:
            return f"is below {as_text(self.low)}, the lowest it can be"
        if self.high is not None and value > self.high:
            return f"is above {as_text(self.high)}, the highest it can be"
        return None


def _exponent(value: Decimal) -> int:
    # Not the default context, which would first round to 28 digits.
    exponent = value.normalize(_ROUNDING).as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent
