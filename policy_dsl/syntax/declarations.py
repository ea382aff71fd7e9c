"""Cutting a file into its declarations by its layout alone.

A line that starts in the first column begins a declaration; what is indented belongs to it.  So a
mistake stays in its declaration, and every other one is still read.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.source import SourceText, Span


def pieces(source: SourceText) -> Iterator[Span]:
    """The spans of the declarations of a text, each from its first column to its last text."""
    start: int | None = None
    end = 0
    offset = 0
    for line in source.text.split("\n"):
        content = line.strip()
        if content and not content.startswith("#"):
            if not line[0].isspace() or start is None:
                if start is not None:
                    yield Span(start, end)
                start = offset
            end = offset + len(line.rstrip())
        offset += len(line) + 1
    if start is not None:
        yield Span(start, end)
