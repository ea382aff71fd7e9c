"""The words: for every kind of step, and for the headline."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest

from policy_dsl.evaluate.evaluate import prepare
from policy_dsl.evaluate.step import Step
from policy_dsl.explain.explanation import explain
from policy_dsl.explain.headline import headline
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.json_rules import rule_to_json
from policy_dsl.explain.rules import StepRule, quote, rule_of
from policy_dsl.explain.value_words import value_words
from policy_dsl.explain.wording import happened
from policy_dsl.facts.records import Organisation, Record
from policy_dsl.source import Span
from policy_dsl.syntax.nodes import Word
from policy_dsl.values.absence import DOES_NOT_APPLY, NOTHING, NotKnown
from policy_dsl.values.periods import Period
from policy_dsl.values.types import OrNothing, Plain, Quantity, Type, Unit, Value

from . import constructs
from .demo import decide, facts_of, policy_of

NUMBER, PERCENT, MONEY, DAYS = map(Quantity, (Unit.NUMBER, Unit.PERCENT, Unit.MONEY, Unit.DAYS))


@pytest.mark.parametrize(
    ("value", "type_", "words"),
    [
        (Decimal("1.77"), NUMBER, "1.77"),
        (Decimal(6), PERCENT, "6%"),
        (Decimal(4000), MONEY, "£4,000"),
        (Decimal("-4000.50"), MONEY, "-£4,000.50"),
        (Decimal(20), DAYS, "20 days"),
        (Decimal(1), DAYS, "1 day"),
        (Decimal(20), OrNothing(DAYS), "20 days"),
        (Fraction(1, 3), PERCENT, "0.3333...%"),
        (True, Plain.YES_OR_NO, "yes"),
        (False, Plain.YES_OR_NO, "no"),
        (date(2025, 6, 30), Plain.DATE, "2025-06-30"),
        ("a text", Plain.TEXT, '"a text"'),
        (NotKnown(), NUMBER, "not known"),
        (DOES_NOT_APPLY, NUMBER, "does not apply"),
        (NOTHING, Plain.DATE, "nothing"),
    ],
)
def test_values_as_people_read_them(value: Value, type_: Type, words: str) -> None:
    assert value_words(value, type_) == words


def test_every_kind_of_step_has_words_and_json() -> None:
    seen = set()
    for decision in (decide(), decide({"late": None}), *constructs.every()):
        homes = Homes.of(decision)
        for step in decision.trace():
            seen.add(type(step.rule))
            assert happened(homes, step)
            assert quote(homes, step.rule)
            assert rule_to_json(homes, step)[0]
    kinds = set(get_args(StepRule))
    # A name is a step only where it stands for a label, which the checker reads as a constant.
    assert {kind.__name__ for kind in kinds - seen} <= {"Name"}


def test_a_node_that_no_step_comes_from_is_refused() -> None:
    with pytest.raises(TypeError, match="no step comes from a Word"):
        rule_of(Step(Word(Span(0, 1), "x"), True))


@pytest.mark.parametrize(
    ("changed", "result", "sentence"),
    [
        ({"late": "yes", "safe": "red"}, "final", "final is red, as overall is, because `worst of"),
        ({"opened": "2005-05-05"}, "worst_one", "because `worst of (safe, caring)` is amber"),
        ({"cash": "9000", "opened": "2005-05-05"}, "funds", "funds is amber because"),
        (
            {"cash": "9000", "margin": "-9", "safe": "green", "late": "yes"},
            "funds",
            "funds is green because none of its other cases holds.",
        ),
        (
            {},
            "worst_one",
            "makes it red, although `worst of (safe, caring)` is amber.",
        ),
        (
            {"late": None, "opened": "2005-05-05"},
            "overall",
            "overall is not known: still possible amber or red; waits for late (Plan came late).",
        ),
        ({"wait": "22"}, "step", "step is not known: no row of step fits."),
        ({}, "step", "step is 2, by row 3 of 3."),
        ({}, "poor", "poor is no because margin (6%) is at least 2% and grave is no."),
        (
            {"closed": "2024-05-05", "cash": "6000"},
            "final",
            "`override closing` makes it red, although overall is amber.",
        ),
        (
            {},
            "mean",
            "mean is 1.67, rounded half up to 2 places from 1.6666..., the average",
        ),
        ({"income": "0"}, "cover", "cover is not known: zero denominator."),
    ],
)
def test_headlines(changed: dict[str, str | None], result: str, sentence: str) -> None:
    decision = decide(changed)
    assert sentence in headline(Homes.of(decision), decision[result]).sentence


def test_a_rating_may_be_settled_whichever_case_holds() -> None:
    policy = policy_of(
        'policy p version 1\n    title "t"\n    in force from 2024-01-01\n    rates x each year\n'
        "scale s best to worst: a, b\n"
        'facts each year\n    f yes_or_no "F"\n    g yes_or_no "G"\n'
        "rating r: s\n    b when f\n    b when g\n    a otherwise\n"
    )
    record = Record(Organisation("X"), Period.parse("2024/25"), facts_of(policy, {"g": "yes"}), {})
    decision = prepare(policy).decide(record)
    assert (
        headline(Homes.of(decision), decision["r"]).sentence
        == "r is b, whichever of its cases holds."
    )
    assert "f  made no difference  F" in explain(decision).text()


def test_overrides_that_conflict_are_named() -> None:
    policy = policy_of(
        'policy p version 1\n    title "t"\n    in force from 2024-01-01\n    rates x each year\n'
        "scale s best to worst: a, b, c\n"
        'facts each year\n    f yes_or_no "F"\n'
        "rating r: s\n    a otherwise\n    override one no better than c when f\n"
        "    override two no worse than b when f\n"
    )
    record = Record(Organisation("X"), Period.parse("2024/25"), facts_of(policy, {"f": "yes"}), {})
    text = explain(prepare(policy).decide(record)).text()
    assert "r is not known: overrides conflict" in text
    assert text.count("conflicts with another") == 2


def test_reasons_lead_on_from_the_headline() -> None:
    decision = decide({"closed": "2024-05-05", "cash": "6000"})
    found = headline(Homes.of(decision), decision["final"])
    assert found.reasons[0].startswith("`override closing` applies because")
    assert any(reason.startswith("overall is amber: `override floor`") for reason in found.reasons)


def test_what_is_missing_and_whether_it_mattered() -> None:
    text = explain(decide({"late": None, "second": None, "grave": None, "opened": "2005-05-05"}))
    assert "final waits for" in str(text)
    assert "left out of mean" in str(text)


def test_the_ratings_that_cases_ask_about_are_reasons() -> None:
    policy = policy_of(
        'policy p version 1\n    title "t"\n    in force from 2024-01-01\n    rates x each year\n'
        "scale s best to worst: a, b, c\nchoice often: yearly, monthly\n"
        'facts each year\n    f yes_or_no "F"\n    g yes_or_no "G"\n    h yes_or_no "H"\n'
        "rating funds: s\n    b when f\n    a otherwise\n"
        "rating held: s\n    start with funds\n    override g no better than c when g\n"
        "value grave = held is c for 2 consecutive years\n"
        "rating visits: often\n    monthly when funds is c\n    monthly when grave\n"
        "    yearly otherwise\n"
        "rating other: often\n    monthly when h\n    yearly when held is c\n"
        "    monthly otherwise\n"
    )
    given = {"f": "yes", "g": "no", "h": "no"}
    records = [
        Record(Organisation("X"), Period.parse(year), facts_of(policy, given), {})
        for year in ("2024/25", "2025/26")
    ]
    decision = prepare(policy).decide(records[1])
    found = headline(Homes.of(decision), decision["visits"])
    assert found.sentence == "visits is yearly because none of its other cases holds."
    assert found.reasons == (
        "funds is b because f is yes.",
        "held is b, as funds is, because f is yes.",
    )
    given = {"f": "yes", "g": "yes", "h": "no"}
    decision = prepare(policy).decide(
        Record(Organisation("X"), Period.parse("2025/26"), facts_of(policy, given), {})
    )
    found = headline(Homes.of(decision), decision["other"])
    assert found.sentence == "other is yearly because held is c."
    assert found.reasons == (
        "held is c: `override g` holds it no better than c, although funds is b.",
    )
    assert headline(Homes.of(decision), decision["held"]).reasons == (
        "`override g` applies because g is yes (G).",
        "funds is b because f is yes.",
    )
