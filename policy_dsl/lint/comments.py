"""The comments of a policy's text, which the tree does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from policy_dsl.source import SourceText, Span

# A quoted text ends on its line, so a sharp sign after an odd number of quotes is part of one; a
# quote with a backslash before it is none.
_COMMENT = re.compile(r'^((?:[^"#\n]|"(?:[^"\\\n]|\\.)*")*)(#.*)$', re.MULTILINE)


@frozen
class Comment:
    """A comment, its sharp sign included; ``alone`` if it has its line to itself."""

    span: Span
    text: str
    line: int
    alone: bool


def comments(source: SourceText) -> Iterator[Comment]:
    """Every comment, in the order of the text."""
    for found in _COMMENT.finditer(source.text):
        span = Span(*found.span(2))
        line = source.position(span.start).line
        yield Comment(span, found[2].rstrip(), line, not found[1].strip())
