"""Open points that no rule turns on."""

from __future__ import annotations

from policy_dsl.findings import fix
from tests.lint.reading import found, page, told

BAD, GOOD = page("unused-interpretation")


def test_the_name_is_pointed_at() -> None:
    assert told(BAD) == [("unused-interpretation", 13, "green_from")]


def test_it_is_left_where_it_stands() -> None:
    assert fix(found(BAD)).source.text == BAD


def test_a_reading_that_an_example_takes_does_not_count() -> None:
    text = BAD + '\nexample "Other"\n    given waits 95%, green_from 96%\n    expect access green\n'
    assert [code for code, _, _ in told(text)] == ["unused-interpretation"]
