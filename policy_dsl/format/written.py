"""A policy's text as it is written: its comments, its words, its brackets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from attrs import frozen

from policy_dsl.format.pieces import Atom, Piece, words
from policy_dsl.source import SourceText, Span
from policy_dsl.syntax.nodes import Node

#: What a comment's sign, a bracket or a blank may stand in without being one.
_QUOTED = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"|\[[^\[\]\n]*\]'
_SKIPPED = re.compile(rf"{_QUOTED}|(?P<comment>\#[^\n]*)")
_STRING = re.compile(r'"[^"\\\n]*(?:\\["\\][^"\\\n]*)*"')


@frozen
class Comment:
    """A comment, without blanks at its end, and the line it stands on to itself or at the end of.

    ``indent`` is the column it begins in if it has a line to itself, else None.
    """

    span: Span
    text: str
    indent: int | None


@frozen(eq=False)
class Written:
    """A text that can be read without mistakes."""

    source: SourceText

    @property
    def text(self) -> str:
        return self.source.text

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """All comments in order."""
        return tuple(comments(self.text))

    @cached_property
    def bare(self) -> str:
        """The text with blanks for its comments; every place in it stays the same."""
        return _SKIPPED.sub(lambda m: " " * len(m[0]) if m["comment"] else m[0], self.text)

    @cached_property
    def masked(self) -> str:
        """The text with blanks for comments, and for what is quoted something that is no sign."""
        return _SKIPPED.sub(lambda m: (" " if m["comment"] else "q") * len(m[0]), self.text)

    def comments_within(self, span: Span) -> tuple[Comment, ...]:
        """The comments that stand between the words of a stretch of the text."""
        first = bisect_right(self._starts, span.start)
        return self.comments[first : bisect_left(self._starts, span.end)]

    @cached_property
    def _starts(self) -> list[int]:
        return [comment.span.start for comment in self.comments]

    def words(self, start: int, end: int) -> Piece:
        """The words from one place to another, between which nothing is quoted."""
        text = re.sub(r"-\s+(?=[\d£])", "-", self.bare[start:end])
        return words(re.sub(r"\s+:", ":", text))

    def as_it_is(self, node: Node) -> Atom:
        """A name or a quoted text with nothing changed."""
        return Atom(self.text[node.span.start : node.span.end])

    def strings(self, span: Span) -> list[tuple[Span, Atom]]:
        """The quoted texts within a stretch, and where each stands."""
        found = _STRING.finditer(self.bare, span.start, span.end)
        return [(Span(match.start(), match.end()), Atom(match[0])) for match in found]

    def unbracketed(self, span: Span) -> tuple[int, Span]:
        """How many pairs of brackets an expression stands in, and the stretch within them.

        An expression's span covers the brackets around it, which leave no node.
        """
        count = 0
        start, end = span.start, span.end
        while self.masked[start] == "(" and self._closing(start) == end - 1:
            count += 1
            start, end = self._trimmed(start + 1, end - 1)
        return count, Span(start, end)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        text = self.masked[start:end]
        return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())

    @cached_property
    def _pairs(self) -> dict[int, int]:
        pairs: dict[int, int] = {}
        opened: list[int] = []
        for match in re.finditer(r"[()]", self.masked):
            if match[0] == "(":
                opened.append(match.start())
            elif opened:
                pairs[opened.pop()] = match.start()
        return pairs

    def _closing(self, start: int) -> int | None:
        return self._pairs.get(start)


def comments(text: str) -> list[Comment]:
    """The comments of a text."""
    found = []
    for match in _SKIPPED.finditer(text):
        if match["comment"] is not None:
            line = text.rfind("\n", 0, match.start()) + 1
            before = text[line : match.start()]
            indent = None if before.strip() else len(before)
            found.append(Comment(Span(*match.span()), match[0].rstrip(), indent))
    return found
