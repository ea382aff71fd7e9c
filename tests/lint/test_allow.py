"""`# allow CODE: reason`, and what is said of such comments."""

from __future__ import annotations

import pytest

from policy_dsl.findings import fix
from tests.lint.reading import found, page, told

BAD, GOOD = page("unused-fact")
LINE = '    staff count   "Nurses on the ward"'


@pytest.mark.parametrize(
    "line",
    [
        LINE + "  # allow unused-fact: published from next year",
        "    # allow unused-fact: published from next year\n" + LINE,
        "    # allow unused-fact: published from next year\n    # and never before\n" + LINE,
    ],
)
def test_a_finding_stands(line: str) -> None:
    assert told(BAD.replace(LINE, line)) == []


def test_it_silences_one_finding_on_its_own_line_only() -> None:
    line = LINE + "  # allow unused-fact: later\n" + LINE.replace("staff", "beds ")
    assert told(BAD.replace(LINE, line)) == [("unused-fact", 13, "beds")]


def test_it_needs_a_reason() -> None:
    assert [code for code, _, _ in told(BAD.replace(LINE, LINE + "  # allow unused-fact"))] == [
        "unused-fact",
        "allow-without-reason",
    ]


def test_an_unknown_code_and_the_nearest() -> None:
    said = found(BAD.replace(LINE, LINE + "  # allow unused-facts: later")).said
    assert [item.code for item in said] == ["unused-fact", "allow-unknown-code"]
    assert said[1].help == "did you mean `unused-fact`?"


def test_one_that_silences_nothing_is_taken_away_by_the_fix() -> None:
    text = GOOD.replace("    green when", "    # allow todo: none\n    green when")
    assert [code for code, _, _ in told(text)] == ["allow-silences-nothing"]
    assert fix(found(text)).source.text == GOOD


def test_another_comment_about_allowing_is_a_comment() -> None:
    assert (
        told(GOOD.replace("    green when", "    # allowed by the guidance\n    green when")) == []
    )
