"""``facts each PERIOD`` and ``national facts``: what must be known, of whom and when."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.expressions import Constant, Expression
from policy_dsl.syntax.nodes import Citation, Each, Node, Text, Word


@frozen(eq=False)
class FactType(Node):
    """``percent``, ``traffic_light``, ``date or nothing``."""

    name: Word
    or_nothing: bool


@frozen(eq=False)
class Fact(Node):
    """``liquidity days to 1 place from -200 to 400 "Liquid ratio" from OF1234``."""

    name: Word
    type: FactType
    places: Constant | None
    low: Expression | None
    high: Expression | None
    label: Text
    published: Word | None
    citations: tuple[Citation, ...]


@frozen(eq=False)
class Facts(Node):
    """``facts each quarter`` or ``national facts each quarter supplied in "file.yaml"``.

    A national fact is a reference figure of the period, the same for every organisation.
    """

    national: bool
    each: Each
    supplied_in: Text | None
    facts: tuple[Fact, ...]
    citations: tuple[Citation, ...]


class FactRules(Building):
    """The grammar's rules for facts."""

    def facts(self, parts: list[Any]) -> Facts:
        _, each, citations, *facts = parts
        return Facts(span_of(parts), False, each, None, tuple(facts), citations)

    def national_facts(self, parts: list[Any]) -> Facts:
        _, each, supplied_in, citations, *facts = parts
        return Facts(span_of(parts), True, each, supplied_in, tuple(facts), citations)

    def supplied_in(self, parts: list[Any]) -> Text:
        return self.text_of(parts[1])

    def fact(self, parts: list[Any]) -> Fact:
        name, type_, places, limits, label, published, citations = parts
        low, high = limits if limits is not None else (None, None)
        return Fact(
            span_of(parts),
            self.word_of(name),
            type_,
            places,
            low,
            high,
            self.text_of(label),
            published,
            citations,
        )

    def fact_type(self, parts: list[Any]) -> FactType:
        name, or_nothing = parts
        return FactType(span_of(parts), self.word_of(name), or_nothing is not None)

    def from_to(self, parts: list[Any]) -> tuple[Expression, Expression]:
        return parts[1], parts[3]

    def from_identifier(self, parts: list[Any]) -> Word:
        word: Word = parts[1]
        return word
