"""The document as text, set for the width of a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from policy_dsl.show.document import Block, Bullets, Document, Grid, Item, Note, Paragraph
from policy_dsl.source import display_width, printable

_GAP = 2
_NARROWEST = 8


def to_text(document: Document, width: int = 100, colour: bool = False) -> str:
    """Plain text of at most ``width`` columns, as far as words and tables allow."""
    return "\n".join(_lines(document, width, colour)).rstrip("\n") + "\n"


def _lines(document: Document, width: int, colour: bool) -> Iterator[str]:
    yield from _heading(document.title, "", width, colour)
    yield "=" * min(display_width(printable(document.title)), width)
    yield ""
    most = max(len(key) for key, _ in document.about)
    for key, value in document.about:
        lead = f"{key.ljust(most)}  "
        yield from _wrapped(value, width, lead, " " * len(lead))
    for block in document.opening:
        yield ""
        yield from _block(block, width)
    for section in document.sections:
        yield ""
        if section.level == 2:
            yield ""
            yield from _heading(section.title.upper(), section.cites, width, colour)
            yield "-" * min(display_width(printable(section.title)), width)
        else:
            yield from _heading(section.title, section.cites, width, colour)
        for number, block in enumerate(section.blocks):
            around = (block, section.blocks[number - 1]) if number else ()
            if any(isinstance(one, Note | Grid) for one in around):
                yield ""
            yield from _block(block, width)


def _heading(text: str, cites: str, width: int, colour: bool) -> Iterator[str]:
    lines = _wrapped(_said(text, cites), width, "", "  ")
    bold = printable(text)
    if colour and lines[0].startswith(bold):
        lines[0] = f"\x1b[1m{bold}\x1b[0m{lines[0][len(bold) :]}"
    yield from lines


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _wrapped(_said(block.text, block.cites), width, "  ", "  ")
        case Note():
            yield from _wrapped(block.text, width, "  | ", "  | ")
        case Bullets():
            for item in block.items:
                yield from _item(item, width, 2)
        case Grid():
            yield from _grid(block, width - 2)


def _item(item: Item, width: int, indent: int) -> Iterator[str]:
    lead = " " * indent + "- "
    yield from _wrapped(_said(item.text, item.cites), width, lead, " " * len(lead))
    for below in item.items:
        yield from _item(below, width, len(lead))


def _said(text: str, cites: str) -> str:
    return f"{text}  {cites}" if cites else text


def _wrapped(text: str, width: int, first: str, other: str) -> list[str]:
    return textwrap.wrap(
        printable(text),
        max(width, len(first) + _NARROWEST),
        initial_indent=first,
        subsequent_indent=other,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def _grid(grid: Grid, width: int) -> Iterator[str]:
    """Columns beside each other; the widest are wrapped until the table fits."""
    rows = [[printable(cell) for cell in row] for row in (grid.heads, *grid.rows)]
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    room = width - _GAP * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    for number, row in enumerate(rows):
        yield from _row(row, widths)
        if number == 0:
            yield "  " + (" " * _GAP).join("-" * one for one in widths)


def _row(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    cells = [textwrap.wrap(cell, one) or [""] for cell, one in zip(row, widths, strict=True)]
    for at in range(max(map(len, cells))):
        line = [cell[at] if at < len(cell) else "" for cell in cells]
        padded = [
            text + " " * (one - display_width(text)) for text, one in zip(line, widths, strict=True)
        ]
        yield ("  " + (" " * _GAP).join(padded)).rstrip()
