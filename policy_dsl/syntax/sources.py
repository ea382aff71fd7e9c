"""``source ID grade "title", "publisher"``: a document and how far it can be trusted."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.nodes import Node, Text, Word


@frozen(eq=False)
class Source(Node):
    """``source MM published "Methodology manual", "NHS England, June 2025"``."""

    name: Word
    grade: Word
    title: Text
    publisher: Text | None


class SourceRules(Building):
    """The grammar's rule for a source."""

    def source_(self, parts: list[Any]) -> Source:
        _, name, grade, title, publisher = parts
        return Source(
            span_of(parts),
            self.word_of(name),
            self.word_of(grade),
            self.text_of(title),
            self.text_of(publisher) if publisher is not None else None,
        )
