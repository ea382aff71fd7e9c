"""An outline as plain text of a given width, in colour where that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from attrs import frozen

from policy_dsl.explain.lines import Entry, Grid, Line, Section, Tone
from policy_dsl.explain.outline import Block, Outline
from policy_dsl.source import display_width, wrapped

#: Narrower than this nothing can be read; a smaller width is taken as this one.
NARROWEST: Final = 40
_STEP: Final = 4  # columns from one level to the next
_DEEPEST: Final = 5  # deeper levels are indented no further

_CODES: Final = {"bold": "1", "dim": "2", "decided": "32", "doubt": "33"}
_TONES: Final = {Tone.PLAIN: "", Tone.DECIDED: "decided", Tone.QUIET: "dim", Tone.DOUBT: "doubt"}


@frozen
class _Page:
    """How wide it is and whether it has colour."""

    width: int
    colour: bool

    def paint(self, text: str, style: str) -> str:
        """The text in a style; the codes take no columns."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colour and style and text else text


def to_text(outline: Outline, width: int = 100, colour: bool = False) -> str:
    """The lines of an explanation, none wider than ``width`` (at least 40) columns."""
    page = _Page(max(width, NARROWEST), colour)
    parts = [_opening(outline, page)]
    parts.extend(_section(section, page) for section in outline.sections)
    parts.extend(_block(block, page) for block in outline.blocks)
    blocks = ("\n".join(line.rstrip() for line in part) for part in parts)
    return "\n\n".join(block for block in blocks if block)


def _opening(outline: Outline, page: _Page) -> Iterator[str]:
    for number, line in enumerate(outline.head):
        style = "bold" if number == 0 else "dim"
        yield from (page.paint(text, style) for text in wrapped(line, page.width))
    for item in outline.headlines:
        yield ""
        yield from (page.paint(text, "bold") for text in wrapped(item.sentence, page.width))
        for reason in item.reasons:
            yield from _hung("  - ", reason, page.width)
    if outline.triggers:
        yield ""
    for sentence in outline.triggers:
        yield from (page.paint(text, "bold") for text in wrapped(sentence, page.width))


def _section(section: Section, page: _Page) -> Iterator[str]:
    right = "  ".join(filter(None, (section.cite, section.place)))
    style = "doubt" if section.tone is Tone.DOUBT else "bold"
    yield from _apart(section.title, right, 0, page, style, "dim")
    yield from _lines(section.lines, _STEP, page)


def _block(block: Block, page: _Page) -> Iterator[str]:
    yield from (page.paint(text, "bold") for text in wrapped(block.title, page.width))
    for said in block.said:
        yield from _hung(" " * _STEP, said, page.width)
    yield from _entries(block.entries, _STEP, page)
    for said in block.after:
        yield from _hung(" " * _STEP, said, page.width)


# ---- lines --------------------------------------------------------------------------------------


def _lines(lines: Sequence[Line], indent: int, page: _Page) -> Iterator[str]:
    """Rules below each other, with what happened in a column of its own where there is room."""
    beside = [display_width(line.rule) for line in lines if _short(line, indent, page)]
    column = indent + max(beside, default=0) + 2
    deeper = min(indent + _STEP, _STEP * _DEEPEST)
    for line in lines:
        yield from _line(line, indent, column, page)
        below = deeper if line.rule or line.said else indent
        if line.grid is not None:
            yield from _grid(line.grid, below, page)
        yield from _entries(line.entries, below, page)
        yield from _lines(line.lines, below, page)


def _short(line: Line, indent: int, page: _Page) -> bool:
    """Whether a rule leaves room for what happened beside it."""
    said = display_width(_said(line))
    return bool(line.rule) and indent + display_width(line.rule) + 2 + said <= page.width


def _said(line: Line) -> str:
    return "  ".join(filter(None, (line.said, line.cite)))


def _line(line: Line, indent: int, column: int, page: _Page) -> Iterator[str]:
    said, style = _said(line), _TONES[line.tone]
    if not line.rule:
        yield from (page.paint(text, style) for text in _hung(" " * indent, said, page.width))
        return
    if _short(line, indent, page):
        room = column + display_width(said) <= page.width
        at = column if room else indent + display_width(line.rule) + 2
        gap = " " * (at - indent - display_width(line.rule))
        yield f"{' ' * indent}{line.rule}{gap}{page.paint(said, style)}"
        return
    yield from _hung(" " * indent, line.rule, page.width, _STEP)
    below = " " * (indent + _STEP // 2)
    yield from (page.paint(text, style) for text in _hung(below, said, page.width) if said)


# ---- tables -------------------------------------------------------------------------------------

_NARROW: Final = 14  # a column is not made narrower than this to fit


def _grid(grid: Grid, indent: int, page: _Page) -> Iterator[str]:
    """Columns under a head; the widest goes over several lines where the page is too narrow."""
    heads, rows = grid.shown()
    if not rows or not heads:
        return
    table = [heads, *rows] if any(heads) else list(rows)
    widths = [max(display_width(row[place]) for row in table) for place in range(len(heads))]
    over = indent + sum(widths) + 2 * (len(widths) - 1) - page.width
    widest = widths.index(max(widths))
    if over > 0 and widths[widest] - over < _NARROW:
        for number, row in enumerate(rows):
            style = _TONES[grid.tone(number)]
            text = ", ".join(filter(None, row))
            yield from (page.paint(one, style) for one in _hung(" " * indent, text, page.width, 2))
        return
    widths[widest] -= max(over, 0)
    if any(heads):
        yield from (page.paint(text, "dim") for text in _row(heads, widths, indent))
    for number, row in enumerate(rows):
        style = _TONES[grid.tone(number)]
        yield from (page.paint(text, style) for text in _row(row, widths, indent))


def _row(row: Sequence[str], widths: Sequence[int], indent: int) -> Iterator[str]:
    cells = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    for number in range(max(map(len, cells), default=0)):
        texts = [cell[number] if number < len(cell) else "" for cell in cells]
        padded = "  ".join(
            _padded(text, width) for text, width in zip(texts, widths, strict=True)
        ).rstrip()
        yield f"{' ' * indent}{padded}"


# ---- entries ------------------------------------------------------------------------------------


def _entries(entries: Sequence[Entry], indent: int, page: _Page) -> Iterator[str]:
    """Name, value, label and place in columns; the label below where the columns are too many."""
    if not entries:
        return
    names = max(display_width(entry.name) for entry in entries)
    values = max(display_width(entry.value) for entry in entries)
    places = max(display_width(_place(entry)) for entry in entries)
    labels = max(display_width(entry.label) for entry in entries)
    label_at = indent + names + 2 + (values + 2 if values else 0)
    layout: Callable[[Entry], Iterator[str]]
    if label_at + labels + (2 + places if places else 0) <= page.width:
        layout = lambda entry: _in_one(entry, indent, names, values, labels, page)  # noqa: E731
    elif not places and page.width - label_at >= 30:
        layout = lambda entry: _hanging(entry, indent, names, values, label_at, page)  # noqa: E731
    else:
        layout = lambda entry: _in_two(entry, indent, names, page)  # noqa: E731
    for entry in entries:
        yield from layout(entry)


def _place(entry: Entry) -> str:
    return ", ".join(filter(None, (entry.place, entry.note)))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def _in_one(
    entry: Entry, indent: int, names: int, values: int, labels: int, page: _Page
) -> Iterator[str]:
    value = f"{page.paint(_padded(entry.value, values), _value_style(entry))}  " if values else ""
    label = f"{_padded(entry.label, labels)}  " if labels else ""
    yield (
        f"{' ' * indent}{_padded(entry.name, names)}  {value}{label}"
        f"{page.paint(_place(entry), 'dim')}"
    )


def _hanging(
    entry: Entry, indent: int, names: int, values: int, label_at: int, page: _Page
) -> Iterator[str]:
    value = f"{_padded(entry.value, values)}  " if values else ""
    lead = f"{' ' * indent}{_padded(entry.name, names)}  {value}"
    first, *rest = wrapped(entry.label, page.width - label_at) or [""]
    yield f"{lead}{first}"
    yield from (f"{' ' * label_at}{text}" for text in rest)


def _in_two(entry: Entry, indent: int, names: int, page: _Page) -> Iterator[str]:
    left = f"{_padded(entry.name, names)}  {entry.value}" if entry.value else entry.name
    yield from _apart(left, _place(entry), indent, page, _value_style(entry), "dim")
    if entry.label:
        yield from (
            page.paint(text, "dim") for text in _hung(" " * (indent + 2), entry.label, page.width)
        )


def _value_style(entry: Entry) -> str:
    return _TONES[entry.tone] if entry.tone is not Tone.QUIET else ""


# ---- fitting ------------------------------------------------------------------------------------


def _apart(
    left: str, right: str, indent: int, page: _Page, left_style: str, right_style: str
) -> Iterator[str]:
    """One text on the left and one on the right, or below each other where they do not fit."""
    gap = page.width - indent - display_width(left) - display_width(right)
    if gap >= (2 if right else 0):
        space = " " * gap if right else ""
        shown = f"{page.paint(left, left_style)}{space}{page.paint(right, right_style)}"
        yield f"{' ' * indent}{shown}"
        return
    yield from (page.paint(text, left_style) for text in _hung(" " * indent, left, page.width, 2))
    for text in wrapped(right, page.width - indent - 2):
        yield " " * (page.width - display_width(text)) + page.paint(text, right_style)


def _hung(lead: str, text: str, width: int, hang: int = 0) -> Iterator[str]:
    """Text after a lead; lines that go on stand below the text."""
    room = max(width - len(lead) - hang, 8)
    for number, line in enumerate(wrapped(text, room)):
        yield (lead if number == 0 else " " * (len(lead) + hang)) + line
