"""Mistakes between files: editions of one policy, and names that no library holds."""

from pathlib import Path

import pytest

from policy_dsl.library import editions, find, overlaps
from policy_dsl.source import Diagnostic, Severity


def write(folder: Path, name: str, version: str, dates: str, policy: str = "a.b") -> None:
    text = f'policy {policy} version {version}\n    title "T"\n    in force {dates}\n'
    (folder / f"{name}.policy").write_text(f"{text}    rates trust each quarter\n", "utf-8")


def between(folder: Path) -> list[Diagnostic]:
    found, said = editions(folder)
    assert said == []
    return overlaps(found)


def test_editions_that_follow_each_other(tmp_path: Path) -> None:
    write(tmp_path, "one", "2024", "2024-04-01 to 2025-03-31")
    write(tmp_path, "two", "2025", "2025-04-01 to 2026-03-31")
    write(tmp_path, "three", "2026", "from 2026-04-01")
    write(tmp_path, "other", "2025", "2025-04-01 to 2026-03-31", policy="a.c")
    assert between(tmp_path) == []


@pytest.mark.parametrize("dates", ["2025-03-31 to 2026-03-31", "2024-06-01 to 2024-06-01"])
def test_one_day_in_common_is_an_overlap(tmp_path: Path, dates: str) -> None:
    write(tmp_path, "one", "2024", "2024-04-01 to 2025-03-31")
    write(tmp_path, "two", "2025", dates)
    (said,) = between(tmp_path)
    assert said.code == "editions-overlap"
    assert "version 2025 is in force from" in said.message
    assert "while version 2024 is in force until 2025-03-31" in said.message
    assert said.source is not None
    assert said.source.path.endswith("two.policy")
    span = said.labels[0].span
    assert said.source.text[span.start : span.end] == f"in force {dates}"


def test_an_edition_without_an_end_overlaps_all_later_ones(tmp_path: Path) -> None:
    write(tmp_path, "one", "2024", "from 2024-04-01")
    write(tmp_path, "two", "2025", "2025-04-01 to 2026-03-31")
    write(tmp_path, "three", "2026", "2026-04-01 to 2027-03-31")
    said = between(tmp_path)
    assert [item.code for item in said] == ["editions-overlap"] * 2
    assert all("until further notice" in item.message for item in said)


@pytest.mark.parametrize(
    ("begins", "when"),
    [
        ("2025-04-02", "on 2025-04-01"),
        ("2025-04-28", "from 2025-04-01 to 2025-04-27"),
        # A longer time without one may be an edition that nobody has written.
        ("2025-04-29", None),
        ("2026-04-01", None),
    ],
)
def test_a_few_days_without_an_edition_are_a_slip(
    tmp_path: Path, begins: str, when: str | None
) -> None:
    write(tmp_path, "old", "2023", "2023-04-01 to 2024-03-31")
    write(tmp_path, "one", "2024", "2024-04-01 to 2025-03-31")
    write(tmp_path, "two", "2025", f"from {begins}")
    said = between(tmp_path)
    assert [item.message for item in said] == (
        [f"no edition of `a.b` is in force {when}"] if when else []
    )
    assert {item.code for item in said} <= {"editions-apart"}
    assert all(item.severity is Severity.WARNING for item in said)


def test_one_version_in_two_files(tmp_path: Path) -> None:
    write(tmp_path, "one", "2024", "2024-04-01 to 2025-03-31")
    write(tmp_path, "two", "2024", "2025-04-01 to 2026-03-31")
    (said,) = between(tmp_path)
    assert said.code == "duplicate-edition"
    assert "one.policy" in said.message


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    found, said = editions(tmp_path / "nowhere")
    assert found == []
    assert [item.code for item in said] == ["library-missing"]


def test_a_broken_header_is_reported_and_the_other_files_listed(tmp_path: Path) -> None:
    write(tmp_path, "one", "2024", "2024-04-01 to 2025-03-31")
    write(tmp_path, "two", "2025", "2025-04-31 to 2026-03-31")
    (tmp_path / "three.policy").write_bytes(b"\xff\xfe")
    found, said = editions(tmp_path)
    assert [item.version for item in found] == ["2024"]
    assert sorted(item.code for item in said) == ["file-not-utf8", "no-such-date"]


def test_names_that_the_library_does_not_hold(tmp_path: Path) -> None:
    write(tmp_path, "one", "2024-25", "2024-04-01 to 2025-03-31", policy="nhs.oversight")
    write(tmp_path, "two", "2025-26", "2025-04-01 to 2026-03-31", policy="nhs.oversight")
    found, _ = editions(tmp_path)

    chosen, said = find(found, "nhs.oversigth", None)
    assert chosen == []
    assert said is not None
    assert (said.code, said.help) == ("unknown-policy", "did you mean `nhs.oversight`?")

    chosen, said = find(found, "nhs.oversight", "2025-27")
    assert chosen == []
    assert said is not None
    assert (said.code, said.help) == ("unknown-edition", "did you mean `2025-26`?")

    chosen, said = find(found, "nhs.oversight", None)
    assert said is None
    assert [item.version for item in chosen] == ["2024-25", "2025-26"]
