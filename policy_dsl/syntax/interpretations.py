"""``interpretation NAME = A or B``: an open point of the text, how it is read, and why."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from lark import Token

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.nodes import Citation, Node, Text, Word


@frozen(eq=False)
class Interpretation(Node):
    """``interpretation red_from = 3.0 or 2.9`` with its reason; the first reading is used.

    The reason may run over several quoted texts, one a line.
    A reading is a constant, ``yes`` or ``no``, or a word of the author's own (``at_least`` or
    ``exactly``), which conditions test with ``is``.
    """

    name: Word
    readings: tuple[Expression, ...]
    reason: Text
    citations: tuple[Citation, ...]


class InterpretationRules(Building):
    """The grammar's rule for interpretations."""

    def interpretation(self, parts: list[Any]) -> Interpretation:
        _, name, *rest = parts
        (citations,) = (part for part in rest if isinstance(part, tuple))
        readings: list[Any] = [part for part in rest if isinstance(part, Node)]
        reason = [part for part in rest if isinstance(part, Token) and part.type == "STRING"]
        return Interpretation(
            span_of(parts), self.word_of(name), tuple(readings), self.joined(reason), citations
        )
