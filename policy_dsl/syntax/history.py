"""Time: earlier periods, windows of them, the year to date, dates and durations."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.expressions import Constant, Expression
from policy_dsl.syntax.nodes import Node, Word
from policy_dsl.values.types import Quantity, Unit


class Window(Enum):
    """How a condition is asked of several periods, as a policy writes it."""

    CONSECUTIVE = "for N consecutive"  # this period and those just before it
    EACH_OF = "in each of the N previous"  # not this period
    ANY_OF = "in any of the N previous"  # not this period
    AT_LEAST = "in at least M of the last N"  # this period among them


@frozen(eq=False)
class Held(Node):
    """``band is failed for 3 consecutive quarters``; ``least`` only for ``in at least``."""

    condition: Expression
    window: Window
    least: Constant | None
    periods: Constant
    word: Word


@frozen(eq=False)
class InThePeriod(Node):
    """``issued in the quarter``: a date within the period decided about."""

    date: Expression
    word: Word


@frozen(eq=False)
class Earlier(Node):
    """``score 1 quarter earlier``."""

    expression: Expression
    periods: Constant
    word: Word


@frozen(eq=False)
class YearToDate(Node):
    """``breaches year to date``: the sum over the financial year's periods up to this one."""

    expression: Expression


class DurationUnit(Enum):
    """How long, as a policy writes it; working days leave out weekends and bank holidays."""

    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@frozen(eq=False)
class DateFrom(Node):
    """``45 working days after referred``, ``1 month before decided``."""

    amount: Constant
    unit: DurationUnit
    after: bool
    date: Expression


@frozen(eq=False)
class PeriodBound(Node):
    """``start of the quarter``, ``end of the quarter``: its first or last day."""

    end: bool
    word: Word


class HistoryRules(Building):
    """The grammar's rules for time."""

    def for_consecutive(self, parts: list[Any]) -> Held:
        condition, _, number, _, word = parts
        return self._held(parts, condition, Window.CONSECUTIVE, None, number, word)

    def in_previous(self, parts: list[Any]) -> Held:
        condition, which, number, _, word = parts
        window = Window.EACH_OF if which.type == "IN_EACH_OF_THE" else Window.ANY_OF
        return self._held(parts, condition, window, None, number, word)

    def in_at_least(self, parts: list[Any]) -> Held:
        condition, _, least, _, number, word = parts
        return self._held(parts, condition, Window.AT_LEAST, least, number, word)

    def _held(
        self,
        parts: list[Any],
        condition: Expression,
        window: Window,
        least: Any,
        of: Any,
        word: Any,
    ) -> Held:
        return Held(
            span_of(parts),
            condition,
            window,
            self._whole(least) if least is not None else None,
            self._whole(of),
            self.word_of(word),
        )

    def in_the_period(self, parts: list[Any]) -> InThePeriod:
        return InThePeriod(span_of(parts), parts[0], self.word_of(parts[2]))

    def earlier(self, parts: list[Any]) -> Earlier:
        return Earlier(span_of(parts), parts[0], self._whole(parts[1]), self.word_of(parts[2]))

    def year_to_date(self, parts: list[Any]) -> YearToDate:
        return YearToDate(span_of(parts), parts[0])

    def date_from(self, parts: list[Any]) -> DateFrom:
        amount, unit, direction, date = parts
        return DateFrom(
            span_of(parts),
            self._whole(amount),
            DurationUnit[unit.type],
            direction.type == "AFTER",
            date,
        )

    def period_bound(self, parts: list[Any]) -> PeriodBound:
        return PeriodBound(span_of(parts), parts[0].type == "END_OF_THE", self.word_of(parts[1]))

    def _whole(self, token: Any) -> Constant:
        """A number written in digits; the checker objects to one that is not whole."""
        return Constant(span_of([token]), Decimal(token), Quantity(Unit.NUMBER))
