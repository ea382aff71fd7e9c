"""Numbers that meet several linear conditions at once, or that there are none.

Variables are eliminated one by one (J. B. J. Fourier, 1826), and chosen again in the other order.
That there are none is certain; on a grid, what is found may miss it if none near by meets them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final

from attrs import frozen

from policy_dsl.analyse.terms import Exact, Term

_MOST: Final = 400
#: So many numbers on either side are tried on a grid.
_BESIDE: Final = 4


@frozen
class AtLeast:
    """A sum of factors times terms, and a constant, is at least nought; or above it if strict."""

    factors: Mapping[Term, Fraction]
    constant: Fraction
    strict: bool = False


@frozen
class Range:
    """The numbers between two ends, None for no end; an ``open`` end is not among them."""

    low: Fraction | None = None
    low_open: bool = False
    high: Fraction | None = None
    high_open: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is no number in it."""
        if self.low is None or self.high is None:
            return False
        if self.low == self.high:
            return self.low_open or self.high_open
        return self.low > self.high

    def holds(self, value: Fraction) -> bool:
        """Whether a number lies in it."""
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return self.high is None or not (
            value > self.high or (self.high_open and value == self.high)
        )

    def within(self, low: Fraction | None, low_open: bool) -> Range:
        """The part that lies above an end."""
        if low is None or (self.low is not None and (low, low_open) <= (self.low, self.low_open)):
            return self
        return Range(low, low_open, self.high, self.high_open)

    def below(self, high: Fraction | None, high_open: bool) -> Range:
        """The part that lies below an end."""
        if high is None or (
            self.high is not None and (-high, high_open) <= (-self.high, self.high_open)
        ):
            return self
        return Range(self.low, self.low_open, high, high_open)


def solved(
    conditions: Sequence[AtLeast], ranges: Mapping[Term, Range]
) -> dict[Term, Fraction] | None:
    """A number for each term, or None where there are certainly none.

    Raises:
        OverflowError: where this would take too much work to say.
    """
    waiting = [*conditions]
    for term, range_ in ranges.items():
        waiting.extend(_ends(term, range_))
    order = sorted({term for one in waiting for term in one.factors}, key=lambda term: term.order)
    stages: list[list[AtLeast]] = []
    for term in reversed(order):
        about = [one for one in waiting if term in one.factors]
        waiting = [one for one in waiting if term not in one.factors]
        stages.append(about)
        waiting.extend(_without(term, about))
        if len(waiting) > _MOST:
            raise OverflowError
    if any(one.constant < 0 or (one.strict and one.constant == 0) for one in waiting):
        return None
    return _chosen(list(zip(order, reversed(stages), strict=True)))


def _chosen(stages: Sequence[tuple[Term, Sequence[AtLeast]]]) -> dict[Term, Fraction]:
    """A number for one term after the other; where a grid has none, those before are changed."""
    found: dict[Term, Fraction] = {}
    waiting: list[list[Fraction]] = []
    for _ in range(_MOST):
        if len(waiting) == len(stages):
            return found
        term, about = stages[len(waiting)]
        range_ = _left(term, about, found)
        waiting.append(list(_candidates(range_, term.step)))
        while waiting and not waiting[-1]:
            waiting.pop()
            found.pop(stages[len(waiting)][0], None)
        if not waiting:
            break
        found[stages[len(waiting) - 1][0]] = waiting[-1].pop(0)
    found = {}
    for term, about in stages:
        found[term] = nice(_left(term, about, found), term.step)
    return found


def _left(term: Term, about: Sequence[AtLeast], found: Mapping[Term, Fraction]) -> Range:
    """Where a term can lie, the terms before it being chosen."""
    range_ = Range()
    for one in about:
        factor = one.factors[term]
        rest = one.constant + sum(
            f * found.get(other, Fraction(0))
            for other, f in one.factors.items()
            if other is not term
        )
        end = -rest / factor
        range_ = range_.within(end, one.strict) if factor > 0 else range_.below(end, one.strict)
    return range_


def _candidates(range_: Range, step: Exact | None) -> Iterable[Fraction]:
    """Numbers worth trying in a range: one that is short to write, and on a grid some about it."""
    first = nice(range_, step)
    if not step:
        yield first
        return
    for off in range(_BESIDE + 1):
        for number in dict.fromkeys((first - off * step, first + off * step)):
            if range_.holds(number):
                yield number


def _ends(term: Term, range_: Range) -> Iterable[AtLeast]:
    if range_.low is not None:
        yield AtLeast({term: Fraction(1)}, -range_.low, range_.low_open)
    if range_.high is not None:
        yield AtLeast({term: Fraction(-1)}, range_.high, range_.high_open)


def _without(term: Term, about: Sequence[AtLeast]) -> Iterable[AtLeast]:
    """What conditions say of the other terms: each from below with each from above."""
    lows = [one for one in about if one.factors[term] > 0]
    highs = [one for one in about if one.factors[term] < 0]
    for low in lows:
        for high in highs:
            up, down = low.factors[term], -high.factors[term]
            factors: dict[Term, Fraction] = {}
            for one, by in ((low, down), (high, up)):
                for other, factor in one.factors.items():
                    factors[other] = factors.get(other, Fraction(0)) + factor * by
            yield AtLeast(
                {other: factor for other, factor in factors.items() if factor},
                low.constant * down + high.constant * up,
                low.strict or high.strict,
            )


def nice(range_: Range, step: Exact | None = None) -> Fraction:
    """A number in a range that is short to write; as near to it as the grid allows."""
    low, high = range_.low, range_.high
    if step is not None and step != 0:
        return _on_grid(range_, Fraction(step))
    if low is None and high is None:
        return Fraction(0)
    if high is None:
        assert low is not None
        return low if not range_.low_open else Fraction(floor(low) + 1)
    if low is None:
        if not range_.high_open:
            return high
        below = Fraction(ceil(high) - 1)
        return below
    if low == high:
        return low
    for places in range(0, 15):
        scale = 10**places
        first, last = ceil(low * scale), floor(high * scale)
        if range_.low_open and first == low * scale:
            first += 1
        if range_.high_open and last == high * scale:
            last -= 1
        if first <= last:
            return Fraction((first + last) // 2, scale)
    return (low + high) / 2


def _on_grid(range_: Range, step: Fraction) -> Fraction:
    low, high = range_.low, range_.high
    first = None if low is None else ceil(low / step)
    last = None if high is None else floor(high / step)
    if first is not None and range_.low_open and low == first * step:
        first += 1
    if last is not None and range_.high_open and high == last * step:
        last -= 1
    if first is None and last is None:
        return Fraction(0)
    if first is None:
        assert last is not None
        return min(last, 0) * step if last < 0 else last * step
    if last is None:
        return first * step
    if first > last:
        return first * step
    for wide in (Fraction(1), Fraction(1, 10), Fraction(1, 100)):
        if wide > step:
            inner = Range(first * step, False, last * step, False)
            whole = ceil(inner.low / wide), floor(inner.high / wide)  # type: ignore[operator]
            if whole[0] <= whole[1]:
                near = Fraction((whole[0] + whole[1]) // 2) * wide
                if (near / step).denominator == 1:
                    return near
    return ((first + last) // 2) * step
