"""Judgements: facts that somebody decides, with who, when and why."""

import json
from datetime import date
from pathlib import Path

import pytest

from policy_dsl.facts.given import GivenFactError
from policy_dsl.facts.read import read_facts, record_of
from policy_dsl.facts.records import Facts, Judgement
from tests.language.cases import codes, decide, policy_of

BODY = """
scale colour best to worst: green, amber, red
facts each quarter
    score number "Score"
judgements by monitor [DOC]
    concern yes_or_no "A grave concern"
    segment colour    "The segment decided"
rating risk: colour
    red when concern
    green otherwise
"""


def read(folder: Path, text: str, name: str = "facts.yaml") -> tuple[Facts | None, list[str]]:
    file = folder / name
    file.write_text(text)
    facts, said = read_facts([file], policy_of(BODY).vocabulary)
    return facts, [item.code for item in said]


def document(facts: str) -> str:
    return f"records:\n  - organisation: A\n    period: Q1 2008/09\n    facts:\n{facts}"


WHOLE = """      concern:
        value: yes
        by: Monitor's board
        on: 2008-05-04
        because: A death that was not reported
"""


def test_who_when_and_why(tmp_path: Path) -> None:
    facts, said = read(tmp_path, document(WHOLE))
    assert said == []
    assert facts is not None
    fact = facts.records[0].facts["concern"]
    assert fact.value is True
    assert fact.judgement == Judgement(
        "Monitor's board", date(2008, 5, 4), "A death that was not reported"
    )
    assert str(fact.origin).endswith("facts.yaml:6")


def test_json_says_the_same(tmp_path: Path) -> None:
    judged = {"value": "yes", "by": "Monitor's board", "on": "2008-05-04", "because": "x"}
    record = {"organisation": "A", "period": "Q1 2008/09", "facts": {"concern": judged}}
    facts, said = read(tmp_path, json.dumps({"records": [record]}), "facts.json")
    assert said == []
    assert facts is not None
    judgement = facts.records[0].facts["concern"].judgement
    assert judgement == Judgement("Monitor's board", date(2008, 5, 4), "x")


def test_a_value_alone_is_the_judgement_of_the_body(tmp_path: Path) -> None:
    facts, said = read(tmp_path, document("      {concern: no, score: 3}\n"))
    assert said == []
    assert facts is not None
    assert facts.records[0].facts["concern"].judgement == Judgement("monitor")
    assert facts.records[0].facts["score"].judgement is None


def test_a_decision_lists_judgements_apart() -> None:
    policy = policy_of(BODY)
    decided = {"value": True, "on": date(2008, 5, 4), "because": "A death"}
    decision = decide(policy, {"concern": decided})
    (step,) = decision.judgements
    assert step.value is True
    assert getattr(step.detail, "judgement", None) == Judgement(
        "monitor", date(2008, 5, 4), "A death"
    )
    assert decide(policy, {"score": 1}).judgements == ()


@pytest.mark.parametrize(
    "facts",
    [
        "      concern: {by: board}\n",
        "      concern: {value: yes, on: yesterday}\n",
        "      concern: {value: yes, why: x}\n",
        "      concern: {value: yes, because: [a, b]}\n",
        "      score: {value: 3, by: board}\n",
    ],
)
def test_mistakes_in_a_document(tmp_path: Path, facts: str) -> None:
    assert read(tmp_path, document(facts))[1] == ["fact-judgement"]


def test_the_value_is_checked_as_any_other(tmp_path: Path) -> None:
    assert read(tmp_path, document("      segment: {value: pink}\n"))[1] == ["fact-type"]


def test_mistakes_given_by_a_program() -> None:
    vocabulary = policy_of(BODY).vocabulary
    for given in ({"value": True, "who": "x"}, {"value": True, "on": "May"}):
        with pytest.raises(GivenFactError) as wrong:
            record_of("A", "Q1 2008/09", {"concern": given}, vocabulary)
        assert wrong.value.code == "fact-judgement"


def test_a_body_judges_as_often_as_the_policy_rates() -> None:
    assert codes(BODY) == []
