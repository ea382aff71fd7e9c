"""Deciding on strong evidence alone: what rests on less is not known, and never merely left out."""

from decimal import Decimal

import pytest
from attrs import evolve

from policy_dsl.evaluate.choices import Choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.facts.read import record_of
from policy_dsl.pipeline import prepared
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.grades import Grade
from tests.language.cases import policy_of

FACTS = """
source SEC secondary "Restated"
scale colour best to worst: green, amber, red
facts each quarter
    score number "Score"
    other number "Other"  [OLD]
    flag  yes_or_no "Flag"
"""


def decide(body: str, grade: Grade | None = Grade.PUBLISHED, **facts: object) -> Decision:
    policy = policy_of(FACTS + body)
    record = record_of("RXX", "Q1 2008/09", facts, policy.vocabulary, kind="acute_trust")
    return prepared(policy, Choices(min_grade=grade)).decide(record)


def possible(decision: Decision, name: str) -> list[str]:
    return [label.name for label in decision[name].possible]


RATING = """
rating risk: colour [DOC]
    red   when score >= 3
    amber when score >= 2 [OLD]
    green otherwise
"""


@pytest.mark.parametrize(
    ("score", "expected"), [(3, ["red"]), (2, ["green", "amber"]), (1, ["green", "amber"])]
)
def test_a_weak_case_may_hold_or_not(score: int, expected: list[str]) -> None:
    assert possible(decide(RATING, score=score), "risk") == expected
    assert len(possible(decide(RATING, None, score=score), "risk")) == 1
    assert len(possible(decide(RATING, Grade.UNVERIFIED, score=score), "risk")) == 1


def test_the_reason_is_said() -> None:
    value = decide(RATING, score=1)["risk"].value
    assert isinstance(value, NotKnown)
    assert "unverified" in value.reason


def test_a_weak_override_may_apply_or_not() -> None:
    body = """
rating risk: colour [DOC]
    start with green_or_red
    override held no better than amber when flag [SEC]
rating green_or_red: colour [DOC]
    red when score >= 3
    green otherwise
"""
    assert possible(decide(body, score=1, flag=False), "risk") == ["green", "amber"]
    # A cap cannot change the worst rating, however weak its evidence.
    assert possible(decide(body, score=3, flag=False), "risk") == ["red"]
    assert possible(decide(body, Grade.SECONDARY, score=1, flag=False), "risk") == ["green"]


def test_a_weak_row_may_fit_or_not() -> None:
    body = """
table risk: colour [DOC]
    | score | risk  |
    | >= 3  | red   |
    | >= 2  | amber | [OLD]
    | otherwise | green |
"""
    assert possible(decide(body, score=3), "risk") == ["red"]
    assert possible(decide(body, score=1), "risk") == ["green", "amber"]


def test_a_weak_scorecard_row_has_any_band() -> None:
    body = """
scorecard card: colour [DOC]
    points green 0, amber 1, red 2
    | measure | green | amber | red |
    | score   | < 1 | < 2 | otherwise |
    | flag    | when not flag | - | otherwise | [OLD]
"""
    value = decide(body + "value total = card.total\n", score=3, flag=False)["total"].value
    assert isinstance(value, NotKnown)


def test_a_weak_figure_is_not_known_and_never_left_out() -> None:
    body = "value mean = average of (score, other) leaving out missing\n"
    assert decide(body, None, score=1, other=3)["mean"].value == 2
    value = decide(body, score=1, other=3)["mean"].value
    assert isinstance(value, NotKnown)
    assert decide(body, score=1, other=3).missing == ()


def test_the_grade_of_the_facts_file_counts() -> None:
    policy = policy_of(FACTS + "value same = score\n")
    record = record_of("RXX", "Q1 2008/09", {"score": 1}, policy.vocabulary)
    fact = evolve(record.facts["score"], grade=Grade.DERIVED)
    record = evolve(record, facts={"score": fact})
    strict = prepared(policy, Choices(min_grade=Grade.SECONDARY)).decide(record)
    assert not strict["same"].known
    assert prepared(policy, Choices(min_grade=Grade.DERIVED)).decide(record)["same"].value == 1


def test_a_weak_value_is_not_known() -> None:
    body = (
        "value half = score / 2 [OLD]\nvalue mean = average of (score, half) leaving out missing\n"
    )
    decision = decide(body, score=2)
    assert not decision["half"].known
    assert not decision["mean"].known


def test_a_weak_reading_is_not_known() -> None:
    body = 'interpretation limit = 3 or 4 [OLD]\n    "x"\nvalue over = score > limit\n'
    assert not decide(body, score=5)["over"].known
    assert decide(body, None, score=5)["over"].value is True


def test_a_weak_trigger_line_may_hold_or_not() -> None:
    body = """
trigger act [DOC]
    when score > 3
    when flag [OLD]
    then "x"
"""
    assert decide(body, score=4, flag=False)["act"].value is True
    assert not decide(body, score=1, flag=False)["act"].known


def test_the_grade_reported_is_that_of_what_was_accepted() -> None:
    assert decide(RATING, None, score=1).grade("risk") is Grade.UNVERIFIED
    assert decide(RATING, score=3).grade("risk") is Grade.PUBLISHED


def test_a_weaker_bar_never_settles_less() -> None:
    settled = [
        decide(RATING, grade, score=Decimal(1))["risk"].known
        for grade in (Grade.PUBLISHED, Grade.SECONDARY, Grade.DERIVED, Grade.UNVERIFIED, None)
    ]
    assert settled == sorted(settled)
