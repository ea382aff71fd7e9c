"""Comments that repeat the figure beside them."""

from __future__ import annotations

import pytest

from policy_dsl.findings import fix
from tests.lint.reading import found, page, told

BAD, GOOD = page("threshold-in-words")
COMMENT = "# at least 95%"


def test_the_figure_in_the_comment_is_pointed_at() -> None:
    assert told(BAD) == [("threshold-in-words", 14, "95")]


def test_the_fix_is_the_better_text() -> None:
    assert fix(found(BAD)).source.text == GOOD


def test_a_figure_in_words() -> None:
    text = BAD.replace(">= 95%", ">= 7%").replace(COMMENT, "# seven or more")
    assert told(text) == [("threshold-in-words", 14, "seven")]


@pytest.mark.parametrize(
    "comment", ["# 95% in the guidance of 2024", "# at least 90%", "# at least as before, 2095"]
)
def test_other_figures_are_no_repetition(comment: str) -> None:
    assert told(BAD.replace(COMMENT, comment)) == []


def test_a_comment_right_above_the_rule() -> None:
    above = "    # 95 per cent or more\n    green when waits >= 95%\n"
    text = BAD.replace(f"    green when waits >= 95%  {COMMENT}\n", above)
    assert told(text) == [("threshold-in-words", 14, "95")]
    assert fix(found(text)).source.text == GOOD
    assert told(text.replace("95 per cent", "90 per cent")) == []  # of the line after the next


def test_a_comment_that_says_more_is_left() -> None:
    text = BAD.replace(COMMENT, "# at least 95% of those admitted")
    assert told(text) == [("threshold-in-words", 14, "95")]
    assert fix(found(text)).mended == ()
