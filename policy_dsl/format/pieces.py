"""What a line is made of, and where it may be broken.

A piece is an :class:`Atom`, which is never broken; :class:`Joined` pieces, which stay beside each
other; or a :class:`Chain`, which may be broken before each of its parts but the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from attrs import frozen


@frozen(eq=False)
class Atom:
    """A word, a sign or a quoted text."""

    text: str


@frozen(eq=False)
class Joined:
    """Pieces beside each other, with a blank between them or without."""

    parts: tuple[Piece, ...]
    between: str = " "


@frozen(eq=False)
class Chain:
    """Pieces of which each but the first may begin a line, ``step`` columns further in.

    With ``together`` either none of them begins a line or all do.  With ``deeper`` the lines
    within the first part are set further in still, so that they are not taken for parts of this
    chain.
    """

    parts: tuple[Piece, ...]
    deeper: bool = False
    together: bool = False
    step: int = 4


Piece: TypeAlias = Atom | Joined | Chain


def joined(*parts: Piece | str) -> Joined:
    """Pieces beside each other, with a blank between them; a text is taken word by word."""
    return Joined(tuple(words(part) if isinstance(part, str) else part for part in parts))


def tight(*parts: Piece | str) -> Joined:
    """Pieces beside each other without a blank."""
    return Joined(tuple(Atom(part) if isinstance(part, str) else part for part in parts), "")


def bracketed(piece: Piece) -> Joined:
    """The piece in brackets."""
    return tight("(", piece, ")")


def words(text: str) -> Piece:
    """The words of a text that has no quoted text in it, one blank between them."""
    atoms = [Atom(word) for word in text.split()]
    return atoms[0] if len(atoms) == 1 else Joined(tuple(atoms))


def listed(items: Iterable[Piece], step: int = 4) -> Chain:
    """Pieces with commas between them, which may be broken after each comma."""
    *first, last = items
    return Chain((*(tight(item, ",") for item in first), last), step=step)


def atoms(piece: Piece) -> Iterator[Atom]:
    """The atoms of a piece in order."""
    match piece:
        case Atom():
            yield piece
        case Joined() | Chain():
            for part in piece.parts:
                yield from atoms(part)


def flat(piece: Piece) -> str:
    """The piece on one line."""
    match piece:
        case Atom():
            return piece.text
        case Joined():
            return piece.between.join(map(flat, piece.parts))
        case Chain():
            return " ".join(map(flat, piece.parts))


def breaks(piece: Piece) -> bool:
    """Whether there is a place in it at which it may be broken."""
    if isinstance(piece, Atom):
        return False
    return isinstance(piece, Chain) or any(map(breaks, piece.parts))
