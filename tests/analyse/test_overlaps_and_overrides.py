"""Rows that overlap, overrides that do nothing or clash, and ratings that fall."""

from __future__ import annotations

import pytest

from policy_dsl.analyse import findings
from policy_dsl.evaluate.choices import Choices
from policy_dsl.invent import decide_in
from policy_dsl.pipeline import check_file
from tests.analyse.small import LIBRARY, found_in, only, policy_of

# ---- overlap ------------------------------------------------------------------------------------


def test_bands_that_share_a_bound() -> None:
    body = """\
facts each quarter                                           [DOC]
    wait number "Wait"

table band: colour                                           [DOC]
    | wait        | band  |
    | < 9         | green |
    | 9 to 11     | amber |
    | {} | red   |
    | otherwise   | red   |
"""
    assert found_in(body.format("> 11")) == [("unreachable-row", "| otherwise   | red   |")]
    codes = found_in(body.format("11 to 13"))
    assert codes == [("overlap", "| 11 to 13 | red   |")]
    policy = policy_of(body.format("11 to 13"))
    (one,) = findings(policy)
    assert one.diagnostic.help is not None
    assert one.diagnostic.help.endswith("given wait 11")


def test_a_special_row_above_a_general_one_is_no_overlap() -> None:
    body = """\
facts each quarter                                           [DOC]
    plan  rating "Plan"
    score rating "Score"

table both: colour                                           [DOC]
    | plan       | score       | both  |
    | 3 or worse | {} | red   |
    | 3 or worse | 2 or better | amber |
    | any        | any         | green |
"""
    assert found_in(body.format("3 or better")) == []
    assert found_in(body.format("1 or 2")) == [("overlap", "| 3 or worse | 2 or better | amber |")]


def test_rows_that_say_the_same_may_overlap() -> None:
    body = """\
facts each quarter                                           [DOC]
    wait number "Wait"

table band: colour                                           [DOC]
    | wait      | band  |
    | 0 to 11   | amber |
    | 11 to 13  | amber |
    | otherwise | red   |
"""
    assert found_in(body) == []


# ---- overrides ----------------------------------------------------------------------------------

OVERRIDES = """\
facts each quarter                                           [DOC]
    score rating                  "Score"
    wait  number from 0 to 100    "Wait"
    late  yes_or_no               "Late"

rating overall: rating                                       [DOC]
    start with score
    {}
"""


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("override late no better than 2 when late", []),
        ("override late no better than 4 when late", ["idle-override"]),
        ("override late no better than 2 when late and wait > 100", ["idle-override"]),
        ("override late no better than 2 when wait >= 0", ["always-applies"]),
        ("override late no better than 2 when wait > 0", []),
        (
            "override late no better than 2 when late\n"
            "    override both no better than 3 when late and wait > 50",
            ["idle-override"],
        ),
        (
            "override late no better than 2 when late\n"
            "    override both no better than 3 when late or wait > 50",
            [],
        ),
        (
            "override cap no better than 2 when late\n"
            "    override floor no worse than 3 when wait < 10",
            ["conflict"],
        ),
        (
            "override cap no better than 2 when late\n"
            "    override floor no worse than 3 when wait < 10 and not late",
            [],
        ),
        (
            "override one becomes 1 when late\n    override other becomes 4 when wait < 10",
            ["conflict"],
        ),
        (
            "override one becomes 1 when late\n    override other becomes 1 when wait < 10",
            [],
        ),
    ],
)
def test_overrides(lines: str, codes: list[str]) -> None:
    assert [code for code, _ in found_in(OVERRIDES.format(lines))] == codes


def test_a_conflict_names_both_and_shows_one() -> None:
    _, one = only(
        OVERRIDES.format(
            "override cap no better than 2 when late\n"
            "    override floor no worse than 3 when wait < 10"
        )
    )
    assert one.diagnostic.message == (
        "`cap` and `floor` can apply together, and then `overall` has no value"
    )
    assert [label.text for label in one.diagnostic.labels] == [
        "no worse than 3",
        "no better than 2",
    ]
    assert one.diagnostic.help is not None
    assert "late yes" in one.diagnostic.help


# ---- a rating that falls ------------------------------------------------------------------------


def test_monitors_caps_read_as_exactly_so_many_can_lower_a_rating() -> None:
    policy, _ = check_file(LIBRARY / "monitor/compliance_framework/2008-09.policy")
    assert policy is not None
    assert findings(policy) == ()
    (one,) = findings(policy, Choices((("scored_so", "exactly"),)))
    assert one.code == "not-monotone"
    first, second = one.witnesses
    before, after = (decide_in(policy, each)["financial_risk"].value for each in (first, second))
    assert after.rank > before.rank  # type: ignore[union-attr]
    (changed,) = [
        name
        for _, name, fact in second.supplied()
        if first.fact(name) is None or first.fact(name).value != fact.value  # type: ignore[union-attr]
    ]
    assert second.fact(changed).value > first.fact(changed).value  # type: ignore[union-attr,operator]


def test_a_rating_that_only_rises_is_no_finding() -> None:
    body = """\
facts each quarter                                           [DOC]
    margin percent "Margin"
    cash   days    "Cash"

scorecard finance: rating                                    [DOC]
    | measure | weight | 4          | 2          | 1         |
    | margin  |    50% | >= 11%     | >= 5%      | otherwise |
    | cash    |    50% | >= 30 days | >= 10 days | otherwise |

value at_1 = count of finance where band is 1                [DOC]

rating risk: rating                                          [DOC]
    start with round half up finance.average
    override one no better than 2 when at_1 {}
    override two no better than 1 when at_1 = 2
"""
    assert found_in(body.format(">= 1")) == [("idle-override", "two")]
    assert [code for code, _ in found_in(body.format("= 1"))] == ["idle-override"]
    worse = body.replace("= 2", "= 0").format(">= 1")
    policy = policy_of(worse)
    falls = [one for one in findings(policy) if one.code == "not-monotone"]
    assert len(falls) == 1
