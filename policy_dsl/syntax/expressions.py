"""Expressions and conditions: constants, names, arithmetic, comparisons, and / or / not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
from attrs import frozen
from lark import Token

from policy_dsl.syntax.build import Building, span_of, unquoted
from policy_dsl.syntax.nodes import LabelName, Node
from policy_dsl.values.types import Plain, Quantity, Unit

if TYPE_CHECKING:
    from policy_dsl.syntax.aggregates import Aggregate, CountWhich, Round
    from policy_dsl.syntax.history import (
        DateFrom,
        Earlier,
        Held,
        InThePeriod,
        PeriodBound,
        YearToDate,
    )
    from policy_dsl.syntax.population import Across, Quantile, Rank
    from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member, Quantified


@frozen(eq=False)
class Constant(Node):
    """``2.5``, ``98%``, ``60 days``, ``£4,000``, ``2025-06-26``, ``"a text"``, ``yes``.

    A percent is held as the figure before the sign: 98% is 98 percent.  What is written like a
    date but is no day of the calendar keeps its text.
    """

    value: Decimal | date | str | bool
    type: Quantity | Plain


@frozen(eq=False)
class Name(Node):
    """``average_score``: a fact, a value, a table's or rating's result, or a label."""

    text: str


@frozen(eq=False)
class Negative(Node):
    """``- surplus``."""

    operand: Expression


@frozen(eq=False)
class Arithmetic(Node):
    """``income - costs``; ``sign`` is one of ``+ - * /``."""

    sign: str
    left: Expression
    right: Expression


@frozen(eq=False)
class Compare(Node):
    """``score >= 3``; ``sign`` is one of ``< <= = != >= >``."""

    sign: str
    left: Expression
    right: Expression


class Order(Enum):
    """How a value stands to a label, as a policy writes it."""

    EXACTLY = ""
    OR_WORSE = "or worse"
    OR_BETTER = "or better"
    BETTER_THAN = "better than"
    WORSE_THAN = "worse than"


@frozen(eq=False)
class Target(Node):
    """What comes after ``is``: ``amber``, ``amber or worse``, ``better than amber``, ``nothing``.

    ``label`` is None for ``nothing``.
    """

    label: LabelName | None
    order: Order


@frozen(eq=False)
class Is(Node):
    """``governance is red or worse``, ``plan is not complete``."""

    subject: Expression
    negated: bool
    target: Target


@frozen(eq=False)
class Not(Node):
    """``not plan_on_time``."""

    operand: Expression


@frozen(eq=False)
class Both(Node):
    """``a and b and c``."""

    operands: tuple[Expression, ...]


@frozen(eq=False)
class Either(Node):
    """``a or b or c``."""

    operands: tuple[Expression, ...]


if TYPE_CHECKING:
    Expression: TypeAlias = (
        Constant
        | Name
        | Negative
        | Arithmetic
        | Compare
        | Is
        | Not
        | Both
        | Either
        | Aggregate
        | CountWhich
        | Round
        | Member
        | Quantified
        | CountDistinct
        | FieldOf
        | Held
        | InThePeriod
        | Earlier
        | YearToDate
        | DateFrom
        | PeriodBound
        | Across
        | Quantile
        | Rank
    )
else:
    Expression = Node


def date_constant(token: Token) -> Constant:
    """The constant a date is written as."""
    try:
        value: date | str = date.fromisoformat(token)
    except ValueError:
        value = str(token)
    return Constant(span_of([token]), value, Plain.DATE)


class ExpressionRules(Building):
    """The grammar's rules for expressions."""

    def number(self, parts: list[Any]) -> Constant:
        return Constant(span_of(parts), Decimal(parts[0]), Quantity(Unit.NUMBER))

    def percent(self, parts: list[Any]) -> Constant:
        return Constant(span_of(parts), Decimal(parts[0][:-1]), Quantity(Unit.PERCENT))

    def money(self, parts: list[Any]) -> Constant:
        figure = Decimal(parts[0][1:].replace(",", ""))
        return Constant(span_of(parts), figure, Quantity(Unit.MONEY))

    def days(self, parts: list[Any]) -> Constant:
        return Constant(span_of(parts), Decimal(parts[0]), Quantity(Unit.DAYS))

    def date(self, parts: list[Any]) -> Constant:
        return date_constant(parts[0])

    def text(self, parts: list[Any]) -> Constant:
        return Constant(span_of(parts), unquoted(parts[0]), Plain.TEXT)

    def yes_or_no(self, parts: list[Any]) -> Constant:
        return Constant(span_of(parts), parts[0].type == "YES", Plain.YES_OR_NO)

    def name(self, parts: list[Any]) -> Name:
        return Name(span_of(parts), str(parts[0]))

    def signed(self, parts: list[Any]) -> Expression:
        """A constant of a cell or a limit: a minus sign belongs to it."""
        if len(parts) == 1:
            constant: Expression = parts[0]
            return constant
        operand = parts[1]
        if isinstance(operand, Constant) and isinstance(operand.value, Decimal):
            return Constant(span_of(parts), operand.value.copy_negate(), operand.type)
        return Negative(span_of(parts), operand)

    def negative(self, parts: list[Any]) -> Negative:
        return Negative(span_of(parts), parts[1])

    def arithmetic(self, parts: list[Any]) -> Arithmetic:
        left, sign, right = parts
        return Arithmetic(span_of(parts), str(sign), left, right)

    def compare(self, parts: list[Any]) -> Compare:
        left, sign, right = parts
        return Compare(span_of(parts), str(sign), left, right)

    def comparison_sign(self, parts: list[Any]) -> Token:
        token: Token = parts[0]
        return token

    def is_test(self, parts: list[Any]) -> Is:
        subject, word, target = parts
        return Is(span_of(parts), subject, word.type == "IS_NOT", target)

    def target(self, parts: list[Any]) -> Target:
        label, order = parts
        return Target(span_of(parts), label, Order[order.type] if order else Order.EXACTLY)

    def strict_target(self, parts: list[Any]) -> Target:
        order, label = parts
        return Target(span_of(parts), label, Order[order.type])

    def nothing_target(self, parts: list[Any]) -> Target:
        return Target(span_of(parts), None, Order.EXACTLY)

    def refuse(self, parts: list[Any]) -> Not:
        return Not(span_of(parts), parts[1])

    def both(self, parts: list[Any]) -> Both:
        left, _, right = parts
        first = left.operands if isinstance(left, Both) else (left,)
        return Both(span_of(parts), (*first, right))

    def either(self, parts: list[Any]) -> Either:
        left, _, right = parts
        first = left.operands if isinstance(left, Either) else (left,)
        return Either(span_of(parts), (*first, right))

    def bracketed(self, parts: list[Any]) -> Expression:
        """Brackets leave no node, but they belong to the text of what they hold."""
        inner: Expression = attrs.evolve(parts[1], span=span_of(parts))
        return inner
