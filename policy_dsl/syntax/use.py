"""``use NAME``: the vocabulary and the results of another policy."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.nodes import Citation, Node, Word


@frozen(eq=False)
class Use(Node):
    """``use cqc.registration as cqc``; its results are then ``cqc.enforcement``.

    Without a version it is the edition in force in the period that is decided about.
    """

    name: Word
    version: Word | None
    alias: Word | None
    citations: tuple[Citation, ...]


class UseRules(Building):
    """The grammar's rule for other policies."""

    def use(self, parts: list[Any]) -> Use:
        _, name, _, version, _, alias, citations = parts
        return Use(
            span_of(parts),
            self.word_of(name),
            self.word_of(version) if version is not None else None,
            self.word_of(alias) if alias is not None else None,
            citations,
        )
