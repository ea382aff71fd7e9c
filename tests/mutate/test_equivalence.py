"""What is proved to change nothing changes nothing; and what changes something is not claimed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_dsl.analyse import Equivalence, equivalent
from policy_dsl.check.policy import Policy
from policy_dsl.invent import Situation, decide_in, made_list, observed
from policy_dsl.mutate.mutants import Mutant, MutantKind, mutants
from policy_dsl.mutate.run import mutated, try_all
from policy_dsl.mutate.surviving import explained
from policy_dsl.pipeline import check_file
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.periods import Period
from tests.analyse.planted import must_be_seen
from tests.analyse.test_agree import complete, supplied
from tests.hunting import many
from tests.laws.laws import checked, decided, outcome
from tests.laws.policies import Sample

LIBRARY = Path(__file__).resolve().parents[2] / "policies"


def claimed(policy: Policy, chosen: list[Mutant] | None = None) -> list[tuple[Mutant, Policy]]:
    """The mutants that are proved to change nothing, each with the policy it makes."""
    equivalence = Equivalence(policy)
    found = []
    for mutant in mutants(policy) if chosen is None else chosen:
        variant = mutated(policy, mutant)
        if variant is not None and equivalence.proved(variant, mutant.rule):
            found.append((mutant, variant))
    return found


# ---- random policies ----------------------------------------------------------------------------


@frozen
class Tried:
    """A random policy, some of its mutants by number, and several organisations."""

    sample: Sample
    numbers: tuple[int, ...]
    organisations: tuple[Any, ...]


@st.composite
def tries(draw: st.DrawFn) -> Tried:
    sample = draw(complete())
    numbers = draw(st.lists(st.integers(0, 40), min_size=8, max_size=8))
    organisations = [sample.given] + [
        {fact.name: draw(supplied(fact)) for fact in sample.facts} for _ in range(5)
    ]
    return Tried(sample, tuple(numbers), tuple(organisations))


def told_apart(tried: Tried) -> list[str]:
    """The mutants claimed equivalent that one of the organisations tells from the policy."""
    policy = checked(tried.sample.policy())
    there = mutants(policy)
    chosen = [there[number] for number in sorted(set(tried.numbers)) if number < len(there)]
    return [
        mutant.what
        for mutant, variant in claimed(policy, chosen)
        for facts in tried.organisations
        if outcome(decided(policy, facts, tried.sample.kind))
        != outcome(decided(variant, facts, tried.sample.kind))
        if mutant.kind is not MutantKind.MISSING
    ]


@settings(max_examples=many(40), suppress_health_check=list(HealthCheck))
@given(tries())
def test_no_organisation_tells_apart_what_is_claimed_to_be_the_same(tried: Tried) -> None:
    assert told_apart(tried) == []


def all_the_same(patch: pytest.MonkeyPatch) -> None:
    """Every result is taken to be the same."""
    patch.setattr(equivalent, "_parts", lambda on, result: [])


def test_a_planted_fault_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    all_the_same(monkeypatch)
    must_be_seen(all_the_same, tries(), lambda tried: bool(told_apart(tried)), 100)


# ---- a small policy, and every organisation there can be -----------------------------------------

TEXT = """\
policy example.small version 2025
    title    "Small"
    in force 2025-04-01 to 2026-03-31
    rates    trust, home each quarter

source DOC published "A document"

scale light best to worst: green, amber, red
scale score best to worst: 3, 2, 1
choice place: town, country

record notice                                             [DOC]
    issued date            "Issued on"
    lifted date or nothing "Lifted on"
    grave  yes_or_no       "Grave"

facts each quarter                                        [DOC]
    waits   count from 0 to 4         "Waits"
    beds    count from 0 to 3         "Beds"
    share   percent to 0 places from 0 to 3 "Share"
    late    yes_or_no                 "Late"
    setting place                     "Setting"
    seen    count or nothing           "Seen"
    day     date                      "A day"
    notices list of notice            "Notices"

interpretation reading = at_least or more                 [DOC]
    "Either"

scorecard card: score                                     [DOC]
    | measure | weight | 3    | 2    | 1         |
    | waits   |    50% | < 2  | < 3  | otherwise |
    | beds    |    50% | >= 2 | >= 1 | otherwise |

value nearest = round half up card.average                [DOC]
value whole   = round half up (waits + beds)              [DOC]
value some    = waits > 1 or waits = 1                    [DOC]
value half    = card.average >= 2.25                      [DOC]
value over    = waits > 3 and waits > 2                   [DOC]
value open    = count of notices where grave              [DOC]
value ended   = end of the quarter >= 2025-09-30          [DOC]
value ratio   = waits / beds                              [DOC]
value plenty  = ratio > 1 or waits >= beds                [DOC]
value few     = seen >= 1 or seen is nothing              [DOC]
value counts  = reading is at_least and waits >= 1 or reading is more and waits > 0 [DOC]

table grid: light                                         [DOC]
    | open   | late | grid  |
    | 0      | no   | green |
    | 1 to 3 | any  | amber |
    | >= 4   | any  | red   |
    | 0      | yes  | amber |

table doubtful: light                                     [DOC]
    | seen   | doubtful |
    | 3 to 2 | red      |
    | any    | amber    |

rating final: light                                       [DOC]
    red   when waits > 3
    amber when waits > 2 or late and waits > 3
    green otherwise
    override cap no better than amber when late and waits > 2

rating twice: light                                       [DOC]
    start with final
    override dropped no better than amber when reading is more and late

rating past: light                                        [DOC]
    red   when late for 2 consecutive quarters
    amber when waits > 1 1 quarter earlier or waits > 4
    green otherwise

trigger act                                               [DOC]
    when final is red
    when waits > 3
    then "Act"
    due  10 days after day
"""

#: All that is proved of it; whatever else is changed in it changes something, or cannot be told.
PROVED = {
    ("whole", "round half up (waits + beds) becomes round down (waits + beds)"),
    ("some", "waits > 1: > becomes >="),
    ("some", "waits > 1: 1 becomes 0"),
    ("half", "card.average >= 2.25: >= becomes >"),
    ("half", "average >= 2.25: 2.25 becomes 2.24"),
    ("half", "average >= 2.25: 2.25 becomes 2.26"),
    ("over", "waits > 2: > becomes >="),
    ("over", "waits > 2: 2 becomes 1"),
    ("over", "waits > 2: 2 becomes 3"),
    ("ended", "end of the quarter >= 2025-09-30: 2025-09-30 becomes 2025-09-29"),
    ("grid", "open >= 1: 1 becomes 0"),
    ("grid", "open >= 4: 4 becomes 3"),
    ("final", "waits > 3: > becomes >="),
    ("final", "waits > 3: 3 becomes 2"),
    ("final", "waits > 3: 3 becomes 4"),
    ("final", "override cap is dropped"),
    ("final", "override cap: amber becomes green"),
    ("final", "waits > 2: 2 becomes 3"),
    ("act", "when final is red is dropped"),
    ("act", "when waits > 3 is dropped"),
    ("act", "waits > 3: 3 becomes 4"),
}


@pytest.fixture(scope="module")
def small() -> Policy:
    return checked(TEXT)


@pytest.fixture(scope="module")
def proved(small: Policy) -> list[tuple[Mutant, Policy]]:
    return claimed(small)


def test_what_is_proved_of_a_small_policy(proved: list[tuple[Mutant, Policy]]) -> None:
    """A fault that takes a reading away, a past, a quotient and a list are all not claimed."""
    assert {(mutant.rule, mutant.what) for mutant, _ in proved} == PROVED


def everyone(policy: Policy) -> list[Situation]:
    """An organisation for each combination of facts that the rules tell apart."""
    found = []
    periods = [Period.parse("Q1 2025/26"), Period.parse("Q2 2025/26")]
    for waits, beds, late, grave in product(range(5), range(3), (True, False), (0, 1, 4)):
        situation = Situation(periods[waits % 2], "home" if beds % 2 else "trust")
        for name, value in ("waits", Decimal(waits)), ("beds", Decimal(beds)), ("late", late):
            situation = situation.with_fact(policy, name, value)
        situation = situation.with_fact(policy, "seen", Decimal(beds) if late else NOTHING)
        situation = situation.with_fact(policy, "day", date(2025, 6, 1 + waits))
        listed = made_list(policy, "notices", [{"grave": True}] * grave)
        found.append(evolve(situation, given={0: {**situation.given[0], "notices": listed}}))
    return found


def test_nobody_tells_apart_what_is_proved(
    small: Policy, proved: list[tuple[Mutant, Policy]]
) -> None:
    for number, situation in enumerate(everyone(small)):
        reading = "more" if number % 3 else "at_least"
        situation = evolve(situation, readings=(("reading", reading),))
        right = observed(decide_in(small, situation))
        for mutant, variant in proved:
            assert observed(decide_in(variant, situation)) == right, (mutant.what, situation)


def test_a_row_that_nothing_leaves_in_doubt_is_seen_if_it_is_claimed(
    small: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: what a diagram says of a rule without an answer is taken for all."""
    fault = next(one for one in mutants(small) if one.what == "row 1: red becomes amber")
    assert claimed(small, [fault]) == []
    monkeypatch.setattr(equivalent, "_is_exact", lambda on, result, found: True)
    ((_, variant),) = claimed(small, [fault])
    assert any(
        outcome(decide_in(small, one)) != outcome(decide_in(variant, one))
        for one in everyone(small)
    )


def test_what_shows_only_where_a_fact_is_missing_is_no_equivalent() -> None:
    """Of two waits one is low and one is missing: whether more than none are low is settled."""
    text = TEXT.replace(
        "value some    = waits > 1 or waits = 1                    [DOC]",
        "value low_ones = count of (waits, beds) which are < 2     [DOC]\n"
        "value some     = low_ones = 1 or low_ones > 1             [DOC]",
    )
    policy = checked(text)
    fault = next(one for one in mutants(policy) if one.what == "low_ones > 1: > becomes >=")
    assert claimed(policy, [fault])
    (survivor,) = explained(policy, list(try_all(policy, [fault])))
    assert not survivor.equivalent
    assert survivor.killer is not None
    assert survivor.killer.expectations == ("some not known",)


# ---- the library --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("cqc/service_ratings/2014", 6),
        ("monitor/risk_assessment_framework/2013", 0),
        ("cqc/ratings/2014", 0),
    ],
)
def test_nothing_is_claimed_that_an_example_notices(name: str, least: int) -> None:
    policy, _ = check_file(LIBRARY / f"{name}.policy")
    assert policy is not None
    tried = list(try_all(policy))
    equivalence = Equivalence(policy)
    noticed = [
        one.mutant.what
        for one in tried
        if not one.survived
        and one.mutant.kind is not MutantKind.MISSING
        and equivalence.proved(one.policy, one.mutant.rule)
    ]
    assert noticed == []
    survivors = [one for one in tried if one.survived]
    assert sum(one.equivalent for one in explained(policy, survivors)) >= least
