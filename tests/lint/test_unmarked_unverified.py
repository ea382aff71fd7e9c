"""Sources and lines that say they are not verified and are graded better."""

from __future__ import annotations

from policy_dsl.findings import fix
from tests.lint.reading import found, page, told

BAD, GOOD = page("unmarked-unverified")


def test_the_grade_is_pointed_at() -> None:
    assert told(BAD) == [("unmarked-unverified", 7, "secondary")]


def test_the_fix_is_the_better_text() -> None:
    assert fix(found(BAD)).source.text == GOOD


def test_a_comment_beside_a_line() -> None:
    text = GOOD.replace("[WG 1]", "[WG 1]  # from memory")
    assert told(text) == [("unmarked-unverified", 11, "from memory")]
    assert fix(found(text)).mended == ()
    assert told(text.replace("[WG 1]", "[WG 1] [MEM]")) == []
