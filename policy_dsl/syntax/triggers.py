"""Triggers: a condition with a consequence, who leads it, and by when."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.nodes import Citation, Node, Text, Word
from policy_dsl.syntax.ratings import AppliesTo


@frozen(eq=False)
class TriggerWhen(Node):
    """``when financial_risk is 2 or worse``; several such lines are alternatives."""

    condition: Expression
    citations: tuple[Citation, ...]


@frozen(eq=False)
class TriggerThen(Node):
    """``then "Monitor may direct, suspend or replace the board"``, perhaps over several lines."""

    consequence: Text


@frozen(eq=False)
class LedBy(Node):
    """``led by monitor``."""

    body: Word


@frozen(eq=False)
class Due(Node):
    """``due 45 working days after appointed``: a date."""

    date: Expression


@frozen(eq=False)
class Trigger(Node):
    """``trigger section_52`` and its lines."""

    name: Word
    lines: tuple[AppliesTo | TriggerWhen | TriggerThen | LedBy | Due, ...]
    citations: tuple[Citation, ...]

    @property
    def applies_to(self) -> AppliesTo | None:
        return next((line for line in self.lines if isinstance(line, AppliesTo)), None)

    @property
    def conditions(self) -> tuple[TriggerWhen, ...]:
        return tuple(line for line in self.lines if isinstance(line, TriggerWhen))

    @property
    def consequence(self) -> str:
        return next(line.consequence.text for line in self.lines if isinstance(line, TriggerThen))

    @property
    def led_by(self) -> str | None:
        return next((line.body.text for line in self.lines if isinstance(line, LedBy)), None)

    @property
    def due(self) -> Due | None:
        return next((line for line in self.lines if isinstance(line, Due)), None)


class TriggerRules(Building):
    """The grammar's rules for triggers."""

    def trigger(self, parts: list[Any]) -> Trigger:
        _, name, citations, *lines = parts
        return Trigger(span_of(parts), self.word_of(name), tuple(lines), citations)

    def trigger_when(self, parts: list[Any]) -> TriggerWhen:
        return TriggerWhen(span_of(parts), parts[1], parts[2])

    def trigger_then(self, parts: list[Any]) -> TriggerThen:
        return TriggerThen(span_of(parts), self.joined(parts[1:]))

    def led_by(self, parts: list[Any]) -> LedBy:
        return LedBy(span_of(parts), self.word_of(parts[1]))

    def due(self, parts: list[Any]) -> Due:
        return Due(span_of(parts), parts[1])
