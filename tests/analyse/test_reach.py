"""What is never reached: rows, cases, bands and conditions."""

from __future__ import annotations

from policy_dsl.analyse import findings
from policy_dsl.evaluate.choices import Choices
from tests.analyse.small import found_in, only, policy_of


def test_a_row_below_one_that_takes_everything() -> None:
    body = """\
facts each quarter                                           [DOC]
    plan  rating "Plan"
    score rating "Score"

table both: colour                                           [DOC]
    | plan       | score | both  |
    | 3 or worse | any   | red   |
    | {}         | 1     | amber |
    | otherwise  | any   | green |
"""
    assert found_in(body.format("2 or 1")) == [
        ("unreachable-row", "| 2 or 1         | 1     | amber |")
    ]
    assert found_in(body.format("4 or 3")) == []


def test_of_many_texts_each_can_be_given() -> None:
    """Found by asking what is out of reach: beyond 64 texts the others counted as none."""
    rows = "".join(f'    | "ward {number}" | {number} |\n' for number in range(70))
    facts = 'facts each quarter  [DOC]\n    name text "Name"\n'
    assert found_in(f"{facts}table beds: number  [DOC]\n    | name | beds |\n{rows}"
                    "    | any | 0 |\n") == []  # fmt: skip


def test_a_case_that_the_cases_above_have_taken_in_parts() -> None:
    body = """\
facts each quarter                                           [DOC]
    wait number from 0 to 100 "Wait"

rating overall: colour                                       [DOC]
    green when wait < 10
    red   when wait > 20
    amber when wait >= 10
    red   when wait > {}
"""
    (finding_, *_) = findings(policy_of(body.format("5")))
    assert finding_.code == "unreachable-case"
    assert finding_.diagnostic.message == (
        "case 4 of `overall` is never reached: case 1 and case 3 take all that it would"
    )


def test_a_case_that_asks_for_what_cannot_be() -> None:
    body = """\
facts each quarter                                           [DOC]
    wait number from 0 to 100 "Wait"

rating overall: colour                                       [DOC]
    red   when wait > {}
    green otherwise
"""
    assert found_in(body.format(99)) == []
    _, one = only(body.format(100))
    assert one.code == "unreachable-case"
    assert one.diagnostic.labels[0].text == "fits nothing that can be given"


def test_a_case_reached_only_under_another_reading_is_reached() -> None:
    body = """\
facts each quarter                                           [DOC]
    wait number "Wait"

interpretation begins = at or above                          [DOC]
    "Not said"

rating overall: colour                                       [DOC]
    red   when wait > 10
    red   when wait = 10 and begins is at
    amber when wait = 10 and begins is above
    green otherwise
"""
    assert found_in(body) == []
    policy = policy_of(body)
    chosen = findings(policy, Choices((("begins", "above"),)))
    assert [one.code for one in chosen] == ["unreachable-case"]


def test_a_case_reached_only_where_a_fact_is_missing_is_reached() -> None:
    body = """\
facts each quarter                                           [DOC]
    a rating "A"
    b rating "B"

value worst_of = average of (a, b) {}                        [DOC]

rating overall: colour                                       [DOC]
    red   when a is 4 and worst_of = 1
    green otherwise
"""
    # `a` is 4 and the average is 1: never.  That `a` counts needs no second fact.
    assert found_in(body.format("leaving out missing"))[0][0] == "unreachable-case"
    other = body.replace("a is 4", "b is not 4").replace("worst_of = 1", "worst_of = 4")
    assert found_in(other.format("leaving out missing"))[0][0] == "unreachable-case"


def test_a_band_that_is_never_reached() -> None:
    body = """\
facts each quarter                                           [DOC]
    margin percent "Margin"

scorecard finance: rating                                    [DOC]
    | measure | 4      | 3       | 2         |
    | margin  | >= 11% | {} | otherwise |
"""
    assert found_in(body.format(">= 5%")) == []
    assert found_in(body.format(">= 12%")) == [("unreachable-band", ">= 12%")]


def test_a_condition_of_a_trigger_that_never_holds() -> None:
    body = """\
facts each quarter                                           [DOC]
    wait number from 0 to 100 "Wait"

trigger visit                                                [DOC]
    when wait > 90
    when wait > {} and wait < 20
    then "Visit"
"""
    assert found_in(body.format(10)) == []
    assert found_in(body.format(30)) == [("unreachable-case", "when wait > 30 and wait < 20")]
