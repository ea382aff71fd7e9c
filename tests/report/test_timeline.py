"""The editions of a policy over time: gaps, overlaps, and what each changed."""

from datetime import date
from pathlib import Path

import pytest

from policy_dsl.library import editions
from policy_dsl.report.timeline import Entry, Stretch, timeline

TEXT = """policy a.b version VERSION
    title "Edition VERSION"
    in force DATES
    rates trust each quarter

source DOC published "The framework"

scale light best to worst: green, red

facts each quarter [DOC]
    waits percent "Waits"

rating access: light [DOC]
    red when waits < LIMIT%
    green otherwise
"""


def write(folder: Path, version: str, dates: str, limit: str = "90") -> None:
    text = TEXT.replace("VERSION", version).replace("DATES", dates).replace("LIMIT", limit)
    (folder / f"{version}.policy").write_text(text)


def told(folder: Path) -> list[str]:
    found, _ = editions(folder)
    return [
        one.edition.version
        if isinstance(one, Entry)
        else f"{one.kind} {one.first_day} {one.last_day} {one.days}"
        for one in timeline(found, folder)
    ]


def test_editions_that_follow_each_other(tmp_path: Path) -> None:
    write(tmp_path, "2024", "2024-04-01 to 2025-03-31")
    write(tmp_path, "2025", "from 2025-04-01")
    assert told(tmp_path) == ["2024", "2025"]


@pytest.mark.parametrize(
    ("dates", "between"),
    [
        ("2025-04-02 to 2025-06-30", "gap 2025-04-01 2025-04-01 1"),
        ("2025-03-31 to 2025-06-30", "overlap 2025-03-31 2025-03-31 1"),
        ("2025-01-01 to 2025-01-31", "overlap 2025-01-01 2025-01-31 31"),
        ("from 2025-03-01", "overlap 2025-03-01 2025-03-31 31"),
    ],
)
def test_days_without_an_edition_and_with_two(tmp_path: Path, dates: str, between: str) -> None:
    write(tmp_path, "2024", "2024-04-01 to 2025-03-31")
    write(tmp_path, "2025", dates)
    assert told(tmp_path) == ["2024", between, "2025"]


def test_an_edition_without_an_end_overlaps_all_later_ones(tmp_path: Path) -> None:
    write(tmp_path, "2024", "from 2024-04-01")
    write(tmp_path, "2025", "2025-04-01 to 2025-06-30")
    write(tmp_path, "2026", "from 2026-04-01")
    assert told(tmp_path) == [
        "2024",
        "overlap 2025-04-01 2025-06-30 91",
        "2025",
        "overlap 2026-04-01 None None",
        "2026",
    ]


def test_a_short_edition_within_a_long_one_makes_no_gap(tmp_path: Path) -> None:
    write(tmp_path, "2023", "2023-04-01 to 2025-03-31")
    write(tmp_path, "2024", "2024-04-01 to 2024-06-30")
    write(tmp_path, "2025", "2025-04-01 to 2026-03-31")
    assert told(tmp_path) == ["2023", "overlap 2024-04-01 2024-06-30 91", "2024", "2025"]


def test_what_an_edition_changed(tmp_path: Path) -> None:
    write(tmp_path, "2024", "2024-04-01 to 2025-03-31")
    write(tmp_path, "2025", "2025-04-01 to 2026-03-31", limit="95")
    write(tmp_path, "2026", "from 2026-04-01", limit="85")
    first, second, third = timeline(editions(tmp_path)[0], tmp_path)
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert isinstance(third, Entry)
    assert first.changes is None
    assert second.changes is not None
    assert (second.changes.total, second.changes.stricter, second.changes.easier) == (2, 1, 0)
    assert dict(second.changes.kinds) == {"threshold": 1, "wording": 1}
    (weightiest,) = second.changes.weightiest
    assert weightiest.said == "access: red when waits < 95% instead of waits < 90% (stricter)"
    assert third.changes is not None
    assert (third.changes.stricter, third.changes.easier) == (0, 1)


def test_an_edition_with_mistakes_keeps_its_place(tmp_path: Path) -> None:
    write(tmp_path, "2024", "2024-04-01 to 2025-03-31")
    write(tmp_path, "2025", "2025-04-01 to 2026-03-31", limit="x")
    write(tmp_path, "2026", "from 2026-04-01")
    entries = timeline(editions(tmp_path)[0], tmp_path)
    assert [isinstance(one, Entry) and one.policy is None for one in entries] == [
        *(False, True, False)
    ]
    assert all(isinstance(one, Entry) and one.changes is None for one in entries)
    assert Stretch("gap", date(2025, 1, 1), date(2025, 1, 31)).days == 31
