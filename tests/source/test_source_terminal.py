"""What is escaped for a terminal, and how wide the rest is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.source import display_width, printable


@pytest.mark.parametrize(
    "text",
    ["plain", "Ysbyty Gwynedd", "château £5 \u2013 “x”", "日本", "עברית", "e\u0301", "👍", r"\x1b"],
)
def test_ordinary_text_stays(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", r"\x1b[31m"),
        ("a\nb\tc\r", r"a\x0ab\x09c\x0d"),
        ("\x00\x7f\x9b", r"\x00\x7f\x9b"),
        ("\u202eabc\u2066", r"\u202eabc\u2066"),
        ("a\u200bb\ufeff\u200d", r"a\u200bb\ufeff\u200d"),
        ("\u2028\u00a0\u3000\u3164", r"\u2028\xa0\u3000\u3164"),
        ("\udce9", r"\udce9"),
        ("\U000e0041", r"\U000e0041"),
        ("x\ufe0f", r"x\ufe0f"),
        ("\u0301a", r"\u0301a"),  # would stand on whatever came before
        ("\x07\u0301", r"\x07\u0301"),
        ("a" + "\u0301" * 6, "a" + "\u0301" * 4 + r"\u0301\u0301"),
    ],
)
def test_what_deceives_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("\x1b", 4), ("👍", 2), ("", 0)]
)
def test_width(text: str, width: int) -> None:
    assert display_width(text) == width


@given(st.text(st.characters(exclude_categories=[])))
def test_nothing_unseen_remains_and_nothing_more_is_escaped_twice(text: str) -> None:
    shown = printable(text)
    bad = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    assert not any(unicodedata.category(character) in bad for character in shown)
    assert printable(shown) == shown
    assert display_width(shown) == display_width(text)
    shown.encode()


def test_every_control_and_format_character_is_escaped() -> None:
    for code in range(0x110000):
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            assert printable(f"a{chr(code)}").isascii()
