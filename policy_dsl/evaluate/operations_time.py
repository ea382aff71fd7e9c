"""The operations on dates, and how the truths of several periods become one.

They belong to operations.py and keep its rules: what is not known stays so unless it is settled all
the same, and no order of operands matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.operations import Numeric, Truth
from policy_dsl.syntax.history import DurationUnit, Window
from policy_dsl.values.absence import DOES_NOT_APPLY, DoesNotApply, Nothing, NotKnown
from policy_dsl.values.calendar import add_months, add_working_days
from policy_dsl.values.numbers import as_text
from policy_dsl.values.types import Value

Day = date | NotKnown | DoesNotApply


# ---- dates --------------------------------------------------------------------------------------


def as_day(value: Value) -> Day:
    """A value used as a date."""
    if isinstance(value, Nothing):
        return NotKnown(gap=True, reason="nothing stands where a date is needed")
    assert isinstance(value, date | NotKnown | DoesNotApply)
    return value


def moved(value: Value, amount: int, unit: DurationUnit) -> Day:
    """The date so many days, working days, weeks, months or years on; back if it is negative."""
    day = as_day(value)
    if not isinstance(day, date):
        return ops.not_known([day]) if isinstance(day, NotKnown) else day
    try:
        match unit:
            case DurationUnit.DAYS:
                return day + timedelta(days=amount)
            case DurationUnit.WEEKS:
                return day + timedelta(weeks=amount)
            case DurationUnit.MONTHS:
                return add_months(day, amount)
            case DurationUnit.YEARS:
                return add_months(day, 12 * amount)
            case DurationUnit.WORKING_DAYS:
                return add_working_days(day, amount)
    except OverflowError as beyond:
        of_holidays = unit is DurationUnit.WORKING_DAYS
        reason = str(beyond) if of_holidays else "the date is beyond the calendar"
        return NotKnown(gap=True, reason=reason)


def days_added(value: Value, days: Value) -> Day:
    """``date + days``; half a day is not a day."""
    day, count = as_day(value), ops.as_number(days)
    if isinstance(day, DoesNotApply) or isinstance(count, DoesNotApply):
        return DOES_NOT_APPLY
    if isinstance(day, NotKnown) or isinstance(count, NotKnown):
        return ops.not_known([day, count])
    whole = Fraction(count)
    if whole.denominator != 1:
        return NotKnown(gap=True, reason=f"{as_text(count)} is not a whole number of days")
    return moved(day, whole.numerator, DurationUnit.DAYS)


def days_taken(value: Value, days: Value) -> Day:
    """``date - days``."""
    return days_added(value, ops.negative(days))


def days_between(later: Value, earlier: Value) -> Numeric:
    """``date - date``: how many days lie between them."""
    one, other = as_day(later), as_day(earlier)
    if isinstance(one, DoesNotApply) or isinstance(other, DoesNotApply):
        return DOES_NOT_APPLY
    if isinstance(one, NotKnown) or isinstance(other, NotKnown):
        return ops.not_known([one, other])
    return Decimal((one - other).days)


def within(value: Value, first: date, last: date) -> Truth:
    """Whether a date lies between two days, both included; ``nothing`` lies nowhere."""
    if isinstance(value, Nothing):
        return False
    day = as_day(value)
    if isinstance(day, NotKnown):
        return ops.not_known([day])
    return day if isinstance(day, DoesNotApply) else first <= day <= last


# ---- windows ------------------------------------------------------------------------------------


def held(window: Window, truths: Sequence[Value], least: int = 0) -> Truth:
    """Whether a condition held in the periods of a window.

    In a period to which it does not apply it did not hold; it does not apply to the window if it
    applies to none of its periods.
    """
    asked = [ops.as_truth(value) for value in truths]
    if all(truth is DOES_NOT_APPLY for truth in asked):
        return DOES_NOT_APPLY
    answers = [False if truth is DOES_NOT_APPLY else truth for truth in asked]
    match window:
        case Window.CONSECUTIVE | Window.EACH_OF:
            return ops.both(answers)
        case Window.ANY_OF:
            return ops.either(answers)
        case Window.AT_LEAST:
            return ops.comparison(">=")(ops.count(answers), Decimal(least))


def summed(values: Sequence[Value]) -> Value:
    """The sum over several periods; those to which a figure does not apply are left out."""
    counted = ops.recorded(values, False)
    return ops.total(counted) if counted else DOES_NOT_APPLY


# ---- what is missing elsewhere ------------------------------------------------------------------


def of_place(value: Value, word: str, place: str) -> Value:
    """A value of another period (``in``) or organisation (``of``): what it misses is named so."""
    if not isinstance(value, NotKnown) or not value.missing:
        return value
    missing = frozenset(named(name, word, place) for name in value.missing)
    return NotKnown(missing, value.possible, value.low, value.high, value.gap, value.reason)


def named(name: str, word: str, place: str) -> str:
    """The name of a missing fact of another place: ``a_and_e in Q3 2024/25``."""
    return name if f" {word} " in name else f"{name} {word} {place}"
