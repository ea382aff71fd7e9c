"""Scorecards, selections, time, populations, judgements, readings, triggers and other policies."""

import json
import re
from collections.abc import Callable

import pytest

from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import walk
from policy_dsl.explain.explanation import explain
from policy_dsl.explain.headline import headline
from policy_dsl.explain.homes import Homes
from policy_dsl.source import display_width
from policy_dsl.values.grades import Grade
from tests.schemas import objections

from . import constructs
from .constructs import cards, judged, named, others, records, using, windows
from .figures import SKIP
from .recompute import CONSTRUCTS, Recomputed, disagreements
from .test_explain_json import as_json
from .test_explain_text import balanced

NAMES = (
    *("cards", "missing", "records", "no_list", "windows", "others", "judged", "strict", "using"),
    *("named", "becomes", "clash", "open", "ruled_out"),
)
DECISIONS = dict(zip(NAMES, constructs.every(), strict=True))


def told(decision: Decision, result: str | None = None) -> str:
    """The explanation on one line."""
    return " ".join(explain(decision, result).text().split())


def in_order(text: str, *parts: str) -> None:
    """Each part stands after the one before."""
    place = 0
    for part in parts:
        found = text.find(part, place)
        assert found >= 0, f"{part!r} does not come after {text[max(place - 60, 0) : place]!r}"
        place = found + len(part)


# ---- every decision, in every form --------------------------------------------------------------


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


# ---- scorecards ---------------------------------------------------------------------------------


def test_a_measure_has_a_line_with_its_cell() -> None:
    in_order(
        told(cards()),
        "targets is 1 at the lowest",
        "measure value band points weight placed by where",
        "waits 70% failed 3 1 otherwise given by the program",
        "backlog 20 under 1 2 when backlog < 50 and not closed given by the program",
        "target 95% Agreed target",
        "closed no Closed to admissions",
        "left out (not supplied): cancer",
        "does not apply: calls",
        "Not supplied",
        "cancer left out of targets",
    )


def test_the_arithmetic_is_shown_with_what_was_asked() -> None:
    decision = cards(waits=90, cancer=True)
    in_order(told(decision, "targets"), "lowest 0: the lowest of 3 measures: cancer")
    text = told(decision)
    in_order(text, "targets.average", "0.75", "3 / 4")
    in_order(text, "average 3 / 4 = 0.75, the points times their weights over the weights")
    assert "total 1 + 1 * 2 + 0 = 3" in text
    assert "highest 1: the highest of 3 measures: waits and backlog" in text


def test_a_condition_in_a_cell_is_told_with_what_it_read() -> None:
    text = told(cards(closed=True), "targets")
    in_order(text, "backlog 20 failed 3 2 otherwise", "closed yes Closed to admissions")


def test_a_card_that_is_not_settled_has_its_bounds() -> None:
    text = told(cards(), "share")
    in_order(
        text, "share is not known", "waits for cancer", "open is not known, between 0.60 and 1"
    )
    in_order(text, "cancer not known met or failed 0 to 1 40% not supplied not supplied")
    in_order(text, "total not known, between 0.60 and 1.00: the total of 2 measures")


def test_a_missing_measure_counts_as_a_band() -> None:
    in_order(told(cards()), "strict is failed at the worst", "cancer not known failed as it is not")


def test_which_rows_were_selected() -> None:
    text = told(cards())
    in_order(
        text,
        "any of targets where national and band is failed holds: 1 of 2 measures: waits",
        "waits holds failed, by otherwise (below)",
        "not so: backlog (below)",
        "every of targets where band is under or better did not apply: 1 of 2 measures: not waits",
    )


# ---- records ------------------------------------------------------------------------------------


def test_records_are_named_by_their_first_field_and_those_read() -> None:
    in_order(
        told(records()),
        "major when any of notices where severity is major and issued < today",
        "does not hold: 0 of 2 records",
        'regulation "12", issued 2008-05-02, severity moderate does not hold given by the program',
        "notices 2 records Warning notices",
        "every of notices where severity is moderate or worse does not hold: 1 of 2 records",
        'regulation "17", severity minor does not hold',
        "subjects is 2",
        "2 different, among 2 of 2 records",
        "last is 2008-05-02",
        "2008-05-02, the latest of 1 of 2 records",
        "fines is £4,000",
        "£4,000, the sum of 1 of 2 records",
    )


def test_a_list_that_was_not_supplied() -> None:
    in_order(told(records(supplied=False)), "not known: no list was supplied", "notices not known")


# ---- time ---------------------------------------------------------------------------------------


def test_a_window_shows_each_period_oldest_first() -> None:
    in_order(
        told(windows()),
        "poor when waits < limit for 3 consecutive quarters",
        "does not hold: in 1 of 3 quarters, 1 not known",
        "Q2 2009/10 not known no facts were supplied",
        "Q3 2009/10 holds waits (94%) is below limit (95%)",
        "Q4 2009/10 does not hold waits (96%) is at least limit (95%)",
        "waits 96% Seen within four hours",
    )


def test_earlier_values_sums_and_days() -> None:
    text = told(windows())
    in_order(text, "waits - waits 1 quarter earlier 96% - 94% = 2%", "94% in Q3 2009/10")
    in_order(text, "seen year to date not known, the sum of 4 periods, 1 not known")
    in_order(text, "0 days after start of the quarter 2010-01-01, 0 days after 2010-01-01")
    in_order(text, "end of the year 2010-03-31")
    in_order(text, "Not supplied", "every fact status waits for it in Q2 2009/10, in Q4 2008/09")


def test_other_periods_have_no_sections_of_their_own() -> None:
    assert len(re.findall(r"^now is", explain(windows()).text(), re.MULTILINE)) == 1


# ---- population ---------------------------------------------------------------------------------


def test_a_figure_of_a_group_names_its_ends_only() -> None:
    text = told(others())
    in_order(
        text,
        "average of survey across acute_trust leaving out missing",
        "72, the average of 8 acute_trust in Q1 2008/09",
        "lowest 60 RA",
        "highest 84 RX",
        "left out 1",
        "rank of survey across acute_trust highest first leaving out missing",
        "1 among 8 acute_trust in Q1 2008/09",
        "survey 84 Survey score",
    )
    assert "RC" not in text
    assert "8.2158..." in text
    steps = as_json(others())["steps"]
    group = next(step for step in steps if step["kind"] == "group")
    assert len(group["inputs"]) == 9


# ---- judgements, readings, evidence, triggers ---------------------------------------------------


def test_judgements_stand_apart() -> None:
    text = told(judged())
    in_order(
        text,
        "grave yes Grave concern given by the program, judgement by The board",
        "Judgements grave yes by The board, on 2010-02-05, because: A new issue",
    )


def test_a_reading_is_told_with_its_reason_and_the_others() -> None:
    text = told(judged())
    in_order(
        text,
        "red_from is 3.0, an interpretation: Amber goes up to 2.9 and red begins above 3.0;"
        " other reading: 2.9 [DOC] published",
        "Under another reading if red_from were 2.9 and not 3.0, risk would be red",
    )
    assert text.count("an interpretation: Amber") == 1
    assert "if idle were" not in text
    assert as_json(judged()).get("other_readings") is None
    readings = json.loads(explain(judged()).to_json())["other_readings"]
    assert [one["changes"] for one in readings] == [
        {"risk": {"state": "known", "value": "red", "possible": ["red"]}}
    ]


def test_a_reading_that_changes_nothing_explained_is_passed_over() -> None:
    assert "Under another reading" not in explain(judged(), "look").text()
    assert "risk would be red and act would fire" in told(judged(grave=False))


def test_what_is_withheld_for_its_grade() -> None:
    in_order(
        told(judged(Grade.PUBLISHED)),
        "evidence weaker than published is not accepted",
        "rests on unverified evidence",
        "Not accepted score unverified [OLD] unverified",
        "amber when score >= 2 unverified [OLD] unverified test.policy",
    )
    assert "Not accepted" not in told(judged())


def test_triggers_that_fire_and_those_that_may() -> None:
    text = told(judged())
    in_order(
        text,
        "act fires: The board is told; led by monitor; due 2010-05-06.",
        "look may fire, waits for owed: The debt is looked into.",
        "act fires [DOC] published",
        "when risk is red does not hold: it is amber",
        "when grave holds",
        'then "The board is told" led by monitor',
        "due 45 working days after started 2010-05-06, 45 working days after 2010-03-01",
    )
    assert "rest does not fire" not in text
    assert text.count("look may fire") == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("act", "act fires because grave is yes: The board is told; led by monitor; due 2010-05-0"),
        ("look", "look may fire, waits for owed: The debt is looked into."),
        ("rest", "rest does not fire."),
    ],
)
def test_the_headline_of_a_trigger(name: str, sentence: str) -> None:
    decision = judged()
    assert sentence in headline(Homes.of(decision), decision[name]).sentence


def test_an_unsettled_comparison_says_which_side_is_open() -> None:
    assert "may apply: owed is between 0 and 100" in told(judged())
    assert "not known: score is not known, against 3.0" in told(judged(Grade.PUBLISHED))
    for decision in DECISIONS.values():
        assert "not known: not known" not in told(decision)


# ---- two values of one scale, and labels by name -------------------------------------------------


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


# ---- other policies -----------------------------------------------------------------------------


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
