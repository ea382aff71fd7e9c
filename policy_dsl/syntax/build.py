"""From the parser's tokens to nodes: what the rules of every construct share.

Each construct's file has a class of rules; ``from_lark.py`` joins them into the one transformer
that the parser calls while it reads, so no tree is walked and no depth of nesting can hurt.
"""

from __future__ import annotations

import re
from typing import Any

from lark import Token, Transformer

from policy_dsl.source import Span
from policy_dsl.syntax.nodes import Citation, LabelName, Node, Text, Word


def span_of(parts: list[Any]) -> Span:
    """From the first part that stands in the text to the last."""
    start = end = None
    for part in parts:
        ends = _ends(part)
        if ends is not None:
            start = ends[0] if start is None else start
            end = ends[1]
    return Span(start or 0, end or 0)


def _ends(part: Any) -> tuple[int, int] | None:
    if isinstance(part, Token):
        return part.start_pos or 0, part.end_pos or 0
    if isinstance(part, Node):
        return part.span.start, part.span.end
    if isinstance(part, tuple) and part:
        return part[0].span.start, part[-1].span.end
    return None


def nodes_of(parts: list[Any]) -> list[Any]:
    """The parts that are nodes, without the words and bars between them."""
    return [part for part in parts if isinstance(part, Node)]


def unquoted(token: Token) -> str:
    """What a quoted text says."""
    return re.sub(r"\\(.)", r"\1", token[1:-1])


class Building(Transformer[Token, Any]):
    """Base of every construct's rules.

    The rules keep no state: what the grammar cannot see, such as a 31 June, is left in the tree
    for the checker to object to.
    """

    def word_of(self, token: Token) -> Word:
        """A name or other bare word."""
        return Word(span_of([token]), str(token))

    def word(self, parts: list[Any]) -> Word:
        (token,) = parts
        return Word(span_of(parts), unquoted(token) if token.type == "STRING" else str(token))

    def text_of(self, token: Token) -> Text:
        """A quoted text."""
        return Text(span_of([token]), unquoted(token))

    def joined(self, tokens: list[Token]) -> Text:
        """Quoted texts one after the other, joined by a space."""
        return Text(span_of(tokens), " ".join(unquoted(token) for token in tokens))

    def names(self, parts: list[Any]) -> tuple[Word, ...]:
        return tuple(self.word_of(token) for token in parts)

    def label(self, parts: list[Any]) -> LabelName:
        return LabelName(span_of(parts), str(parts[0]))

    def citations(self, parts: list[Any]) -> tuple[Citation, ...]:
        return tuple(self.citation(token) for token in parts)

    def citation(self, token: Token) -> Citation:
        source, *place = token[1:-1].split(None, 1)[:2] or [""]
        return Citation(span_of([token]), source, place[0].strip() if place else "")
