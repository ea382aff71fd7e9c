"""Ratings: cases read from the top, or a start, and then the over-riding rules."""

from __future__ import annotations

from enum import Enum
from typing import Any

from attrs import frozen
from lark import Token

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.nodes import Citation, LabelName, Node, Word


@frozen(eq=False)
class AppliesTo(Node):
    """``applies to acute_trust, mental_health_trust``."""

    kinds: tuple[Word, ...]


@frozen(eq=False)
class StartWith(Node):
    """``start with worst of (finance, governance)``."""

    expression: Expression
    citations: tuple[Citation, ...]


@frozen(eq=False)
class Case(Node):
    """``amber when score >= 1``, or ``green otherwise`` (then without a condition)."""

    label: LabelName
    condition: Expression | None
    citations: tuple[Citation, ...]


class Effect(Enum):
    """What an over-riding rule does, as a policy writes it."""

    NO_BETTER_THAN = "no better than"
    NO_WORSE_THAN = "no worse than"
    BECOMES = "becomes"


@frozen(eq=False)
class Override(Node):
    """``override late_plan no better than 3 when not plan_on_time``."""

    name: Word
    effect: Effect
    label: LabelName
    condition: Expression
    citations: tuple[Citation, ...]


@frozen(eq=False)
class Rating(Node):
    """``rating governance_risk: traffic_light`` and its lines, in the order written."""

    name: Word
    type: Word
    lines: tuple[AppliesTo | StartWith | Case | Override, ...]
    citations: tuple[Citation, ...]

    @property
    def applies_to(self) -> AppliesTo | None:
        return next((line for line in self.lines if isinstance(line, AppliesTo)), None)

    @property
    def start(self) -> StartWith | None:
        return next((line for line in self.lines if isinstance(line, StartWith)), None)

    @property
    def cases(self) -> tuple[Case, ...]:
        return tuple(line for line in self.lines if isinstance(line, Case))

    @property
    def overrides(self) -> tuple[Override, ...]:
        return tuple(line for line in self.lines if isinstance(line, Override))


class RatingRules(Building):
    """The grammar's rules for ratings."""

    def rating(self, parts: list[Any]) -> Rating:
        _, name, type_, citations, *lines = parts
        return Rating(
            span_of(parts), self.word_of(name), self.word_of(type_), tuple(lines), citations
        )

    def applies_to(self, parts: list[Any]) -> AppliesTo:
        return AppliesTo(span_of(parts), parts[1])

    def start_with(self, parts: list[Any]) -> StartWith:
        _, expression, citations = parts
        return StartWith(span_of(parts), expression, citations)

    def case(self, parts: list[Any]) -> Case:
        label, _, condition, citations = parts
        return Case(span_of(parts), label, condition, citations)

    def otherwise(self, parts: list[Any]) -> Case:
        label, _, citations = parts
        return Case(span_of(parts), label, None, citations)

    def override(self, parts: list[Any]) -> Override:
        _, name, effect, label, _, condition, citations = parts
        return Override(
            span_of(parts), self.word_of(name), Effect[effect.type], label, condition, citations
        )

    def effect(self, parts: list[Any]) -> Token:
        token: Token = parts[0]
        return token
