"""What is not cut further: lists, earlier periods, quotients, figures across organisations.

What is there is shown on an organisation.  What cannot be, since it takes other organisations, is
told as possible.  And what hangs together, so that it is not so, is not told at all.
"""

from __future__ import annotations

import pytest

from policy_dsl.analyse import Finding, findings
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, render_all

HEAD = """\
policy example.trusts version 2025
    title    "Trusts"
    in force from 2025-04-01
    rates    acute_trust, ambulance_trust each quarter

source DOC published "A document"

scale colour best to worst: green, amber, red                [DOC]
scale rating best to worst: 4, 3, 2, 1                       [DOC]
choice seriousness: low, moderate, high

record notice
    severity seriousness
    cost     money
    lifted   yes_or_no

facts each quarter                                           [DOC]
    notices list of notice         "Notices"
    a       rating                 "A"
    x       number from 0 to 100   "X"
    y       number from 0 to 100   "Y"
    n       count                  "N"
    late    yes_or_no              "Late"

value serious   = count of notices where severity is high      [DOC]
value others    = count of notices where severity is not high  [DOC]
value every_one = count of notices                             [DOC]
value cost      = sum of cost of notices where not lifted      [DOC]
value kinds     = count distinct severity of notices           [DOC]
value change    = x - x 1 quarter earlier                      [DOC]
value to_date   = n year to date                               [DOC]
value share     = x / y                                        [DOC]
value part      = x / (x + y)                                  [DOC]
value area      = x * y                                        [DOC]
value least     = lowest of (x, y)                             [DOC]
value mean      = average of x across acute_trust              [DOC]
value top       = highest of x across acute_trust              [DOC]
value first     = quantile 25% of x across acute_trust         [DOC]
value third     = quantile 75% of x across acute_trust         [DOC]

"""
CASES = "rating r: colour                                             [DOC]\n"

SHOWN = [
    # Lists.
    ("red when serious >= 3", "amber when serious = 1", "green when serious = 0"),
    ("red when serious >= 6", "amber when serious >= 1 and serious <= 4", "green when serious = 0"),
    ("red when serious >= 2 and others < 2", "amber when others >= 2 and serious < 2",
     "green when serious < 2 and others < 2"),
    ("red when cost > £1000", "amber when cost > £0 and cost <= £500", "green when cost <= £0"),
    ("red when kinds = 3", "green when kinds <= 1"),
    # Earlier periods.
    ("red when late for 4 consecutive quarters",
     "amber when late and not (late for 3 consecutive quarters)", "green when not late"),
    ("red when late in at least 2 of the last 4 quarters", "green when late"),
    ("red when change > 10", "amber when change > 0 and change <= 9", "green when change <= 0"),
    ("red when to_date > 10", "amber when to_date > 0 and to_date <= 9", "green when to_date = 0"),
    # What is not linear.
    ("red when share > 0.5", "amber when share > 0.2 and share <= 0.4", "green when share <= 0.2"),
    ("red when area < 0.2", "green when area > 0.21"),
    ("red when least > 41", "green when least < 40"),
]  # fmt: skip
NOT_SO = [
    ("red when any of notices where severity is high",
     "green when every of notices where severity is not high"),
    ("red when serious <= every_one",),
    ("red when serious + others = every_one",),
    ("red when kinds <= 3",),
    ("red when late in at least 2 of the last 4 quarters",
     "amber when late in at least 1 of the last 4 quarters", "green when not late"),
    ("red when to_date >= n",),
    ("red when part > 0.5 and part <= 1", "green when part <= 0.5"),
    ("green when least <= x",),
    ("applies to acute_trust", "green when x <= top"),
    ("green when third >= first",),
    ("green when x <= first", "red when x > first and third >= first"),
]  # fmt: skip


def told(body: str) -> list[Finding]:
    policy, said = check_text(SourceText("trusts.policy", HEAD + body))
    assert policy is not None, render_all(said)
    return list(findings(policy))


def cases(*lines: str) -> str:
    return CASES + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize("lines", SHOWN, ids=lambda lines: lines[0])
def test_a_gap_is_shown_on_an_organisation(lines: tuple[str, ...]) -> None:
    (one,) = told(cases(*lines))
    assert (one.code, one.possible) == ("gap", False)
    assert one.witnesses


@pytest.mark.parametrize("lines", NOT_SO, ids=lambda lines: lines[0])
def test_what_hangs_together_is_no_gap(lines: tuple[str, ...]) -> None:
    assert told(cases(*lines)) == []


def test_what_takes_other_organisations_is_possible() -> None:
    (one,) = told(cases("red when x < mean - 10", "green when x >= mean"))
    assert (one.code, one.possible, one.witnesses) == ("gap", True, ())
    assert one.diagnostic.message == (
        "possible: no case of `r` holds for `x - average of x across acute_trust`"
        " from -10 to below 0"
    )
    assert one.diagnostic.help is not None
    assert one.diagnostic.help.endswith("; no organisation was found that shows it")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("red when any of notices where not lifted", "green when late"),
         "late no and `any of notices where not lifted` no"),
        (("red when late for 3 consecutive quarters", "green when not late"),
         "late yes and `late` for up to 1 quarter before this one"),
        (("red when late for 4 consecutive quarters", "amber when not late",
          "green when not (late for 3 consecutive quarters)"),
         "late yes and `late` for 2 quarters running before this one"),
        (("red when a is worse than 4 and a 1 quarter earlier is 1", "green when a is 4"),
         "a 3, 2 or 1 and `a 1 quarter earlier` 4, 3 or 2"),
        (("red when x / y > 0.5", "green when x / y < 0.4"), "`x / y` from 0.4 to 0.5"),
        (("red when any of notices where severity is high",
          "amber when any of notices where severity is low",
          "green when any of notices where lifted"),
         "no notices"),
    ],
)  # fmt: skip
def test_a_gap_says_what_of_lists_and_the_past_leads_to_it(
    lines: tuple[str, ...], words: str
) -> None:
    (one,) = told(cases(*lines))
    assert one.diagnostic.message == f"no case of `r` holds for {words}"


def test_quartiles_lie_in_their_order() -> None:
    (one,) = told(cases("green when x <= first", "amber when x <= third", "red when x > 90"))
    assert (one.code, one.possible) == ("gap", True)
    below = ("green when x <= first", "amber when x > third", "red when x > first")
    assert told(cases(*below)) == []
    found = told(cases("red when x < first and x > third", "green otherwise"))
    assert [one.code for one in found] == ["unreachable-case"]


def test_a_gap_that_is_shown_is_told_rather_than_one_that_is_possible() -> None:
    (one,) = told(cases("red when x < mean - 10", "green when x >= mean and x != 50"))
    assert not one.possible


OVERRIDES = """\
rating r: rating                                             [DOC]
    start with a
    override cap no better than 2 when {cap}
    override floor no worse than 3 when {floor}
"""


@pytest.mark.parametrize(
    ("cap", "floor", "said"),
    [
        ("serious >= 4", "x > 50", [("conflict", False)]),
        ("late for 4 consecutive quarters", "(x > 50) in each of the 3 previous quarters",
         [("conflict", False)]),
        ("share > 7.5", "x < 3", [("conflict", False)]),
        ("any of notices where severity is high",
         "every of notices where severity is not high", []),
        ("mean > 60", "x < 30", [("conflict", True)]),
        ("mean > 60", "mean < 30", []),
    ],
)  # fmt: skip
def test_caps_and_floors(cap: str, floor: str, said: list[tuple[str, bool]]) -> None:
    found = told(OVERRIDES.format(cap=cap, floor=floor))
    assert [(one.code, one.possible) for one in found] == said
    for one in found:
        assert [label.text for label in one.diagnostic.labels] == [
            "no worse than 3",
            "no better than 2",
        ]


ROWS = """table t: colour                                              [DOC]
    | {0} | x         | t     |
    | 0 to 5 | 30 to 100 | green |
    | 5 to 9 | 0 to 70   | red   |
    | any    | any       | amber |
"""


def test_an_organisation_shows_an_overlap_if_both_rows_fit_it() -> None:
    (one,) = told(ROWS.format("serious"))
    assert (one.code, one.possible) == ("overlap", False)
    (situation,) = one.witnesses
    notices = situation.fact("notices")
    assert notices is not None
    assert len(notices.items) == 5


def test_an_overlap_that_takes_other_organisations_is_possible() -> None:
    body = ROWS.replace("0 to 5", "60 to 80").replace("5 to 9", "70 to 90").replace("30", "95")
    (one,) = told(body.format("first").replace("0 to 70", "20 to 99"))
    assert (one.code, one.possible) == ("overlap", True)
