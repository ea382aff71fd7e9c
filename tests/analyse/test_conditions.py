"""Parts of conditions that settle nothing, triggers that always act, kinds that are left out."""

from __future__ import annotations

import pytest

from tests.analyse.small import found_in, only

FACTS = """\
facts each quarter                                           [DOC]
    x     number from 0 to 100    "X"
    m     number                  "M"
    late  yes_or_no               "Late"
    light colour                  "Light"
    asked colour or nothing       "Asked for"

interpretation begins = at or above                          [DOC]
    "Not said"

"""
NEVER = ["m > 2 and m < -2", "late and not late", "light is green and light is worse than amber",
         "x > m and x < m"]  # fmt: skip
ALWAYS = ["m < 2 or m > 1", "late or not late", "light is green or light is amber or worse"]
NEITHER = ["m > 2 and m < 3", "m < 2 or m > 2", "x >= 50 and (late or m > 1)",
           "asked is nothing or asked is amber", "x = 5 and begins is at",
           "m > 10 and begins is at or m < 10 and begins is above"]  # fmt: skip


@pytest.mark.parametrize("part", [*NEVER, *ALWAYS])
def test_a_part_is_told_where_it_stands(part: str) -> None:
    # In a value it is the whole; in a condition told elsewhere it is a part.
    assert found_in(f"{FACTS}value v = {part}  [DOC]\n") == [("idle-condition", part)]
    rating = "rating r: colour  [DOC]\n    red when x > 5 {} ({})\n    green otherwise\n"
    joined = "or" if part in NEVER else "and"
    assert found_in(FACTS + rating.format(joined, part)) == [("idle-condition", f"({part})")]


@pytest.mark.parametrize("part", NEITHER)
def test_what_can_be_either_way_is_not(part: str) -> None:
    assert found_in(f"{FACTS}value v = {part}  [DOC]\n") == []


def test_what_one_part_does_alone_is_not_told_of_what_joins_it() -> None:
    value = "value v = late and (m > 2 and m < -2)  [DOC]\n"
    assert found_in(FACTS + value) == [("idle-condition", "(m > 2 and m < -2)")]


def trigger(*lines: str) -> str:
    whens = "".join(f"    when {line}\n" for line in lines)
    return f'{FACTS}trigger t  [DOC]\n{whens}    then "Visit"\n    led by board\n'


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("late", "x > 5"), []),
        (("late", "late"), [1]),
        (("light is red", "light is amber or worse"), [0]),
        (("light is amber or worse", "light is red"), [1]),
        (("x > 5", "x > 7", "late and x > 6"), [1, 2]),
        # Two together, where neither does it alone.
        (("x > 50", "x < 60 and x > 20", "x > 30"), [2]),
        (("late for 2 consecutive quarters", "late for 3 consecutive quarters"), [1]),
        (("late for 2 consecutive quarters", "late in at least 2 of the last 3 quarters"), []),
        (("x >= 10", "x >= 5 and begins is at"), []),
    ],
)
def test_lines_of_a_trigger_that_add_nothing(lines: tuple[str, ...], told: list[int]) -> None:
    assert found_in(trigger(*lines)) == [
        ("idle-condition", f"when {lines[number]}") for number in told
    ]


def test_a_trigger_that_always_acts() -> None:
    assert found_in(trigger("light is green", "light is amber or worse")) == [
        ("always-applies", "t")
    ]
    assert found_in(trigger("light is green", "light is red")) == []


KINDS = """\
rating of_some: colour                                       [DOC]
    applies to acute_trust
    red   when late
    green otherwise

rating overall: colour                                       [DOC]
    start with {}

rating final: colour                                         [DOC]
    start with overall
"""


def test_a_kind_that_a_rating_leaves_out() -> None:
    assert found_in(FACTS + KINDS.format("worst of (of_some, light)")) == []
    _, one = only(FACTS + KINDS.format("of_some"))
    assert (one.code, one.diagnostic.message) == (
        "kind-omitted",
        "`overall` never applies to ambulance_trust",
    )


def test_a_rating_that_says_whom_it_is_for_leaves_nobody_out() -> None:
    said = KINDS.format("of_some").replace(
        "start with o", "applies to acute_trust\n    start with o"
    )
    assert found_in(FACTS + said) == []
