"""Thresholds that no value of their fact is at."""

from __future__ import annotations

import pytest

from tests.lint.reading import page, told

BAD, GOOD = page("finer-threshold")


def test_each_figure_is_pointed_at() -> None:
    assert told(BAD) == [("finer-threshold", 15, "94.95%"), ("finer-threshold", 15, "2.5")]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("waits >= 94.950%", True),
        ("waits = 94.95%", True),
        ("94.95% <= waits", True),
        ("waits >= 95.00%", False),
        ("waits >= 94.9%", False),
        # What is worked out has more places than the facts it is made of.
        ("waits - waits 1 quarter earlier >= 0.05%", False),
        ("falls / 2 >= 1.5", False),
    ],
)
def test_what_is_said_of_a_figure(written: str, said: bool) -> None:
    text = GOOD.replace("waits >= 95.0%", written)
    assert [code for code, _, _ in told(text)] == ["finer-threshold"] * said


def test_a_fact_without_declared_places_may_be_at_any_figure() -> None:
    text = BAD.replace("percent to 1 place", "percent").replace("count ", "number")
    assert told(text) == []
