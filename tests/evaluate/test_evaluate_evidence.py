"""The grade of a result: the weakest among the steps that decided it, and no others."""

from collections.abc import Mapping

import pytest

from policy_dsl.values.grades import Grade
from tests.language.cases import decide, policy_of

PUBLISHED, UNVERIFIED = Grade.PUBLISHED, Grade.UNVERIFIED
VOCABULARY = """
scale colour best to worst: green, amber, red
facts each quarter [DOC]
    score  number    "Score"
    flag   yes_or_no "Flag"
    strong yes_or_no "Strong"
    guess  number    "Guess"  [OLD]
    weak   yes_or_no "Weak"   [OLD]
"""


def grade(body: str, facts: Mapping[str, object], name: str = "r") -> Grade | None:
    return decide(policy_of(VOCABULARY + body), facts).grade(name)


CASES = """
rating r: colour [DOC]
    red   when score >= 3
    amber when score >= 2 [OLD]
    green otherwise
"""
OVERRIDES = """
rating r: colour [DOC]
    amber when score >= 2
    green otherwise
    override cap   no better than amber when weak [OLD]
    override floor becomes green when strong
"""


@pytest.mark.parametrize(
    ("body", "facts", "expected"),
    [
        (CASES, {"score": 3}, PUBLISHED),  # the weak case stands below the one that holds
        (CASES, {"score": 2}, UNVERIFIED),
        (CASES, {"score": 1}, UNVERIFIED),  # green is what is not amber by the weak figure
        (OVERRIDES, {"score": 1, "weak": False, "strong": False}, PUBLISHED),  # did not apply
        (OVERRIDES, {"score": 1, "weak": True, "strong": False}, UNVERIFIED),  # decided
        (OVERRIDES, {"score": 2, "weak": True, "strong": False}, PUBLISHED),  # changed nothing
        (OVERRIDES, {"score": 2, "strong": False}, PUBLISHED),  # may apply, and changes nothing
        (OVERRIDES, {"score": 1, "strong": False}, UNVERIFIED),  # may apply: it is not settled
        (OVERRIDES, {"score": 2, "weak": True, "strong": True}, PUBLISHED),  # replaced
    ],
)
def test_ratings(body: str, facts: dict[str, object], expected: Grade) -> None:
    assert grade(body, facts) is expected


def test_a_replaced_start_does_not_count() -> None:
    body = """
rating base: colour [OLD]
    amber when flag
    green otherwise
rating r: colour [DOC]
    start with base [OLD]
    override set becomes red when strong
"""
    assert grade(body, {"flag": True, "strong": True}) is PUBLISHED
    assert grade(body, {"flag": True, "strong": False}) is UNVERIFIED


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        ("flag or weak", {"flag": True, "weak": False}, PUBLISHED),
        ("flag or weak", {"flag": False, "weak": False}, UNVERIFIED),
        ("flag and weak", {"flag": False, "weak": True}, PUBLISHED),
        ("flag and weak", {"flag": True, "weak": True}, UNVERIFIED),
        ("flag or weak", {"weak": False}, UNVERIFIED),  # not settled: both count
        ("not weak", {"weak": False}, UNVERIFIED),
        ("average of (score, guess) leaving out missing > 1", {"score": 2}, PUBLISHED),
        ("average of (score, guess) leaving out missing > 1", {"score": 2, "guess": 3}, UNVERIFIED),
    ],
)
def test_conditions(condition: str, facts: dict[str, object], expected: Grade) -> None:
    assert grade(f"value r = ({condition})\n", facts) is expected


def test_scorecards_and_selections() -> None:
    body = """
scorecard card: colour [DOC]
    points green 0, red 1
    when missing leave out
    | measure | green | red       |
    | score   | > 1   | otherwise |
    | guess   | > 1   | otherwise | [OLD]
value r = card.average
value any_red = any of card where band is red
value all_green = every of card where band is green
"""
    assert grade(body, {"score": 2}) is PUBLISHED
    assert grade(body, {"score": 2, "guess": 1}) is UNVERIFIED
    both = {"score": 1, "guess": 2}
    assert grade(body, both, "any_red") is PUBLISHED
    assert grade(body, both, "all_green") is PUBLISHED
    assert grade(body, {"score": 2, "guess": 2}, "any_red") is UNVERIFIED


def test_tables() -> None:
    body = """
table r: colour [DOC]
    | score | r     |
    | > 3   | red   |
    | > 2   | amber | [OLD]
    | any   | green |
"""
    assert grade(body, {"score": 4}) is PUBLISHED
    assert grade(body, {"score": 3}) is UNVERIFIED
    assert grade(body, {"score": 1}) is PUBLISHED
    assert grade(body, {}) is UNVERIFIED


def test_triggers() -> None:
    body = """
trigger r [DOC]
    when flag
    when weak [OLD]
    then "What follows"
"""
    assert grade(body, {"flag": True, "weak": True}) is UNVERIFIED
    assert grade(body, {"flag": True, "weak": False}) is PUBLISHED
    assert grade(body, {"flag": False, "weak": False}) is UNVERIFIED
