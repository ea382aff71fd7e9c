"""The document as Markdown; what comes from the policy is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policy_dsl.show.document import Block, Bullets, Document, Grid, Item, Note, Paragraph
from policy_dsl.source import printable

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")
_BEGINS = re.compile(r"^(\d+)([.)])|^([-+=])")


def to_markdown(document: Document) -> str:
    """Markdown with tables, as GitHub and Pandoc read it."""
    return "\n".join(_lines(document)).rstrip("\n") + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"# {_escaped(document.title)}"
    yield ""
    for key, value in document.about:
        yield f"- **{key}**: {_escaped(value)}"
    yield ""
    for block in document.opening:
        yield from _block(block)
    for section in document.sections:
        cites = f" {_escaped(section.cites)}" if section.cites else ""
        yield f"{'#' * section.level} {_escaped(section.title)}{cites}"
        yield ""
        for block in section.blocks:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _begun(_said(block.text, block.cites))
        case Note():
            yield f"> {_begun(_escaped(block.text))}"
        case Bullets():
            for item in block.items:
                yield from _item(item, 0)
        case Grid():
            yield _row(block.heads)
            yield _row(["---"] * len(block.heads), escape=False)
            yield from map(_row, block.rows)
    yield ""


def _item(item: Item, indent: int) -> Iterator[str]:
    yield f"{' ' * indent}- {_begun(_said(item.text, item.cites))}"
    for below in item.items:
        yield from _item(below, indent + 2)


def _said(text: str, cites: str) -> str:
    return f"{_escaped(text)} {_escaped(cites)}".rstrip()


def _row(cells: Sequence[str], escape: bool = True) -> str:
    shown = [_escaped(cell) if escape else cell for cell in cells]
    return f"| {' | '.join(shown)} |"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(text)).replace("&", "&amp;")


def _begun(text: str) -> str:
    """A line that does not begin a list of its own."""
    return _BEGINS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)
