"""``published results``: what the regulator itself published, to be reproduced."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.nodes import Citation, Node, Word


@frozen(eq=False)
class PublishedResult(Node):
    """``average_score from OF5002 within 0.01``."""

    name: Word
    published: Word
    within: Decimal | None


@frozen(eq=False)
class PublishedResults(Node):
    """``published results`` and its lines."""

    results: tuple[PublishedResult, ...]
    citations: tuple[Citation, ...]


class ResultRules(Building):
    """The grammar's rules for published results."""

    def published_results(self, parts: list[Any]) -> PublishedResults:
        _, citations, *results = parts
        return PublishedResults(span_of(parts), tuple(results), citations)

    def result(self, parts: list[Any]) -> PublishedResult:
        name, published, _, within = parts
        return PublishedResult(
            span_of(parts),
            self.word_of(name),
            published,
            Decimal(within) if within is not None else None,
        )
