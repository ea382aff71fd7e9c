"""Examples: facts, and the results and reasons that are expected of them."""

from __future__ import annotations

from enum import Enum
from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.expressions import Constant, Expression
from policy_dsl.syntax.nodes import Citation, Node, Text, Word
from policy_dsl.syntax.selections import Member
from policy_dsl.values.types import Plain


@frozen(eq=False)
class NothingWord(Node):
    """``nothing``."""


ExampleValue = Expression | NothingWord


@frozen(eq=False)
class GivenFact(Node):
    """``ebitda_margin 6%``."""

    name: Word
    value: ExampleValue


@frozen(eq=False)
class Given(Node):
    """``given liquidity 20 days, plan_on_time yes``, ``given 1 quarter earlier: a_and_e 94%``.

    ``earlier`` is 0 for the period of the example itself.
    """

    earlier: int
    word: Word | None
    facts: tuple[GivenFact, ...]


class State(Enum):
    """What may be expected instead of a value, as a policy writes it."""

    NOT_KNOWN = "not known"
    DOES_NOT_APPLY = "does not apply"


@frozen(eq=False)
class Expectation(Node):
    """``financial_risk 3 because late_plan``, ``colour not known``."""

    of: Member
    value: ExampleValue | None
    state: State | None
    because: Word | None


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


class ExampleRules(Building):
    """The grammar's rules for examples."""

    def example(self, parts: list[Any]) -> Example:
        _, title, citations, *lines = parts
        return Example(span_of(parts), self.text_of(title), tuple(lines), citations)

    def given(self, parts: list[Any]) -> Given:
        _, back, *facts = parts
        earlier, word = back if back is not None else (0, None)
        return Given(span_of([*parts[:1], *facts]), earlier, word, tuple(facts))

    def back(self, parts: list[Any]) -> tuple[int, Word]:
        return int(float(parts[0])), self.word_of(parts[1])

    def given_fact(self, parts: list[Any]) -> GivenFact:
        return GivenFact(span_of(parts), self.word_of(parts[0]), parts[1])

    def expect(self, parts: list[Any]) -> Expect:
        return Expect(span_of(parts), tuple(parts[1:]))

    def expectation(self, parts: list[Any]) -> Expectation:
        member, value, _, because = parts
        word = self.word_of(because) if because is not None else None
        return Expectation(span_of(parts), member, value, None, word)

    def expect_not_known(self, parts: list[Any]) -> Expectation:
        return Expectation(span_of(parts), parts[0], None, State.NOT_KNOWN, None)

    def expect_does_not_apply(self, parts: list[Any]) -> Expectation:
        return Expectation(span_of(parts), parts[0], None, State.DOES_NOT_APPLY, None)

    def example_value(self, parts: list[Any]) -> ExampleValue:
        part = parts[0]
        if isinstance(part, Node):
            value: Expression = part
            return value
        if part.type == "NOTHING":
            return NothingWord(span_of(parts))
        return Constant(span_of(parts), part.type == "YES", Plain.YES_OR_NO)

    def of_kind(self, parts: list[Any]) -> OfKind:
        return OfKind(span_of(parts), self.word_of(parts[1]))

    def in_period(self, parts: list[Any]) -> InPeriod:
        return InPeriod(span_of(parts), self.text_of(parts[1]))
