"""An outline as an HTML fragment of nested details; everything from outside is escaped.

It takes the colours of the page around it, so that it reads on white and on black alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from policy_dsl.explain.lines import Entry, Grid, Line, Section, Tone
from policy_dsl.explain.outline import Block, Outline

_OUTER: Final = "max-width:64rem;line-height:1.5"
_DETAILS: Final = "margin:.35rem 0;padding-left:.8rem;border-left:2px solid rgba(128,128,128,.4)"
_LIST: Final = "margin:.25rem 0;padding-left:1.3rem"
_TABLE: Final = "border-collapse:collapse;margin:.2rem 0;background:none"
_CELL: Final = "text-align:left;vertical-align:top;padding:.05rem .9rem .05rem 0;border:0"
_DIM: Final = "opacity:.7;font-size:.9em"
_DEEPEST: Final = 20  # a longer chain of results stays at this level


def to_html(outline: Outline) -> str:
    """One ``div`` that stands by itself."""
    return "\n".join(_parts(outline)) + "\n"


def _parts(outline: Outline) -> Iterator[str]:
    title, *head = map(escape, outline.head)
    yield f'<div class="policy-explanation" style="{_OUTER}">'
    rest = "<br>".join(head)
    yield f'<p><strong>{title}</strong><br><span style="{_DIM}">{rest}</span></p>'
    for item in outline.headlines:
        yield f"<p><strong>{_prose(item.sentence)}</strong></p>"
        if item.reasons:
            reasons = "".join(f"<li>{_prose(reason)}</li>" for reason in item.reasons)
            yield f'<ul style="{_LIST}">{reasons}</ul>'
    for sentence in outline.triggers:
        yield f"<p><strong>{_prose(sentence)}</strong></p>"
    yield from _sections(outline.sections)
    for block in outline.blocks:
        yield from _block(block)
    yield "</div>"


def _sections(sections: Sequence[Section]) -> Iterator[str]:
    """Each inside the one that needs it first; opened and closed without recursion."""
    open_ = 0
    for section in sections:
        depth = min(section.depth, _DEEPEST)
        yield from ["</details>"] * (open_ - depth)
        open_ = depth + 1
        verb = f"{escape(section.verb)} " if section.verb else ""
        right = escape("  ".join(filter(None, (section.cite, section.place))))
        yield (
            f'<details open style="{_DETAILS}"><summary><code>{escape(section.name)}</code>'
            f" {verb}<strong>{escape(section.value)}</strong>"
            f' <span style="{_DIM}">{right}</span></summary>'
        )
        yield from _lines(section.lines)
    yield from ["</details>"] * open_


def _block(block: Block) -> Iterator[str]:
    shown = " open" if block.open else ""
    yield f'<details{shown} style="{_DETAILS}"><summary>{escape(block.title)}</summary>'
    if block.title == "Files":
        paths = "".join(f"<li><code>{escape(path)}</code></li>" for path in block.said)
        yield f'<ul style="{_LIST}">{paths}</ul>'
    else:
        yield from (f"<p>{escape(one)}</p>" for one in block.said)
    yield from _table(block.entries)
    yield from (f"<p>{escape(one)}</p>" for one in block.after)
    yield "</details>"


def _lines(lines: Sequence[Line]) -> Iterator[str]:
    if not lines:
        return
    yield f'<ul style="{_LIST}">'
    for line in lines:
        rule = f"<code>{escape(line.rule)}</code>" if line.rule else ""
        said = _prose(line.said)
        if line.tone is Tone.DECIDED:
            said = f"<strong>{said}</strong>"
        cite = f'<span style="{_DIM}">{escape(line.cite)}</span>' if line.cite else ""
        yield f"<li>{' '.join(filter(None, (rule, said, cite)))}"
        if line.grid is not None:
            yield from _grid(line.grid)
        yield from _table(line.entries)
        yield from _lines(line.lines)
        yield "</li>"
    yield "</ul>"


def _grid(grid: Grid) -> Iterator[str]:
    heads, rows = grid.shown()
    if not rows or not heads:
        return
    yield f'<table style="{_TABLE}">'
    if any(heads):
        cells = "".join(f'<th style="{_CELL};{_DIM}">{escape(head)}</th>' for head in heads)
        yield f"<tr>{cells}</tr>"
    for number, row in enumerate(rows):
        bold = grid.tone(number) is Tone.DECIDED
        shown = [f"<strong>{escape(cell)}</strong>" if bold else escape(cell) for cell in row]
        cells = "".join(f'<td style="{_CELL}">{cell}</td>' for cell in shown)
        yield f"<tr>{cells}</tr>"
    yield "</table>"


def _table(entries: Sequence[Entry]) -> Iterator[str]:
    if not entries:
        return
    yield f'<table style="{_TABLE}">'
    for entry in entries:
        place = ", ".join(filter(None, (entry.place, entry.note)))
        cells = [
            f"<code>{escape(entry.name)}</code>",
            escape(entry.value),
            escape(entry.label),
            f'<span style="{_DIM}">{escape(place)}</span>' if place else "",
        ]
        row = "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells)
        yield f"<tr>{row}</tr>"
    yield "</table>"


def _prose(text: str) -> str:
    """A sentence of ours, in which what stands between back-ticks is code."""
    parts = [escape(part) for part in text.split("`")]
    if len(parts) % 2 == 0:
        return "`".join(parts)
    return "".join(
        f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts)
    )
