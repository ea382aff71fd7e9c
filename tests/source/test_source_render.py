"""Diagnostics as shown in a terminal."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.source import (
    Diagnostic,
    Label,
    Severity,
    SourceText,
    Span,
    error,
    printable,
    render,
    render_all,
    warning,
)
from policy_dsl.source.terminal import cells


def at(text: str, word: str, help: str | None = None, label: str = "") -> Diagnostic:
    start = text.index(word)
    return error("c", "m", SourceText("p", text), Span(start, start + len(word)), help, label)


def test_the_whole_of_one() -> None:
    text = "\n" * 40 + "    1 when averge_score <= segment_1_up_to\n"
    start = text.index("averge")
    found = error(
        "unknown-name",
        "there is no fact, value or rating named `averge_score`",
        SourceText("policies/2025-26.policy", text),
        Span(start, start + 12),
        help="did you mean `average_score`?",
        label="not declared in this policy",
    )
    assert (
        render(found)
        == """\
error[unknown-name]: there is no fact, value or rating named `averge_score`
  --> policies/2025-26.policy:41:12
   |
41 |     1 when averge_score <= segment_1_up_to
   |            ^^^^^^^^^^^^ not declared in this policy
   = help: did you mean `average_score`?"""
    )


def test_labels_on_several_lines() -> None:
    text = "one two\nthree\nfour\nfive\n"
    found = error(
        "c",
        "m",
        SourceText("p", text),
        Span(14, 18),
        label="again here",
        also=[Label(Span(0, 3), "first here"), Label(Span(4, 7)), Label(Span(8, 13), "and")],
    )
    assert (
        render(found)
        == """\
error[c]: m
 --> p:3:1
  |
1 | one two
  | --- first here
  |     ---
2 | three
  | ----- and
3 | four
  | ^^^^ again here"""
    )


def test_lines_left_out_between_labels_are_marked() -> None:
    found = error("c", "m", SourceText("p", "a\nb\nc"), Span(0, 1), also=[Label(Span(4, 5))])
    assert "\n1 | a\n  | ^\n...\n3 | c\n  | -" in render(found)


def test_a_span_over_several_lines_says_where_it_ends() -> None:
    source = SourceText("p", "a bc\nd\ne\n")
    assert "1 | a bc\n  |   ^^ x (to line 2)" in render(
        error("c", "m", source, Span(2, 6), None, "x")
    )
    assert render(error("c", "m", source, Span(2, 5))).endswith("|   ^^")
    assert render(error("c", "m", source, Span(0, 99))).endswith("^^^^ (to line 3)")


def test_points_newlines_and_the_end_of_the_text_get_one_caret() -> None:
    source = SourceText("p", "ab\n")
    for span, row in [((1, 1), " ^"), ((2, 3), "  ^"), ((2, 2), "  ^"), ((3, 3), "^")]:
        assert render(error("c", "m", source, Span(*span))).splitlines()[-1] == f"  | {row}"


def test_tabs_wide_characters_marks_and_controls_keep_the_caret_in_place() -> None:
    for text, row, carets in [
        ("\tx", "    x", "    ^"),
        ("日本x", "日本x", "    ^"),
        ("e\u0301x", "e\u0301x", " ^"),
        ("\x1b[x", r"\x1b[x", "     ^"),
        ("\u202ex", r"\u202ex", "      ^"),
    ]:
        rows = render(at(text, "x")).splitlines()
        assert rows[-2:] == [f"1 | {row}", f"  | {carets}"]
    assert render(at("a\tb", "\t")).endswith("  |  ^^^^")
    assert render(at("日本", "本")).endswith("  |   ^^")
    assert render(at("be\u0301", "\u0301")).endswith("  |  ^")


def test_a_long_line_is_shown_around_the_caret() -> None:
    text = "a " * 5_000_000 + "HERE" + " b" * 100
    started = time.process_time()
    rows = render(at(text, "HERE", label="x")).splitlines()
    assert time.process_time() - started < 2
    shown, carets = rows[-2][4:], rows[-1][4:]
    assert len(shown) <= 100
    assert shown.startswith("...")
    assert shown.endswith("...")
    assert shown[carets.index("^") :].startswith("HERE")
    assert carets.endswith("^^^^ x")


def test_a_long_line_of_marks_is_cut_too() -> None:
    text = "\u0301" * 1_000_000
    found = error("c", "m", SourceText("p", text), Span(500_000, 500_001))
    assert max(map(len, render(found).splitlines())) <= 500


def test_far_labels_on_a_long_line_are_each_shown() -> None:
    text = "FIRST" + " " * 500 + "SECOND"
    found = error("c", "m", SourceText("p", text), Span(0, 5), also=[Label(Span(505, 511))])
    shown = render(found)
    assert "1 | FIRST" in shown
    assert "SECOND\n" in shown


def test_a_message_that_quotes_megabytes_is_cut() -> None:
    found = Diagnostic("c", Severity.ERROR, "x" * 5_000_000, None, help="y" * 5_000_000)
    assert len(render(found)) < 3000


def test_without_a_text() -> None:
    found = Diagnostic("file-missing", Severity.ERROR, "no `a`", None, help="h", path="a\x1b")
    assert render(found) == "error[file-missing]: no `a`\n --> a\\x1b\n  = help: h"
    assert render(Diagnostic("c", Severity.WARNING, "m", None)) == "warning[c]: m"


def test_colour_changes_nothing_but_colour() -> None:
    found = at("one two", "two", label="x", help="h")
    coloured = render(found, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(found)


def test_all_are_sorted_and_counted() -> None:
    source = SourceText("p", "ab")
    found = [
        warning("w", "third", source, Span(1, 2)),
        error("e", "second", source, Span(0, 1)),
        error("d", "first", source, Span(0, 1)),
    ]
    shown = render_all(found)
    assert [shown.index(word) for word in ("first", "second", "third")] == sorted(
        shown.index(word) for word in ("first", "second", "third")
    )
    assert shown.endswith("\n\n2 errors, 1 warning")
    assert render_all(found[:1]).endswith("\n\n1 warning")
    assert render_all([]) == "no errors, no warnings"


ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=200) | st.text(
    "a日\t\n\u0301\x1b\u202e\u1161", max_size=1500
)
LABELS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 300), ANY_TEXT).map(
        lambda given: Label(Span(min(given[:2]), max(given[:2])), given[2])
    ),
    max_size=4,
).map(tuple)


@given(ANY_TEXT, LABELS, ANY_TEXT, st.none() | ANY_TEXT, st.none() | ANY_TEXT)
def test_any_text_is_shown_without_control_characters(
    text: str, labels: tuple[Label, ...], message: str, help: str | None, path: str | None
) -> None:
    source = SourceText(message, text)
    for given_source in (source, None):
        found = Diagnostic("c", Severity.ERROR, message, given_source, labels, help, path)
        shown = render(found)
        for character in shown.replace("\n", ""):
            assert unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        # Only our own rows: nothing from outside can begin one.
        rows = shown.splitlines()[1:]
        assert all(re.match(r" *(-->|\d+ \||\||=)|\.\.\.$", row) for row in rows)
        assert render(found) == shown


def columns(row: str) -> list[str]:
    """What stands in each column; the second half of a wide character is empty."""
    found: list[str] = []
    for shown, width in cells(row):
        if width == 0:
            found[-1] += shown
        else:
            found.extend([shown, *[""] * (width - 1)])
    return found


LINE = st.text("ab \t日é\x1b\u202e\u0301👍", max_size=400)


@given(before=LINE, word=st.text("xyz日\x07", min_size=1, max_size=30), after=LINE)
def test_the_caret_lies_under_the_exact_text(before: str, word: str, after: str) -> None:
    text = f"{before}{word}{after.lstrip(chr(0x301))}"
    source = SourceText("p", f"head\n{text}\ntail")
    start = 5 + len(before)
    shown, carets = render(error("c", "m", source, Span(start, start + len(word)))).splitlines()[
        -2:
    ]
    stands = columns(shown)
    left, right = carets.index("^"), len(carets)
    assert "".join(stands[left:right]) == printable(word)
    assert len(stands) <= len("2 | ") + 100


@pytest.mark.parametrize("length", [90, 96, 100, 101, 300, 2000])
def test_a_label_as_wide_as_the_line_stays_within_it(length: int) -> None:
    shown, carets = render(at("x" * length, "x" * length)).splitlines()[-2:]
    assert len(shown) <= 104
    assert len(carets) <= len(shown)
