"""Scorecards: bands, points, weights, what is missing, and whom a row is for."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.panel import Panel
from policy_dsl.evaluate.step import Placed
from policy_dsl.facts.read import record_of
from policy_dsl.facts.records import Facts
from policy_dsl.pipeline import prepared
from policy_dsl.syntax.scorecards import CardRow
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.types import Value
from tests.language.cases import codes, decide, ends, policy_of

VOCABULARY = """
scale risk_rating best to worst: 5, 4, 3, 2, 1
scale outcome     best to worst: met, failed
scale three       best to worst: performing, under_review, underperforming
choice reply: prompt, late
scale priority    best to worst: low, high

facts each quarter
    margin    percent from -100 to 100 "EBITDA margin"
    roa       percent                  "Return on assets"
    liquidity days                     "Liquid ratio"
    a_and_e   percent                  "A&E within four hours"
    c_diff    count                    "C. difficile cases"
    ceiling   count                    "The most cases allowed"
    activity  percent                  "Activity against plan"
    on_time   yes_or_no                "Return made on time"
    answer    reply                    "How it answered"
    cqc       outcome                  "What the inspector found"
    share     percent                  "A weight that is supplied"
"""

FINANCE = """
scorecard finance: risk_rating [DOC table 2]
    | measure   | weight | 5          | 4          | 3          | 2          | 1         |
    | margin    |    25% | >= 11%     | >= 9%      | >= 5%      | >= 1%      | otherwise |
    | roa       |    25% | >= 6%      | >= 5%      | >= 3%      | >= -2%     | otherwise |
    | liquidity |    50% | >= 60 days | >= 25 days | >= 15 days | >= 10 days | otherwise |
value average = finance.average
value total = finance.total
value lowest = finance.lowest
value highest = finance.highest
"""


def card(rows: str, head: str = "measure | met | failed", lines: str = "") -> str:
    """A scorecard `card` on the scale `outcome`, with points."""
    return (
        f"{VOCABULARY}\nscorecard card: outcome\n    points failed 1, met 0\n{lines}"
        f"    | {head} |\n" + "".join(f"    | {row} |\n" for row in rows.split("\n"))
    )


def bands(decision: Decision, name: str = "card") -> dict[str, Value]:
    """The band of each measure."""
    return {
        step.rule.cells[0].tests[0].value.text: step.value  # type: ignore[union-attr]
        for step in decision[name].inputs
        if isinstance(step.rule, CardRow)
    }


def band(rows: str, head: str = "measure | met | failed", **facts: object) -> str:
    """The band of the only measure, as text."""
    (value,) = bands(decide(policy_of(card(rows, head)), facts)).values()
    return str(value)


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


# ---- cells --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("activity", "expected"),
    [
        ("90%", "performing"),
        ("110%", "performing"),
        ("89.9%", "under_review"),
        ("80%", "under_review"),
        ("120%", "under_review"),
        ("79.9%", "underperforming"),
        ("120.1%", "underperforming"),
    ],
)
def test_two_sided_bands(activity: str, expected: str) -> None:
    policy = policy_of(
        VOCABULARY
        + """
scorecard card: three
    points performing 3, under_review 2, underperforming 0
    | measure  | performing  | underperforming | under_review |
    | activity | 90% to 110% | < 80% or > 120% | otherwise    |
"""
    )
    assert str(bands(decide(policy, {"activity": activity}))["activity"]) == expected


def test_a_cell_compares_with_a_fact_a_value_and_an_interpretation() -> None:
    rows = (
        "c_diff | <= ceiling | otherwise\na_and_e | >= goal | otherwise\nroa | >= least | otherwise"
    )
    policy = policy_of(
        card(rows) + 'value goal = 98%\ninterpretation least = 3% or 2%\n    "The text has both."\n'
    )
    found = bands(decide(policy, {"c_diff": 3, "ceiling": 3, "a_and_e": 97, "roa": 3}))
    assert [str(value) for value in found.values()] == ["met", "failed", "met"]


def test_a_cell_may_be_a_condition_in_full() -> None:
    row = "c_diff | when c_diff <= ceiling and on_time | otherwise"
    assert band(row, c_diff=1, ceiling=2, on_time=True) == "met"
    assert band(row, c_diff=1, ceiling=2, on_time=False) == "failed"


def test_cells_are_read_from_the_left_and_the_first_that_fits_is_taken() -> None:
    assert band("roa | >= 1% | >= 0%", roa=5) == "met"
    assert band("roa | >= 0% | >= 1%", "measure | failed | met", roa=5) == "failed"


def test_labels_texts_and_answers_are_placed_too() -> None:
    assert band("answer | prompt | late", answer="late") == "failed"
    assert band("cqc | met | failed", cqc="met") == "met"
    assert band("cqc | failed or better | otherwise", cqc="failed") == "met"


def test_a_dash_is_a_band_that_a_measure_does_not_have() -> None:
    assert band("roa | - | otherwise", roa=5) == "failed"


def test_a_measure_in_no_band_is_not_known_and_says_so() -> None:
    policy = policy_of(card("roa | > 5% | < 5%") + "value average = card.average\n")
    value = decide(policy, {"roa": 5})["average"].value
    assert isinstance(value, NotKnown)
    assert value.gap
    assert value.reason == "no band of card fits roa"


def test_what_a_cell_further_right_needs_is_not_read() -> None:
    policy = policy_of(card("roa | > 5% | when c_diff > ceiling"))
    assert decide(policy, {"roa": 6}).missing == ()


def test_a_measure_not_known_leaves_the_bands_it_can_be_in() -> None:
    policy = policy_of(card("margin | > 150% | when on_time"))
    (row,) = decide(policy, {"on_time": True})["card"].inputs
    assert str(row.value) == "failed"  # a margin is at most 100%


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


# ---- what is missing ----------------------------------------------------------------------------

ROWS = "a_and_e | 1 | >= 98% | otherwise\nc_diff | 3 | <= 5 | otherwise\nroa | 2 | > 0% | otherwise"
MISSING = "value average = card.average\nvalue total = card.total\nvalue n = count of card\n"


def test_nothing_said_of_what_is_missing_means_not_known() -> None:
    policy = policy_of(card(ROWS, "measure | weight | met | failed") + MISSING)
    assert not decide(policy, {"a_and_e": 99, "roa": 1})["average"].known


def test_leave_out_weighs_the_others_anew() -> None:
    policy = policy_of(
        card(ROWS, "measure | weight | met | failed", "    when missing leave out\n") + MISSING
    )
    decision = decide(policy, {"a_and_e": 99, "roa": 0})
    assert decision["average"].value == Fraction(2, 3)
    assert decision["n"].value == 2
    detail = decision["card"].inputs[1].detail
    assert isinstance(detail, Placed)
    assert detail.left_out


def test_counts_as_puts_a_band_in_its_place() -> None:
    policy = policy_of(
        card(ROWS, "measure | weight | met | failed", "    when missing counts as failed\n")
        + MISSING
    )
    decision = decide(policy, {"a_and_e": 99, "roa": 1})
    assert decision["total"].value == 3
    detail = decision["card"].inputs[1].detail
    assert isinstance(detail, Placed)
    assert detail.counted_as


def test_a_threshold_that_is_missing_is_not_left_out() -> None:
    policy = policy_of(
        card("c_diff | <= ceiling | otherwise", lines="    when missing leave out\n")
        + "value average = card.average\n"
    )
    assert not decide(policy, {"c_diff": 3})["average"].known


def test_a_zero_denominator_is_not_left_out() -> None:
    policy = policy_of(
        card(
            "ratio | > 1 | otherwise\nroa | > 0% | otherwise", lines="    when missing leave out\n"
        )
        + "value ratio = c_diff / ceiling\nvalue average = card.average\n"
    )
    value = decide(policy, {"c_diff": 3, "ceiling": 0, "roa": 1})["average"].value
    assert isinstance(value, NotKnown)
    assert "zero denominator" in value.reason


def test_with_every_measure_missing_there_is_no_average() -> None:
    policy = policy_of(
        card("roa | > 0% | otherwise", lines="    when missing leave out\n") + MISSING
    )
    value = decide(policy)["average"].value
    assert isinstance(value, NotKnown)
    assert value.reason == "every measure is missing"
    assert value.missing == {"roa"}


FIGURES = st.fixed_dictionaries(
    {},
    optional={
        "a_and_e": st.sampled_from([97, 98]),
        "c_diff": st.sampled_from([5, 6]),
        "roa": st.sampled_from([0, 1]),
        "activity": st.sampled_from([50, 100]),
    },
)
BY_MEASURE = {
    "a_and_e": "a_and_e | 1 | >= 98% | otherwise",
    "c_diff": "c_diff | 3 | <= 5 | otherwise",
    "roa": "roa | 2 | > 0% | otherwise",
    "activity": "activity | 0.5 | 90% to 110% | otherwise",
}
NUMBERS = (
    "value average = card.average\nvalue total = card.total\n"
    "value lowest = card.lowest\nvalue highest = card.highest\n"
    "value failing = count of card where band is failed\n"
    "value every = every of card where weight < 3 or band is met\n"
)


def numbers(measures: list[str], facts: dict[str, int], lines: str = "") -> dict[str, Value]:
    """Everything that is worked out from a card of these measures."""
    rows = "\n".join(BY_MEASURE[name] for name in measures)
    policy = policy_of(card(rows, "measure | weight | met | failed", lines) + NUMBERS)
    decision = decide(policy, facts)
    return {name: step.value for name, step in decision.results.items()}


@given(FIGURES.filter(bool))
def test_law_leave_out_equals_removing_the_row(facts: dict[str, int]) -> None:
    left_out = numbers(list(BY_MEASURE), facts, "    when missing leave out\n")
    assert left_out == numbers([name for name in BY_MEASURE if name in facts], facts)


@given(FIGURES, st.permutations(list(BY_MEASURE)))
def test_law_the_order_of_rows_does_not_matter(facts: dict[str, int], order: list[str]) -> None:
    assert numbers(order, facts) == numbers(list(BY_MEASURE), facts)


@given(FIGURES, st.data())
def test_law_a_further_fact_never_widens_the_bounds(
    facts: dict[str, int], data: st.DataObject
) -> None:
    missing = [name for name in BY_MEASURE if name not in facts]
    if not missing:
        return
    name = data.draw(st.sampled_from(missing))
    wide = numbers(list(BY_MEASURE), facts)["average"]
    narrow = numbers(list(BY_MEASURE), {**facts, name: 98})["average"]
    assert isinstance(wide, NotKnown)
    assert wide.low is not None
    assert wide.high is not None
    low, high = (narrow.low, narrow.high) if isinstance(narrow, NotKnown) else (narrow, narrow)
    assert wide.low <= low <= high <= wide.high  # type: ignore[operator]


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


# ---- what the checker says ----------------------------------------------------------------------

ONE = "roa | > 0% | otherwise"
WEIGHED = "measure | weight | met | failed"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (card("rao | > 0% | otherwise"), ["unknown-name"]),
        (card(ONE + "\nroa | > 1% | otherwise"), ["duplicate-measure"]),
        (card("roa | > 0%"), ["columns"]),
        (card(ONE, "measure | met | faild"), ["unknown-label"]),
        (card(ONE, "measure | met | met"), ["columns", "unreachable"][:1]),
        (card("> 0% | roa | otherwise", "met | measure | failed"), None),
        (card("roa", "measure"), ["columns"]),
        (card("roa | > 0 | otherwise"), ["unit"]),
        (card("roa | prompt | otherwise"), ["label-here"]),
        (card("roa | any | otherwise"), ["columns"]),
        (card("roa | yes | otherwise"), ["type"]),
        (card("roa | when c_diff | otherwise"), ["type"]),
        (card("roa | otherwise | < 0%"), ["unreachable"]),
        (card("5% | > 0% | otherwise"), ["columns"]),
        (card("roa | 60% | > 0% | otherwise\nc_diff | 30% | 0 | otherwise", WEIGHED), ["weights"]),
        (card("roa | 60% | > 0% | otherwise\nc_diff | 3 | 0 | otherwise", WEIGHED), ["unit"]),
        (card("roa | -1 | > 0% | otherwise", WEIGHED), ["weights"]),
        (card("roa | on_time | > 0% | otherwise", WEIGHED), ["columns"]),
        (card("roa | 5 days | > 0% | otherwise", WEIGHED), ["columns"]),
        (card("roa | > 1 | > 0% | otherwise", WEIGHED), ["columns"]),
        (card(ONE, lines="    when missing counts as fail\n"), ["unknown-label"]),
        (card(ONE, lines="    when missing leave out\n    when missing leave out\n"), ["columns"]),
        (card(ONE, lines="    points failed 1\n"), ["columns"]),
        (card("roa | yes | > 0% | otherwise", "measure | band | met | failed"), ["reserved-word"]),
        (
            card(
                "roa | yes | > 0% | otherwise\nc_diff | 5 | 0 | otherwise",
                "measure | national | met | failed",
            ),
            ["type"],
        ),
        (
            card("roa | trust | > 0% | otherwise", "measure | applies_to | met | failed"),
            ["unknown-kind"],
        ),
        (card("roa | 5 | > 0% | otherwise", "measure | applies_to | met | failed"), ["columns"]),
        (card(ONE) + "value x = card\n", ["type"]),
        (card(ONE) + "value x = card.mean\n", ["unknown-member"]),
        (card(ONE) + "value x = card.roa.band\n", ["type"]),
        (card(ONE) + "value x = roa.average\n", ["type"]),
        (card(ONE) + "value x = crad.average\n", ["unknown-name"]),
        (card(ONE) + "group g = card, roa\n", ["type"]),
        (card("g | > 0% | otherwise") + "group g = margin, roa\n", ["type"]),
        (card("v | > 0 | otherwise") + "value v = card.average\n", ["cycle"]),
        (
            VOCABULARY + "scorecard c: number\n    | measure | 1 |\n    | roa | otherwise |\n",
            ["type"],
        ),
        (
            VOCABULARY
            + "scorecard c: outcome\n    points met 0\n    | measure | met | failed |\n"
            + "    | roa | > 0% | otherwise |\n",
            ["points"],
        ),
        (
            VOCABULARY
            + "scorecard c: outcome\n    points met 0, met 1, failed 2%\n"
            + "    | measure | met | failed |\n    | roa | > 0% | otherwise |\n",
            ["duplicate-label", "type"],
        ),
        (
            VOCABULARY
            + "scorecard c: outcome\n    | measure | met | failed |\n"
            + "    | roa | > 0% | otherwise |\nvalue x = c.average\n",
            ["points"],
        ),
    ],
)
def test_mistakes(body: str, expected: list[str] | None) -> None:
    found = codes(body)
    assert found == expected if expected is not None else "columns" in found


def test_weights_make_a_hundred_for_each_kind() -> None:
    rows = (
        "a_and_e | acute_trust | 40% | > 0% | otherwise\n"
        "c_diff | ambulance_trust or mental_health_trust | 50% | 0 | otherwise\n"
        "roa | any | 60% | > 0% | otherwise"
    )
    assert codes(card(rows, "measure | applies_to | weight | met | failed")) == ["weights"]


def test_what_a_band_compares_with_is_a_name_elsewhere_too() -> None:
    policy = policy_of(
        card("cqc | before | otherwise").replace(
            "facts each quarter\n", 'facts each quarter\n    before outcome "Before"\n', 1
        )
        + "value same = cqc is before\n"
        + "rating kept: outcome\n    start with cqc\n    override o becomes before when on_time\n"
    )
    decision = decide(policy, {"cqc": "met", "before": "failed", "on_time": True})
    assert decision["same"].value is False
    assert str(decision["kept"].value) == "failed"


def test_an_attribute_may_be_called_like_a_result() -> None:
    policy = policy_of(
        card("roa | cost | > 0% | otherwise", "measure | domain | met | failed")
        + "value cost = card.total\nvalue n = count of card where domain is cost\n"
    )
    assert decide(policy, {"roa": 0})["n"].value == 1
