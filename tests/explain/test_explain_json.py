"""The JSON of a decision: it fits its schema, stays the same, and can be worked out again."""

import json
from typing import Any

import pytest
from hypothesis import given

from policy_dsl.explain.explanation import explain
from policy_dsl.explain.to_json import decision_to_json
from policy_dsl.facts.records import Organisation
from tests.schemas import objections

from .demo import decide
from .recompute import READ, disagreements, recomputed
from .test_explain_text import changes


def as_json(decision: Any) -> Any:
    return json.loads(json.dumps(decision_to_json(decision)))


@given(changes)
def test_decisions_fit_the_schema_and_can_be_worked_out_again(
    changed: dict[str, str | None],
) -> None:
    found = as_json(decide(changed))
    assert objections("decision-1", found) == []
    assert list(disagreements(found)) == []


@pytest.mark.parametrize("kind", ["clinic", "pub", ""])
def test_other_kinds_of_organisation(kind: str) -> None:
    found = as_json(decide(organisation=Organisation("C1", "", kind)))
    assert objections("decision-1", found) == []


def test_every_kind_of_step_is_worked_out_again() -> None:
    found = as_json(decide())
    assert recomputed(found) > 40
    for step in found["steps"]:
        if step["kind"] not in READ and step["state"] == "known":
            kept = step["value"]
            labels = found["scales"].get(step["type"], {"labels": []})["labels"]
            others = [label for label in labels if label != kept]
            step["value"] = not kept if isinstance(kept, bool) else (others or ["99"])[0]
            assert list(disagreements(found)), f"a wrong value of step {step['id']} goes unseen"
            step["value"] = kept


def test_the_schema_is_strict() -> None:
    found = as_json(decide())
    found["steps"][0]["surplus"] = 1
    found["results"]["final"]["state"] = "unknown"
    del found["policy"]["version"]
    assert len(objections("decision-1", found)) == 3


def test_inputs_stand_before_their_users() -> None:
    for number, step in enumerate(as_json(decide())["steps"]):
        assert step["id"] == number
        assert all(needed < number for needed in step["inputs"])


def test_the_same_bytes_every_time() -> None:
    assert explain(decide()).to_json() == explain(decide()).to_json()


def test_numbers_are_exact() -> None:
    results = as_json(decide({"cash": "4500.10"}))["results"]
    assert results["cover"]["value"] == {"numerator": "45001", "denominator": "91000"}
    assert results["owed"]["value"] == "-4500.10"
