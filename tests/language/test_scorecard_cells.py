"""The cells of a scorecard: which band a measure is in."""

import pytest

from policy_dsl.values.absence import NotKnown
from tests.language.cards import VOCABULARY, band, bands, card
from tests.language.cases import decide, policy_of


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
