"""Parts of conditions that change nothing."""

from __future__ import annotations

import pytest

from tests.analyse.small import found_in, only

FACTS = """\
facts each quarter                                           [DOC]
    score  number to 1 place from 0 to 4  "Score"
    wait   percent from 0 to 100          "Wait"
    free   number                         "Any number"
    beds   count                          "Beds"
    placed rating                         "Placed"
    late   yes_or_no                      "Late"
    asked  number or nothing              "Asked"

"""
RATING = """\
rating overall: colour                                       [DOC]
    red   when {}
    green otherwise
"""


def parts(condition: str) -> list[str]:
    """The parts of a condition that change nothing."""
    found = found_in(FACTS + RATING.format(condition))
    assert {code for code, _ in found} <= {"idle-condition"}
    return [text for _, text in found]


@pytest.mark.parametrize(
    ("condition", "idle"),
    [
        # Settled by what is declared of a fact, on its grid.
        ("late and score >= 0", "score >= 0"),
        ("late or score > 4", "score > 4"),
        ("late or wait > 100%", "wait > 100%"),
        ("late and score != 2.55", "score != 2.55"),
        ("late and beds >= 0", "beds >= 0"),
        ("late and beds > -1", "beds > -1"),
        ("late and placed is 1 or better", "placed is 1 or better"),
        ("late and not score < 0", "score < 0"),
        ("late or (free > 2 and score > 4)", "score > 4"),
        ("late and score + wait / 1% >= 0", "score + wait / 1% >= 0"),
        # Settled by another part.
        ("score >= 3 and score >= 2", "score >= 2"),
        ("score >= 2 or score >= 3", "score >= 3"),
        ("score > 2.95 and score >= 3", "score >= 3"),
        ("free >= 3 and late and free >= 2", "free >= 2"),
        ("placed is 3 or worse and placed is not 4", "placed is not 4"),
        ("late or (late and free > 2)", "(late and free > 2)"),
        ("late and late", "late"),
        ("free >= 3 or not (late and (free > 2 or free > 3))", "free > 3"),
    ],
)
def test_what_changes_nothing(condition: str, idle: str) -> None:
    assert parts(condition) == [idle]


@pytest.mark.parametrize(
    "condition",
    [
        "late and score > 0",
        "late and score != 2.5",
        "late and free >= 0",
        "late and beds >= 1",
        "score >= 3 and free >= 2",
        "score >= 2 and score <= 3",
        "late and asked is not nothing and asked > 2",
        "score > free and free > 2",
    ],
)
def test_what_matters_is_left_alone(condition: str) -> None:
    assert parts(condition) == []


def test_what_a_rule_as_a_whole_says_is_told_once() -> None:
    override = RATING.replace(
        "otherwise", "otherwise\n    override poor no better than amber when {}"
    )
    for condition, code in (("score >= 0", "always-applies"), ("score > 4", "idle-override")):
        assert found_in(FACTS + override.format("late", condition)) == [(code, "poor")]
    assert found_in(FACTS + RATING.format("score > 4")) == [
        ("unreachable-case", "red   when score > 4")
    ]


@pytest.mark.parametrize(
    ("body", "idle"),
    [
        (
            RATING.replace("otherwise", "when score >= 0 or free > 2").format("late"),
            "score >= 0",
        ),
        ("value good = score >= 0 [DOC]\n" + RATING.format("good and late"), "score >= 0"),
    ],
    ids=["the last case", "a value"],
)
def test_a_condition_that_always_holds_where_no_rule_is_told(body: str, idle: str) -> None:
    assert found_in(FACTS + body) == [("idle-condition", idle)]


def test_of_parts_that_together_always_hold_only_that_is_told() -> None:
    value = "value good = {} [DOC]\n" + RATING.format("good and late")
    always = "free > 2 or (late and free <= 2) or (not late and free <= 2 and free <= 3)"
    assert found_in(FACTS + value.format(always)) == [("idle-condition", always)]
    assert found_in(FACTS + value.format(f"free > 9 and ({always})")) == [
        ("idle-condition", f"({always})")
    ]


def test_it_is_said_why() -> None:
    _, one = only(FACTS + RATING.format("late and score >= 0"))
    assert one.diagnostic.message == "`score >= 0` always holds: `score` is declared from 0 to 4"
    _, one = only(FACTS + RATING.format("free >= 3 and late and free >= 2"))
    assert one.diagnostic.message == "`free >= 2` changes nothing here"
    assert [label.text for label in one.diagnostic.labels] == [
        "holds wherever `free >= 3` holds",
        "this says it already",
    ]


def test_another_reading_and_another_kind_count() -> None:
    body = """\
interpretation least = 2 or 1                                [DOC]
    "Two is said, and one."

rating of_some: colour                                       [DOC]
    applies to acute_trust
    red otherwise

"""
    used = "of_some is red and free > least"
    open_ = f"{FACTS}{body}{RATING}"
    assert found_in(open_.format(f"({used}) and score >= least - 1")) == []
    assert found_in(open_.format(f"({used}) and score >= least - 2"))[-1:] == [
        ("idle-condition", "score >= least - 2")
    ]
    # For an ambulance trust it does not apply, and is left out.
    assert found_in(open_.format("(of_some is red or late) and free > least")) == []


def test_a_number_whose_ends_may_be_known_is_passed_over() -> None:
    mean = "value mean = average of (score, free) leaving out missing    [DOC]\n"
    assert found_in(FACTS + mean + RATING.format("mean > 2 and score >= 0")) == []


def test_what_is_free_may_be_anything() -> None:
    earlier = "score 1 quarter earlier"
    assert parts(f"{earlier} > 2 and score > 2") == []
    assert parts("late for 2 consecutive quarters and late") == ["late"]
