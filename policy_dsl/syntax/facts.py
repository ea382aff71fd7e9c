"""``facts each PERIOD`` and ``national facts``: what must be known, of whom and when."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.expressions import Constant, Expression
from policy_dsl.syntax.nodes import Citation, Each, Node, Text, Word


@frozen(eq=False)
class FactType(Node):
    """``percent``, ``traffic_light``, ``date or nothing``, ``list of warning_notice``."""

    name: Word
    or_nothing: bool
    is_list: bool = False


@frozen(eq=False)
class Fact(Node):
    """``liquidity days to 1 place from -200 to 400 "Liquid ratio" from OF1234 formerly liquid``.

    ``former_names`` are those under which earlier editions of the policy have the same fact.
    """

    name: Word
    type: FactType
    places: Constant | None
    low: Expression | None
    high: Expression | None
    label: Text
    published: Word | None
    former_names: tuple[Word, ...]
    citations: tuple[Citation, ...]


@frozen(eq=False)
class Facts(Node):
    """``facts each quarter`` or ``national facts each quarter supplied in "file.yaml"``.

    A national fact is a reference figure of the period, the same for every organisation.  In
    ``judgements by monitor`` a fact is somebody's decision, and ``body`` says whose.
    """

    national: bool
    body: Word | None
    each: Each | None
    supplied_in: Text | None
    facts: tuple[Fact, ...]
    citations: tuple[Citation, ...]


class FactRules(Building):
    """The grammar's rules for facts."""

    def facts(self, parts: list[Any]) -> Facts:
        _, each, citations, *facts = parts
        return Facts(span_of(parts), False, None, each, None, tuple(facts), citations)

    def national_facts(self, parts: list[Any]) -> Facts:
        _, each, supplied_in, citations, *facts = parts
        return Facts(span_of(parts), True, None, each, supplied_in, tuple(facts), citations)

    def judgements(self, parts: list[Any]) -> Facts:
        _, body, citations, *facts = parts
        return Facts(span_of(parts), False, self.word_of(body), None, None, tuple(facts), citations)

    def supplied_in(self, parts: list[Any]) -> Text:
        return self.text_of(parts[1])

    def fact(self, parts: list[Any]) -> Fact:
        name, type_, places, limits, label, published, former_names, citations = parts
        low, high = limits if limits is not None else (None, None)
        return Fact(
            span_of(parts),
            self.word_of(name),
            type_,
            places[0] if places is not None else None,
            low,
            high,
            self.text_of(label),
            published,
            former_names or (),
            citations,
        )

    def fact_type(self, parts: list[Any]) -> FactType:
        name, or_nothing = parts
        return FactType(span_of(parts), self.word_of(name), or_nothing is not None)

    def list_type(self, parts: list[Any]) -> FactType:
        return FactType(span_of(parts), self.word_of(parts[1]), False, True)

    def from_to(self, parts: list[Any]) -> tuple[Expression, Expression]:
        return parts[1], parts[3]

    def formerly(self, parts: list[Any]) -> tuple[Word, ...]:
        names: tuple[Word, ...] = parts[1]
        return names

    def from_identifier(self, parts: list[Any]) -> Word:
        word: Word = parts[1]
        return word
