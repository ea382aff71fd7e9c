"""The document as plain values for JSON."""

from __future__ import annotations

from typing import Any, assert_never

from policy_dsl.show.document import (
    Block,
    Bullets,
    Document,
    Grid,
    Item,
    Note,
    Paragraph,
    Section,
)


def to_json(document: Document) -> dict[str, Any]:
    """Title, ``about`` and sections; each block says its ``kind``."""
    return {
        "title": document.title,
        "about": dict(document.about),
        "opening": [_block(block) for block in document.opening],
        "sections": [_section(section) for section in document.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "level": section.level,
        "title": section.title,
        "name": section.name,
        "cites": section.cites,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "text": block.text, "cites": block.cites}
        case Note():
            return {"kind": "note", "text": block.text}
        case Bullets():
            return {"kind": "list", "items": [_item(item) for item in block.items]}
        case Grid():
            return {
                "kind": "table",
                "heads": list(block.heads),
                "rows": list(map(list, block.rows)),
            }
        case _:
            assert_never(block)


def _item(item: Item) -> dict[str, Any]:
    return {"text": item.text, "cites": item.cites, "items": [_item(one) for one in item.items]}
