"""The search finds an example that tells each fault planted, wherever the threshold lies."""

from __future__ import annotations

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.invent import decide_in, observed
from policy_dsl.mutate.killing import Killer, Search
from policy_dsl.mutate.mutants import mutants
from policy_dsl.mutate.run import try_all
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText
from policy_dsl.testing import run_examples

DATES = """\
policy example.conditions version 2009
    title    "Conditions"
    in force from 2009-04-01
    rates    trust each quarter

source DOC published "A document"

record condition                                          [DOC]
    imposed  date            "Imposed on"
    deadline date            "To be put right by"
    met      date or nothing "Met on"

facts each quarter                                        [DOC]
    conditions list of condition "Conditions"
    asked      date              "Asked for a summary on"
    sent       date              "Summary sent on"
    decided    date              "Decided on"
    began      date              "Began on"

value within_range =                                      [DOC]
    every of conditions where deadline >= 1 month after imposed
        and deadline <= 8 months after imposed

value outstanding =                                       [DOC]
    any of conditions where met is nothing or met > end of the quarter

value in_quarter = count of conditions where imposed in the quarter [DOC]

value late_ones =                                         [DOC]
    count of conditions where met is not nothing and met > deadline

value summary_by = 28 days after asked                    [DOC]
value late       = sent > summary_by                      [DOC]
value effective  = 28 days after decided < end of the quarter [DOC]
value early      = began < decided                        [DOC]
value many       = in_quarter >= 5                        [DOC]
"""

NUMBERS = """\
policy example.marks version 2025
    title    "Marks"
    in force from 2025-04-01
    rates    trust each quarter

source DOC published "A document"

scale score best to worst: 3, 2, 1
scale level best to worst: good, fair, poor

facts each quarter                                        [DOC]
    income percent to 1 place  "Income"
    spent  percent to 1 place  "Spent"
    first  number to 2 places from 0 to 4 "First mark"
    second number to 2 places from 0 to 4 "Second mark"
    third  number to 2 places from 0 to 4 "Third mark"

scorecard card: score                                     [DOC]
    | measure | weight | 3     | 2       | 1         |
    | income  |    50% | >= 5% | >= 2.5% | otherwise |
    | spent   |    50% | < 10% | < 20%   | otherwise |

value nearest = round half up card.average                [DOC]
value over    = spent > income                            [DOC]
value sum     = first + second + third                    [DOC]
value large   = sum >= 7.25                               [DOC]
value mean    = round half even average of (first, second) to 1 place [DOC]

rating standing: level                                    [DOC]
    poor when card.average < 1.5
    fair when card.average <= 2 and sum < 3.5
    poor when nearest = 1 or over
    good otherwise

rating steady: level                                      [DOC]
    poor when (spent > 30%) for 3 consecutive quarters
    fair when income < income 2 quarters earlier
    good otherwise
"""


def made(text: str) -> Policy:
    policy, said = check_text(SourceText("example.policy", text))
    assert policy is not None, said
    return policy


POLICIES = {"dates": made(DATES), "numbers": made(NUMBERS)}


def killer(name: str, what: str) -> Killer:
    """The killer found for a fault, which decides otherwise in its situation."""
    policy = POLICIES[name]
    mutant = next(one for one in mutants(policy) if one.what == what)
    (tried,) = try_all(policy, [mutant])
    found = Search(policy).killer(tried)
    assert found is not None, what
    (path, right), (_, wrong) = (one.split(" ", 1) for one in (*found.expectations, *found.instead))
    assert observed(decide_in(policy, found.situation))[path] == right
    assert observed(decide_in(tried.policy, found.situation))[path] == wrong != right
    return found


FAULTS = [
    ("dates", "deadline >= 1 month after imposed: >= becomes >", "within_range yes"),
    ("dates", "deadline <= 8 months after imposed: <= becomes <", "within_range yes"),
    ("dates", "8 months after imposed: 8 becomes 9", "within_range no"),
    ("dates", "met > end of the quarter: > becomes >=", "outstanding no"),
    ("dates", "met > deadline: > becomes >=", "late_ones 0"),
    ("dates", "sent > summary_by: > becomes >=", "late no"),
    ("dates", "28 days after decided < end of the quarter: < becomes <=", "effective no"),
    ("dates", "28 days after decided: 28 becomes 29", "effective yes"),
    ("dates", "began < decided: < becomes <=", "early no"),
    ("dates", "in_quarter >= 5: 5 becomes 6", "many yes"),
    ("dates", "in_quarter >= 5: >= becomes >", "many yes"),
    ("numbers", "spent > income: > becomes >=", "over no"),
    ("numbers", "sum >= 7.25: 7.25 becomes 7.24", "large no"),
    ("numbers", "sum >= 7.25: >= becomes >", "large yes"),
    (
        "numbers",
        "round half up card.average becomes round down card.average",
        "nearest 3",
    ),
    (
        "numbers",
        "round half even average of (first, second) to 1 place becomes"
        " round half up average of (first, second) to 1 place",
        "mean",
    ),
    ("numbers", "card.average < 1.5: < becomes <=", "standing"),
    ("numbers", "card.average <= 2 and sum < 3.5: and becomes or", "standing"),
    ("numbers", "sum < 3.5: < becomes <=", "standing"),
    ("numbers", "nearest = 1 or over: or becomes and", "standing poor"),
    ("numbers", "(spent > 30%) for 3 consecutive quarters: 3 becomes 4", "steady poor"),
    ("numbers", "income 2 quarters earlier: 2 becomes 3", "steady"),
]


@pytest.mark.parametrize(("name", "what", "expected"), FAULTS, ids=[one[1] for one in FAULTS])
def test_a_killer_is_found(name: str, what: str, expected: str) -> None:
    found = killer(name, what)
    assert found.expectations[0].startswith(expected)
    assert "not known" not in found.expectations[0] + found.instead[0]


@pytest.mark.parametrize("name", POLICIES)
def test_the_killers_are_examples_that_pass_and_kill(name: str) -> None:
    policy = POLICIES[name]
    texts = [
        killer(one, what).example(policy, f"No {number}")
        for number, (one, what, _) in enumerate(FAULTS)
        if one == name
    ]
    richer = made("\n".join([policy.source.text, *texts]))
    assert [one.failures for one in run_examples(richer) if not one.passed] == []
    fates = {one.mutant.what: one.survived for one in try_all(richer)}
    assert not [what for one, what, _ in FAULTS if one == name and fates[what]]


def test_nothing_is_found_within_no_budget() -> None:
    policy = POLICIES["dates"]
    (tried, *_) = try_all(policy)
    assert Search(policy).killer(tried, budget=0) is None
