"""An outline as GitHub-flavoured Markdown; nothing from outside can become markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policy_dsl.explain.lines import Entry, Grid, Line, Section
from policy_dsl.explain.outline import Block, Outline
from policy_dsl.source import code, escaped

_DEEPEST: Final = 6  # levels of a list


def to_markdown(outline: Outline) -> str:
    """Headings for the results, lists of rules, and tables of facts."""
    title, *head = outline.head
    lines = [f"## {escaped(title)}", "", "  \n".join(escaped(line) for line in head), ""]
    for item in outline.headlines:
        lines += [f"**{_prose(item.sentence)}**", ""]
        lines += [f"- {_prose(reason)}" for reason in item.reasons]
        lines += [""] if item.reasons else []
    lines += [f"- {_prose(sentence)}" for sentence in outline.triggers]
    lines += [""] if outline.triggers else []
    for section in outline.sections:
        lines += _section(section)
        lines += [""] if lines[-1] else []
    for block in outline.blocks:
        lines += _block(block)
    return "\n".join(lines).rstrip() + "\n"


def _block(block: Block) -> Iterator[str]:
    yield f"### {block.title}"
    yield ""
    if block.title == "Files":
        yield from (f"- {code(path)}" for path in block.said)
    elif len(block.said) == 1:
        yield escaped(block.said[0])
    else:
        yield from (f"- {escaped(one)}" for one in block.said)
    if block.said:
        yield ""
    yield from _table(block.entries, block.heads)
    yield from (f"- {escaped(one)}" for one in block.after)
    yield ""


def _section(section: Section) -> Iterator[str]:
    words = " ".join(filter(None, (section.verb, section.value)))
    yield f"### {code(section.name)} {escaped(words)}"
    yield ""
    right = ", ".join(filter(None, (escaped(section.cite), code(section.place))))
    yield f"{right}"
    yield ""
    for line in section.lines:
        yield from _line(line, 0)


def _line(line: Line, level: int) -> Iterator[str]:
    indent = "  " * min(level, _DEEPEST)
    said = "  ".join(filter(None, (_prose(line.said), escaped(line.cite))))
    rule = code(line.rule) if line.rule else ""
    if line.rule or line.said:
        yield f"{indent}- {': '.join(filter(None, (rule, said)))}"
    if line.grid is not None:
        yield ""
        yield from (f"{indent}  {row}" if row else "" for row in _grid(line.grid))
    if line.entries:
        yield ""
        heads = ("Fact", "Value", "What it is", "Where")
        yield from (f"{indent}  {row}" if row else "" for row in _table(line.entries, heads))
    for below in line.lines:
        yield from _line(below, level + 1)


def _grid(grid: Grid) -> Iterator[str]:
    heads, rows = grid.shown()
    if not rows or not heads:
        return
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(escaped(cell) for cell in row)} |"
    yield ""


def _table(entries: Sequence[Entry], heads: Sequence[str]) -> Iterator[str]:
    """The columns that hold something."""
    if not entries:
        return
    rows = [
        (
            code(entry.name),
            escaped(entry.value),
            escaped(entry.label),
            escaped(", ".join(filter(None, (entry.place, entry.note)))),
        )
        for entry in entries
    ]
    kept = [number for number in range(4) if any(row[number] for row in rows)]
    yield f"| {' | '.join(heads[number] for number in kept)} |"
    yield f"|{'---|' * len(kept)}"
    for row in rows:
        yield f"| {' | '.join(row[number] for number in kept)} |"
    yield ""


def _prose(text: str) -> str:
    """A sentence of ours, in which what stands between back-ticks is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escaped(text)
    return "".join(code(part) if number % 2 else escaped(part) for number, part in enumerate(parts))
