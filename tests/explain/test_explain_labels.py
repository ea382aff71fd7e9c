"""Two values of one scale, and overrides that take a label from elsewhere."""

import pytest

from policy_dsl.explain.explanation import explain

from .constructs import named
from .recompute import disagreements
from .telling import DECISIONS, in_order, told
from .test_explain_json import as_json


def test_two_values_of_one_scale_are_shown_side_by_side() -> None:
    in_order(
        told(named()),
        "agreed is amber because finance (amber) is quality (amber) or worse and asked (green) is"
        " not finance (amber).",
        "green when finance is quality and finance is asked does not hold",
        "finance is asked does not hold: it is amber, the other green",
        "finance is quality or worse holds: it is amber, the other amber",
    )
    tests = [step for step in as_json(named())["steps"] if step["kind"] == "is"]
    assert {(step["label"], step["label_of"]) for step in tests} == {
        (None, "quality"),
        (None, "asked"),
        (None, "finance"),
    }


def test_an_override_tells_whose_label_it_takes() -> None:
    decision = named()
    in_order(
        told(decision),
        "overall is 3: `override limit` holds it no better than ceiling (3), although score is 4.",
        "override limit no better than ceiling when capped decided the rating",
        "ceiling 3 The highest rating allowed",
    )
    text = told(DECISIONS["becomes"])
    in_order(text, "overall is 2: `override panel` makes it decided (2), although score is 4.")
    overrides = {s["name"]: s for s in as_json(decision)["steps"] if s["kind"] == "override"}
    assert (overrides["limit"]["label"], overrides["limit"]["label_of"]) == (None, "ceiling")
    assert (overrides["ward"]["label"], overrides["ward"]["label_of"]) == ("2", None)
    assert len(overrides["limit"]["inputs"]) == 2
    assert len(overrides["panel"]["inputs"]) == 1


def test_an_override_whose_label_is_not_known() -> None:
    text = told(DECISIONS["open"])
    in_order(text, "no better than ceiling when capped applies, and ceiling is not known")
    in_order(text, "becomes decided when panel_met may apply", "decided not known")


def test_only_the_overrides_that_cross_conflict() -> None:
    decision = DECISIONS["clash"]
    acted = {s["name"]: s["acted"] for s in as_json(decision)["steps"] if s["kind"] == "override"}
    assert acted == {
        "limit": "applied but changed nothing",
        "ward": "conflicts with another",
        "rescue": "conflicts with another",
        "panel": "did not apply",
    }


def test_an_override_of_an_open_rating_says_which_labels_it_rules_out() -> None:
    decision = DECISIONS["ruled_out"]
    text = told(decision)
    in_order(
        text,
        "overall is not known: still possible 2 or 1; waits for score",
        "no better than ceiling when capped applied but changed nothing",
        "override ward no better than 2 when ward_failed rules labels out: 4 and 3",
    )
    found = as_json(decision)
    overrides = {s["name"]: s for s in found["steps"] if s["kind"] == "override"}
    assert overrides["ward"]["acted"] == "rules labels out"
    assert overrides["ward"]["ruled_out"] == ["4", "3"]
    assert overrides["limit"]["ruled_out"] == []
    for form in (explain(decision).markdown(), explain(decision).html()):
        assert "rules labels out: 4 and 3" in form
    overrides["ward"]["ruled_out"] = ["4", "1"]
    assert len(list(disagreements(found))) == 1, "a label that is let through goes unseen"


@pytest.mark.parametrize("kind", ["is", "override"])
def test_another_name_for_a_label_is_caught(kind: str) -> None:
    found = as_json(named())
    step = next(s for s in found["steps"] if s["kind"] == kind and s["label_of"] is not None)
    other = found["steps"][step["inputs"][1]]
    other["value"] = {"amber": "green", "green": "red", "3": "1"}[other["value"]]
    assert list(disagreements(found))
