"""The help beside a line that cannot be read is an edit with which the parser reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policy_dsl.source import SourceText
from policy_dsl.syntax import repairs
from policy_dsl.syntax.look_alikes import meant_by
from policy_dsl.syntax.parse import parse
from policy_dsl.syntax.said_otherwise import REWRITINGS
from tests.syntax.expectations import examples, read_example

MISTAKES = Path(__file__).parent / "mistakes"


def helps(text: str) -> list[str | None]:
    """The helps of the mistakes in declarations."""
    return [one.help for one in parse(SourceText("p", text))[1]]


def test_every_rewriting_stands_among_the_mistakes() -> None:
    lines = [
        line.strip()
        for path in examples(MISTAKES)
        for line in read_example(path).source.text.split("\n")
    ]
    unseen = [
        pattern.pattern
        for pattern, _, _ in REWRITINGS
        if not any(pattern.search(line) for line in lines)
    ]
    assert unseen == []


def test_what_the_parser_does_not_read_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "rating r: s\n    1 if a\n    2 otherwise\n"
    planted = (re.compile(r"\bif\b"), "whan", "")
    assert helps(text) == ["write `when`"]
    monkeypatch.setattr(repairs, "REWRITINGS", (planted, *REWRITINGS))
    assert helps(text) == ["write `when`"]


@pytest.mark.parametrize(
    ("text", "help"),
    [
        # A second mistake further on in the line takes nothing from the first.
        ("value v = a && b &&", "write `and`"),
        ("scale s best to worst: 1 2 3 4", "put `,` before it"),
        # Names that are declared are not put together.
        ("value v = 1\nvalue w = 2\nvalue x = v w", "write `value NAME = EXPRESSION`"),
        ("value v_w = 1\nvalue x = v w", "a name is one word: write `v_w`"),
        # What is indented too little, and too far.
        ('facts each quarter\n    a number "A"\nb number "B"', "indent it, if it belongs to the"),
        ("rating r: s\n    1 when a\n        2 when b", "indent it like the lines above it"),
        # Braces mean nothing to the help.
        ("value v = a { b", "expected"),
        ("value v = {0}", "expected"),
    ],
)
def test_one_mistake_has_one_help(text: str, help: str) -> None:
    (said,) = helps(text)
    assert said is not None
    assert said.startswith(help) or help == "expected"


def test_a_long_line_is_not_tried() -> None:
    assert helps("value v = a && b" + " and c" * 20) == ["write `and`"]
    (said,) = helps("value v = a && b" + " and c" * 200)
    assert said == "write `value NAME = EXPRESSION`"


def test_a_long_table_is_read_at_its_beginning_and_above_the_mistake() -> None:
    rows = "    | 1 | 2 |\n" * 2_000
    assert helps(f"table t: s\n    | a | t |\n{rows}    | => 3 | 2 |\n") == ["write `>=`"]


@pytest.mark.parametrize(
    ("character", "meant"),
    [
        ("“", '"'),
        ("’", '"'),
        ("\u00a0", " "),
        ("\u2003", " "),
        ("\u200b", ""),
        ("–", "-"),
        ("−", "-"),
        ("≥", ">="),
        ("：", ":"),
        ("½", "digits"),
        ("£", None),
        ("é", None),
        ("a", None),
        ("\t", None),
    ],
)
def test_what_a_character_stands_for(character: str, meant: str | None) -> None:
    assert meant_by(character) == meant
