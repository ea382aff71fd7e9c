"""Gaps: inputs for which there is no answer, and what is told beside one."""

from __future__ import annotations

import pytest

from policy_dsl.analyse import findings
from policy_dsl.invent import decide_in
from policy_dsl.values.absence import NotKnown
from tests.analyse.small import TABLE_8, found_in, only, policy_of

# ---- gap ----------------------------------------------------------------------------------------


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
    assert found_in(body.format("0.25")) == [
        ("idle-condition", "score <= 2.9"),  # the most is 2.75
        ("unreachable-case", "red   when score > 3.0"),
    ]
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


@pytest.mark.parametrize(
    ("type_", "lines", "said"),
    [
        ("rating or nothing", ("green when x is 3 or better", "red when x is 2 or worse"),
         "x nothing"),
        ("date", ("green when x < 2025-06-01", "red when x > 2025-06-01"), "x 2025-06-01"),
        ("percent to 2 places from 0% to 100%", ("green when x > 95%", "red when x <= 94.99%"),
         "x 95%"),
    ],
)  # fmt: skip
def test_a_gap_is_told_in_the_words_of_its_type(
    type_: str, lines: tuple[str, ...], said: str
) -> None:
    facts = f'facts each quarter  [DOC]\n    x {type_} "X"\n\n'
    _, one = only(f"{facts}rating r: colour  [DOC]\n" + "".join(f"    {line}\n" for line in lines))
    assert one.diagnostic.message == f"no case of `r` holds for {said}"


def test_how_facts_stand_to_each_other_is_told_by_one_organisation() -> None:
    body = """\
facts each quarter                                           [DOC]
    cost  money to 0 places from £0 to £40 "Cost"
    share money to 0 places from £0 to £40 "Share"

rating overall: colour                                       [DOC]
    green when cost <= 5% * share
    red   when cost > £4 and cost > 5% * share
"""
    # It says no more than is so: of a cost of £0 there is a colour whatever the share is.
    _, one = only(body)
    (shown,) = one.witnesses
    cost, share = (shown.fact(name) for name in ("cost", "share"))
    assert cost is not None
    assert share is not None
    assert one.diagnostic.message == (
        f"no case of `overall` holds for cost £{cost.value} and share £{share.value}"
    )


def test_days_that_show_something_are_of_the_first_year_in_force() -> None:
    body = """\
facts each quarter                                           [DOC]
    seen date "Seen"
    sent date "Sent"

rating overall: colour                                       [DOC]
    green when seen <= 3 days after sent
    red   when seen > {} days after sent
"""
    assert found_in(body.format(3)) == []
    _, one = only(body.format(4))
    (shown,) = one.witnesses
    days = [fact.value for name in ("seen", "sent") if (fact := shown.fact(name)) is not None]
    assert [str(day)[:4] for day in days] == ["2025", "2025"]
    # What can only be in another year still is.
    assert found_in(body.format(4).replace("green when", "green when sent < 2031-01-01 or")) == [
        ("gap", "overall")
    ]
