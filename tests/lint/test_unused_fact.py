"""Facts that no rule reads."""

from __future__ import annotations

from tests.lint.reading import page, told

BAD, GOOD = page("unused-fact")


def test_the_name_is_pointed_at() -> None:
    assert told(BAD) == [("unused-fact", 12, "staff")]


def test_what_an_example_gives_is_not_read() -> None:
    text = BAD + '\nexample "One"\n    given waits 95%, staff 3\n    expect access green\n'
    assert told(text) == [("unused-fact", 12, "staff")]


def test_a_fact_that_a_rule_reads() -> None:
    assert told(BAD.replace("waits >= 90%", "waits >= 90% and staff > 0")) == []
