"""What is said to be out of reach is reached by nobody, on random policies; planted faults show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from policy_dsl.analyse import above, findings, never
from policy_dsl.analyse.context import Analysis
from policy_dsl.check.policy import Policy
from policy_dsl.facts.records import Fact
from policy_dsl.invent import Situation, decide_in, made
from policy_dsl.syntax.nodes import Node
from policy_dsl.testing import Goal, coverage
from policy_dsl.testing.coverage import Reader
from policy_dsl.unreached import unreached
from policy_dsl.values.periods import Period
from tests.analyse.planted import must_be_seen
from tests.hunting import many
from tests.laws.laws import checked

TEXT = """\
policy example.random version 2025
    title    "Few figures that are held against each other in many ways"
    in force from 2025-04-01
    rates    trust each quarter

source DOC published "A document"

scale colour best to worst: green, amber, red

facts each quarter                                        [DOC]
    a count from 0 to 3                 "A"
    b number to 0 places from 0 to 3    "B"
    d yes_or_no                         "D"

interpretation least = {figures[0]} or {figures[1]}       [DOC]
    "The text has both"

value both   = a + b                                      [DOC]
value many   = count of (a, b) which are >= {figures[2]}  [DOC]
value mean   = average of (a, b) leaving out missing      [DOC]
value held   = {conditions[0]}                            [DOC]

table grid: count                                         [DOC]
    | both | d   | grid |
    | <= 2 | yes | 1    |
    | <= 4 | any | 2    |
    | any  | any | 4    |

scorecard card: colour                                    [DOC]
    points green 0, amber 1, red 3
    when missing leave out
    | measure | green               | amber               | red       |
    | a       | when {conditions[1]} | when {conditions[2]} | otherwise |
    | b       | < 2                 | <= 2                | otherwise |

rating final: colour                                      [DOC]
    red   when {conditions[3]}
    amber when {conditions[4]}
    red   when {conditions[5]}
    green otherwise
    override late no better than amber when {conditions[6]}

trigger act                                               [DOC]
    when {conditions[7]}
    then "Act"
"""
PERIOD = Period.parse("Q1 2025/26")
#: Each value of each fact; None where it is missing.
VALUES: dict[str, tuple[Any, ...]] = {
    "a": (None, *map(Decimal, range(4))),
    "b": (None, *map(Decimal, range(4))),
    "d": (None, True, False),
}
FIGURES = st.integers(0, 4)
#: The findings that something is never reached.
NEVER = ("unreachable-row", "unreachable-case", "unreachable-band")


@st.composite
def asked(draw: st.DrawFn, names: tuple[str, ...]) -> str:
    """One thing against a figure, now and then over two quarters."""
    if draw(st.integers(0, 5)) == 0:
        return "d"
    sign = draw(st.sampled_from(["<", "<=", "=", ">=", ">"]))
    figure = draw(st.sampled_from([str(draw(FIGURES)), "least"]))
    test = f"{draw(st.sampled_from(names))} {sign} {figure}"
    return f"({test} for 2 consecutive quarters)" if draw(st.integers(0, 5)) == 0 else test


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A policy in which the same things are held against figures again and again."""
    figures = draw(st.lists(FIGURES, min_size=3, max_size=3, unique=True))
    conditions = []
    for place in range(8):
        known = ("a", "b", "both", "many", "mean", *(("grid", "card.total") if place > 2 else ()))
        of = asked(known)
        joining = draw(st.sampled_from(["", "", " and ", " or "]))
        conditions.append(f"{draw(of)}{joining}{draw(of)}" if joining else draw(of))
    return TEXT.format(figures=figures, conditions=conditions)


def everybody(policy: Policy) -> Iterator[Situation]:
    """Every combination of facts, under each reading; and some of two quarters."""
    facts = [_facts(policy, values) for values in product(*VALUES.values())]
    chance = Random(0)
    for reading in policy.interpretations["least"].readings:
        chosen = (("least", policy.source.on_one_line(reading.span)),)
        for now in facts:
            yield Situation(PERIOD, "", {0: now}, {}, chosen)
        for _ in range(60):
            now, before = chance.choice(facts), chance.choice(facts)
            yield Situation(PERIOD, "", {0: now, 1: before}, {}, chosen)


def _facts(policy: Policy, values: tuple[Any, ...]) -> dict[str, Fact]:
    given = zip(VALUES, values, strict=True)
    return {name: made(policy, name, value) for name, value in given if value is not None}


def reached_all_the_same(text: str) -> set[Goal]:
    """The goals that are said to be out of reach, and are reached."""
    policy = checked(text)
    claimed = unreached(coverage(policy, ())).cannot.keys()
    reader, found = Reader(policy), set[Goal]()
    for situation in everybody(policy) if claimed else ():
        found |= reader.reached(decide_in(policy, situation)) & claimed
    return found


def found_all_the_same(text: str) -> list[str]:
    """What `policy check` says is never reached, for sure, and somebody reaches."""
    policy = checked(text)
    said = [one for one in findings(policy) if one.code in NEVER and not one.possible]
    reader, met = Reader(policy), set[Node]()
    for situation in everybody(policy) if said else ():
        met |= {goal.node for goal in reader.reached(decide_in(policy, situation))}
    return [one.diagnostic.message for one in said if one.node in met]


#: Found by random policies: without `a`, which is left out of the mean, `grid` cannot be below 2.
BOUNDED = TEXT.format(
    figures=(0, 2, 1),
    conditions=(
        "mean < least or a >= 4",
        "a < least",
        "mean > 4 and mean >= least",
        "card.total = 1 or d",
        "grid < 2",
        "card.total = least and mean >= least",
        "grid < least",
        "many = 4 or b >= 4",
    ),
)

#: Without `b` neither case 1 nor case 2 of `final` is settled, although `grid` is one or the other.
UNSETTLED_ABOVE = TEXT.format(
    figures=(2, 0, 1),
    conditions=(
        "a < least",
        "many < 2",
        "mean <= least",
        "grid > 2",
        "grid < 3 or b <= 1",
        "a >= 0 and a >= least",
        "d and b = least",
        "grid = 3 or card.total = least",
    ),
)

QUICKLY = settings(
    max_examples=many(20),
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@QUICKLY
@given(texts())
@example(BOUNDED)
@example(UNSETTLED_ABOVE)
def test_nobody_reaches_what_is_said_to_be_out_of_reach(text: str) -> None:
    assert reached_all_the_same(text) == set()


@QUICKLY
@given(texts())
@example(BOUNDED)
def test_nobody_reaches_what_check_says_is_never_reached(text: str) -> None:
    assert found_all_the_same(text) == []


def test_where_somebody_might_it_is_told_as_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    never_reached = [one for one in findings(checked(BOUNDED)) if one.code in NEVER]
    assert never_reached
    assert all(one.possible for one in never_reached)

    ends_forgotten(monkeypatch)
    assert found_all_the_same(BOUNDED) != []


Plant = Callable[[pytest.MonkeyPatch], None]


def nothing_is_missing(patch: pytest.MonkeyPatch) -> None:
    """What stands above a test is looked at as if all facts were supplied."""
    patch.setattr(never, "about", lambda policy, cut: Analysis(policy, {}).wide)


def asked_in_order(patch: pytest.MonkeyPatch) -> None:
    """What is asked of the quarter before counts as asked in the order of the lines."""
    patch.setattr(above, "_APART", ())


def figure_left_out(patch: pytest.MonkeyPatch) -> None:
    """What lies at a figure is on none of its sides."""
    within = never._within

    def strictly(on: Any, cut: Any, window: never.Window) -> Any:
        return within(on, cut, never.Window(window.low, window.high, True, True))

    patch.setattr(never, "_within", strictly)


def one_of_several(patch: pytest.MonkeyPatch) -> None:
    """Of several lines above a test the last alone is looked at, and counts for all."""
    lines = above.above
    patch.setattr(never, "possible", lambda on, diagram, wanted: False)
    patch.setattr(never, "above", lambda on, cut: lines(on, cut)[-1:])


def ends_forgotten(patch: pytest.MonkeyPatch) -> None:
    """A number that is not known is taken to lie anywhere."""
    patch.setattr(Analysis, "is_bounded", lambda of, item: False)


#: A test below two lines of which one always takes all, if what they ask is not missing.
BELOW = TEXT.format(
    figures=(1, 2, 3), conditions=("d", "a = 1", "a = 2", "d", "not d", "a = 1", "d", "d")
)
PLANTS = [
    (ends_forgotten, st.just(BOUNDED)),
    (nothing_is_missing, st.just(BELOW)),
    (asked_in_order, texts()),
    (figure_left_out, texts()),
    (one_of_several, texts()),
]


@pytest.mark.parametrize(("plant", "among"), PLANTS)
def test_a_planted_fault_is_seen(
    plant: Plant, among: st.SearchStrategy[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reached_all_the_same(BELOW) == set()
    plant(monkeypatch)
    must_be_seen(plant, among, lambda text: bool(reached_all_the_same(text)), 40)
