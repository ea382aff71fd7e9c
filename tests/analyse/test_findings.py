"""Each code: a small policy that triggers it, and one that nearly does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policy_dsl.analyse import CODES, Finding, analyse, finding_to_json, findings, results
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.choices import Choices
from policy_dsl.invent import decide_in
from policy_dsl.pipeline import check_file, check_text
from policy_dsl.source import SourceText, render_all
from policy_dsl.values.absence import NotKnown

LIBRARY = Path(__file__).resolve().parents[2] / "policies"
HEAD = """\
policy example.trusts version 2025
    title    "Trusts"
    in force from 2025-04-01
    rates    acute_trust, ambulance_trust each quarter

source DOC published "A document"

scale colour best to worst: green, amber, red                [DOC]
scale rating best to worst: 4, 3, 2, 1                       [DOC]

"""


def policy_of(body: str) -> Policy:
    policy, said = check_text(SourceText("trusts.policy", HEAD + body))
    assert policy is not None, render_all(said)
    return policy


def found_in(body: str) -> list[tuple[str, str]]:
    """The code of each finding, and the text it points at."""
    policy = policy_of(body)
    return [
        (one.code, policy.source.text[one.node.span.start : one.node.span.end])
        for one in findings(policy)
    ]


def only(body: str) -> tuple[Policy, Finding]:
    policy = policy_of(body)
    (one,) = findings(policy)
    return policy, one


# ---- gap ----------------------------------------------------------------------------------------

# Table 8 of "Developing the NHS Performance Regime", Department of Health, June 2008: green is a
# score less than 1.0, amber between 1.0 and 2.9, red more than 3.0.
TABLE_8 = """\
facts each quarter                                           [DOC]
    service_score {} "Service performance score"

rating governance_risk: colour                               [DOC]
    green when service_score < 1.0
    amber when service_score >= 1.0 and service_score <= 2.9
    red   when service_score > 3.0
"""


def test_table_8_as_printed_has_no_colour_for_3_and_just_below() -> None:
    policy, one = only(TABLE_8.format("number"))
    assert one.code == "gap"
    assert one.diagnostic.message == (
        "no case of `governance_risk` holds for service_score above 2.9 and up to 3"
    )
    scores = [str(situation.fact("service_score").value) for situation in one.witnesses]  # type: ignore[union-attr]
    assert scores == ["2.95", "3"]
    for situation in one.witnesses:
        assert isinstance(decide_in(policy, situation)["governance_risk"].value, NotKnown)


def test_on_a_grid_of_one_place_only_3_is_left_out() -> None:
    _, one = only(TABLE_8.format("number to 1 place"))
    assert one.diagnostic.message == "no case of `governance_risk` holds for service_score 3"


def test_on_a_grid_of_halves_and_wholes_a_score_below_3_is_no_gap() -> None:
    # Scores as sums of weights of 0.5 and 1.0 cannot be 2.95, but they can be 3.0.
    body = """\
facts each quarter                                           [DOC]
    a yes_or_no "A"
    b yes_or_no "B"
    c yes_or_no "C"
    d yes_or_no "D"

scorecard targets: colour                                    [DOC]
    points green 0, red 1
    | measure | weight | green      | red       |
    | a       | 1.0    | when a     | otherwise |
    | b       | 1.0    | when b     | otherwise |
    | c       | 0.5    | when c     | otherwise |
    | d       | {} | when d     | otherwise |

value score = targets.total                                  [DOC]

rating risk: colour                                          [DOC]
    green when score < 1.0
    amber when score >= 1.0 and score <= 2.9
    red   when score > 3.0
"""
    assert found_in(body.format("0.25")) == [("unreachable-case", "red   when score > 3.0")]
    policy, *_ = (policy_of(body.format("0.5")),)
    gap, unreachable = findings(policy)
    assert (gap.code, unreachable.code) == ("gap", "unreachable-case")
    assert gap.diagnostic.message == "no case of `risk` holds for score 3.0"


BANDS = """\
facts each quarter                                           [DOC]
    wait number {} "Wait"

table band: colour                                           [DOC]
    | wait      | band  |
    | < 9       | green |
    | 9 to 10.9 | amber |
    | >= 11     | red   |
"""


def test_a_gap_is_one_only_on_a_grid_fine_enough() -> None:
    assert found_in(BANDS.format("to 1 place")) == []
    _, one = only(BANDS.format("to 2 places"))
    assert one.diagnostic.message == "no row of `band` takes wait from 10.91 to 10.99"
    waits = [str(situation.fact("wait").value) for situation in one.witnesses]  # type: ignore[union-attr]
    assert waits == ["10.91", "10.95"]
    assert [code for code, _ in found_in(BANDS.format(""))] == ["gap"]


def test_a_gap_between_correlated_columns_is_none() -> None:
    body = """\
facts each quarter                                           [DOC]
    wait number "Wait"

value long      = wait > 10                                  [DOC]
value very_long = wait > {}                                  [DOC]

table band: colour                                           [DOC]
    | long | very_long | band  |
    | no   | no        | green |
    | yes  | no        | amber |
    | yes  | yes       | red   |
"""
    assert found_in(body.format(20)) == []
    _, one = only(body.format(5).replace("| yes  | no        | amber |\n    ", ""))
    assert one.diagnostic.message == "no row of `band` takes long no and very_long yes"
    assert one.diagnostic.help is not None
    assert "given wait 7" in one.diagnostic.help


def test_a_rounded_start_can_be_no_label() -> None:
    body = """\
facts each quarter                                           [DOC]
    average number from {} to 4 "Average"

rating overall: rating                                       [DOC]
    start with round half up average
"""
    assert found_in(body.format(1)) == []
    assert found_in(body.format(0.4)) == [("gap", "start with round half up average")]
    assert found_in(body.format(0.5)) == []


def test_a_gap_of_a_scorecard_is_told_at_its_measure() -> None:
    body = """\
facts each quarter                                           [DOC]
    margin percent "Margin"

scorecard finance: rating                                    [DOC]
    | measure | 4      | 3           |
    | margin  | >= 11% | {} |
"""
    assert found_in(body.format("otherwise")) == []
    assert found_in(body.format("5% to 10.9%")) == [("gap", "margin")]


def test_a_gap_that_becomes_covers_is_none() -> None:
    body = """\
facts each quarter                                           [DOC]
    late yes_or_no "Late"

rating overall: colour                                       [DOC]
    green when not late
    {}
"""
    assert found_in(body.format("override stop becomes red when late")) == []
    assert found_in(body.format("override stop no better than red when late")) == [
        ("gap", "overall"),
        ("idle-override", "stop"),
    ]


# ---- never reached ------------------------------------------------------------------------------


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


# ---- beside an open gap -------------------------------------------------------------------------

BESIDE_A_GAP = """\
facts each quarter                                           [DOC]
    wait number from 0 to 100 "Wait"
    late yes_or_no            "Late"

table band: colour                                           [DOC]
    | wait     | band  |
    | < 9      | green |
    | 9 to 50  | amber |

rating overall: colour                                       [DOC]
    red   when band is red
    red   when wait > {figure}
    amber when band is amber
    green otherwise
    override late no better than {cap} when late
"""


def test_what_no_gap_can_reach_is_told_beside_it() -> None:
    # `band` is red nowhere, but may be where the gap is: that waits.  A wait above 100 does not.
    told = found_in(BESIDE_A_GAP.format(figure=60, cap="amber"))
    assert told == [("gap", "band")]
    assert found_in(BESIDE_A_GAP.format(figure=100, cap="green")) == [
        ("gap", "band"),
        ("unreachable-case", "red   when wait > 100"),
        ("idle-override", "late"),
    ]


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


# ---- limits, and the findings as data -----------------------------------------------------------


def test_what_is_too_much_to_look_at_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "WORK", 4_000)
    facts = "".join(f'    m{number} money "M"\n' for number in range(24))
    rows = "".join(
        f"    | m{number} | {3**number % 100003} | >= £{number} | otherwise |\n"
        for number in range(24)
    )
    body = (
        f"facts each quarter                                           [DOC]\n{facts}\n"
        "scorecard card: colour                                       [DOC]\n"
        "    points green 1, red 0\n"
        f"    | measure | weight | green | red |\n{rows}\n"
        "rating overall: colour                                       [DOC]\n"
        "    green when card.total > 1000\n    red otherwise\n"
    )
    codes = [code for code, _ in found_in(body)]
    assert codes == ["not-analysed"]


def test_a_finding_as_data() -> None:
    policy, one = only(TABLE_8.format("number"))
    data = finding_to_json(policy, one)
    assert data["code"] == "gap"
    assert data["possible"] is False
    given = [witness["given"] for witness in data["witnesses"]]  # type: ignore[attr-defined]
    assert given == [
        [{"periods_earlier": 0, "facts": {"service_score": "2.95"}}],
        [{"periods_earlier": 0, "facts": {"service_score": "3"}}],
    ]


def test_the_codes_are_those_of_the_page() -> None:
    page = (LIBRARY.parent / "docs/analysis.md").read_text("utf-8")
    table = page.partition("## The codes")[2].partition("##")[0]
    assert set(re.findall(r"`([a-z]+-?[a-z]+)`", table)) - {"becomes"} == CODES


def test_the_same_findings_as_diagnostics() -> None:
    policy = policy_of(TABLE_8.format("number"))
    assert [one.code for one in analyse(policy)] == ["gap"]
