"""Periods: days, months, quarters and financial years.

A period is a kind and a whole number; the neighbour of a period is the neighbouring number. The
same three months are the same period whether they were written "Q1 2025/26" or "2025-Q2".
"""

from __future__ import annotations

import calendar
import datetime
import enum
import re
from typing import assert_never

import attrs

from policy_dsl.source.terminal import printable

FIRST_YEAR = 1900
LAST_YEAR = 2199


class PeriodKind(enum.Enum):
    """How long a period is. A year is a financial year, April to March."""

    DATE = "date"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def kind_named(word: str) -> PeriodKind | None:
    """The kind of period that a word stands for, in the singular or plural; None for no kind."""
    return next((kind for kind in PeriodKind if word in (kind.value, f"{kind.value}s")), None)


# The first and last ordinal of each kind: periods that lie wholly in 1900 to 2199.
_RANGES = {
    PeriodKind.DATE: (
        datetime.date(FIRST_YEAR, 1, 1).toordinal(),
        datetime.date(LAST_YEAR, 12, 31).toordinal(),
    ),
    PeriodKind.MONTH: (FIRST_YEAR * 12, LAST_YEAR * 12 + 11),
    PeriodKind.QUARTER: (FIRST_YEAR * 4, LAST_YEAR * 4 + 3),
    PeriodKind.YEAR: (FIRST_YEAR, LAST_YEAR - 1),
}

_FORMS = {
    PeriodKind.DATE: "a date (2025-06-30)",
    PeriodKind.MONTH: "a month (2025-06, Jun 2025, June 2025 or Jun-25)",
    PeriodKind.QUARTER: "a quarter (Q1 2025/26, 2025/26 Q1 or, by the calendar, 2025-Q2)",
    PeriodKind.YEAR: "a financial year (2025/26 or 2025-26)",
}

# Written out, not taken from `calendar`, whose names follow the machine's language.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_NUMBERS = {
    **{name.lower(): number for number, name in enumerate(_MONTHS, start=1)},
    **{name: number for number, name in enumerate(_FULL_MONTHS, start=1)},
    "sept": 9,
}

_FLAGS = re.ASCII | re.IGNORECASE
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", _FLAGS)
_NAMED_MONTH = re.compile(r"([a-z]{3,9})(?:[ -](\d{4})|-(\d\d))", _FLAGS)
_QUARTER_FIRST = re.compile(r"Q(\d) (\d{4})[/-](\d{4}|\d\d)", _FLAGS)
_QUARTER_LAST = re.compile(r"(\d{4})[/-](\d{4}|\d\d) Q(\d)", _FLAGS)
_CALENDAR_QUARTER = re.compile(r"(\d{4})[ -]Q(\d)", _FLAGS)
_UNCLEAR_QUARTER = re.compile(r"Q(\d)[ -](\d{4})", _FLAGS)
_YEAR = re.compile(r"(\d{4})(?:/(\d\d)|[/-](\d{4}))", _FLAGS)
_MONTH_OR_YEAR = re.compile(r"(\d{4})-(\d\d)", _FLAGS)

# No accepted form is nearly as long, and no message should repeat more.
_LONGEST = 40


class PeriodError(ValueError):
    """A text that names no period of the kind wanted; ``help`` says what to write instead."""

    def __init__(self, message: str, help: str) -> None:
        self.message, self.help = message, help
        super().__init__(f"{message}; {help}")


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
        lowest, highest = _RANGES[self.kind]
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
        try:
            found = _parse(text, kind)
        except ValueError as problem:
            why, help = (*problem.args, "", "")[:2]
            message = f"{_quoted(text)} is not a period{f': {why}' if why else ''}"
            raise PeriodError(message, help or _written(kind)) from None
        if kind is not None and found.kind is not kind:
            wanted = f"{_quoted(text)} is {_article(found.kind)}, not {_article(kind)}"
            raise PeriodError(wanted, _written(kind))
        return found

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
                return f"{_MONTHS[month]} {year}"
            case PeriodKind.QUARTER:
                # Financial quarters run one behind the calendar's: Q1 starts in April.
                year, quarter = divmod(self.ordinal - 1, 4)
                return f"Q{quarter + 1} {_year_text(year)}"
            case PeriodKind.YEAR:
                return _year_text(self.ordinal)
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
                f"{_article(self.kind)} and {_article(other.kind)} have no order: {self}, {other}"
            )
        return self.ordinal - other.ordinal


def quarter_of(period: Period) -> Period:
    """The quarter in which a month (or a date) lies.

    Raises:
        ValueError: if the period is longer than a month.
    """
    if period.kind not in (PeriodKind.MONTH, PeriodKind.DATE):
        raise ValueError(f"{period} is {_article(period.kind)}, which lies in no single quarter")
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


def _year_text(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def _article(kind: PeriodKind) -> str:
    return "a financial year" if kind is PeriodKind.YEAR else f"a {kind.value}"


def _quoted(text: str) -> str:
    return f"`{printable(text[:_LONGEST])}{'...' if len(text) > _LONGEST else ''}`"


def _parse(text: str, kind: PeriodKind | None) -> Period:
    """As `Period.parse`, the messages without the text. The kind only settles what is unclear."""
    # Splitting takes away every sort of space, the no-break ones of web pages among them.
    plain = " ".join(text.split())
    if found := _DATE.fullmatch(plain):
        year, month, day = map(int, found.groups())
        return _date(year, month, day)
    if (found := _NAMED_MONTH.fullmatch(plain)) and found[1].lower() in _MONTH_NUMBERS:
        # Two digits are of this century: a spreadsheet's short form of a recent month.
        year = int(found[2]) if found[2] else 2000 + int(found[3])
        return Period(PeriodKind.MONTH, year * 12 + _MONTH_NUMBERS[found[1].lower()] - 1)
    if found := _QUARTER_FIRST.fullmatch(plain):
        return _financial_quarter(found[2], found[3], int(found[1]))
    if found := _QUARTER_LAST.fullmatch(plain):
        return _financial_quarter(found[1], found[2], int(found[3]))
    if found := _CALENDAR_QUARTER.fullmatch(plain):
        return Period(PeriodKind.QUARTER, int(found[1]) * 4 + _quarter_index(int(found[2])))
    if found := _UNCLEAR_QUARTER.fullmatch(plain):
        year, quarter = int(found[2]), _quarter_index(int(found[1])) + 1
        raise ValueError(
            "it may be of the financial or of the calendar year",
            f"write Q{quarter} {_year_text(year)} or {year}-Q{quarter}",
        )
    if found := _YEAR.fullmatch(plain):
        return Period(PeriodKind.YEAR, _financial_year(found[1], found[2] or found[3]))
    if found := _MONTH_OR_YEAR.fullmatch(plain):
        return _month_or_year(found[1], found[2], kind)
    raise ValueError


def _written(kind: PeriodKind | None) -> str:
    return f"write {_or(list(_FORMS.values()) if kind is None else [_FORMS[kind]])}"


def _or(forms: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(forms[:-1]), forms[-1]]))


def _date(year: int, month: int, day: int) -> Period:
    _check_month(month)
    # Checked here because the calendar knows no year 0.
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"periods lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise ValueError(f"{_MONTHS[month - 1]} {year} has days 1 to {days}")
    return Period(PeriodKind.DATE, datetime.date(year, month, day).toordinal())


def _check_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise ValueError("months are 01 to 12")


def _quarter_index(quarter: int) -> int:
    if not 1 <= quarter <= 4:
        raise ValueError("quarters are Q1 to Q4")
    return quarter - 1


def _financial_quarter(first: str, second: str, quarter: int) -> Period:
    index = _quarter_index(quarter)
    return Period(PeriodKind.QUARTER, _financial_year(first, second) * 4 + 1 + index)


def _financial_year(first: str, second: str) -> int:
    year = int(first)
    if not _follows(first, second):
        raise ValueError(f"{second} is not the year after {first}", f"write {_year_text(year)}")
    return year


def _follows(first: str, second: str) -> bool:
    """Whether the second year, of two or four digits, is the one after the first."""
    after = int(first) + 1
    return int(second) == (after % 100 if len(second) == 2 else after)


def _month_or_year(first: str, second: str, kind: PeriodKind | None) -> Period:
    year, month = int(first), int(second)
    may_be_month, may_be_year = 1 <= month <= 12, _follows(first, second)
    if may_be_month and may_be_year and kind not in (PeriodKind.MONTH, PeriodKind.YEAR):
        raise ValueError(
            "it may be a month or a financial year",
            f"write {_year_text(year)} or {_MONTHS[month - 1]} {year}",
        )
    if may_be_month and not (may_be_year and kind is PeriodKind.YEAR):
        return Period(PeriodKind.MONTH, year * 12 + month - 1)
    if may_be_year:
        return Period(PeriodKind.YEAR, year)
    raise ValueError(
        f"{second} is neither a month (01 to 12) nor the year after {first} ({_year_text(year)})"
    )
