"""Groups that nothing reads."""

from __future__ import annotations

from policy_dsl.findings import fix
from tests.lint.reading import found, page, told

BAD, GOOD = page("unused-group")


def test_the_name_is_pointed_at() -> None:
    assert told(BAD) == [("unused-group", 14, "flow")]


def test_the_fix_is_the_better_text() -> None:
    done = fix(found(BAD)).source.text
    assert done == GOOD


def test_a_group_in_a_group_is_read_if_that_is() -> None:
    text = BAD + "\ngroup outer = flow\n"
    assert told(text) == [("unused-group", 21, "outer")]
    done = fix(found(text)).source.text  # the inner one is found at the next look
    assert told(done) == [("unused-group", 14, "flow")]


def test_a_group_that_a_rule_counts_is_read() -> None:
    text = BAD + "\nvalue mean = average of flow                                    [WG 3]\n"
    text += '\nexample "Mean"\n    given waits 90%, delays 10%\n    expect mean 50%\n'
    assert told(text) == []
