"""Examples: facts, and the results and reasons that are expected of them."""

from __future__ import annotations

from enum import Enum
from typing import Any

from attrs import frozen
from lark import Token

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.expressions import Constant, Expression, date_constant
from policy_dsl.syntax.nodes import Citation, Node, Text, Word
from policy_dsl.syntax.selections import Member


@frozen(eq=False)
class NothingWord(Node):
    """``nothing``."""


@frozen(eq=False)
class GivenRecord(Node):
    """``(regulation "12", issued 2010-05-01, lifted nothing)``."""

    fields: tuple[GivenFact, ...]


@frozen(eq=False)
class GivenList(Node):
    """The records of a list, one after the other; none of ``no notices``."""

    records: tuple[GivenRecord, ...]


ExampleValue = Expression | NothingWord | GivenList


@frozen(eq=False)
class GivenFact(Node):
    """``ebitda_margin 6%``, ``notices (regulation "12", issued 2010-05-01)``, ``no notices``."""

    name: Word
    value: ExampleValue


@frozen(eq=False)
class ForOrganisation(Node):
    """``for "Trust B"``, ``for "Trust B" of kind ambulance_trust``: another organisation."""

    name: Text
    kind: Word | None


@frozen(eq=False)
class Given(Node):
    """``given liquidity 20 days, plan_on_time yes``, ``given 1 quarter earlier: a_and_e 94%``,
    ``given for "Trust B" 1 quarter earlier: a_and_e 94%``.

    ``organisation`` is None for that of the example itself, ``earlier`` 0 for its period.
    """

    organisation: ForOrganisation | None
    earlier: int
    word: Word | None
    facts: tuple[GivenFact, ...]


class State(Enum):
    """What may be expected instead of a value, as a policy writes it."""

    NOT_KNOWN = "not known"
    DOES_NOT_APPLY = "does not apply"


@frozen(eq=False)
class Because(Node):
    """``because late_plan``, ``because case 2``, ``not because row 3``.

    ``refused`` is true of ``not because``: what must not have decided it.
    """

    word: Word
    number: int | None
    refused: bool = False


@frozen(eq=False)
class Expectation(Node):
    """``financial_risk 3 because late_plan``, ``colour not known``, ``act yes due 2010-05-06``.

    ``reasons`` are in the order of the text, those that must not have decided it among them.
    """

    of: Member
    value: ExampleValue | None
    state: State | None
    reasons: tuple[Because, ...] = ()
    due: Constant | None = None


@frozen(eq=False)
class Expect(Node):
    """``expect finance.average 2.9, financial_risk 3``."""

    expectations: tuple[Expectation, ...]


@frozen(eq=False)
class OfKind(Node):
    """``of kind ambulance_trust``."""

    kind: Word


@frozen(eq=False)
class InPeriod(Node):
    """``in "Q2 2010/11"``."""

    period: Text


@frozen(eq=False)
class Example(Node):
    """``example "Oxford, July 2012"`` and its lines."""

    title: Text
    lines: tuple[Given | Expect | OfKind | InPeriod, ...]
    citations: tuple[Citation, ...]

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        return tuple(
            expectation
            for line in self.lines
            if isinstance(line, Expect)
            for expectation in line.expectations
        )


def whole(token: Token) -> int:
    """The whole number written; -1, which the checker objects to, of any other."""
    return int(token) if token.isdigit() else -1


class ExampleRules(Building):
    """The grammar's rules for examples."""

    def example(self, parts: list[Any]) -> Example:
        _, title, citations, *lines = parts
        return Example(span_of(parts), self.text_of(title), tuple(lines), citations)

    def given(self, parts: list[Any]) -> Given:
        given, back, *facts = parts
        return self._given(given, None, back, facts)

    def given_for(self, parts: list[Any]) -> Given:
        given, organisation, back, *facts = parts
        return self._given(given, organisation, back, facts)

    def _given(
        self, given: Token, of: ForOrganisation | None, back: Any, facts: list[Any]
    ) -> Given:
        earlier, word = back if back is not None else (0, None)
        return Given(span_of([given, *facts]), of, earlier, word, tuple(facts))

    def for_organisation(self, parts: list[Any]) -> ForOrganisation:
        _, name, _, kind = parts
        named = None if kind is None else self.word_of(kind)
        return ForOrganisation(span_of(parts), self.text_of(name), named)

    def back(self, parts: list[Any]) -> tuple[int, Word]:
        return whole(parts[0]), self.word_of(parts[1])

    def given_fact(self, parts: list[Any]) -> GivenFact:
        return GivenFact(span_of(parts), self.word_of(parts[0]), parts[1])

    def given_list(self, parts: list[Any]) -> GivenFact:
        name, *records = parts
        listed = GivenList(span_of(records), tuple(records))
        return GivenFact(span_of(parts), self.word_of(name), listed)

    def given_none(self, parts: list[Any]) -> GivenFact:
        no, name = parts
        return GivenFact(span_of(parts), self.word_of(name), GivenList(span_of([no]), ()))

    def given_record(self, parts: list[Any]) -> GivenRecord:
        return GivenRecord(
            span_of(parts), tuple(part for part in parts if isinstance(part, GivenFact))
        )

    def expect(self, parts: list[Any]) -> Expect:
        return Expect(span_of(parts), tuple(parts[1:]))

    def expectation(self, parts: list[Any]) -> Expectation:
        member, value, due, *reasons = parts
        return Expectation(span_of(parts), member, value, None, tuple(reasons), due)

    def on_day(self, parts: list[Any]) -> Constant:
        return date_constant(parts[1])

    def because(self, parts: list[Any]) -> Because:
        opening, word, number = parts
        count = whole(number) if number is not None else None
        refused = opening.type == "NOT_BECAUSE"
        return Because(span_of(parts), self.word_of(word), count, refused)

    def expect_not_known(self, parts: list[Any]) -> Expectation:
        return Expectation(span_of(parts), parts[0], None, State.NOT_KNOWN)

    def expect_does_not_apply(self, parts: list[Any]) -> Expectation:
        return Expectation(span_of(parts), parts[0], None, State.DOES_NOT_APPLY)

    def example_value(self, parts: list[Any]) -> ExampleValue:
        part: Expression | Token = parts[0]
        if not isinstance(part, Token):
            return part
        return NothingWord(span_of(parts))

    def of_kind(self, parts: list[Any]) -> OfKind:
        return OfKind(span_of(parts), self.word_of(parts[1]))

    def in_period(self, parts: list[Any]) -> InPeriod:
        return InPeriod(span_of(parts), self.text_of(parts[1]))
