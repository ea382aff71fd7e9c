"""Rows of scorecards whose bands ask about something else."""

from __future__ import annotations

import pytest

from tests.lint.reading import page, told

BAD, GOOD = page("unread-measure")
ROW = "| referrals_met | when waits_met | otherwise |"


def test_the_measure_is_pointed_at() -> None:
    assert told(BAD) == [("unread-measure", 22, "referrals_met")]


def test_what_the_measure_rests_on_will_do() -> None:
    assert told(GOOD) == []
    assert told(BAD.replace(ROW, ROW.replace("when waits_met", "when referrals > 5"))) == []


@pytest.mark.parametrize("cells", ["| when waits_met | no |", "| yes | otherwise |"])
def test_a_band_that_is_held_against_the_measure_asks_about_it(cells: str) -> None:
    assert told(BAD.replace(ROW, f"| referrals_met {cells}")) == []


def test_a_measure_of_no_band_is_asked_about_elsewhere() -> None:
    assert told(BAD.replace(ROW, ROW.replace("otherwise", "-        "))) == [
        ("unread-measure", 22, "referrals_met")
    ]
