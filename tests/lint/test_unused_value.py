"""Values that nothing reads."""

from __future__ import annotations

from policy_dsl.findings import fix
from tests.lint.reading import found, page, told

BAD, GOOD = page("unused-value")


def test_the_name_is_pointed_at() -> None:
    assert told(BAD) == [("unused-value", 13, "shortfall")]


def test_it_is_left_where_it_stands() -> None:
    assert fix(found(BAD)).source.text == BAD


def test_what_an_example_expects_is_wanted() -> None:
    assert told(GOOD) == []


def test_without_a_rating_every_value_is_a_result() -> None:
    assert told(BAD.partition("rating")[0]) == []
