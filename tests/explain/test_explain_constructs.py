"""Every construct in every form, and policies that use another."""

from collections.abc import Callable

import pytest

from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import walk
from policy_dsl.explain.explanation import explain
from policy_dsl.explain.homes import Homes
from policy_dsl.source import display_width
from tests.schemas import objections

from .constructs import cards, judged, others, using, windows
from .figures import SKIP
from .recompute import CONSTRUCTS, Recomputed, disagreements
from .telling import DECISIONS, in_order, told
from .test_explain_json import as_json
from .test_explain_text import balanced


@pytest.mark.parametrize("name", DECISIONS)
def test_every_form_of_every_result(name: str) -> None:
    decision = DECISIONS[name]
    for result in [None, *decision.results]:
        explanation = explain(decision, result)
        for width in (40, 60, 100):
            for line in explanation.text(width).split("\n"):
                assert display_width(line) <= width, line
        assert explanation.markdown()
        assert balanced(explanation.html())


@pytest.mark.parametrize("name", DECISIONS)
def test_the_json_fits_the_schema_and_can_be_worked_out_again(name: str) -> None:
    for found in (as_json(DECISIONS[name]), explain(DECISIONS[name]).data()):
        assert objections("decision-1", found) == []
        assert list(disagreements(found)) == []


def test_every_construct_is_worked_out_somewhere() -> None:
    worked_out = set()
    for decision in DECISIONS.values():
        found = as_json(decision)
        worked_out |= {
            step["kind"] for step in found["steps"] if Recomputed(found, step).value() is not SKIP
        }
    assert set(CONSTRUCTS) - worked_out == set()


@pytest.mark.parametrize("name", DECISIONS)
def test_every_step_stands_in_the_text_of_its_own_policy(name: str) -> None:
    decision = DECISIONS[name]
    homes = Homes.of(decision)
    for step in decision.trace():
        home = homes.home(step.rule)
        assert any(step.rule in set(item.walk()) for item in home.file.declarations)


def test_another_policy_is_explained_under_its_own_name() -> None:
    explanation = explain(using())
    text = told(using())
    in_order(
        text,
        "overall is under because cqc.card.average (0.5) is below 1.",
        "cqc.action none (below)",
        "cqc.card.average 0.5 1 / 2 (below)",
        "cqc.action is none [API] secondary cqc.registration@2010 2010.policy:17",
        "cqc.card is 0.5 on average [API] secondary cqc.registration@2010 2010.policy:12",
        "safe good good 1 good",
        "cqc.card.safe good by good (above)",
        "API secondary CQC (cqc.registration@2010)",
        "weakest grade behind overall: secondary (API)",
    )
    assert "2010.policy" in explanation.text().split("Files")[1]
    data = as_json(using())
    assert list(data["other_policies"]) == ["cqc.registration@2010"]
    assert {step["at"]["policy"] for step in data["steps"]} == {"nhs.x@1", "cqc.registration@2010"}


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_the_other_forms_tell_the_same(form: str) -> None:
    expected: dict[Callable[..., Decision], tuple[str, ...]] = {
        cards: ("placed by", "otherwise", "Agreed target"),
        judged: ("Judgements", "Under another reading", "would be red"),
        others: ("lowest", "highest"),
    }
    for make, parts in expected.items():
        text = getattr(explain(make()), form)()
        for part in parts:
            assert part in text


def test_steps_of_another_place_are_walked_too() -> None:
    steps = list(walk(windows().results.values()))
    homes = Homes.of(windows())
    assert any(not homes.is_here(step) for step in steps)
    assert all(homes.is_here(step) for step in windows().results.values())
