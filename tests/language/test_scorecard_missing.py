"""Measures that are missing from a scorecard."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.evaluate.step import Placed
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.types import Value
from tests.language.cards import card
from tests.language.cases import decide, policy_of

ROWS = "a_and_e | 1 | >= 98% | otherwise\nc_diff | 3 | <= 5 | otherwise\nroa | 2 | > 0% | otherwise"
MISSING = "value average = card.average\nvalue total = card.total\nvalue n = count of card\n"


def test_nothing_said_of_what_is_missing_means_not_known() -> None:
    policy = policy_of(card(ROWS, "measure | weight | met | failed") + MISSING)
    assert not decide(policy, {"a_and_e": 99, "roa": 1})["average"].known


def test_where_perhaps_no_band_fits_nothing_is_settled() -> None:
    """Whatever c_diff is, it failed; but of an a_and_e of 97 there would be no average at all."""
    rows = "a_and_e | - | < 95%\nc_diff | - | otherwise"
    policy = policy_of(card(rows) + "value poor = card.average >= 1\n")
    assert decide(policy, {"a_and_e": 94})["poor"].value is True
    assert not decide(policy, {"a_and_e": 97})["poor"].known
    assert not decide(policy, {})["poor"].known


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
