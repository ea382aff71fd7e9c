"""Periods: days, months, quarters and financial years.

A period is a kind and a whole number; the neighbour of a period is the neighbouring number. The
same three months are the same period whether they were written "Q1 2025/26" or "2025-Q2".
"""

from __future__ import annotations

import datetime
from typing import assert_never

import attrs

from policy_dsl.values.period_texts import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    RANGES,
    PeriodError,
    PeriodKind,
    article,
    kind_named,
    read,
    year_text,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Period",
    "PeriodError",
    "PeriodKind",
    "kind_named",
    "quarter_of",
]


@attrs.frozen(repr=False)
class Period:
    """A date, month, quarter or financial year between 1900 and 2199.

    Equal if kind and ordinal are; ordered among periods of one kind. The ordinal counts days
    (as `datetime.date.toordinal`), months (year * 12 + month - 1), calendar quarters
    (year * 4 + quarter - 1) or financial years (the year in which it starts).

    Raises:
        ValueError: if the period does not lie wholly in the years 1900 to 2199.
    """

    kind: PeriodKind
    ordinal: int

    def __attrs_post_init__(self) -> None:
        lowest, highest = RANGES[self.kind]
        if not lowest <= self.ordinal <= highest:
            raise ValueError(f"periods lie in the years {FIRST_YEAR} to {LAST_YEAR}")

    @classmethod
    def parse(cls, text: str, kind: PeriodKind | None = None) -> Period:
        """The period a text names.

        Args:
            text: such as "2025-06-30", "2025-06", "Jun 2025", "Q1 2025/26", "2025-Q2", "2025/26".
                Case and surrounding or repeated spaces do not matter.
            kind: the kind wanted. It settles "2010-11", which is both a month and a year.

        Raises:
            PeriodError: if the text names no period, or one of another kind, or could be read as
                two; its ``help`` says which forms are accepted. No other error is raised.
        """
        return cls(*read(text, kind))

    @classmethod
    def containing(cls, date: datetime.date, kind: PeriodKind) -> Period:
        """The period of that kind in which the date lies.

        Raises:
            ValueError: if that period is not wholly in the years 1900 to 2199.
        """
        match kind:
            case PeriodKind.DATE:
                return cls(kind, date.toordinal())
            case PeriodKind.MONTH:
                return cls(kind, date.year * 12 + date.month - 1)
            case PeriodKind.QUARTER:
                return cls(kind, date.year * 4 + (date.month - 1) // 3)
            case PeriodKind.YEAR:
                return cls(kind, date.year if date.month >= 4 else date.year - 1)
            case _:
                assert_never(kind)

    @property
    def first_day(self) -> datetime.date:
        """The first day of the period."""
        return _first_day(self.kind, self.ordinal)

    @property
    def last_day(self) -> datetime.date:
        """The last day of the period: part of it."""
        return _first_day(self.kind, self.ordinal + 1) - datetime.timedelta(days=1)

    def earlier(self, n: int = 1) -> Period:
        """The period of this kind `n` before this one.

        Raises:
            ValueError: if that is outside the years 1900 to 2199.
        """
        return Period(self.kind, self.ordinal - n)

    def later(self, n: int = 1) -> Period:
        """The period of this kind `n` after this one.

        Raises:
            ValueError: if that is outside the years 1900 to 2199.
        """
        return Period(self.kind, self.ordinal + n)

    def __str__(self) -> str:
        """The house form: 2025-06-30, Jun 2025, Q1 2025/26 or 2025/26."""
        match self.kind:
            case PeriodKind.DATE:
                return self.first_day.isoformat()
            case PeriodKind.MONTH:
                year, month = divmod(self.ordinal, 12)
                return f"{MONTHS[month]} {year}"
            case PeriodKind.QUARTER:
                # Financial quarters run one behind the calendar's: Q1 starts in April.
                year, quarter = divmod(self.ordinal - 1, 4)
                return f"Q{quarter + 1} {year_text(year)}"
            case PeriodKind.YEAR:
                return year_text(self.ordinal)
            case _:
                assert_never(self.kind)

    def __repr__(self) -> str:
        return f"<Period {self}>"

    def __lt__(self, other: object) -> bool:
        """Whether this comes before.

        Raises:
            TypeError: if the other is not a period of the same kind; so for the other orders.
        """
        return NotImplemented if not isinstance(other, Period) else self._gap(other) < 0

    def __le__(self, other: object) -> bool:
        return NotImplemented if not isinstance(other, Period) else self._gap(other) <= 0

    def __gt__(self, other: object) -> bool:
        return NotImplemented if not isinstance(other, Period) else self._gap(other) > 0

    def __ge__(self, other: object) -> bool:
        return NotImplemented if not isinstance(other, Period) else self._gap(other) >= 0

    def _gap(self, other: Period) -> int:
        if self.kind is not other.kind:
            raise TypeError(
                f"{article(self.kind)} and {article(other.kind)} have no order: {self}, {other}"
            )
        return self.ordinal - other.ordinal


def quarter_of(period: Period) -> Period:
    """The quarter in which a month (or a date) lies.

    Raises:
        ValueError: if the period is longer than a month.
    """
    if period.kind not in (PeriodKind.MONTH, PeriodKind.DATE):
        raise ValueError(f"{period} is {article(period.kind)}, which lies in no single quarter")
    return Period.containing(period.first_day, PeriodKind.QUARTER)


def _first_day(kind: PeriodKind, ordinal: int) -> datetime.date:
    match kind:
        case PeriodKind.DATE:
            return datetime.date.fromordinal(ordinal)
        case PeriodKind.MONTH:
            return datetime.date(ordinal // 12, ordinal % 12 + 1, 1)
        case PeriodKind.QUARTER:
            return datetime.date(ordinal // 4, ordinal % 4 * 3 + 1, 1)
        case PeriodKind.YEAR:
            return datetime.date(ordinal, 4, 1)
        case _:
            assert_never(kind)
