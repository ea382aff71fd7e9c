"""Tables of examples, and reasons that must not have decided."""

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.invent import Situation, as_example
from policy_dsl.testing import Outcome, run_examples
from policy_dsl.values.absence import DOES_NOT_APPLY
from tests.language.cases import codes, policy_of
from tests.language.test_examples import BODY, failures, passes

TABLE = """
examples "Scores"
    of kind acute_trust
    in "Q2 2009/10"
    given concern no, no notices, mean 1
    | example | score | late | late 1 quarter earlier | red_from | risk      | because  | worse | above |
    | "open"  | 2.9   | no   | -                      | -        | not known | -        | green | 1.9   |
    | "red"   | 2.9   | no   | -                      | 2.9      | red       | case 1   | -     | -     |
    | -       | 3     | yes  | no                     | -        | red       | not late | green | 2     |
    | "late"  | 1     | yes  | yes                    | -        | amber     | late     | red   | 0     |
"""  # noqa: E501  # a table is as wide as its columns


def outcomes(table: str) -> list[Outcome]:
    return list(run_examples(policy_of(BODY + table)))


def test_each_row_is_an_example() -> None:
    found = outcomes(TABLE.replace("not known", "green    "))
    assert [one.example.title for one in found] == [
        "Scores: open",
        "Scores: red",
        "Scores, row 3",
        "Scores: late",
    ]
    assert [str(one.example.period) for one in found] == ["Q2 2009/10"] * 4
    assert {one.example.kind for one in found} == {"acute_trust"}
    lines = [one.decision.policy.source.position(one.example.node.span.start).line for one in found]
    assert lines == list(range(lines[0], lines[0] + 4))
    assert [one.passed for one in found] == [True, True, True, True]


def test_a_cell_without_anything_gives_nothing_and_expects_nothing() -> None:
    found = outcomes(TABLE)
    assert [len(one.example.expectations) for one in found] == [3, 1, 3, 3]
    assert [sorted(one.example.given) for one in found] == [[0], [0], [0, 1], [0, 1]]
    assert [one.example.readings for one in found] == [
        (),
        (("red_from", "2.9"),),
        (),
        (),
    ]


def test_a_row_that_fails_says_so_of_itself_alone() -> None:
    found = outcomes(TABLE.replace("not late ", "late     "))
    assert [one.passed for one in found][1:] == [True, False, True]
    assert found[2].failures[:2] == (
        "risk: is red as expected, but for another reason",
        "    `late` did not decide it",
    )


def said(policy: Policy) -> list[object]:
    """What the examples of a policy give, and what they expect."""
    return [
        (
            as_example(policy, Situation.of(example), "x", []),
            [
                (item.path, str(item.value), item.node.state, item.due)
                for item in example.expectations
            ],
        )
        for example in policy.examples
    ]


ROW = """
examples "x"
    of kind acute_trust
    | margin | sent     | late | seen       | notices                           | card.margin | act | act due    | because | ambulances     |
    | 6%     | complete | yes  | 2009-01-01 | (lifted nothing) (regulation "1") | 3           | yes | 2009-01-11 | late    | does not apply |
"""  # noqa: E501  # a table is as wide as its columns
LINES = """
example "x"
    of kind acute_trust
    given margin 6%, sent complete, late yes, seen 2009-01-01
    given notices (lifted nothing) (regulation "1")
    expect card.margin 3, act yes due 2009-01-11 because late, ambulances does not apply
"""


def test_a_row_says_what_the_lines_of_an_example_say() -> None:
    assert said(policy_of(BODY + ROW)) == said(policy_of(BODY + LINES))
    (row,) = outcomes(ROW)
    assert row.passed
    assert row.decision.part("ambulances").value is DOES_NOT_APPLY
    other = ROW.replace("6%", "7%")
    assert said(policy_of(BODY + other)) != said(policy_of(BODY + LINES))


@pytest.mark.parametrize("planted", [("2009-01-11", "2009-01-12"), ("| late    |", "| final   |"),
                                     ("does not apply", "green"), ("| 3 ", "| 1 ")])  # fmt: skip
def test_a_row_with_a_planted_fault_fails(planted: tuple[str, str]) -> None:
    assert planted[0] in ROW
    (row,) = outcomes(ROW.replace(*planted))
    assert not row.passed


# ---- what must not have decided ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected", "holds"),
    [
        # An override that applies and changes nothing has not decided.
        ("score 3, late yes, seen 2009-01-01", "final red not because late_return", True),
        ("score 3, late no", "final red not because late_return", True),
        ("score 1, late yes, concern no, seen 2009-01-01",
         "final amber because risk not because late_return", True),
        ("score 3", "risk red because case 1 not because case 2", True),
        ("score 3", "risk red not because case 1", False),
        ("score 3", "risk red not because score", False),
        ("score 3", "risk red not because concern not because late", True),
        ("sent complete", "mixed green not because row 2", True),
        ("sent complete", "mixed green not because row 1", False),
        ("score 3, late no", "act yes not because late", True),
        ("score 3, late yes, seen 2009-01-01", "act yes not because late", False),
        ("score 1, concern no, late no, no notices, seen 2010-02-01",
         "final red not because seen_late", False),
    ],
)  # fmt: skip
def test_what_must_not_have_decided(given: str, expected: str, holds: bool) -> None:
    assert passes(f"    of kind acute_trust\n    given {given}\n    expect {expected}\n") is holds


def test_what_decided_and_must_not_have_is_said() -> None:
    assert failures("    given score 3\n    expect risk red not because score\n") == [
        "risk: is red as expected, but for another reason",
        "    `score` was not to decide it, and did",
        "    the case that holds (test.policy:46): score >= red_from, with score 3, red_from 3.0",
    ]


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        ("final red not because lat_return", ["unknown-reason"]),
        ("risk red not because case 9", ["unknown-reason"]),
        ("third 1 not because score", ["unknown-reason"]),
        ("risk not known not because score", ["syntax"]),
    ],
)
def test_what_is_no_reason_is_no_reason_not_to_be(expected: str, code: list[str]) -> None:
    found = codes(BODY + f'example "x"\n    given score 3\n    expect {expected}\n')
    assert found[: len(code)] == code
