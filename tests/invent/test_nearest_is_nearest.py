"""The search for the smallest change finds what trying everything out finds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_dsl.check.policy import Policy
from policy_dsl.invent import nearest
from policy_dsl.invent.nearest import what_would_change
from policy_dsl.invent.turns import Turn, Way, WouldChange, comes_about
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value
from tests.invent.changing import Row, case_of
from tests.language.cases import policy_of

SMALL = """
scale mark best to worst: 1, 2, 3
facts each quarter
    a    number to 0 places from 0 to 9 "A"
    b    number to 0 places from 0 to 9 "B"
    c    mark      "C"
    flag yes_or_no "F"
rating summed: mark
    1 when a + b >= 14
    2 when a >= 5 or b >= 7 and flag
    3 otherwise
rating capped: mark
    start with summed
    override by_c no better than 2 when c is 3
    override flag no better than 3 when flag and a < 3
    override rise no worse than 2  when b >= 8 and c is 1
"""
DOMAINS: dict[str, tuple[object, ...]] = {
    "a": tuple(range(10)),
    "b": tuple(range(10)),
    "c": ("1", "2", "3"),
    "flag": (True, False),
}
small_facts = st.fixed_dictionaries({name: st.sampled_from(of) for name, of in DOMAINS.items()})


@cache
def small() -> Policy:
    return policy_of(SMALL)


@cache
def ranks() -> dict[tuple[object, ...], dict[str, Value]]:
    """What comes out in every situation there is."""
    found: dict[tuple[object, ...], dict[str, Value]] = {}
    for several in product(*DOMAINS.values()):
        facts = dict(zip(DOMAINS, several, strict=True))
        decision = case_of(small(), facts).decide()
        found[several] = {name: step.value for name, step in decision.results.items()}
    return found


def key(facts: Row) -> tuple[object, ...]:
    return tuple(facts[name] for name in DOMAINS)


def changed(facts: Row, *names: str) -> Iterator[dict[str, object]]:
    """The facts with every other value of all these."""
    for values in product(*(DOMAINS[name] for name in names)):
        if all(value != facts[name] for name, value in zip(names, values, strict=True)):
            yield {**facts, **dict(zip(names, values, strict=True))}


def works(name: str, way: Way, facts: Row, names: tuple[str, ...]) -> list[dict[str, object]]:
    before = ranks()[key(facts)][name]
    return [
        one for one in changed(facts, *names) if comes_about(way, before, ranks()[key(one)][name])
    ]


def faults(facts: Row) -> Iterator[str]:
    """Where the search is not what trying everything out gives."""
    decision = case_of(small(), facts).decide()
    for found in what_would_change(decision, ["summed", "capped"]):
        for way, turns in found.turns.items():
            single = {name for name in DOMAINS if works(found.name, way, facts, (name,))}
            pairs = {
                frozenset(two)
                for two in combinations(DOMAINS, 2)
                if works(found.name, way, facts, two)
            }
            told = {frozenset(change.name for change in turn.changes) for turn in turns}
            if single and told != {frozenset({name}) for name in single}:
                yield f"{found.name} {way}: {told}, and {single} are enough"
            if not single and not (told <= pairs and bool(told) == bool(pairs)):
                yield f"{found.name} {way}: {told}, and these pairs are enough: {pairs}"
            for turn in turns:
                yield from _not_as_said(found, way, facts, turn)


def _not_as_said(found: WouldChange, way: Way, facts: Row, turn: Turn) -> Iterator[str]:
    then = {**facts, **{one.name: _plain(one.then.value) for one in turn.changes}}
    value = ranks()[key(then)][found.name]
    before = ranks()[key(facts)][found.name]
    if value != turn.value or not comes_about(way, before, value):
        yield f"{found.name} {way}: with {then} it is {value}"
    if len(turn.changes) == 1 and turn.changes[0].name in ("a", "b"):
        name = turn.changes[0].name
        far = abs(int(str(then[name])) - int(str(facts[name])))
        least = min(
            abs(int(str(one[name])) - int(str(facts[name])))
            for one in works(found.name, way, facts, (name,))
        )
        if far != least:
            yield f"{found.name} {way}: {name} is moved by {far}, and {least} is enough"


def _plain(value: object) -> object:
    return (
        int(value)
        if isinstance(value, Decimal)
        else str(value)
        if isinstance(value, Label)
        else value
    )


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(small_facts)
def test_the_search_finds_what_trying_everything_out_finds(facts: dict[str, object]) -> None:
    assert list(faults(facts)) == []


def test_a_search_that_confirms_nothing_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "comes_about", lambda way, before, after: True)
    assert list(faults({"a": 9, "b": 9, "c": "1", "flag": False}))


def test_a_search_that_stops_at_the_first_step_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "_least", lambda turn, before, place, reached: reached)
    assert list(faults({"a": 9, "b": 0, "c": "1", "flag": False}))
