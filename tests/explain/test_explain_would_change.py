"""What would change a result, as it is told: in words, in every form, and as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policy_dsl.evaluate.decision import Decision
from policy_dsl.explain.explanation import explain
from policy_dsl.source import display_width
from tests.explain.test_explain_text import balanced
from tests.invent.changing import case_of
from tests.invent.test_nearest import FACTS, rated
from tests.schemas import objections

NOTICE = {"issued": "2008-05-01", "lifted": "nothing"}
GREEN = {**FACTS}
CAPPED = {**FACTS, "waits": "93.0", "notices": [NOTICE]}
STUCK = {**FACTS, "waits": "93.0", "finance": "amber", "late": True}
OPEN = {name: value for name, value in FACTS.items() if name != "waits"}
EVERY = {"green": GREEN, "capped": CAPPED, "stuck": STUCK, "open": OPEN}


def decided(facts: dict[str, object]) -> Decision:
    return case_of(rated(), facts).decide()


def changes_of(decision: Decision, result: str) -> Any:
    found = json.loads(explain(decision, result, would_change=True).to_json())
    assert objections("decision-1", found) == []
    return found["would_change"]


def told(decision: Decision, result: str) -> str:
    return " ".join(explain(decision, result, would_change=True).text().split())


def test_the_words() -> None:
    text = told(decided(GREEN), "services")
    assert (
        "What would make services worse than green One of its own facts is enough: the smallest"
        " change found of each, decided anew. amber waits 94.9% instead of 96.3% Seen in time"
        " amber cases 13 instead of 4 Infections"
    ) in text
    assert "better than green" not in text


def test_a_pair_and_a_list() -> None:
    text = told(decided(CAPPED), "overall")
    assert "No single fact of its own does; the smallest pairs found, each decided anew." in text
    assert (
        "green waits 95.0% instead of 93.0%, and notices without (issued 2008-05-01, lifted"
        " nothing)"
    ) in text


def test_that_nothing_was_found_is_said_with_how_much_was_tried() -> None:
    decision = decided(STUCK)
    (found,) = changes_of(decision, "overall")
    tried = sum(found["decided"].values())
    assert tried > 20
    assert f"Nothing was found: {tried} changes of one fact or two were decided." in told(
        decision, "overall"
    )
    ways = {one["way"]: one["turns"] for one in found["ways"]}
    assert ways["better"] == []


def test_what_would_settle_it() -> None:
    assert (
        "What would settle services One missing fact is enough; a number stands at the edge. Each"
        " line was decided anew. red waits 89.9% Seen in time amber waits 90.0% Seen in time green"
        " waits 95.0% Seen in time"
    ) in told(decided(OPEN), "services")


def test_a_number_has_nothing_to_be_better_than() -> None:
    assert "Only labels, and what is yes or no, are looked into" in told(decided(GREEN), "score")
    assert changes_of(decided(GREEN), "score")[0]["ways"] == []


def test_a_condition() -> None:
    text = told(decided(GREEN), "sound")
    assert "What would change sound from no" in text
    assert "yes plan complete instead of incomplete The plan" in text


def test_the_json_says_the_same() -> None:
    (found,) = changes_of(decided(GREEN), "services")
    assert found["result"] == "services"
    assert found["complete"] is True
    assert found["ways"] == [
        {
            "way": "worse",
            "turns": [
                {
                    "value": "amber",
                    "changes": [
                        {
                            "fact": fact,
                            "label": label,
                            "now": now,
                            "then": then,
                            "steps": 1,
                        }
                    ],
                }
                for fact, label, now, then in (
                    ("waits", "Seen in time", "96.3%", "94.9%"),
                    ("cases", "Infections", "4", "13"),
                )
            ],
        }
    ]


def test_it_is_only_there_where_it_is_asked_for() -> None:
    assert "would_change" not in explain(decided(GREEN)).data()
    assert "What would" not in explain(decided(GREEN)).text()


@pytest.mark.parametrize("facts", EVERY.values(), ids=EVERY)
def test_every_form(facts: dict[str, object]) -> None:
    explanation = explain(decided(facts), None, would_change=True)
    for width in (40, 60, 100):
        assert all(display_width(line) <= width for line in explanation.text(width).split("\n"))
    assert "What would" in explanation.markdown()
    assert "What would" in explanation.html()
    assert balanced(explanation.html())
    assert explanation.to_json() == explain(decided(facts), None, would_change=True).to_json()
