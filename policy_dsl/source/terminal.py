"""Text from outside made safe and measurable for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# More marks than this on one letter are written out, so that no text has length without width.
_MOST_MARKS = 4

# Characters which count as printable and yet show nothing: fillers, joiners, variation selectors.
_INVISIBLE = (
    frozenset({0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800})
    | frozenset({0x3164, 0xFFA0, 0x1D159})
    | frozenset(range(0xFE00, 0xFE10))
    | frozenset(range(0xE0100, 0xE01F0))
)


def printable(text: str) -> str:
    """The text with everything that could disturb or deceive a terminal written as an escape.

    Letters, marks, symbols and the plain space stay. Control characters, bidirectional controls,
    zero-width and other invisible characters, line separators, unusual spaces, lone surrogates
    and unassigned characters become `\\x1b`, `\\u202e` or `\\U000e0001`. So do marks with no letter
    to stand on, or too many on one. A backslash stays as it is. Applying it twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(shown for shown, _ in cells(text))


def display_width(text: str) -> int:
    """How many columns `printable(text)` takes in a terminal; East Asian wide characters take 2."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(width for _, width in cells(text))


def cells(text: str, tab: str = "") -> Iterator[tuple[str, int]]:
    """For each character of the text, what to print for it and how many columns that takes.

    A mark that stands on the letter before it takes none. A tab is printed as `tab`, if given.
    """
    marks_left = 0
    for character in text:
        if character == "\t" and tab:
            marks_left = 0
            yield tab, len(tab)
        elif not character.isprintable() or ord(character) in _INVISIBLE:
            marks_left = 0
            yield _escaped(character)
        elif not _is_mark(character):
            marks_left = _MOST_MARKS
            yield character, 2 if unicodedata.east_asian_width(character) in "WF" else 1
        elif marks_left:
            marks_left -= 1
            yield character, 0
        else:
            yield _escaped(character)


def _is_mark(character: str) -> bool:
    if character.isascii():
        return False
    # The vowels and finals of Hangul written in parts join the consonant before them.
    joins = "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff"
    return joins or unicodedata.category(character) in ("Mn", "Me")


def _escaped(character: str) -> tuple[str, int]:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}", 4
    if code < 0x10000:
        return f"\\u{code:04x}", 6
    return f"\\U{code:08x}", 10


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns, cut between words where that is possible."""
    if display_width(text) <= width:
        return [text] if text else []
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if line and display_width(line) + 1 + display_width(word) <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        *whole, line = _cut(word, width)
        lines.extend(whole)
    return [*lines, line] if line else lines


def _cut(word: str, width: int) -> list[str]:
    """A word too long for a line in pieces that fit."""
    pieces = [""]
    taken = 0
    for character in word:
        wide = display_width(pieces[-1][-1:] + character) - display_width(pieces[-1][-1:])
        if taken + wide > width:
            pieces.append("")
            taken = 0
        pieces[-1] += character
        taken += wide
    return pieces
