"""The type of every kind of expression, and the citations and grades of rules."""

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText
from policy_dsl.values.grades import Grade
from policy_dsl.values.types import type_name

TEXT = """\
policy test.sample version 1
    title    "Sample"
    in force 2025-04-01 to 2026-03-31
    rates    trust each quarter

source PUB published  "Published"
source SEC secondary  "Secondary"
source DER derived    "Derived"
source UNV unverified "Unverified"

scale score best to worst: 1, 2, 3
scale light best to worst: green, amber, red

facts each quarter                    [PUB]
    number_  number          "Number" [DER]
    count_   count           "Count"
    percent_ percent         "Percent"
    money_   money           "Money"
    days_    days            "Days"
    date_    date            "Date"
    text_    text            "Text"
    flag     yes_or_no       "Flag"
    score_   score           "Score"
    light_   light           "Light"
    maybe    percent or nothing "Maybe"

value v = EXPRESSION
"""


def policy_with(expression: str) -> Policy:
    policy, said = check_text(SourceText("p", TEXT.replace("EXPRESSION", expression)))
    assert said == (), [item.message for item in said]
    assert policy is not None
    return policy


@pytest.mark.parametrize(
    ("expression", "type_"),
    [
        ("1", "number"),
        ("5%", "percent"),
        ("£4,000.50", "money"),
        ("60 days", "days"),
        ("1 day", "days"),
        ("2025-06-26", "date"),
        ('"a text"', "text"),
        ("yes", "yes_or_no"),
        ("-number_", "number"),
        ("-5%", "percent"),
        ("number_ + 1", "number"),
        ("count_ + count_", "count"),
        ("count_ + 1", "number"),
        ("score_ + 1", "number"),
        ("percent_ - 5%", "percent"),
        ("money_ + £1", "money"),
        ("count_ * count_", "count"),
        ("count_ * number_", "number"),
        ("number_ * money_", "money"),
        ("money_ * number_", "money"),
        ("percent_ * money_", "money"),
        ("money_ * percent_", "money"),
        ("percent_ * number_", "number"),
        ("number_ * percent_", "number"),
        ("percent_ * count_", "number"),
        ("count_ * percent_", "number"),
        ("percent_ * percent_", "percent"),
        ("maybe * money_", "money"),
        ("number_ / count_", "number"),
        ("count_ / count_", "number"),
        ("money_ / money_", "number"),
        ("percent_ / percent_", "number"),
        ("money_ / 2", "money"),
        ("days_ / count_", "days"),
        ("number_ < 1", "yes_or_no"),
        ("count_ = number_", "yes_or_no"),
        ("score_ = 2", "yes_or_no"),
        ("date_ >= 2025-06-26", "yes_or_no"),
        ('text_ != "a"', "yes_or_no"),
        ("flag = no", "yes_or_no"),
        ("light_ is not amber", "yes_or_no"),
        ("light_ is worse than green", "yes_or_no"),
        ("maybe is not nothing", "yes_or_no"),
        ("not flag and flag or flag", "yes_or_no"),
        ("average of (count_, count_)", "number"),
        ("average of (days_, 3 days)", "days"),
        ("sum of (count_, count_)", "count"),
        ("sum of (count_, number_, score_)", "number"),
        ("lowest of (percent_, maybe)", "percent"),
        ("best of (light_, light_)", "light"),
        ("worst of (score_, score_)", "score"),
        ("count of (light_, light_) which are amber or worse", "count"),
        ("count of (number_, count_, 3) which are >= 2", "count"),
        ("round half up (money_ / 3) to 2 places", "money"),
        ("round half even (number_ * 3)", "number"),
        ("maybe", "percent or nothing"),
        ("maybe + 1%", "percent"),
    ],
)
def test_the_type_of_an_expression(expression: str, type_: str) -> None:
    policy = policy_with(expression)
    assert type_name(policy.types[policy.results[0]]) == type_


@pytest.mark.parametrize(
    ("citations", "grade", "places"),
    [
        ("", None, []),
        ("[PUB]", Grade.PUBLISHED, [("PUB", "")]),
        ("[PUB table 8]", Grade.PUBLISHED, [("PUB", "table 8")]),
        ("[ DER\ttable  8 ]", Grade.DERIVED, [("DER", "table  8")]),
        ("[PUB] [UNV 2] [DER]", Grade.UNVERIFIED, [("PUB", ""), ("UNV", "2"), ("DER", "")]),
        ("[SEC][DER]", Grade.DERIVED, [("SEC", ""), ("DER", "")]),
    ],
)
def test_citations_and_the_weakest_grade(
    citations: str, grade: Grade | None, places: list[tuple[str, str]]
) -> None:
    policy = policy_with(f"number_ {citations}")
    (rule,) = policy.results
    assert policy.grade(rule) is grade
    assert [(citation.source, citation.place) for citation in policy.cited(rule)] == places


def test_a_citation_lower_down_replaces_the_one_above() -> None:
    policy = policy_with("1")
    assert policy.grade(policy.facts["number_"]) is Grade.DERIVED
    assert policy.grade(policy.facts["count_"]) is Grade.PUBLISHED


def test_results_stand_after_what_they_need() -> None:
    policy = policy_with(
        "w + 1\nvalue w = t + 1\ntable t: number\n    | u | t |\n    | 1 | 1 |\n"
        "value u = average of g\ngroup g = count_, x\nvalue x = number_"
    )
    assert [result.name.text for result in policy.results] == ["x", "u", "t", "w", "v"]
