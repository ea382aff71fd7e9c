"""Versions that name another year than the dates in force."""

from __future__ import annotations

import pytest

from tests.lint.reading import page, told

BAD, GOOD = page("version-and-dates")


def test_the_version_is_pointed_at() -> None:
    assert told(BAD) == [("version-and-dates", 1, "2026-27")]


@pytest.mark.parametrize(
    ("version", "dates"),
    [
        ("2026-27", "2026-07-01 to 2027-06-30"),
        ("2026-27", "2027-03-31 to 2027-12-31"),
        ("2026-27", "2025-04-01 to 2026-04-01"),
        ("2026-27", "from 2025-04-01"),
        # These name no year, or that of a document.
        ("2026", "2025-04-01 to 2026-03-31"),
        ("2026-28", "2025-04-01 to 2026-03-31"),
        ("1999-00", "1999-04-01 to 2000-03-31"),
    ],
)
def test_a_day_of_the_year_is_enough(version: str, dates: str) -> None:
    text = GOOD.replace("version 2026-27", f"version {version}")
    assert told(text.replace("in force 2026-04-01 to 2027-03-31", f"in force {dates}")) == []


@pytest.mark.parametrize("dates", ["2027-04-01 to 2028-03-31", "from 2027-04-01"])
def test_dates_after_it_are_told_too(dates: str) -> None:
    assert told(GOOD.replace("2026-04-01 to 2027-03-31", dates))
