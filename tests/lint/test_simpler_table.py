"""Rows of a table that one row would say."""

from __future__ import annotations

import pytest

from policy_dsl.findings import fix
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText
from tests.lint.reading import found, page, told

BAD, GOOD = page("simpler-table")
ROW = "    | partial  | red   |"


def test_the_second_of_the_rows_is_pointed_at() -> None:
    assert told(BAD) == [("simpler-table", 19, "| partial  | red   |")]


def test_the_fix_is_the_better_text() -> None:
    assert fix(found(BAD)).source.text == GOOD


def test_three_rows_become_one() -> None:
    text = BAD.replace("    | complete | green |", "    | complete | red   |")
    once = fix(found(text)).source.text
    twice = fix(found(once)).source.text
    assert "| no_plan or partial or complete | red   |" in twice
    assert told(twice) == []


@pytest.mark.parametrize(
    "row", ["    | partial  | amber |", ROW + "   [WG 7]", "    | any      | red   |"]
)
def test_rows_that_are_not_the_same(row: str) -> None:
    policy, _ = check_text(SourceText("sample.policy", BAD.replace(ROW, row)))
    assert policy is not None
    assert all(code != "simpler-table" for code, _, _ in told(BAD.replace(ROW, row)))
