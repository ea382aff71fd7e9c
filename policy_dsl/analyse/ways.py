"""Ways through a diagram: which can be taken at all, with the numbers that take them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import islice, pairwise
from typing import Any, Final

from attrs import frozen

from policy_dsl.analyse.diagrams import Branch, Diagram, Path, Stretch
from policy_dsl.analyse.lifted import Lifted, is_gap
from policy_dsl.analyse.linear import AtLeast, Range, nice, solved
from policy_dsl.analyse.space import Space
from policy_dsl.analyse.standing import apart
from policy_dsl.analyse.terms import Form, Term
from policy_dsl.analyse.walking import paths
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.population import Quantile
from policy_dsl.values.numbers import Rounding

#: So many ways to one leaf are looked at before an answer is given up.
MOST_PATHS: Final = 200


@frozen(eq=False)
class Way:
    """A way through a diagram, the numbers that take it, and the value at its end.

    ``sure`` is false where it passes through something that is not cut further.
    """

    path: Path
    numbers: Mapping[Term, Fraction]
    value: Any
    sure: bool


def ways(on: Lifted, whole: Diagram, wanted: Callable[[Any], bool]) -> Iterable[Way]:
    """The ways to the leaves that are wanted which can be taken at all."""
    for path, value in islice(paths(whole, wanted), MOST_PATHS):
        found = numbers_of(on.space, path)
        if found is not None:
            yield Way(path, found, value, not any(term.free for term in _asked(on.space, path)))


def likely(on: Lifted, way: Way) -> bool:
    """Whether a way that no organisation was found for can be taken all the same, for all we see.

    It passes through what is not cut further, and nothing it asks hangs together.
    """
    asked = [on.space.terms.all[order] for order in way.path]
    return not way.sure and apart(on.space, asked)


def possible(on: Lifted, found: Diagram, wanted: Callable[[Any], bool]) -> bool:
    """Whether any way to such a leaf can be taken; also true where too many were looked at."""
    for looked, (path, _) in enumerate(paths(found, wanted), start=1):
        if looked > MOST_PATHS or numbers_of(on.space, path) is not None:
            return True
    return False


def value_at(found: Diagram, way: Way) -> Any:
    """The value of a diagram on a way; None where it turns on what the way does not ask."""
    numbers = {term.order: number for term, number in way.numbers.items()}
    while isinstance(found, Branch):
        number = numbers.get(found.order)
        if number is None:
            return None
        found = found.at(number)
    return found.value


def unsettled(on: Lifted, whole: Diagram) -> bool:
    """Whether a diagram somewhere has no answer though everything is supplied.

    There the evaluator may know more than a diagram does: between which ends a number must lie,
    though there is none.  So nothing is said then to be never reached.
    """
    return possible(on, whole, is_gap)


def _asked(space: Space, path: Path) -> Iterable[Term]:
    """Every term that a way asks about, and those within sums and roundings."""
    stack = [space.terms.all[order] for order in path]
    while stack:
        term = stack.pop()
        yield term
        if term.of is not None:
            stack.extend(inner for inner, _ in term.of.terms)


def range_of(term: Term, stretch: Stretch = (None, None)) -> Range:
    """The numbers at which a term can lie within a stretch."""
    found = Range(
        None if term.low is None else Fraction(term.low),
        False,
        None if term.high is None else Fraction(term.high),
        False,
    )
    low, high = stretch
    if low is not None:
        found = found.within(Fraction(low[0]), bool(low[1]))
    if high is not None:
        found = found.below(Fraction(high[0]), not high[1])
    return found


def numbers_of(space: Space, path: Path) -> dict[Term, Fraction] | None:
    """Numbers for the terms of a way, or None where no numbers take it.

    Days are of the first year in which the policy is in force, if they can be.
    """
    if not any(term.is_day for order in path for term in _within_it(space.terms.all[order])):
        return _numbers(space, path)
    first = Fraction(space.policy.first_day.toordinal())
    found = _numbers(space, path, Range(first, False, first + _YEAR, False))
    return _numbers(space, path) if found is None else found


def _within_it(term: Term) -> Iterator[Term]:
    """A term, and those of the sum that it is made from."""
    yield term
    for inner, _ in term.of.terms if term.of is not None else ():
        yield inner


def _numbers(space: Space, path: Path, days: Range | None = None) -> dict[Term, Fraction] | None:
    """Numbers as above; with all days that the policy asks for in a range, if one is given."""

    def whole(term: Term, stretch: Stretch = (None, None)) -> Range:
        found = range_of(term, stretch)
        if days is None or not term.is_day:
            return found
        return found.within(days.low, False).below(days.high, False)

    conditions: list[AtLeast] = []
    ranges: dict[Term, Range] = {}
    single: dict[Term, Range] = {}
    for order, stretch in path.items():
        term = space.terms.all[order]
        range_ = whole(term, stretch)
        if range_.empty:
            return None
        if term.of is None:
            single[term] = range_
            continue
        if range_.low is not None:
            conditions.append(_at_least(term.of, range_.low, range_.low_open))
        if range_.high is not None:
            conditions.append(_at_least(term.of.times(Decimal(-1)), -range_.high, range_.high_open))
        _within(term.of, ranges, conditions, whole)
    for low, high in _ordered(space, {*ranges, *single}):
        conditions.append(AtLeast({high: Fraction(1), low: Fraction(-1)}, Fraction(0)))
        for term in (low, high):
            ranges.setdefault(term, whole(term))
    if conditions:
        for term in list(ranges):
            if term in single:
                ranges[term] = single.pop(term)
        try:
            found = solved(conditions, ranges)
        except OverflowError:
            found = {}
        if found is None:
            return None
    else:
        found = {}
    for term, range_ in single.items():
        found[term] = nice(range_, term.step)
    return found


def _ordered(space: Space, terms: Iterable[Term]) -> Iterator[tuple[Term, Term]]:
    """The quantiles of the same figure, each with the next one, below which it never lies."""
    by_figure: dict[object, list[tuple[Decimal, int, Term]]] = {}
    for term in terms:
        node = space.asked.get(term.key)
        if isinstance(node, Quantile) and isinstance(node.share, Constant):
            share = node.share.value
            assert isinstance(share, Decimal)
            figure = (node.name.text, node.kind.text, node.leaving_out_missing)
            by_figure.setdefault(figure, []).append((share, term.order, term))
    for quantiles in by_figure.values():
        for (_, _, low), (_, _, high) in pairwise(sorted(quantiles)):
            yield low, high


def _at_least(form: Form, low: Fraction, strict: bool) -> AtLeast:
    return AtLeast(dict(form.terms), form.constant - low, strict)


def _within(
    form: Form,
    ranges: dict[Term, Range],
    conditions: list[AtLeast],
    whole: Callable[[Term], Range],
) -> None:
    """The terms of a sum, and what rounding says of those within them."""
    for term, _ in form.terms:
        if term in ranges:
            continue
        ranges[term] = whole(term)
        if term.rounding is None:
            continue
        assert term.of is not None
        assert term.step is not None
        step = Fraction(term.step)
        below, above = _ROUNDS[term.rounding]
        gap = term.of.plus(Form.of(term).times(Fraction(-1)))
        conditions.append(_at_least(gap, -below * step, below > _HALF))
        conditions.append(_at_least(gap.times(Fraction(-1)), -above * step, True))
        _within(term.of, ranges, conditions, whole)


_HALF: Final = Fraction(1, 2)
_YEAR: Final = 364
#: How far a number can lie below and above what it is rounded to, in steps.
_ROUNDS: Final = {
    Rounding.HALF_UP: (_HALF, _HALF),
    Rounding.HALF_EVEN: (_HALF, _HALF),
    Rounding.UP: (Fraction(1), Fraction(1, 10**9)),
    Rounding.DOWN: (Fraction(0), Fraction(1)),
}
