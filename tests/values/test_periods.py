"""Periods: the texts that name them and the laws they keep."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.values.periods import Period, PeriodError, PeriodKind, quarter_of

DATE, MONTH, QUARTER, YEAR = PeriodKind

# Away from the ends of the range, so that every period has neighbours.
DAYS = st.dates(datetime.date(1906, 1, 1), datetime.date(2193, 12, 31))
KINDS = st.sampled_from(PeriodKind)
PERIODS = st.builds(Period.containing, DAYS, KINDS)


@pytest.mark.parametrize(
    ("text", "kind", "house", "first", "last"),
    [
        ("2025-06-30", DATE, "2025-06-30", "2025-06-30", "2025-06-30"),
        ("2024-02-29", DATE, "2024-02-29", "2024-02-29", "2024-02-29"),
        ("30 June 2025", DATE, "2025-06-30", "2025-06-30", "2025-06-30"),
        ("1 sep 2025", DATE, "2025-09-01", "2025-09-01", "2025-09-01"),
        ("2025-06", MONTH, "Jun 2025", "2025-06-01", "2025-06-30"),
        ("Jun 2025", MONTH, "Jun 2025", "2025-06-01", "2025-06-30"),
        ("JUNE 2025", MONTH, "Jun 2025", "2025-06-01", "2025-06-30"),
        ("Jun-25", MONTH, "Jun 2025", "2025-06-01", "2025-06-30"),
        ("Sept 2025", MONTH, "Sep 2025", "2025-09-01", "2025-09-30"),
        ("2024-02", MONTH, "Feb 2024", "2024-02-01", "2024-02-29"),
        ("Q1 2025/26", QUARTER, "Q1 2025/26", "2025-04-01", "2025-06-30"),
        ("q1 2025-26", QUARTER, "Q1 2025/26", "2025-04-01", "2025-06-30"),
        ("2025/26  Q1", QUARTER, "Q1 2025/26", "2025-04-01", "2025-06-30"),
        ("Q1 2025/2026", QUARTER, "Q1 2025/26", "2025-04-01", "2025-06-30"),
        (" 2025-Q2 ", QUARTER, "Q1 2025/26", "2025-04-01", "2025-06-30"),
        ("2025 Q2", QUARTER, "Q1 2025/26", "2025-04-01", "2025-06-30"),
        ("Q4 2025/26", QUARTER, "Q4 2025/26", "2026-01-01", "2026-03-31"),
        ("2026-Q1", QUARTER, "Q4 2025/26", "2026-01-01", "2026-03-31"),
        ("Q1 2010-11", QUARTER, "Q1 2010/11", "2010-04-01", "2010-06-30"),
        ("2025/26", YEAR, "2025/26", "2025-04-01", "2026-03-31"),
        ("2025-26", YEAR, "2025/26", "2025-04-01", "2026-03-31"),
        ("2025/2026", YEAR, "2025/26", "2025-04-01", "2026-03-31"),
        ("2010/11", YEAR, "2010/11", "2010-04-01", "2011-03-31"),
        ("1999/00", YEAR, "1999/00", "1999-04-01", "2000-03-31"),
        ("1999-00", YEAR, "1999/00", "1999-04-01", "2000-03-31"),
        ("2010-10", MONTH, "Oct 2010", "2010-10-01", "2010-10-31"),
    ],
)
def test_accepted_forms(text: str, kind: PeriodKind, house: str, first: str, last: str) -> None:
    for hint in (None, kind):
        found = Period.parse(text, hint)
        assert (found.kind, str(found)) == (kind, house)
        assert found.first_day == datetime.date.fromisoformat(first)
        assert found.last_day == datetime.date.fromisoformat(last)


def test_both_notations_of_a_quarter_are_one_period() -> None:
    financial, by_calendar = Period.parse("Q1 2025/26"), Period.parse("2025-Q2")
    assert financial == by_calendar
    assert len({financial, by_calendar}) == 1


def test_month_or_year_needs_the_hint() -> None:
    with pytest.raises(ValueError, match="write 2010/11 or Nov 2010"):
        Period.parse("2010-11")
    with pytest.raises(ValueError, match="write 2010/11 or Nov 2010"):
        Period.parse("2010-11", QUARTER)
    assert str(Period.parse("2010-11", MONTH)) == "Nov 2010"
    assert str(Period.parse("2010-11", YEAR)) == "2010/11"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "write a date"),
        ("soon", "write a date"),
        ("Q5 2025/26", "Q1 to Q4"),
        ("Q0 2025/26", "Q1 to Q4"),
        ("2025-Q5", "Q1 to Q4"),
        ("Q1 2025", "write Q1 2025/26 or 2025-Q1"),
        ("Q1 2025/27", "write 2025/26"),
        ("Q1 25/26", "write Q1 2025/26"),
        ("Quarter 2 2025/26", "write Q2 2025/26"),
        ("Q1 25/27", "write 2025/26"),
        ("31 June 2025", "write a date"),
        ("1 June 1899", "1900 to 2199"),
        ("2025-13", "neither a month"),
        ("2025-00", "neither a month"),
        ("2025-13-01", "months are 01 to 12"),
        ("2025-02-29", "days 1 to 28"),
        ("2025-06-00", "days 1 to 30"),
        ("2025/27", "write 2025/26"),
        ("2025/2027", "write 2025/26"),
        ("2025/06", "write 2025/26"),
        ("2025/25", "write 2025/26"),
        ("Jun 25", "write a date"),
        ("Juny 2025", "write a date"),
        ("2025-6", "write a date"),
        ("30/06/2025", "write a date"),
        ("2025", "write a date"),
        ("२०२५-०६", "write a date"),
        ("1899-12", "1900 to 2199"),
        ("2200-01-01", "1900 to 2199"),
        ("0000-01-01", "1900 to 2199"),
        ("2199/00", "1900 to 2199"),
        ("1899/00", "1900 to 2199"),
        ("x" * 10_000, "xxx..."),
        ("\x1b[31m", r"\\x1b\[31m"),
    ],
)
def test_refused_texts_say_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        Period.parse(text)
    assert len(str(caught.value)) < 400


def test_the_wrong_kind_says_what_is_wanted() -> None:
    with pytest.raises(
        ValueError,
        match=r"`2025-06` is a month, not a financial year; write a financial year \(2025/26",
    ):
        Period.parse("2025-06", YEAR)
    with pytest.raises(ValueError, match="is a financial year, not a month; write"):
        Period.parse("2010/11", MONTH)
    with pytest.raises(ValueError, match=r"write a quarter \("):
        Period.parse("soon", QUARTER)


@given(PERIODS)
def test_what_is_printed_can_be_read_back(period: Period) -> None:
    assert Period.parse(str(period)) == period
    assert Period.parse(str(period), period.kind) == period
    assert str(period) in repr(period)


@given(PERIODS, st.integers(-4, 4))
def test_earlier_and_later_undo_each_other(period: Period, n: int) -> None:
    assert period.later(n).earlier(n) == period.earlier(n).later(n) == period
    assert period.later(n) == period.earlier(-n)
    assert period.earlier() < period < period.later()


@given(PERIODS)
def test_neighbours_meet_without_gap_or_overlap(period: Period) -> None:
    one_day = datetime.timedelta(days=1)
    assert period.last_day + one_day == period.later().first_day
    assert period.first_day - one_day == period.earlier().last_day


@given(DAYS, KINDS)
def test_a_day_lies_in_the_period_that_contains_it(day: datetime.date, kind: PeriodKind) -> None:
    period = Period.containing(day, kind)
    assert period.first_day <= day <= period.last_day
    assert Period.containing(period.first_day, kind) == period
    assert Period.containing(period.last_day, kind) == period


@given(DAYS, DAYS, KINDS)
def test_order_is_the_order_of_days(
    one: datetime.date, other: datetime.date, kind: PeriodKind
) -> None:
    left, right = Period.containing(one, kind), Period.containing(other, kind)
    assert (left < right) == (left.last_day < right.first_day)
    assert (left <= right) == (left < right or left == right)
    assert (left > right) == (right < left)
    assert (left >= right) == (right <= left)
    assert (left == right) == (str(left) == str(right))
    assert left != right or hash(left) == hash(right)


def test_kinds_have_no_order_among_them() -> None:
    month, quarter = Period.parse("2025-06"), Period.parse("2025-Q2")
    assert month != quarter
    with pytest.raises(TypeError, match="a month and a quarter have no order"):
        _ = month < quarter
    with pytest.raises(TypeError):
        sorted([quarter, month])
    with pytest.raises(TypeError):
        _ = month >= 3  # type: ignore[operator]  # the mistake is the point


@given(DAYS)
def test_the_quarter_of_a_month(day: datetime.date) -> None:
    month = Period.containing(day, MONTH)
    assert quarter_of(month) == quarter_of(Period.containing(day, DATE))
    assert quarter_of(month) == Period.containing(day, QUARTER)


def test_a_year_has_no_one_quarter() -> None:
    for text in ("2025/26", "Q1 2025/26"):
        with pytest.raises(ValueError, match="no single quarter"):
            quarter_of(Period.parse(text))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("1900-01-01", "2199-12-31"),
        ("Jan 1900", "Dec 2199"),
        ("1900-Q1", "2199-Q4"),
        ("1900/01", "2198/99"),
    ],
)
def test_the_ends_of_the_range(first: str, last: str) -> None:
    for text, beyond in ((first, -1), (last, 1)):
        period = Period.parse(text)
        assert Period.parse(str(period)) == period
        assert period.first_day <= period.last_day
        with pytest.raises(ValueError, match="1900 to 2199"):
            period.later(beyond)


NEAR_MISSES = st.from_regex(
    r"(Q[0-9] ?)?[0-9]{4}([-/ ](Q[0-9]|[0-9]{1,4}))?([-/ ](Q[0-9]|[0-9]{1,2}))?"
    r"|[A-Za-z]{3,9}[- ][0-9]{2,4}",
    fullmatch=True,
)


@given(NEAR_MISSES | st.text(st.characters(exclude_categories=[])), st.none() | KINDS)
def test_any_text_is_a_period_or_a_value_error(text: str, kind: PeriodKind | None) -> None:
    try:
        period = Period.parse(text, kind)
    except ValueError as problem:
        message = str(problem)
    else:
        message = str(period)
        assert kind in (None, period.kind)
        assert Period.parse(str(period)) == period
        assert 1900 <= period.first_day.year <= period.last_day.year <= 2199
    assert message.isprintable()


@pytest.mark.parametrize("text", ["1850-06", "Q1 2250/51", "9999/00", "2300-01-01"])
def test_periods_out_of_all_years_are_refused_with_help(text: str) -> None:
    with pytest.raises(PeriodError, match="periods lie in the years 1900 to 2199") as caught:
        Period.parse(text)
    assert caught.value.help.startswith("write a date (")
