"""Scorecards: the average and its fellows, points and weights, and whom a row is for."""

from decimal import Decimal
from fractions import Fraction

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.panel import Panel
from policy_dsl.evaluate.step import Placed
from policy_dsl.facts.read import record_of
from policy_dsl.facts.records import Facts
from policy_dsl.pipeline import prepared
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from tests.language.cards import FINANCE, VOCABULARY, bands, card
from tests.language.cases import decide, ends, policy_of

# ---- the average and its fellows ----------------------------------------------------------------


@pytest.fixture(scope="module")
def finance() -> Policy:
    return policy_of(VOCABULARY + FINANCE)


def test_the_average_is_an_exact_ratio_of_points_by_weight(finance: Policy) -> None:
    decision = decide(finance, {"margin": "6%", "roa": "5%", "liquidity": "20 days"})
    assert {name: str(value) for name, value in bands(decision, "finance").items()} == {
        "margin": "3",
        "roa": "4",
        "liquidity": "3",
    }
    assert decision["average"].value == Fraction(13, 4)
    assert decision["lowest"].value == 3
    assert decision["highest"].value == 4


def test_a_total_of_percents_counts_each_as_a_share(finance: Policy) -> None:
    decision = decide(finance, {"margin": "6%", "roa": "5%", "liquidity": "20 days"})
    assert decision["total"].value == Decimal("3.25")


def test_without_weights_each_measure_weighs_one() -> None:
    policy = policy_of(
        card(
            "a_and_e | >= 98% | otherwise\nc_diff | <= ceiling | otherwise\nroa | > 0% | otherwise"
        )
        + "value average = card.average\nvalue total = card.total\n"
    )
    decision = decide(policy, {"a_and_e": 97, "c_diff": 5, "ceiling": 4, "roa": 1})
    assert decision["average"].value == Fraction(2, 3)
    assert decision["total"].value == 2


def test_a_measure_that_is_missing_leaves_bounds(finance: Policy) -> None:
    decision = decide(finance, {"roa": "5%", "liquidity": "20 days"})
    value = decision["average"].value
    assert isinstance(value, NotKnown)
    assert ends(value) == (Fraction(11, 4), Fraction(15, 4))
    assert value.missing == {"margin"}


def test_bounds_settle_a_comparison() -> None:
    policy = policy_of(
        VOCABULARY
        + FINANCE
        + "value enough = finance.average >= 2.5\nvalue more = finance.average > 3"
    )
    decision = decide(policy, {"roa": "5%", "liquidity": "20 days"})
    assert decision["enough"].value is True
    assert not decision["more"].known


def test_a_measure_by_its_name_is_its_band() -> None:
    policy = policy_of(
        VOCABULARY + FINANCE + "rating one: risk_rating\n    start with finance.liquidity\n"
        "value bad = finance.roa is 2 or worse\n"
    )
    decision = decide(policy, {"liquidity": 61, "roa": "-3%"})
    assert str(decision["one"].value) == "5"
    assert decision["bad"].value is True


def test_a_row_says_what_it_counts_for(finance: Policy) -> None:
    decision = decide(finance, {"margin": "9%"})
    detail = decision["finance"].inputs[0].detail
    assert isinstance(detail, Placed)
    assert (detail.weight, detail.points, detail.cell) == (25, 4, 3)
    assert detail.percent


def test_the_parts_of_a_scorecard_are_found_by_path(finance: Policy) -> None:
    decision = decide(finance, {"margin": "9%", "roa": "6%", "liquidity": "60 days"})
    assert decision.part("finance.average").value == Fraction(19, 4)
    assert str(decision.part("finance.margin").value) == "4"
    with pytest.raises(KeyError):
        decision.part("finance.margins")


# ---- points and weights -------------------------------------------------------------------------


def test_points_may_be_an_interpretation() -> None:
    policy = policy_of(
        VOCABULARY
        + 'interpretation cost = 1 or 2\n    "Not said."\n'
        + "scorecard card: outcome\n    points failed cost, met 0\n"
        + "    | measure | met | failed |\n    | roa | > 0% | otherwise |\n"
        + "value total = card.total\n"
    )
    decision = decide(policy, {"roa": 0})
    assert decision["total"].value == 1
    assert "cost" in {
        getattr(getattr(step.rule, "name", None), "text", "") for step in decision.trace()
    }


def test_a_weight_may_be_a_fact() -> None:
    rows = "roa | share | > 0% | otherwise\nc_diff | 10% | 0 | otherwise"
    policy = policy_of(card(rows, "measure | weight | met | failed") + "value t = card.total\n")
    assert decide(policy, {"roa": 0, "c_diff": 1, "share": 40})["t"].value == Decimal("0.5")
    assert decide(policy, {"roa": 0, "c_diff": 1})["t"].value == NotKnown(frozenset({"share"}))


def test_a_scorecard_without_points_has_bands_all_the_same() -> None:
    policy = policy_of(
        VOCABULARY
        + "scorecard card: three\n    | measure | performing | underperforming |\n"
        + "    | roa | > 0% | otherwise |\n"
        + "value bad = any of card where band is underperforming\n"
    )
    decision = decide(policy, {"roa": 0})
    assert decision["bad"].value is True
    assert str(decision["card"].value) == "underperforming"


# ---- whom a row is for --------------------------------------------------------------------------

FOR_SOME = card(
    "a_and_e | acute_trust | >= 98% | otherwise\n"
    "c_diff | acute_trust or mental_health_trust | <= 5 | otherwise\n"
    "roa | any | > 0% | otherwise",
    "measure | applies_to | met | failed",
) + ("value total = card.total\nvalue n = count of card\n")


@pytest.mark.parametrize(
    ("kind", "rows"), [("acute_trust", 3), ("mental_health_trust", 2), ("ambulance_trust", 1)]
)
def test_a_row_for_other_kinds_is_left_out(kind: str, rows: int) -> None:
    decision = decide(policy_of(FOR_SOME), {"a_and_e": 0, "c_diff": 9, "roa": 0}, kind)
    assert decision["n"].value == rows
    assert decision["total"].value == rows


def test_with_the_kind_not_known_the_total_is_not_known() -> None:
    decision = decide(policy_of(FOR_SOME), {"a_and_e": 0, "c_diff": 9, "roa": 0}, "")
    value = decision["total"].value
    assert isinstance(value, NotKnown)
    assert value.reason == "the kind of organisation is not known"
    count = decision["n"].value
    assert isinstance(count, NotKnown)
    assert ends(count) == (1, 3)


def test_a_card_of_which_no_row_applies_does_not_apply() -> None:
    policy = policy_of(
        card("a_and_e | acute_trust | >= 98% | otherwise", "measure | applies_to | met | failed")
        + "value average = card.average\n"
    )
    assert decide(policy, {}, "ambulance_trust")["average"].value is DOES_NOT_APPLY


def test_a_measure_may_have_a_row_for_each_kind() -> None:
    policy = policy_of(
        card(
            "a_and_e | acute_trust | >= 98% | otherwise\n"
            "a_and_e | ambulance_trust | > 50% | otherwise",
            "measure | applies_to | met | failed",
        )
        + "value ok = card.a_and_e is met\n"
    )
    assert decide(policy, {"a_and_e": 60}, "acute_trust")["ok"].value is False
    assert decide(policy, {"a_and_e": 60}, "ambulance_trust")["ok"].value is True


def test_of_a_kind_that_is_not_rated_every_part_does_not_apply() -> None:
    policy = policy_of(
        VOCABULARY
        + FINANCE
        + "value before = finance.average 1 quarter earlier\n"
        + "rating worst: risk_rating\n    start with finance.margin 1 quarter earlier\n"
    )
    records = tuple(
        record_of("RXX", period, {"margin": 0}, policy.vocabulary, kind=kind)
        for period, kind in (("Q1 2008/09", "care_home"), ("Q2 2008/09", "acute_trust"))
    )
    panel = Panel.of(prepared(policy), Facts(records, {}))
    decision = panel.decide(prepared(policy), records[1])
    assert decision["before"].value is DOES_NOT_APPLY
    assert decision["worst"].value is DOES_NOT_APPLY
