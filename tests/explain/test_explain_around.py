"""What lies around a decision: the records of a list, earlier periods, other organisations."""

import re

from policy_dsl.explain.explanation import explain

from .constructs import others, records, windows
from .telling import in_order, told
from .test_explain_json import as_json


def test_records_are_named_by_their_first_field_and_those_read() -> None:
    in_order(
        told(records()),
        "major when any of notices where severity is major and issued < today",
        "does not hold: 0 of 2 records",
        'regulation "12", issued 2008-05-02, severity moderate does not hold given by the program',
        "notices 2 records Warning notices",
        "every of notices where severity is moderate or worse does not hold: 1 of 2 records",
        'regulation "17", severity minor does not hold',
        "subjects is 2",
        "2 different, among 2 of 2 records",
        "last is 2008-05-02",
        "2008-05-02, the latest of 1 of 2 records",
        "fines is £4,000",
        "£4,000, the sum of 1 of 2 records",
    )


def test_a_list_that_was_not_supplied() -> None:
    in_order(told(records(supplied=False)), "not known: no list was supplied", "notices not known")


def test_a_window_shows_each_period_oldest_first() -> None:
    in_order(
        told(windows()),
        "poor when waits < limit for 3 consecutive quarters",
        "does not hold: in 1 of 3 quarters, 1 not known",
        "Q2 2009/10 not known no facts were supplied",
        "Q3 2009/10 holds waits (94%) is below limit (95%)",
        "Q4 2009/10 does not hold waits (96%) is at least limit (95%)",
        "waits 96% Seen within four hours",
    )


def test_earlier_values_sums_and_days() -> None:
    text = told(windows())
    in_order(text, "waits - waits 1 quarter earlier 96% - 94% = 2%", "94% in Q3 2009/10")
    in_order(text, "seen year to date not known, the sum of 4 periods, 1 not known")
    in_order(text, "0 days after start of the quarter 2010-01-01, 0 days after 2010-01-01")
    in_order(text, "end of the year 2010-03-31")
    in_order(text, "Not supplied", "every fact status waits for it in Q2 2009/10, in Q4 2008/09")


def test_other_periods_have_no_sections_of_their_own() -> None:
    assert len(re.findall(r"^now is", explain(windows()).text(), re.MULTILINE)) == 1


def test_a_figure_of_a_group_names_its_ends_only() -> None:
    text = told(others())
    in_order(
        text,
        "average of survey across acute_trust leaving out missing",
        "72, the average of 8 acute_trust in Q1 2008/09",
        "lowest 60 RA",
        "highest 84 RX",
        "left out 1",
        "rank of survey across acute_trust highest first leaving out missing",
        "1 among 8 acute_trust in Q1 2008/09",
        "survey 84 Survey score",
    )
    assert "RC" not in text
    assert "8.2158..." in text
    steps = as_json(others())["steps"]
    group = next(step for step in steps if step["kind"] == "group")
    assert len(group["inputs"]) == 9
