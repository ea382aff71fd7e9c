"""``average of …``, ``count of … which are …``, ``round …``."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import Any

from attrs import frozen
from lark import Token

from policy_dsl.syntax.build import Building, nodes_of, span_of
from policy_dsl.syntax.expressions import Constant, Expression, Target
from policy_dsl.syntax.nodes import Node, Word
from policy_dsl.values.numbers import Rounding
from policy_dsl.values.types import Quantity, Unit


class Summary(Enum):
    """How several values become one, as a policy writes it."""

    AVERAGE = "average of"
    SUM = "sum of"
    LOWEST = "lowest of"
    HIGHEST = "highest of"
    BEST = "best of"
    WORST = "worst of"


@frozen(eq=False)
class Operands(Node):
    """``(a, b, c)``."""

    items: tuple[Expression, ...]


@frozen(eq=False)
class GroupOperands(Node):
    """The members of a group, by its name."""

    group: Word


@frozen(eq=False)
class Aggregate(Node):
    """``average of (a, b) leaving out missing``."""

    summary: Summary
    operands: Operands | GroupOperands
    leaving_out_missing: bool


@frozen(eq=False)
class WhichCompare(Node):
    """``>= 3`` after ``which are``."""

    sign: str
    right: Expression


@frozen(eq=False)
class CountWhich(Node):
    """``count of (safe, caring) which are inadequate``."""

    operands: Operands | GroupOperands
    test: Target | WhichCompare


@frozen(eq=False)
class Round(Node):
    """``round half up x to 2 places``; to a whole number where no places are said."""

    rounding: Rounding
    operand: Expression
    places: Constant | None


class AggregateRules(Building):
    """The grammar's rules for aggregates and rounding."""

    def aggregate(self, parts: list[Any]) -> Aggregate:
        name, operands, leaving = parts
        return Aggregate(
            span_of(parts), Summary[name.type.removesuffix("_OF")], operands, leaving is not None
        )

    def aggregate_name(self, parts: list[Any]) -> Token:
        token: Token = parts[0]
        return token

    def operands(self, parts: list[Any]) -> Operands:
        return Operands(span_of(parts), tuple(nodes_of(parts)))

    def group_operands(self, parts: list[Any]) -> GroupOperands:
        return GroupOperands(span_of(parts), self.word_of(parts[0]))

    def count_which(self, parts: list[Any]) -> CountWhich:
        _, operands, _, test = parts
        return CountWhich(span_of(parts), operands, test)

    def which_compare(self, parts: list[Any]) -> WhichCompare:
        sign, right = parts
        return WhichCompare(span_of(parts), str(sign), right)

    def round_(self, parts: list[Any]) -> Round:
        _, rounding, operand, places = parts
        return Round(span_of(parts), rounding, operand, places[0] if places is not None else None)

    def rounding(self, parts: list[Any]) -> Rounding:
        return Rounding[parts[0].type]

    def to_places(self, parts: list[Any]) -> tuple[Constant, Word]:
        """The number, and the word after it, with which what is rounded ends."""
        _, number, word = parts
        places = Constant(span_of([number]), Decimal(number), Quantity(Unit.NUMBER))
        return places, self.word_of(word)
