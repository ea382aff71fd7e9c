"""Pieces of text: as one line, with other names, and the lines that a node takes up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from policy_dsl.check.policy import Policy
from policy_dsl.diff.references import Reference, references
from policy_dsl.source import Edit, SourceText, Span
from policy_dsl.syntax.declarations import pieces
from policy_dsl.syntax.nodes import Node

_QUOTED_OR_COMMENT = re.compile(r'"[^"\\\n]*(?:\\["\\][^"\\\n]*)*"|#[^\n]*|\s+')


def one_line(text: str) -> str:
    """The text without comments and line breaks, and with single blanks between words."""

    def shorter(match: re.Match[str]) -> str:
        found = match[0]
        return found if found.startswith('"') else " "

    short = _QUOTED_OR_COMMENT.sub(shorter, text)
    parts = re.split(r'("[^"\\]*(?:\\["\\][^"\\]*)*")', short)
    parts[::2] = [re.sub(r" +", " ", part) for part in parts[::2]]
    return "".join(parts).strip()


@lru_cache(maxsize=16)
def known_references(policy: Policy) -> tuple[Reference, ...]:
    """The references of a policy, found once."""
    return references(policy)


def text_of(policy: Policy, span: Span, names: Mapping[str, str] | None = None) -> str:
    """What stands at a span, with other names where ``names`` has any."""
    text = policy.source.text
    if not names:
        return text[span.start : span.end]
    parts: list[str] = []
    at = span.start
    for reference in _within(known_references(policy), span):
        new = names.get(reference.key)
        if new is not None and reference.span.start >= at:
            parts.extend((text[at : reference.span.start], new))
            at = reference.span.end
    return "".join([*parts, text[at : span.end]])


def _within(found: Iterable[Reference], span: Span) -> list[Reference]:
    inside = [item for item in found if span.start <= item.span.start and item.span.end <= span.end]
    return sorted(inside, key=lambda item: item.span)


def lines_of(source: SourceText, node: Node) -> Span:
    """The whole lines that a line of a body takes up, its comment and line break included."""
    start = source.text.rfind("\n", 0, node.span.start) + 1
    end = source.text.find("\n", node.span.end)
    return Span(start, len(source.text) if end == -1 else end + 1)


def piece_of(source: SourceText, node: Node) -> Span:
    """The whole declaration that a node stands in."""
    return next(piece for piece in _pieces(source) if piece.start <= node.span.start <= piece.end)


def whole_lines(source: SourceText, span: Span) -> Span:
    """A span up to the end of its last line, the line break included."""
    end = source.text.find("\n", span.end)
    return Span(span.start, len(source.text) if end == -1 else end + 1)


@lru_cache(maxsize=16)
def _pieces(source: SourceText) -> tuple[Span, ...]:
    return tuple(pieces(source))


def indent_of(source: SourceText, node: Node) -> str:
    """The blanks before a line of a body."""
    start = source.text.rfind("\n", 0, node.span.start) + 1
    return source.text[start : node.span.start]


def deleted(source: SourceText, node: Node) -> Edit:
    """The edit that takes out a line of a body."""
    return Edit(lines_of(source, node), "")


def added_after(source: SourceText, node: Node, line: str) -> Edit:
    """The edit that writes a line below one of a body."""
    at = lines_of(source, node).end
    return Edit(Span(at, at), f"{indent_of(source, node)}{line}\n")


def added_before(source: SourceText, node: Node, line: str) -> Edit:
    """The edit that writes a line above one of a body."""
    at = lines_of(source, node).start
    return Edit(Span(at, at), f"{indent_of(source, node)}{line}\n")
