"""What a reader chooses, and what rules look back at."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from policy_dsl import (
    PolicyWarning,
    decide,
    load,
    read_facts,
    reproduce,
)
from policy_dsl.pipeline import read_cases
from policy_dsl.values.grades import Grade

EXAMPLE = Path(__file__).resolve().parents[1] / "cli" / "files"
SECOND = EXAMPLE / "second"
TRUSTS = EXAMPLE / "trusts.csv"


def test_rules_see_the_quarters_that_are_not_asked_for() -> None:
    policy = load("example.trusts", library=SECOND)
    facts = read_facts(policy, TRUSTS)

    (decision,) = decide(policy, facts, "T1", "Q4 2025/26")
    assert str(decision.ratings["overall"]) == "red"
    assert [one.name for one in decision.triggers if one.step.value is True] == ["review"]
    (alone,) = decide(policy, facts.select(["T1"], [decision.period]))
    assert alone["overall"].missing == {"every fact in Q3 2025/26", "every fact in Q2 2025/26"}


TWO_EDITIONS = """policy example.two version {version}
    title    "Two editions"
    in force {dates}
    rates    trust each quarter

scale colour best to worst: green, amber, red

facts each quarter
    {facts}

rating overall: colour
    {cases}
    green otherwise
"""
FALLS = 'falls number "Falls"'
THREE_POOR = "red when (waits < 90%) for 3 consecutive quarters"


@pytest.fixture
def two_editions(tmp_path: Path) -> Path:
    """A library of a policy whose second edition asks for what the first did not know."""
    for version, dates, facts, cases in (
        ("1", "2025-07-01 to 2025-09-30", FALLS, "red when falls > 3"),
        ("2", "from 2025-10-01", f'{FALLS}\n    waits percent "Seen in time"', THREE_POOR),
    ):
        text = TWO_EDITIONS.format(version=version, dates=dates, facts=facts, cases=cases)
        (tmp_path / f"{version}.policy").write_text(text, encoding="utf-8")
    (tmp_path / "facts.csv").write_text(
        "organisation,period,falls,waits\n"
        "T1,Q1 2025/26,1,80%\nT1,Q2 2025/26,2,81%\nT1,Q3 2025/26,3,82%\nT1,Q4 2025/26,4,83%\n",
        encoding="utf-8",
    )
    return tmp_path


def test_rules_look_back_past_their_own_edition(two_editions: Path) -> None:
    """As they do on the command line: at an edition that did not know the fact, and at none."""
    policy = load("example.two", library=two_editions)
    with pytest.warns(PolicyWarning, match="nothing is decided about Q1 2025/26"):
        facts = read_facts(policy, two_editions / "facts.csv")

    decisions = decide(policy, facts)

    ratings = [(str(one.period), str(one.ratings["overall"])) for one in decisions]
    assert ratings == [("Q2 2025/26", "green"), ("Q3 2025/26", "red"), ("Q4 2025/26", "red")]
    cases, _ = read_cases(policy, [two_editions / "facts.csv"])
    assert cases is not None
    assert ratings == [
        (str(case.record.period), str(case.decide().ratings["overall"])) for case in cases
    ]


def test_another_reading_of_an_open_point() -> None:
    policy = load("example.trusts", library=SECOND)
    facts = read_facts(policy, TRUSTS)
    when = ("T2", "Q3 2025/26")

    (as_read,) = decide(policy, facts, *when)
    assert str(as_read.ratings["overall"]) == "red"
    for reading in ("85", "85%", 85, 85.0, Decimal("85.0")):
        (decision,) = decide(policy, facts, *when, interpretations={"red_below": reading})
        assert str(decision.ratings["overall"]) == "amber"
    other = {"red_below": 85, "breaches_allowed": 1}
    (comparison,) = reproduce(policy, facts, *when, interpretations=other)
    assert comparison.verdict.value == "agrees"


def test_only_evidence_of_a_grade() -> None:
    policy = load("example.trusts", library=SECOND)
    facts = read_facts(policy, TRUSTS)

    for grade in ("published", Grade.PUBLISHED):
        (decision,) = decide(policy, facts, "T1", "Q3 2025/26", min_grade=grade)
        assert not decision["access"].known
        assert decision.min_grade is Grade.PUBLISHED


@pytest.mark.parametrize(
    ("interpretations", "grade", "said"),
    [
        ({"red_belw": 85}, None, "did you mean `red_below`?"),
        ({"red_below": True}, None, "`yes` is no reading of `red_below`"),
        ({}, "best", "the grades are published, secondary"),
    ],
)
def test_choices_there_are_not(
    interpretations: dict[str, object], grade: str | None, said: str
) -> None:
    policy = load("example.trusts", library=SECOND)
    facts = read_facts(policy, TRUSTS)

    with pytest.raises(ValueError, match=re.escape(said)):
        decide(policy, facts, interpretations=interpretations, min_grade=grade)
