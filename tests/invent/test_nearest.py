"""What would change a result: the smallest changes, tried by hand."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.facts.records import Record
from policy_dsl.invent.nearest import what_would_change
from policy_dsl.invent.turns import Way
from policy_dsl.values.scales import Label
from tests.invent.changing import Row, case_of, of, told
from tests.language.cases import policy_of

RATED = """
scale light best to worst: green, amber, red
choice plan_state: complete, incomplete, rejected
record notice
    issued date
    lifted date or nothing
facts each quarter
    waits   percent to 1 place "Seen in time"
    cases   count           "Infections"
    finance light           "Finance"
    late    yes_or_no       "The plan was late"
    plan    plan_state      "The plan"
    notices list of notice  "Notices"
    idle    number          "Read by nothing"
rating services: light
    red   when waits < 90%
    amber when waits < 95% or cases > 12
    green otherwise
rating overall: light
    start with worst of (services, finance)
    override plan    no better than amber when late
    override notices no better than amber when any of notices where lifted is nothing
value sound = plan is complete and not late
value score = waits + 1%
trigger review
    when overall is red
    then "A review"
"""
FACTS: Row = {
    "waits": "96.3",
    "cases": 4,
    "finance": "green",
    "late": False,
    "plan": "incomplete",
    "notices": [],
    "idle": 1,
}


@cache
def rated() -> Policy:
    return policy_of(RATED)


def test_the_smallest_change_of_each_fact_that_is_enough() -> None:
    found = of(rated(), "services", FACTS)
    assert told(rated(), found) == {"worse": ["amber: waits 94.9%", "amber: cases 13"]}
    assert found.complete
    steps = {one.changes[0].name: one.steps for one in found.turns[Way.WORSE]}
    assert steps == {"cases": 1, "waits": 1}


def test_of_a_rating_in_the_middle_both_ways() -> None:
    found = of(rated(), "services", {**FACTS, "waits": "93.0"})
    assert told(rated(), found) == {
        "better": ["green: waits 95.0%"],
        "worse": ["red: waits 89.9%"],
    }


def test_a_label_and_a_yes_or_no() -> None:
    found = of(rated(), "overall", FACTS)
    assert set(told(rated(), found)["worse"]) >= {"amber: finance amber", "amber: late yes"}
    condition = of(rated(), "sound", FACTS)
    assert told(rated(), condition) == {"different": ["True: plan complete"]}


def test_a_record_of_a_list() -> None:
    notice = {"issued": "2008-05-01", "lifted": "nothing"}
    found = of(rated(), "overall", {**FACTS, "notices": [notice]})
    (better, *_) = told(rated(), found)["better"]
    assert better == "green: notices without (issued 2008-05-01, lifted nothing)"
    worse = told(rated(), of(rated(), "overall", FACTS))["worse"]
    assert any("notices with (" in one and "lifted nothing" in one for one in worse)


def test_where_no_single_fact_is_enough_two_are() -> None:
    found = of(rated(), "overall", {**FACTS, "waits": "93.0", "finance": "amber"})
    assert told(rated(), found)["better"] == ["green: waits 95.0%, finance green"]
    assert found.turns[Way.BETTER][0].steps == 2


def test_that_nothing_was_found_is_said() -> None:
    found = of(rated(), "overall", {**FACTS, "waits": "93.0", "finance": "amber", "late": True})
    assert found.turns[Way.BETTER] == ()
    assert found.ones > 10
    assert found.twos > 10


def test_a_rating_that_is_not_settled() -> None:
    facts = {name: value for name, value in FACTS.items() if name != "waits"}
    found = of(rated(), "services", facts)
    assert set(told(rated(), found)) == {"settled"}
    outcomes = {
        turn.value.name for turn in found.turns[Way.SETTLED] if isinstance(turn.value, Label)
    }
    assert outcomes == {"green", "amber", "red"}
    assert told(rated(), found)["settled"] == [
        "red: waits 89.9%",
        "amber: waits 90.0%",
        "green: waits 95.0%",
    ]
    assert all(one.changes[0].now is None for one in found.turns[Way.SETTLED])


def test_a_trigger() -> None:
    found = of(rated(), "review", FACTS)
    assert set(told(rated(), found)["different"]) == {"True: waits 89.9%", "True: finance red"}


def test_a_number_is_not_asked_about() -> None:
    assert of(rated(), "score", FACTS).turns == {}


def test_only_what_is_read_is_changed() -> None:
    every = [
        change.name
        for turns in of(rated(), "overall", FACTS).turns.values()
        for turn in turns
        for change in turn.changes
    ]
    assert "idle" not in every
    assert "plan" not in every


HISTORY = """
scale light best to worst: green, amber, red
facts each quarter
    waits percent "Seen in time"
rating now: light
    amber when waits < 95%
    green otherwise
rating lasting: light
    start with now
    override again no better than red when now is amber for 3 consecutive quarters
"""


def test_earlier_quarters_stay_as_they_are() -> None:
    policy = policy_of(HISTORY)
    low: Row = {"waits": 90}
    found = of(policy, "lasting", low, low, low)
    assert told(policy, found) == {"better": ["green: waits 95%"]}
    settled = of(policy, "lasting", {"waits": 99}, low, low)
    assert told(policy, settled) == {"worse": ["red: waits 94%"]}
    once = of(policy, "lasting", {"waits": 99}, {"waits": 99}, low)
    assert told(policy, once) == {"worse": ["amber: waits 94%"]}


AMONG = """
scale light best to worst: green, amber
facts each quarter
    survey number from 0 to 100 "Survey"
value place = rank of survey across acute_trust highest first
rating standing: light
    green when place <= 2
    amber otherwise
"""


def test_other_organisations_stay_as_they_are() -> None:
    policy = policy_of(AMONG)
    others: dict[str, Row] = {f"R{n}": {"survey": n * 10} for n in range(1, 6)}
    decision = case_of(policy, {"survey": 5}, others=others).decide()
    (found,) = what_would_change(decision, ["standing"])
    # Two share the second place with the 40 of R4, as the ranking has it.
    assert told(policy, found) == {"better": ["green: survey 40"]}


def test_a_decision_that_stands_by_itself_cannot_be_made_again() -> None:
    decision = case_of(rated(), FACTS).decide()
    assert decision.again.facts["cases"].value == 4
    with pytest.raises(ValueError, match="cannot be made again"):
        _ = Decision(decision.policy, decision.organisation, decision.period, {}).again


def test_records_are_left_as_they_were() -> None:
    case = case_of(rated(), FACTS)
    before: Record = case.record
    decision = case.decide()
    what_would_change(decision, ["overall"])
    assert case.record is before
    assert {name: fact.value for name, fact in before.facts.items()}["cases"] == Decimal(4)
