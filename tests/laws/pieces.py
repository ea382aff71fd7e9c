"""Pieces of policy text, some of which can be written in another order, and the words they use."""

from __future__ import annotations

from random import Random

from attrs import frozen

KINDS = ("acute", "community")
SCALES = {
    "score": ("1", "2", "3", "4"),
    "mark": ("5", "3.5", "1"),
    "light": ("green", "amber", "red"),
    "stage": ("draft", "final", "void"),
}
NUMERIC = ("score", "mark")
#: The points of a scorecard whose labels are words.
POINTS = {"green": 0, "amber": 1, "red": 3}
ORDERED = ("score", "mark", "light")
HEADER = """\
policy test.random version 1
    title    "A random policy"
    in force 2025-04-01 to 2026-03-31
    rates    acute, community each quarter

scale score best to worst: 1, 2, 3, 4
scale mark  worst to best: 1, 3.5, 5
scale light best to worst: green, amber, red
choice stage: draft, final, void
"""


@frozen
class Piece:
    """Text of fixed parts, or of parts that may stand in any order between ``separator``."""

    parts: tuple[Piece | str, ...]
    separator: str | None = None  # None: the order of the parts is fixed

    def text(self, random: Random | None = None) -> str:
        """The piece as text; with ``random``, what may stand in any order does."""
        parts = list(self.parts)
        if self.separator is not None and random is not None:
            random.shuffle(parts)
        written = [part if isinstance(part, str) else part.text(random) for part in parts]
        return (self.separator or "").join(written)


def fixed(*parts: Piece | str) -> Piece:
    """Parts in the order given."""
    return Piece(parts)


def any_order(parts: list[Piece], separator: str) -> Piece:
    """Parts whose order does not matter."""
    return Piece(tuple(parts), separator)


def bracketed(piece: Piece) -> Piece:
    """The piece in brackets."""
    return fixed("(", piece, ")")
