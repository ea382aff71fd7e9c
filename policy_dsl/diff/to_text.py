"""A difference as text for a terminal: sentences, and longer texts side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final

from attrs import frozen

from policy_dsl.diff.change import Change
from policy_dsl.diff.difference import Difference
from policy_dsl.source import display_width, printable, wrapped

#: Two texts stand side by side where each has so many columns at least, else one above the other.
_SIDE: Final = 36
_NARROWEST: Final = 40
_CODES: Final = {"bold": "1", "dim": "2", "stricter": "33", "easier": "32"}


@frozen
class _Page:
    width: int
    colour: bool

    def paint(self, text: str, style: str) -> str:
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colour and style and text else text


def to_text(difference: Difference, width: int = 100, colour: bool = False) -> str:
    """The lines of a difference, none wider than ``width`` (at least 40) columns."""
    page = _Page(max(width, _NARROWEST), colour)
    parts: list[Iterable[str]] = [_head(difference, page)]
    for section in difference.sections:
        lines = [page.paint(printable(section.title), "bold")]
        for change in section.changes:
            lines.extend(_change(difference, change, page))
        parts.append(lines)
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts) + "\n"


def _head(difference: Difference, page: _Page) -> Iterator[str]:
    for line in wrapped(printable(difference.heading), page.width):
        yield page.paint(line, "bold")
    yield from wrapped(printable(difference.summary), page.width)
    if difference.unread:
        names = ", ".join(difference.unread)
        said = f"not compared, since it could not be read: {names}"
        yield from wrapped(printable(said), page.width)


def _change(difference: Difference, change: Change, page: _Page) -> Iterator[str]:
    """The sentence, and at the right the name by which the change is chosen."""
    room = page.width - 4
    lines = wrapped(printable(change.said), room - 2) or [""]
    style = change.direction.value if change.direction else ""
    for number, line in enumerate(lines):
        lead = "    " if number == 0 else "      "
        last = number == len(lines) - 1
        gap = page.width - len(lead) - display_width(line) - len(change.id)
        shown = page.paint(line, style)
        yield f"{lead}{shown}" + (
            f"{' ' * gap}{page.paint(change.id, 'dim')}" if last and gap > 1 else ""
        )
        if last and gap <= 1:
            yield " " * max(page.width - len(change.id), 0) + page.paint(change.id, "dim")
    if shows_both(change):
        yield from _both(difference, change, page)


def shows_both(change: Change) -> bool:
    """Whether the texts tell more than the sentence does."""
    return bool(change.before and change.after) and change.sentence.endswith("something else")


def _both(difference: Difference, change: Change, page: _Page) -> Iterator[str]:
    indent = " " * 8
    side = (page.width - len(indent) - 3) // 2
    before, after = printable(change.before), printable(change.after)
    if side < _SIDE:
        for mark, text in (("-", before), ("+", after)):
            for number, line in enumerate(wrapped(text, page.width - len(indent) - 2)):
                yield f"{indent}{mark if number == 0 else ' '} {line}"
        return
    heads = printable(difference.old_name), printable(difference.new_name)
    columns = [
        [head, *wrapped(text, side)] for head, text in zip(heads, (before, after), strict=True)
    ]
    for number, (left, right) in enumerate(zip_longest(*columns, fillvalue="")):
        pad = " " * (side - display_width(left))
        style = "dim" if number == 0 else ""
        yield f"{indent}{page.paint(left, style)}{pad} │ {page.paint(right, style)}"
