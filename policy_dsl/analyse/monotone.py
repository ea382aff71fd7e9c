"""Ratings that get worse when a measure of a scorecard gets better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from typing import Any, Final

from attrs import frozen

from policy_dsl.analyse import scorecards
from policy_dsl.analyse.context import Analysis, results_behind
from policy_dsl.analyse.diagrams import Branch, Diagram, Path, Stretch
from policy_dsl.analyse.expressions import diagram
from policy_dsl.analyse.finding import Finding, finding
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.linear import nice
from policy_dsl.analyse.results import result
from policy_dsl.analyse.terms import Term
from policy_dsl.analyse.walking import leaves, parts, paths
from policy_dsl.analyse.ways import Way, numbers_of, range_of
from policy_dsl.analyse.witness import fact_value
from policy_dsl.analyse.words import given, value_words
from policy_dsl.check.policy import Policy
from policy_dsl.check.scorecards import measure_of
from policy_dsl.invent import Situation, decide_in, facts_behind, given_words, smallest
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.values.scales import Label, Scale

#: So many ways to a fall are looked at before it is given up.
_MOST: Final = 24


@frozen(eq=False)
class Measure:
    """A term that a row of a scorecard turns on: ``up`` if more of it is better."""

    card: Scorecard
    row: CardRow
    up: bool


def of_policy(of: Analysis) -> Iterator[Finding]:
    """A finding for each rating that can fall when a measure gets better, the first of a chain."""
    policy = of.policy
    on = of.narrow
    measures = _measures(on, policy)
    if not measures:
        return
    fallen: set[str] = set()
    for rating in policy.results:
        if not isinstance(rating, Rating) or not isinstance(policy.types[rating], Scale):
            continue
        if fallen & results_behind(policy, rating):
            continue
        found = _of_rating(of, rating, measures)
        if found is not None:
            fallen.add(rating.name.text)
            yield found


def _measures(on: Lifted, policy: Policy) -> Mapping[int, Measure]:
    """By the order of their terms; a term that is better one way here and another there is none."""
    found: dict[int, Measure | None] = {}
    for card in policy.results:
        if not isinstance(card, Scorecard) or not isinstance(policy.cards[card].scale, Scale):
            continue
        for row in card.rows:
            bands = scorecards.band_of(on, card, row, diagram)
            for order, up in _directions(on, bands).items():
                term = on.space.terms.all[order]
                if term.free or term.key[0] not in ("fact", "sum"):
                    continue
                known = found.get(order)
                if order not in found:
                    found[order] = None if up is None else Measure(card, row, up)
                elif known is not None and known.up is not up:
                    found[order] = None
    return {order: measure for order, measure in found.items() if measure is not None}


def _directions(on: Lifted, bands: Diagram) -> dict[int, bool | None]:
    """Of each term whether more of it is never worse (true), or never better (false)."""
    found: dict[int, set[bool]] = {}
    for part in parts(bands):
        if not isinstance(part, Branch):
            continue
        for less, more in zip(part.children, part.children[1:], strict=False):
            ways = found.setdefault(part.order, set())
            if _ever(on.space.diagrams.apply(_falls, less, more)):
                ways.add(False)
            if _ever(on.space.diagrams.apply(_falls, more, less)):
                ways.add(True)
    return {order: ways.pop() if len(ways) == 1 else None for order, ways in found.items()}


def _falls(before: Any, after: Any) -> bool:
    return isinstance(before, Label) and isinstance(after, Label) and after.rank > before.rank


def _ever(found: Diagram) -> bool:
    return any(leaf.value is True for leaf in leaves(found))


def _of_rating(of: Analysis, rating: Rating, measures: Mapping[int, Measure]) -> Finding | None:
    on = of.narrow
    whole = result(on, rating)
    looked = 0
    for part in parts(whole):
        measure = measures.get(part.order)
        if measure is None or not isinstance(part, Branch):
            continue
        ends: tuple[Any, ...] = (None, *part.cuts, None)
        stretches: list[Stretch] = list(pairwise(ends))
        steps = list(zip(stretches, part.children, strict=True))
        if not measure.up:
            steps.reverse()
        for (worse, before), (better, after) in pairwise(steps):
            falls = on.space.diagrams.apply(_falls, before, after)
            if not _ever(falls):
                continue
            for below, _ in islice(paths(falls, lambda value: value is True), 3):
                looked += 1
                if looked > _MOST:
                    return None
                found = _shown(of, rating, measure, (whole, part), worse, better, below)
                if found is not None:
                    return found
    return None


def _shown(
    of: Analysis,
    rating: Rating,
    measure: Measure,
    at: tuple[Diagram, Branch],
    worse: Stretch,
    better: Stretch,
    below: Path,
) -> Finding | None:
    whole, part = at
    space = of.narrow.space
    above = _path_to(whole, part)
    term = space.terms.all[part.order]
    path = {**above, part.order: worse, **below}
    numbers = numbers_of(space, path)
    if numbers is None:
        return None
    way = Way(path, numbers, None, True)
    first = of.witnesses.filled(of.witnesses.situation(way), facts_behind(of.policy, rating))
    changed = _changed(of, measure, term, better, way)
    if changed is None:
        return None
    name, number = changed
    second = first.with_fact(of.policy, name, fact_value(space, name, number))
    first, second = _smaller(of, rating, name, first, second)
    before, after = (decide_in(of.policy, one)[rating.name.text].value for one in (first, second))
    if not _falls(before, after):
        return None
    assert isinstance(before, Label)
    assert isinstance(after, Label)
    fact, instead = second.fact(name), first.fact(name)
    assert fact is not None
    assert instead is not None
    type_ = of.policy.vocabulary.facts[name].type
    word = measure_of(measure.row)
    assert word is not None
    return finding(
        of.policy,
        "not-monotone",
        rating.name,
        f"`{rating.name.text}` can get worse when `{name}` gets better",
        label=f"falls from {before.name} to {after.name}",
        help=f"{given(of.policy, first)}, it is {before.name}; with"
        f" {given_words(of.policy, name, fact)} instead of {value_words(instead.value, type_)},"
        f" it is {after.name}",
        also=[(word, f"better with {'more' if measure.up else 'less'} of it")],
        witnesses=(first, second),
    )


def _changed(
    of: Analysis, measure: Measure, term: Term, better: Stretch, way: Way
) -> tuple[str, Any] | None:
    """The fact that is changed and its better value."""
    target = nice(range_of(term, better), term.step)
    if term.key[0] == "fact":
        return term.key[1], target
    assert term.of is not None
    word = measure_of(measure.row)
    names = facts_behind(of.policy, word) if word is not None else ()
    for inner, factor in term.of.terms:
        if inner.key[0] == "fact" and inner.key[1] in names:
            now = sum(by * way.numbers.get(one, 0) for one, by in term.of.terms)
            number = way.numbers.get(inner, 0) + (target - now) / factor
            if range_of(inner).holds(number):
                return inner.key[1], number
    return None


def _smaller(
    of: Analysis, rating: Rating, name: str, first: Situation, second: Situation
) -> tuple[Situation, Situation]:
    """Both without what neither needs."""
    better = second.fact(name)
    assert better is not None
    value = better.value

    def wanted(one: Situation) -> bool:
        if one.fact(name) is None:
            return False
        other = one.with_fact(of.policy, name, value)
        label = rating.name.text
        before, after = (decide_in(of.policy, each)[label].value for each in (one, other))
        return _falls(before, after)

    if not wanted(first):
        return first, second
    small = smallest(first, wanted)
    return small, small.with_fact(of.policy, name, value)


def _path_to(whole: Diagram, part: Diagram) -> dict[int, Stretch]:
    """One way from the top of a diagram to a part of it."""
    came: dict[Diagram, tuple[Diagram, int, Stretch]] = {}
    stack = [whole]
    while stack:
        one = stack.pop()
        if one is part:
            break
        if not isinstance(one, Branch):
            continue
        ends: tuple[Any, ...] = (None, *one.cuts, None)
        for child, low, high in zip(one.children, ends, ends[1:], strict=False):
            if child not in came and child.order <= part.order:
                came[child] = (one, one.order, (low, high))
                stack.append(child)
    found: dict[int, Stretch] = {}
    at = part
    while at is not whole:
        at, order, stretch = came[at]
        found[order] = stretch
    return found
