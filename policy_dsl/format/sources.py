"""`source ID grade "title", "publisher"`, aligned with the sources around it."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.format.entries import Entry
from policy_dsl.format.pieces import joined, listed
from policy_dsl.format.written import Written
from policy_dsl.syntax.sources import Source


def source(node: Source, written: Written) -> Iterator[Entry]:
    """A document."""
    columns = (joined("source", node.name.text), joined(node.grade.text))
    texts = [node.title] if node.publisher is None else [node.title, node.publisher]
    quoted = joined(*(listed(map(written.as_it_is, texts)).parts))
    yield Entry(node.span, columns, quoted, family="source")
