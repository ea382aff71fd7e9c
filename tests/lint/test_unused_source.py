"""Sources that nothing cites."""

from __future__ import annotations

from policy_dsl.findings import fix
from tests.lint.reading import found, page, told

BAD, GOOD = page("unused-source")


def test_the_name_is_pointed_at() -> None:
    assert told(BAD) == [("unused-source", 7, "OLD")]


def test_the_fix_is_the_better_text() -> None:
    assert fix(found(BAD)).source.text == GOOD


def test_a_citation_anywhere_is_enough() -> None:
    assert told(BAD.replace("[WG 1]", "[WG 1] [OLD]")) == []
