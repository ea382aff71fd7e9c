"""Witnesses: each shows its change when it is decided again, and none can be smaller."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Kind
from policy_dsl.diff.compare import diff
from policy_dsl.impact.witness_text import witness_json, witness_markdown, witness_text
from policy_dsl.impact.witnesses import Witness, witnesses
from policy_dsl.invent import decide_in
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, display_width
from policy_dsl.testing.run import run_example
from tests.schemas import objections

FILES = Path(__file__).parents[1] / "cli" / "files" / "editions"
OLD = (FILES / "old.policy").read_text()
NAMES = ("1", "2")


def policy_of(text: str) -> Policy:
    policy, said = check_text(SourceText("care.policy", text))
    assert policy is not None, [item.message for item in said]
    return policy


def witness_of(old: str, new: str) -> tuple[str, Witness | None]:
    """The id of the only change that is told, and its witness."""
    before, after = policy_of(old), policy_of(new)
    ((told, found),) = witnesses(before, after, diff(before, after))
    return told[0].id, found


CHANGED = {
    "threshold": (">= 15 days", ">= 12 days", ("2", "3")),
    "cap": ("no better than 3", "no better than 2", ("3", "2")),
    "case": ("    amber when deaths > 3\n", "", ("amber", "green")),
    "label": ("amber when waits", "red   when waits", ("amber", "red")),
    "rounding": ("round half up", "round down", ("2", "1")),
    "order": (
        "    red   when deaths > 10\n    amber when deaths > 3\n",
        "    amber when deaths > 3\n    red   when deaths > 10\n",
        ("red", "amber"),
    ),
}


@pytest.mark.parametrize(("old", "new", "values"), CHANGED.values(), ids=CHANGED)
def test_a_change_has_a_smallest_witness(old: str, new: str, values: tuple[str, str]) -> None:
    assert OLD.count(old) == 1
    _, found = witness_of(OLD, OLD.replace(old, new))
    assert found is not None
    assert found.values == values
    assert found.in_new
    # The ordinary evaluator says so, and of nothing smaller.
    before, after = policy_of(OLD), policy_of(OLD.replace(old, new))
    one, other = (decide_in(policy, found.situation)[found.result] for policy in (before, after))
    assert (str(one.value), str(other.value)) == values
    for back, name, _ in found.situation.supplied():
        smaller = found.situation.without(name, back)
        pair = [decide_in(policy, smaller)[found.result].value for policy in (before, after)]
        assert tuple(map(str, pair)) != values


def test_the_example_that_is_shown_holds_in_the_edition_with_the_change() -> None:
    new = OLD.replace(">= 15 days", ">= 12 days")
    _, found = witness_of(OLD, new)
    assert found is not None
    policy = policy_of(f"{new}\n{found.example}")
    assert not run_example(policy, policy.examples[-1]).differences
    old = policy_of(f"{OLD}\n{found.example}")
    assert run_example(old, old.examples[-1]).differences


def test_weights_that_add_up_are_shown_together() -> None:
    new = OLD.replace("waits   |    50%", "waits   |    40%").replace(
        "liquid  |    50%", "liquid  |    60%"
    )
    before, after = policy_of(OLD), policy_of(new)
    ((told, found),) = witnesses(before, after, diff(before, after))
    assert [change.kind for change in told] == [Kind.WEIGHT, Kind.WEIGHT]
    assert found is not None
    assert found.result == "finance"


def test_where_none_is_found_it_is_said_so_and_not_that_there_is_no_difference() -> None:
    """Nobody can have more than ten deaths and at most three, so the case never holds."""
    case = "    amber when deaths <= 3 and deaths > 10\n    green otherwise\n"
    old = OLD.replace("    green otherwise\n", case)
    new = old.replace("deaths <= 3 and", "deaths <= 2 and")
    assert old != new
    id_, found = witness_of(old, new)
    assert found is None
    changes = diff(policy_of(old), policy_of(new))
    assert id_ == changes[0].id
    assert "no witness found" in witness_text(changes, None, NAMES)
    assert "no witness found" in witness_markdown(changes, None, NAMES)
    assert witness_json(changes, None) == {"changes": [id_], "found": False}


def test_witnesses_fit_the_schema() -> None:
    new = OLD.replace("no better than 3", "no better than 2").replace(">= 15 days", ">= 12 days")
    before, after = policy_of(OLD), policy_of(new)
    told = [witness_json(*pair) for pair in witnesses(before, after, diff(before, after))]
    data = {"schema": "diff-1", "differences": [], "witnesses": [told]}
    assert objections("diff-1", json.loads(json.dumps(data))) == []
    assert [item["found"] for item in told] == [True, True]


@pytest.mark.parametrize("width", [40, 60, 100, 140])
def test_text_is_no_wider_than_asked_and_side_by_side_where_it_fits(width: int) -> None:
    _, found = witness_of(OLD, OLD.replace("no better than 3", "no better than 2"))
    assert found is not None
    text = witness_text(found.changes, found, NAMES, width)
    assert ("│" in text) == (width >= 100)
    assert max(map(display_width, text.split("\n"))) <= width
    assert "1 with this change" in text


def test_what_the_new_edition_does_not_do_as_a_whole_is_said() -> None:
    """A threshold eased by one change, and the label it leads to by another."""
    new = OLD.replace("amber when deaths > 3", "green when deaths > 5")
    before, after = policy_of(OLD), policy_of(new)
    found = [witness for _, witness in witnesses(before, after, diff(before, after))]
    assert len(found) >= 2
    for witness in found:
        assert witness is not None
        values = [str(decide_in(p, witness.situation)["care"].value) for p in (before, after)]
        assert witness.in_new == (values[0] != values[1])
