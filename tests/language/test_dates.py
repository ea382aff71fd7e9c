"""Dates and durations: clamped months, working days, and the period around a date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.values.absence import NotKnown
from policy_dsl.values.calendar import add_months, add_working_days, is_working_day
from tests.language.cases import codes, decide, policy_of

FACTS = """
facts each quarter
    issued date            "Issued"
    lifted date or nothing "Lifted"
    grace  days            "Days of grace"
    size   count           "Size"
"""


def value(expression: str, **facts: object) -> object:
    """What an expression is in the first quarter of 2009/10."""
    policy = policy_of(FACTS + f"value answer = {expression}\n")
    return decide(policy, facts, period="Q1 2009/10")["answer"].value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 month after 2009-01-31", date(2009, 2, 28)),
        ("1 month after 2008-01-31", date(2008, 2, 29)),
        ("3 months before 2009-05-31", date(2009, 2, 28)),
        ("1 year after 2008-02-29", date(2009, 2, 28)),
        ("2 weeks after 2009-01-31", date(2009, 2, 14)),
        ("10 days before 2009-01-05", date(2008, 12, 26)),
        ("0 days after 2009-01-05", date(2009, 1, 5)),
        # Easter 2009: Good Friday was 10 April, and Easter Monday 13 April.
        ("1 working day after 2009-04-09", date(2009, 4, 14)),
        ("1 working day before 2009-04-14", date(2009, 4, 9)),
        ("5 working days after 2009-04-03", date(2009, 4, 14)),
        ("0 working days after 2009-04-10", date(2009, 4, 10)),
        ("45 working days after 2009-12-24", date(2010, 3, 2)),
        ("start of the quarter", date(2009, 4, 1)),
        ("end of the quarter", date(2009, 6, 30)),
        ("end of the year", date(2010, 3, 31)),
        ("2009-05-01 + grace", date(2009, 5, 11)),
        ("grace + 2009-05-01", date(2009, 5, 11)),
        ("2009-05-01 - 10 days", date(2009, 4, 21)),
        ("1 month after (1 month after issued)", date(2009, 7, 20)),
        ("issued - 2009-05-01", 19),
        ("issued > 2009-05-01", True),
        ("issued = 2009-05-20", True),
        ("issued in the quarter", True),
        ("(3 months after issued) in the quarter", False),
        ("(3 months after issued) in the year", True),
        ("lifted in the quarter", False),
    ],
)
def test_dates(expression: str, expected: object) -> None:
    found = value(expression, issued=date(2009, 5, 20), lifted=None, grace=10)
    if "lifted" in expression:
        found = value(expression, issued=date(2009, 5, 20), lifted="nothing", grace=10)
    assert found == expected


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("2009-05-01 + grace", "2.5 is not a whole number of days"),
        ("lifted + 1 days", "nothing stands where a date is needed"),
        ("9000 years after issued", "the date is beyond the calendar"),
        ("3000 years before issued", "the date is beyond the calendar"),
        ("issued + 9999999 days", "the date is beyond the calendar"),
        ("1 working day after 2150-01-01", "the bank holidays of 2150 are not known"),
    ],
)
def test_a_date_that_does_not_exist_is_not_known_with_the_reason(
    expression: str, reason: str
) -> None:
    found = value(expression, issued=date(2009, 5, 20), lifted="nothing", grace="2.5")
    assert isinstance(found, NotKnown)
    assert found.gap
    assert found.reason == reason


@pytest.mark.parametrize(
    "expression",
    ["10 days after issued", "issued - 2009-01-01", "issued in the quarter", "issued + grace"],
)
def test_what_is_missing_travels_with_a_date(expression: str) -> None:
    found = value(expression, grace=1)
    assert isinstance(found, NotKnown)
    assert found.missing == {"issued"}


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("10 days after size", "type"),
        ("2.5 days after issued", "window"),
        ("100000 days after issued", "window"),
        ("size in the quarter", "type"),
        ("issued in the month", "period"),
        ("issued in the quater", "unknown-period"),
        ("end of the fortnight", "unknown-period"),
        ("issued + 10", "unit"),
        ("issued - 10", "unit"),
        ("10 days - issued", "type"),
        ("issued + issued", "type"),
        ("issued * 2", "type"),
        ("issued > 10", "type"),
    ],
)
def test_mistakes(expression: str, code: str) -> None:
    assert codes(FACTS + f"value answer = {expression}\n") == [code]


_DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))


@given(_DAYS, st.integers(-600, 600))
def test_months_clamp_and_never_spill_over(day: date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(1)).day == 1)


@given(_DAYS, st.integers(1, 60))
def test_working_days_equal_counting_them_off(day: date, count: int) -> None:
    found = add_working_days(day, count)
    assert is_working_day(found)
    between = (day + timedelta(n) for n in range(1, (found - day).days + 1))
    assert sum(map(is_working_day, between)) == count
    if is_working_day(day):
        assert add_working_days(found, -count) == day
