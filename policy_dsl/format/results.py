"""`published results`: name, identifier and tolerance in columns."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.format.entries import Entry, before_body, cited
from policy_dsl.format.pieces import joined, words
from policy_dsl.format.written import Written
from policy_dsl.syntax.results import PublishedResults


def published_results(node: PublishedResults, written: Written) -> Iterator[Entry]:
    """What the regulator published."""
    span = before_body(node, node.results[0], written)
    yield Entry(span, rest=words("published results"), citations=cited(node.citations))
    for result in node.results:
        name = joined(result.name.text)
        source = joined("from", written.as_it_is(result.published))
        if result.within is None:
            yield Entry(result.span, (name,), source, family="result")
        else:
            within = written.words(result.published.span.end, result.span.end)
            yield Entry(result.span, (name, source), within, family="result")
