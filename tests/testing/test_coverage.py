"""What examples reach: planted holes are reported, and layout does not matter."""

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText
from policy_dsl.testing import Coverage, GoalKind, coverage, run_examples
from tests.shipped import LIBRARY, policy_at

TEXT = """\
policy example.trusts version 2025
    title    "Trusts"
    in force from 2025-04-01
    rates    acute_trust each quarter

source DOC published "A document"

scale colour best to worst: green, amber, red
scale score best to worst: 3, 2, 1

facts each quarter                                        [DOC]
    waits     percent to 1 place from 0 to 100 "Waits"
    beds      count                            "Beds"
    limit     count                            "Most beds"
    seen      date                             "Seen"
    late      yes_or_no                        "Late"

interpretation strict = yes or no                         [DOC]
    "The text has both"

scorecard card: score                                     [DOC]
    when missing leave out
    | measure | 3      | 2       | 1         |
    | waits   | < 2.5% | <= 5.0% | otherwise |
    | beds    | < 10   | <= limit | otherwise |

table grid: colour                                        [DOC]
    | late | strict | grid  |
    | yes  | yes    | red   |
    | any  | any    | green |

rating final: colour                                      [DOC]
    red   when card.total <= 2
    amber when seen > 2025-05-01
    green otherwise
    override late no better than amber when late

trigger act                                               [DOC]
    when final is red
    then "Act"
"""

EVERYTHING = """
example "One"                                             [DOC]
    given waits 2.5%, beds 9, limit 20, seen 2025-05-01, late no
    expect final green

example "Two"                                             [DOC]
    given waits 2.4%, beds 20, limit 20, seen 2025-05-02, late yes
    given strict no
    expect final amber
"""


def made(text: str) -> Policy:
    policy, said = check_text(SourceText("example.policy", text))
    assert policy is not None, said
    return policy


def covered(policy: Policy, every: int = 1) -> Coverage:
    outcomes = run_examples(policy, policy.examples[::every])
    return coverage(policy, [one.decision for one in outcomes])


def missed(text: str) -> set[str]:
    return {f"{goal.rule}: {goal.text}" for goal in covered(made(text)).missed}


def test_without_examples_nothing_is_reached() -> None:
    none = covered(made(TEXT))
    assert none.reached == frozenset()
    kinds = {goal.kind for goal in none.goals}
    assert kinds == set(GoalKind)


def test_what_the_examples_reach_is_read_from_their_steps() -> None:
    left = missed(TEXT + EVERYTHING)
    assert "card: waits < 2.5%: just below" not in left
    assert "card: waits < 2.5%: at" not in left
    assert "card: waits < 2.5%: just above" in left
    assert "card: beds < 10: just below" not in left
    assert "card: beds <= limit: at" not in left
    assert "card: beds <= limit: just above" in left
    assert "card: waits in 3" not in left
    assert "card: waits in 1" in left
    assert "card: when missing leave out: a measure missing" in left
    assert "final: case 1 (red)" in left
    assert "final: case 2 (amber)" not in left
    assert "final: override late: taken" not in left
    assert "final: override late: not taken" not in left
    assert "final: seen > 2025-05-01: just below" in left
    assert "final: seen > 2025-05-01: at" not in left
    assert "final: seen > 2025-05-01: just above" not in left
    assert "grid: row 1" in left
    assert "grid: row 2" not in left
    assert "strict: read as no" not in left
    assert "act: trigger act: pulled" in left
    assert "act: trigger act: not pulled" not in left


@pytest.mark.parametrize(
    ("added", "now_reached"),
    [
        ("given waits 2.6%", "card: waits < 2.5%: just above"),
        ("given waits 5.1%", "card: waits in 1"),
        ("given beds 21, limit 20", "card: beds <= limit: just above"),
        ("given beds 19, limit 20", "card: beds <= limit: just below"),
        ("given waits 1.0%", "card: when missing leave out: a measure missing"),
        ("given waits 50.0%, beds 30, limit 20", "final: case 1 (red)"),
        ("given late yes", "grid: row 1"),
        ("given waits 50.0%, beds 30, limit 20", "act: trigger act: pulled"),
        ("given seen 2025-04-30, waits 1.0%, beds 2", "final: seen > 2025-05-01: just below"),
    ],
)
def test_an_example_that_fills_a_hole_fills_it(added: str, now_reached: str) -> None:
    text = TEXT + EVERYTHING
    assert now_reached in missed(text)
    more = f'\nexample "More"    [DOC]\n    {added}\n    expect final not known\n'
    assert now_reached not in missed(text + more)


def test_there_are_no_goals_beyond_what_a_fact_can_be() -> None:
    edge = TEXT.replace("< 2.5%", "< 0.0%").replace("<= 5.0%", "<= 100.0%")
    goals = {f"{goal.rule}: {goal.text}" for goal in covered(made(edge)).goals}
    assert "card: waits < 0.0%: just above" in goals
    assert "card: waits < 0.0%: just below" not in goals
    assert "card: waits <= 100.0%: at" in goals
    assert "card: waits <= 100.0%: just above" not in goals


@pytest.mark.parametrize(
    "name", ["monitor/compliance_framework/2008-09", "nhs/performance_framework/2012-13"]
)
def test_layout_and_comments_change_no_coverage(name: str) -> None:
    """Blank lines, comments and wider cells: the same goals, and the same of them reached.

    Some of the examples will do: by all of them every goal is reached.
    """
    path = LIBRARY / f"{name}.policy"
    policy = policy_at(path)
    scrambled = "\n".join(
        f"{line.replace('|', '|  ')}   # said" if line.strip() else "\n"
        for line in policy.source.text.split("\n")
    )
    other, said = check_text(SourceText(str(path), scrambled))
    assert other is not None, said
    before, after = covered(policy, every=4), covered(other, every=4)
    assert before.goals
    assert before.goals == after.goals
    assert before.reached == after.reached
    assert 0 < len(before.reached) < len(before.goals)


USING = """\
policy example.using version 2018
    title    "A result of another policy against a figure"
    in force from 2018-03-05
    rates    nhs_healthcare_organisation on a date

use cqc.ratings version 2018 as cqc

source OWN derived "This test"

value troubled = cqc.rated_inadequate > 1                 [OWN]

example "One"                                             [OWN]
    given safe inadequate, effective good, caring good, responsive good, well_led good
    expect troubled no
"""


def test_a_result_of_another_policy_is_named_with_its_alias(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POLICY_LIBRARY", str(LIBRARY))
    left = missed(USING)
    assert "troubled: cqc.rated_inadequate > 1: just above" in left
    assert "troubled: cqc.rated_inadequate > 1: at" not in left


def test_a_comment_within_a_rule_changes_no_goal() -> None:
    """Found by reading the code: what a goal is called was taken with the comments in it."""
    whole = "red   when card.total <= 2"
    plain = TEXT.replace(whole, "red   when card.total\n        <= 2")
    told = TEXT.replace(whole, "red   when card.total  # so far\n        <= 2")
    assert covered(made(plain)).goals == covered(made(told)).goals == covered(made(TEXT)).goals


COUNTING = """\
policy example.counting version 2025
    title    "Bands that are counted, and ends of quarters"
    in force 2025-04-01 to 2026-03-31
    rates    trust each quarter

source DOC published "A document"

scale score best to worst: 3, 2, 1

facts each quarter                                        [DOC]
    waits  percent "Waits"
    beds   count   "Beds"
    spare  count   "Spare beds"

interpretation weight = 0 or 2                            [DOC]
    "The text has both"

interpretation begins = 2025-07-01 or 2025-10-01          [DOC]
    "The text has both"

scorecard card: score                                     [DOC]
    | measure | 3    | 2     | 1         |
    | waits   | < 2% | <= 5% | otherwise |
    | beds    | < 10 | <= 20 | otherwise |

value low     = count of (card.waits, card.beds, spare) which are = 1 [DOC]
value doubled = weight = 2                                [DOC]
value half    = end of the quarter >= 2025-09-30          [DOC]
value ends    = end of the quarter                        [DOC]
value after   = ends < begins                             [DOC]
value over    = card.total > spare                        [DOC]

example "One"                                             [DOC]
    given waits 6%, beds 10, spare 5
    expect low 1
"""


def test_each_thing_that_is_counted_has_sides_of_its_own() -> None:
    """Found on Monitor's criteria: bands that were counted were credited to nobody."""
    left = missed(COUNTING)
    assert "low: card.waits = 1: at" not in left
    assert "low: card.waits = 1: just above" in left
    assert "low: card.beds = 1: at" in left
    assert "low: card.beds = 1: just above" not in left
    assert "low: spare = 1: just above" in left
    assert not {one for one in left if one.startswith("low: card.") and one.endswith("just below")}


def test_beside_the_end_of_a_quarter_are_the_ends_of_others() -> None:
    left = missed(COUNTING)
    goals = {one for one in left if one.startswith(("half", "after"))}
    assert goals == {
        "half: end of the quarter >= 2025-09-30: at",
        "half: end of the quarter >= 2025-09-30: just above",
        "after: ends < begins (2025-07-01): just above",
        "after: ends < begins (2025-10-01): just below",
        "after: ends < begins (2025-10-01): just above",
    }
    later = '\nexample "Two"  [DOC]\n    in "Q2 2025/26"\n    given beds 1\n    expect half yes\n'
    assert goals - missed(COUNTING + later) == {
        "half: end of the quarter >= 2025-09-30: at",
        "after: ends < begins (2025-07-01): just above",
    }


def test_a_reading_against_a_figure_has_no_sides() -> None:
    assert not {goal for goal in covered(made(COUNTING)).goals if goal.rule == "doubled"}


def test_a_result_against_a_fact_is_counted_once() -> None:
    found = [goal.text for goal in covered(made(COUNTING)).goals if goal.rule == "over"]
    assert found == [f"card.total > spare: {side}" for side in ("just below", "at", "just above")]


def test_a_figure_of_an_open_point_counts_where_it_is_the_reading_taken() -> None:
    ends = COUNTING.replace("given waits 6%", "given begins 2025-10-01, waits 6%")
    ends = ends.replace('example "One"', 'example "One of the second quarter"')
    ends = ends.replace("    given begins", '    in "Q2 2025/26"\n    given begins')
    added = ends[ends.index("\nexample") :]
    reached = missed(COUNTING) - missed(COUNTING + added)
    assert "after: ends < begins (2025-10-01): just below" in reached
    assert "after: ends < begins (2025-07-01): just above" not in reached
