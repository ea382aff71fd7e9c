"""``value NAME = EXPRESSION``: a named number, or a named condition."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.nodes import Citation, Node, Word


@frozen(eq=False)
class ValueDeclaration(Node):
    """``value average_score = round half up average of scores to 2 places  [MM step 2]``."""

    name: Word
    expression: Expression
    citations: tuple[Citation, ...]


class ValueRules(Building):
    """The grammar's rules for values."""

    def value(self, parts: list[Any]) -> ValueDeclaration:
        _, name, expression, citations = parts
        return ValueDeclaration(span_of(parts), self.word_of(name), expression, citations)

    def value_below(self, parts: list[Any]) -> ValueDeclaration:
        _, name, citations, expression = parts
        return ValueDeclaration(span_of(parts), self.word_of(name), expression, citations)
