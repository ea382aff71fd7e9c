"""The calendar: months that clamp at their end, and England's working days.

Bank holidays come from a kept library, which is read only where a policy counts working days.
"""

from __future__ import annotations

import calendar
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache
from typing import Final

_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on; the last of the month where there is none.

    31 January and one month is 28 February, or the 29th.  Raises OverflowError beyond the years
    that a date can have.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError("no date lies so far away")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_working_days(day: date, count: int) -> date:
    """The working day so many working days after ``day``, or before it if ``count`` is negative.

    ``day`` itself is not counted, so that the first working day after a Friday is as a rule the
    Monday.  Raises OverflowError beyond the years of which the bank holidays are known.
    """
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Whether a day is neither at a weekend nor a bank holiday in England."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays in a year, with the days that stand in for those at a weekend.

    Raises OverflowError for a year of which they are not known.
    """
    from holidays import country_holidays  # slow to import, and few policies count working days

    found = frozenset(country_holidays("GB", subdiv="ENG", years=year))
    if not found:
        raise OverflowError(f"the bank holidays of {year} are not known")
    return found
