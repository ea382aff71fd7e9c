"""Scorecards: a line for each measure, the arithmetic, and which rows were selected."""

from .constructs import cards
from .telling import in_order, told


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
