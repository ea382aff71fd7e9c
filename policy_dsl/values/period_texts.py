"""How periods are written: the texts that name a date, month, quarter or financial year."""

from __future__ import annotations

import calendar
import datetime
import enum
import re

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
RANGES = {
    PeriodKind.DATE: (
        datetime.date(FIRST_YEAR, 1, 1).toordinal(),
        datetime.date(LAST_YEAR, 12, 31).toordinal(),
    ),
    PeriodKind.MONTH: (FIRST_YEAR * 12, LAST_YEAR * 12 + 11),
    PeriodKind.QUARTER: (FIRST_YEAR * 4, LAST_YEAR * 4 + 3),
    PeriodKind.YEAR: (FIRST_YEAR, LAST_YEAR - 1),
}

_FORMS = {
    PeriodKind.DATE: "a date (2025-06-30 or 30 June 2025)",
    PeriodKind.MONTH: "a month (2025-06, Jun 2025, June 2025 or Jun-25)",
    PeriodKind.QUARTER: "a quarter (Q1 2025/26, 2025/26 Q1 or, by the calendar, 2025-Q2)",
    PeriodKind.YEAR: "a financial year (2025/26 or 2025-26)",
}

# Written out, not taken from `calendar`, whose names follow the machine's language.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
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
    **{name.lower(): number for number, name in enumerate(MONTHS, start=1)},
    **{name: number for number, name in enumerate(_FULL_MONTHS, start=1)},
    "sept": 9,
}

_FLAGS = re.ASCII | re.IGNORECASE
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", _FLAGS)
_DATE_IN_WORDS = re.compile(r"(\d{1,2}) ([a-z]{3,9}) (\d{4})", _FLAGS)
_NAMED_MONTH = re.compile(r"([a-z]{3,9})(?:[ -](\d{4})|-(\d\d))", _FLAGS)
_QUARTER_FIRST = re.compile(r"Q(\d) (\d{4})[/-](\d{4}|\d\d)", _FLAGS)
_QUARTER_LAST = re.compile(r"(\d{4})[/-](\d{4}|\d\d) Q(\d)", _FLAGS)
_CALENDAR_QUARTER = re.compile(r"(\d{4})[ -]Q(\d)", _FLAGS)
_UNCLEAR_QUARTER = re.compile(r"Q(\d)[ -](\d{4})", _FLAGS)
_SHORT_QUARTER = re.compile(r"(?:Q|Quarter )(\d) (?:\d\d)?(\d\d)[/-](?:\d\d)?(\d\d)", _FLAGS)
_YEAR = re.compile(r"(\d{4})(?:/(\d\d)|[/-](\d{4}))", _FLAGS)
_MONTH_OR_YEAR = re.compile(r"(\d{4})-(\d\d)", _FLAGS)

# No accepted form is nearly as long, and no message should repeat more.
_LONGEST = 40


class PeriodError(ValueError):
    """A text that names no period of the kind wanted; ``help`` says what to write instead."""

    def __init__(self, message: str, help: str) -> None:
        self.message, self.help = message, help
        super().__init__(f"{message}; {help}")


def read(text: str, kind: PeriodKind | None) -> tuple[PeriodKind, int]:
    """The kind and ordinal of the period that a text names; `Period.parse` says the rest.

    Raises:
        PeriodError: if it names none, or one of another kind, or could be read as two.
    """
    try:
        found, ordinal = _parse(text, kind)
        lowest, highest = RANGES[found]
        if not lowest <= ordinal <= highest:
            raise ValueError(f"periods lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    except ValueError as problem:
        why, help = (*problem.args, "", "")[:2]
        message = f"{_quoted(text)} is not a period{f': {why}' if why else ''}"
        raise PeriodError(message, help or _written(kind)) from None
    if kind is not None and found is not kind:
        wanted = f"{_quoted(text)} is {article(found)}, not {article(kind)}"
        raise PeriodError(wanted, _written(kind))
    return found, ordinal


def date_in_words(text: str) -> datetime.date | None:
    """The day that ``30 June 2025`` or ``30 Jun 2025`` names; None where a text names none so."""
    found = _DATE_IN_WORDS.fullmatch(text)
    month = _MONTH_NUMBERS.get(found[2].lower()) if found else None
    if found is None or month is None:
        return None
    try:
        return datetime.date(int(found[3]), month, int(found[1]))
    except ValueError:
        return None


def year_text(year: int) -> str:
    """``2025/26`` for the financial year that begins in 2025."""
    return f"{year}/{(year + 1) % 100:02d}"


def article(kind: PeriodKind) -> str:
    """A kind with its article: ``a quarter``."""
    return "a financial year" if kind is PeriodKind.YEAR else f"a {kind.value}"


def _quoted(text: str) -> str:
    return f"`{printable(text[:_LONGEST])}{'...' if len(text) > _LONGEST else ''}`"


def _parse(text: str, kind: PeriodKind | None) -> tuple[PeriodKind, int]:
    """As `read`, the messages without the text. The kind only settles what is unclear."""
    # Splitting takes away every sort of space, the no-break ones of web pages among them.
    plain = " ".join(text.split())
    if found := _DATE.fullmatch(plain):
        year, month, day = map(int, found.groups())
        return _date(year, month, day)
    if day_named := date_in_words(plain):
        return _date(day_named.year, day_named.month, day_named.day)
    if (found := _NAMED_MONTH.fullmatch(plain)) and found[1].lower() in _MONTH_NUMBERS:
        # Two digits are of this century: a spreadsheet's short form of a recent month.
        year = int(found[2]) if found[2] else 2000 + int(found[3])
        return (PeriodKind.MONTH, year * 12 + _MONTH_NUMBERS[found[1].lower()] - 1)
    if found := _QUARTER_FIRST.fullmatch(plain):
        return _financial_quarter(found[2], found[3], int(found[1]))
    if found := _QUARTER_LAST.fullmatch(plain):
        return _financial_quarter(found[1], found[2], int(found[3]))
    if found := _CALENDAR_QUARTER.fullmatch(plain):
        return (PeriodKind.QUARTER, int(found[1]) * 4 + _quarter_index(int(found[2])))
    if found := _UNCLEAR_QUARTER.fullmatch(plain):
        year, quarter = int(found[2]), _quarter_index(int(found[1])) + 1
        raise ValueError(
            "it may be of the financial or of the calendar year",
            f"write Q{quarter} {year_text(year)} or {year}-Q{quarter}",
        )
    if found := _SHORT_QUARTER.fullmatch(plain):
        _financial_year(f"20{found[2]}", found[3])
        quarter = _quarter_index(int(found[1])) + 1
        raise ValueError(
            "a year has four digits, a quarter a Q", f"write Q{quarter} 20{found[2]}/{found[3]}"
        )
    if found := _YEAR.fullmatch(plain):
        return (PeriodKind.YEAR, _financial_year(found[1], found[2] or found[3]))
    if found := _MONTH_OR_YEAR.fullmatch(plain):
        return _month_or_year(found[1], found[2], kind)
    raise ValueError


def _written(kind: PeriodKind | None) -> str:
    return f"write {_or(list(_FORMS.values()) if kind is None else [_FORMS[kind]])}"


def _or(forms: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(forms[:-1]), forms[-1]]))


def _date(year: int, month: int, day: int) -> tuple[PeriodKind, int]:
    _check_month(month)
    # Checked here because the calendar knows no year 0.
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"periods lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise ValueError(f"{MONTHS[month - 1]} {year} has days 1 to {days}")
    return (PeriodKind.DATE, datetime.date(year, month, day).toordinal())


def _check_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise ValueError("months are 01 to 12")


def _quarter_index(quarter: int) -> int:
    if not 1 <= quarter <= 4:
        raise ValueError("quarters are Q1 to Q4")
    return quarter - 1


def _financial_quarter(first: str, second: str, quarter: int) -> tuple[PeriodKind, int]:
    index = _quarter_index(quarter)
    return (PeriodKind.QUARTER, _financial_year(first, second) * 4 + 1 + index)


def _financial_year(first: str, second: str) -> int:
    year = int(first)
    if not _follows(first, second):
        raise ValueError(f"{second} is not the year after {first}", f"write {year_text(year)}")
    return year


def _follows(first: str, second: str) -> bool:
    """Whether the second year, of two or four digits, is the one after the first."""
    after = int(first) + 1
    return int(second) == (after % 100 if len(second) == 2 else after)


def _month_or_year(first: str, second: str, kind: PeriodKind | None) -> tuple[PeriodKind, int]:
    year, month = int(first), int(second)
    may_be_month, may_be_year = 1 <= month <= 12, _follows(first, second)
    if may_be_month and may_be_year and kind not in (PeriodKind.MONTH, PeriodKind.YEAR):
        raise ValueError(
            "it may be a month or a financial year",
            f"write {year_text(year)} or {MONTHS[month - 1]} {year}",
        )
    if may_be_month and not (may_be_year and kind is PeriodKind.YEAR):
        return (PeriodKind.MONTH, year * 12 + month - 1)
    if may_be_year:
        return (PeriodKind.YEAR, year)
    raise ValueError(
        f"{second} is neither a month (01 to 12) nor the year after {first} ({year_text(year)})"
    )
