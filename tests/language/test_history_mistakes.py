"""What the checker says of windows and earlier values."""

import pytest

from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, render_all
from tests.language.cases import codes
from tests.language.test_history import ESCALATION, FACTS


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("plan for 3 consecutive months", "period"),
        ("plan for 3 consecutive quaters", "unknown-period"),
        ("plan for 0 consecutive quarters", "window"),
        ("plan for 2.5 consecutive quarters", "window"),
        ("plan for 1000 consecutive quarters", "window"),
        ("plan in at least 5 of the last 4 quarters", "window"),
        ("plan 0 quarters earlier", "window"),
        ("plan 1 year earlier", "period"),
        ("breaches for 3 consecutive quarters", "type"),
        ("waits year to date", "unit"),
        ("plan year to date", "type"),
        ("answer 1 quarter earlier", "cycle"),
        ("answer for 2 consecutive quarters", "cycle"),
    ],
)
def test_mistakes(line: str, code: str) -> None:
    assert codes(FACTS + f"value answer = {line}\n") == [code]


def test_a_result_cannot_rest_on_its_own_quarter() -> None:
    body = ESCALATION.replace(
        "escalated is underperforming in each of the 3 previous",
        "escalated is underperforming for 3 consecutive",
    )
    assert codes(body) == ["cycle"]


def test_a_record_of_a_list_has_no_earlier_quarters() -> None:
    body = """
record notice
    issued date
facts each quarter
    notices list of notice "Notices"
    plan yes_or_no "Plan"
value bad = any of notices where issued = 2009-01-01 for 2 consecutive quarters
value fine = any of notices where plan for 2 consecutive quarters
"""
    assert codes(body) == ["window"]


def test_dates_have_no_neighbours() -> None:
    text = """policy test.dates version 1
    title "Dates"
    in force 2008-04-01 to 2012-03-31
    rates trust on a date

facts on a date
    plan yes_or_no "Plan"
    seen count "Seen"
value a = plan 1 date earlier
value b = seen year to date
"""
    said = check_text(SourceText("t.policy", text))[1]
    assert [item.code for item in said] == ["period", "period"], render_all(said)
