"""``record NAME``: what is known of each notice, condition or incident in a list."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.facts import FactType
from policy_dsl.syntax.nodes import Citation, Node, Text, Word


@frozen(eq=False)
class Field(Node):
    """``issued date "Date of issue"``: one thing known of a record."""

    name: Word
    type: FactType
    label: Text | None


@frozen(eq=False)
class RecordDeclaration(Node):
    """``record warning_notice`` and its fields; a fact is then a ``list of warning_notice``."""

    name: Word
    fields: tuple[Field, ...]
    citations: tuple[Citation, ...]


class RecordRules(Building):
    """The grammar's rules for records."""

    def record(self, parts: list[Any]) -> RecordDeclaration:
        _, name, citations, *fields = parts
        return RecordDeclaration(span_of(parts), self.word_of(name), tuple(fields), citations)

    def field(self, parts: list[Any]) -> Field:
        name, type_, label = parts
        return Field(
            span_of(parts),
            self.word_of(name),
            type_,
            self.text_of(label) if label is not None else None,
        )
