"""The header: its title, dates and whom it rates, one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from policy_dsl.format.entries import Entry, before_body
from policy_dsl.format.pieces import Chain, Piece, joined, listed, words
from policy_dsl.format.written import Written
from policy_dsl.syntax.header import Header, InForce, Rates, Title


def header(node: Header, written: Written) -> Iterator[Entry]:
    """`policy NAME version V` and its lines."""
    first = node.lines[0] if node.lines else None
    named = joined("policy", node.name.text, "version", node.version.text)
    yield Entry(before_body(node, first, written), rest=named)
    for line in node.lines:
        yield _line(line, written)


def _line(line: Title | InForce | Rates, written: Written) -> Entry:
    match line:
        case Title():
            key, rest = "title", joined(written.as_it_is(line.text))
        case InForce():
            key, rest = "in force", joined(_days(line, written))
        case Rates():
            kinds = listed(written.as_it_is(kind) for kind in line.kinds)
            each = written.words(line.each.span.start, line.each.span.end)
            return Entry(line.span, (words("rates"),), Chain((kinds, each)), family="header")
        case _:
            assert_never(line)
    return Entry(line.span, (words(key),), rest, family="header")


def _days(line: InForce, written: Written) -> Piece:
    """`2008-04-01 to 2009-03-31`, `from 2008-04-01`."""
    start = line.first.span.start
    if line.last is None:
        start = written.bare.rindex("from", line.span.start, start)
    return written.words(start, line.span.end)
