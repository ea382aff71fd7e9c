"""`layout`: what each line speaks of in a column, and its words after it."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.format.entries import Entry, before_body, cited
from policy_dsl.format.pieces import joined, listed, words
from policy_dsl.format.written import Written
from policy_dsl.syntax.layouts import Layout, LayoutKey


def layout(node: Layout, written: Written) -> Iterator[Entry]:
    """How a published file is laid out."""
    title = joined("layout", written.as_it_is(node.title))
    span = before_body(node, node.lines[0], written)
    yield Entry(span, rest=title, citations=cited(node.citations))
    for line in node.lines:
        key, named = words(line.key.value), listed(map(written.as_it_is, line.words))
        if line.key is LayoutKey.UNUSED_IDENTIFIERS:  # longer than any other: it would push all
            yield Entry(line.span, rest=joined(key, named))
        else:
            yield Entry(line.span, (key,), named, family="layout")
