"""The operations on the values of many organisations: spread, quantile and rank.

They belong to operations.py and keep its rules.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import frozen

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.operations import Numeric
from policy_dsl.values import numbers
from policy_dsl.values.absence import DoesNotApply, NotKnown
from policy_dsl.values.numbers import ZERO, Number, TooLongError
from policy_dsl.values.types import Value

_HUNDRED: Final = Decimal(100)


def deviation(values: Sequence[Value]) -> Numeric:
    """The standard deviation of a whole population: the mean square distance from the mean, rooted.

    Exact where it is rational, else to fifty significant digits.
    """
    figures = [ops.as_number(value) for value in values]
    unknown = [figure for figure in figures if isinstance(figure, NotKnown)]
    if unknown:
        return ops.not_known(unknown, low=ZERO)
    known = _known(figures)
    try:
        exact = [Fraction(figure) for figure in known]
        mean = sum(exact, Fraction()) / len(exact)
        squares = sum(((figure - mean) ** 2 for figure in exact), Fraction())
        return numbers.square_root(numbers.divide(squares, Decimal(len(known))))
    except TooLongError:
        return NotKnown(gap=True, reason="the exact number has too many digits")


def quantile(values: Sequence[Value], percent: Value) -> Numeric:
    """The figure below which ``percent`` of the values lie, by linear interpolation.

    Of n values in ascending order it stands at place (n - 1) * percent / 100, counted from 0;
    between two places it lies between their values in proportion.
    """
    share = ops.as_number(percent)
    if isinstance(share, DoesNotApply):
        return share
    figures = [ops.as_number(value) for value in values]
    if isinstance(share, NotKnown):
        return ops.not_known([share, *figures])
    if not 0 <= share <= _HUNDRED:
        return NotKnown(gap=True, reason=f"{numbers.as_text(share)}% is no share of the whole")
    unknown = [figure for figure in figures if isinstance(figure, NotKnown)]
    if not unknown:
        return _interpolated(sorted(_known(figures)), share)
    # No value can rise without the quantile rising too, or staying where it is.
    lows, highs = zip(*(ops.bounds(figure) for figure in figures), strict=True)
    return ops.not_known(
        unknown,
        low=None if None in lows else _interpolated(sorted(lows), share),
        high=None if None in highs else _interpolated(sorted(highs), share),
    )


def _interpolated(ascending: Sequence[Number], percent: Number) -> Number:
    place = Fraction(percent) * (len(ascending) - 1) / 100
    whole, rest = divmod(place, 1)
    figure = ascending[whole]
    if not rest:
        return figure
    step = numbers.subtract(ascending[whole + 1], figure)
    return numbers.add(figure, numbers.multiply(rest, step))


@frozen(eq=False)
class Order:
    """The values of a population made ready for ranking: those known in ascending order."""

    ascending: tuple[Number, ...]
    unknown: tuple[NotKnown, ...]

    @classmethod
    def of(cls, values: Sequence[Value]) -> Order:
        """Sorts the values once for all the organisations that are ranked among them."""
        figures = [ops.as_number(value) for value in values]
        return cls(
            tuple(sorted(_known(figures))),
            tuple(figure for figure in figures if isinstance(figure, NotKnown)),
        )

    def rank(self, own: Value, highest_first: bool) -> Numeric:
        """One more than how many are better: those that are equal share the best place."""
        figure = ops.as_number(own)
        if isinstance(figure, DoesNotApply):
            return figure
        if isinstance(figure, NotKnown):
            places = max(1, len(self.ascending) + len(self.unknown))
            return ops.not_known([figure], low=ops.ONE, high=Decimal(places))
        if highest_first:
            better = len(self.ascending) - bisect_right(self.ascending, figure)
        else:
            better = bisect_left(self.ascending, figure)
        place = Decimal(1 + better)
        if not self.unknown:
            return place
        ahead = ops.comparison(">" if highest_first else "<")
        return ops.add(place, ops.count([ahead(other, figure) for other in self.unknown]))


def _known(figures: Sequence[Numeric]) -> list[Number]:
    return [figure for figure in figures if isinstance(figure, Decimal | Fraction)]
