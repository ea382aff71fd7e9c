"""What a document is made of, whatever form it is written in."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen


@frozen
class Paragraph:
    """A sentence or several, and what they cite."""

    text: str
    cites: str = ""


@frozen
class Note:
    """What the author remarked in a comment."""

    text: str


@frozen
class Item:
    """A point of a list, what it cites, and what belongs below it."""

    text: str
    cites: str = ""
    items: tuple[Item, ...] = ()


@frozen
class Bullets:
    """Points one below the other."""

    items: tuple[Item, ...]


@frozen
class Grid:
    """A table: the heads of its columns, and rows with a cell for each."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Paragraph | Note | Bullets | Grid


@frozen
class Section:
    """A heading of level 2 or 3, what it cites, and what stands below it.

    ``name`` is what the policy calls what the section is about, empty if it has no name.
    """

    level: int
    title: str
    blocks: tuple[Block, ...] = ()
    cites: str = ""
    name: str = ""


@frozen
class Document:
    """A policy to read: its title, what it is, and its sections in the order of its text."""

    title: str
    about: tuple[tuple[str, str], ...]
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
