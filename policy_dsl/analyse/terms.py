"""Terms: what a policy's rules rest on, each with the values it can have; and sums of them.

A term stands for a fact, a reading, the kind of organisation, or something that is not cut further:
a quotient, a figure of an earlier period.  Whatever it is, it lies on a line of numbers: a label by
its place in its scale, a date by its day.  A number that depends on facts is a :class:`Form`, a sum
of terms, and comparing it asks where one term lies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import reduce
from math import floor, gcd
from typing import Any, Final, TypeAlias

from attrs import define, evolve, field, frozen

from policy_dsl.analyse.diagrams import Cut, Diagram, Diagrams
from policy_dsl.values.numbers import EXACT, Rounding

#: The number of a cut, as exact as it comes.
Exact: TypeAlias = Fraction | int
#: The number of the last day there is.
LAST_DAY: Final = date.max.toordinal()


@define(eq=False)
class Term:
    """Something that lies on a line of numbers.

    ``key`` says what it is: see :class:`Space`.  ``step`` is the grid its values lie on, None where
    they can be any number; ``low`` and ``high`` are the least and the greatest, None for no end.
    ``of`` is the sum that a rounded number, or the difference that a relation, is made from;
    ``factors`` the sign of a product or quotient, ``lowest`` or ``highest``, and what it is of.
    ``onto`` gives the least day that is possible at or after one, for the end of a period.
    """

    order: int
    key: Any
    step: Exact | None = None
    low: Exact | None = None
    high: Exact | None = None
    of: Form | None = None
    rounding: Rounding | None = None
    factors: tuple[str, Form, Form] | None = None
    onto: Callable[[int], int] | None = field(default=None, repr=False)

    @property
    def free(self) -> bool:
        """Whether it is something that is not cut further."""
        return isinstance(self.key, tuple) and self.key[0] == "free"

    @property
    def is_day(self) -> bool:
        """Whether it is a date, which can be any day."""
        return self.high == LAST_DAY


@frozen
class Form:
    """A sum of terms, each with its factor, and a constant."""

    terms: tuple[tuple[Term, Fraction], ...]
    constant: Fraction = Fraction(0)

    @classmethod
    def of(cls, term: Term) -> Form:
        """One term by itself."""
        return cls(((term, Fraction(1)),))

    def plus(self, other: Form | Decimal | Fraction) -> Form:
        """The sum of two forms, or of a form and a number."""
        if not isinstance(other, Form):
            return evolve(self, constant=self.constant + Fraction(other))
        factors = dict(self.terms)
        for term, factor in other.terms:
            factors[term] = factors.get(term, Fraction(0)) + factor
        return Form(
            tuple(sorted(((t, f) for t, f in factors.items() if f), key=lambda p: p[0].order)),
            self.constant + other.constant,
        )

    def times(self, number: Decimal | Fraction) -> Form:
        """The form multiplied by a number."""
        by = Fraction(number)
        if not by:
            return Form(())
        return Form(tuple((term, factor * by) for term, factor in self.terms), self.constant * by)

    @property
    def low(self) -> Fraction | None:
        """The least it can be, None for no end."""
        return self._end(lambda term, factor: term.low if factor > 0 else term.high)

    @property
    def high(self) -> Fraction | None:
        """The greatest it can be, None for no end."""
        return self._end(lambda term, factor: term.high if factor > 0 else term.low)

    def _end(self, end: Callable[[Term, Fraction], Exact | None]) -> Fraction | None:
        total = self.constant
        for term, factor in self.terms:
            found = end(term, factor)
            if found is None:
                return None
            total += factor * found
        return total


def plain(form: Form) -> Form | Decimal | Fraction:
    """A form without terms as the number it is."""
    if form.terms:
        return form
    value = form.constant
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        try:
            return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
        except ArithmeticError:  # too many digits for a decimal
            return value
    return value


class Side(Enum):
    """Which way a cut falls for a term that has it outside its range."""

    ALWAYS = "right of it, always"
    NEVER = "left of it, always"


def placed(term: Term, cut: Cut) -> Cut | Side:
    """A cut moved onto the grid of a term, within its range."""
    number, after = cut
    if term.step is not None:
        steps = Fraction(number) / term.step
        whole = floor(steps) + 1 if after or steps.denominator != 1 else int(steps)
        number, after = whole * term.step, 0
        if term.onto is not None:
            number = term.onto(whole)
    if term.low is not None and (number < term.low or (number == term.low and not after)):
        return Side.ALWAYS
    if term.high is not None and (number > term.high or (number == term.high and after)):
        return Side.NEVER
    return number, after


_HALF: Final = Fraction(1, 2)


def unrounded(rounding: Rounding, step: Fraction, cut: Cut) -> Cut:
    """The cut of a number that is equal to a cut of what it is rounded to."""
    number, after = cut
    steps = Fraction(number) / step
    whole = floor(steps) + 1 if after or steps.denominator != 1 else int(steps)
    match rounding:
        case Rounding.UP:
            return (whole - 1) * step, 1
        case Rounding.DOWN:
            return whole * step, 0
        case Rounding.HALF_UP:
            return (whole - _HALF) * step, 0 if whole > 0 else 1
        case Rounding.HALF_EVEN:
            return (whole - _HALF) * step, 0 if whole % 2 == 0 else 1


@define(eq=False)
class Terms:
    """The terms of an analysis, in the order in which they were first met."""

    diagrams: Diagrams
    all: list[Term] = field(factory=list)
    _by_key: dict[Any, Term] = field(factory=dict)

    def term(self, key: Any, **more: Any) -> Term:
        """The term of a key, made the first time; ``more`` are its other fields."""
        found = self._by_key.get(key)
        if found is None:
            found = self._by_key[key] = Term(len(self.all), key, **more)
            self.all.append(found)
        return found

    def beyond(self, form: Form, cut: Cut) -> Diagram:
        """Whether a form lies beyond a cut: true where it does."""
        number, after = Fraction(cut[0]) - form.constant, cut[1]
        if not form.terms:
            return self.diagrams.leaf(number < 0 or (number == 0 and not after))
        (first, factor), *others = form.terms
        term = self._relation(form, factor) if others else first
        number /= factor
        # A negative factor turns the line round.
        turned = factor < 0
        if turned:
            after = 1 - after
        if term.rounding is not None:
            assert term.of is not None
            assert term.step is not None
            cut_below = unrounded(term.rounding, Fraction(term.step), (number, after))
            found = self.beyond(term.of, cut_below)
            return self.refused(found) if turned else found
        place = placed(term, (number, after))
        if isinstance(place, Side):
            return self.diagrams.leaf((place is Side.ALWAYS) is not turned)
        sides = [self.diagrams.leaf(turned), self.diagrams.leaf(not turned)]
        return self.diagrams.branch(term.order, [place], sides)

    def refused(self, diagram: Diagram) -> Diagram:
        """A diagram of true and false the other way round."""
        return self.diagrams.apply(_refuse, diagram)

    def _relation(self, form: Form, factor: Fraction) -> Term:
        """How terms stand to each other: their sum without the constant, the first one once."""
        sum_ = evolve(form, constant=Fraction(0)).times(1 / factor)
        steps = [factor * term.step for term, factor in sum_.terms if term.step is not None]
        step = reduce(_common, steps) if len(steps) == len(sum_.terms) else None
        key = ("sum", sum_.terms)
        return self.term(key, of=sum_, step=step, low=sum_.low, high=sum_.high)

    def rounded(self, form: Form, rounding: Rounding, places: int) -> Form:
        """A form that is rounded; one that lies on the grid already is itself."""
        step = Fraction(1, 10**places)
        on_grid = all(
            term.step is not None and (factor * term.step / step).denominator == 1
            for term, factor in form.terms
        )
        if on_grid and (form.constant / step).denominator == 1:
            return form
        low, high = form.low, form.high
        return Form.of(
            self.term(
                ("round", form, rounding, places),
                step=step,
                low=None if low is None else _rounded(low, rounding, step),
                high=None if high is None else _rounded(high, rounding, step),
                of=form,
                rounding=rounding,
            )
        )

    def choice(self, term: Term, values: Sequence[Diagram]) -> Diagram:
        """A diagram for each whole number from 0 at which a term can lie."""
        cuts: list[Cut] = [(place, 0) for place in range(1, len(values))]
        return self.diagrams.join(term.order, cuts, values) if cuts else values[0]


def _common(one: Exact, other: Exact) -> Fraction:
    """The greatest step of which both are multiples."""
    a, b = Fraction(one), Fraction(other)
    top = gcd(a.numerator * b.denominator, b.numerator * a.denominator)
    return Fraction(top, a.denominator * b.denominator)


def _refuse(value: bool) -> bool:
    return not value


def _rounded(value: Fraction, rounding: Rounding, step: Fraction) -> Fraction:
    """The least multiple of a step whose cut lies beyond the value, less one: by the same rule."""
    guess = floor(value / step)
    while _beyond(value, unrounded(rounding, step, ((guess + 1) * step, 0))):
        guess += 1
    while not _beyond(value, unrounded(rounding, step, (guess * step, 0))):
        guess -= 1
    return guess * step


def _beyond(value: Fraction, cut: Cut) -> bool:
    return value > cut[0] if cut[1] else value >= cut[0]
