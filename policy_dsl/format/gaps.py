"""What stands between two entries: blank lines, and comments that have a line to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from policy_dsl.format.entries import INDENT
from policy_dsl.format.written import Written


@frozen
class Gap:
    """A comment at the end of the line above, and the lines between: comments with their blanks."""

    comment: str | None
    lines: tuple[str, ...]

    @property
    def has_blank(self) -> bool:
        """Whether a blank line is among them."""
        return "" in self.lines

    def within(self, first: bool) -> Iterator[str]:
        """The lines between two lines of a declaration; ``first``: after its first line."""
        lines = list(self.lines)
        while first and lines and not lines[0]:
            del lines[0]
        for line in _single(lines):
            yield line and " " * INDENT + line.strip()

    def between(self, same_run: bool) -> Iterator[str]:
        """The lines between two declarations, which one blank line at least sets apart."""
        below, rest = self._below()
        yield from below
        if not same_run and (not rest or rest[0]):
            yield ""
        yield from (line.strip() for line in _single(rest))

    def after_last(self) -> Iterator[str]:
        """The lines after the last declaration."""
        below, rest = self._below()
        yield from below
        while rest and not rest[-1]:
            del rest[-1]
        if rest and rest[0]:
            yield ""
        yield from (line.strip() for line in _single(rest))

    def _below(self) -> tuple[list[str], list[str]]:
        """The indented comments directly below a declaration, which belong to it; the others."""
        count = 0
        while count < len(self.lines) and self.lines[count][:1].isspace():
            count += 1
        own = [" " * INDENT + line.strip() for line in self.lines[:count]]
        return own, list(self.lines[count:])


def gap_between(written: Written, start: int, end: int) -> Gap:
    """What stands in a text from one place to another, between which are no words."""
    assert not written.bare[start:end].strip(), "a line of a declaration was passed over"
    beside, *lines = written.text[start:end].split("\n")
    if end < len(written.text):
        del lines[-1:]  # what is before the next entry on its own line
    blank_or_comment = tuple(line.rstrip() for line in lines)
    return Gap(beside.strip() or None, blank_or_comment)


def before_first(written: Written, start: int) -> Iterator[str]:
    """The lines above the first declaration."""
    gap = gap_between(written, 0, start)
    lines = [gap.comment or "", *gap.lines]
    while lines and not lines[0]:
        del lines[0]
    yield from (line.strip() for line in _single(lines))


def _single(lines: Sequence[str]) -> Iterator[str]:
    """The lines with no more than one blank line between them."""
    above = "#"
    for line in lines:
        if line or above:
            yield line
        above = line
