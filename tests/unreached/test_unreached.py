"""The goals that no example reaches: proved out of reach with the reason, left, or missed."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_dsl.pipeline import check_file
from policy_dsl.testing import coverage, run_examples
from policy_dsl.unreached import Unreached, unreached
from tests.testing.test_coverage import USING, made

LIBRARY = Path(__file__).resolve().parents[2] / "policies"

HEAD = """\
policy example.trusts version 2025
    title    "Trusts"
    in force 2025-04-01 to 2026-03-31
    rates    trust each quarter

source DOC published "A document"

scale colour best to worst: green, amber, red
scale score best to worst: 3, 2, 1

facts each quarter                                        [DOC]
    safe     colour                             "Safe"
    caring   colour                             "Caring"
    waits    percent to 1 place from 0 to 100   "Waits"
    beds     count                              "Beds"
    seen     date                               "Seen"
    late     yes_or_no                          "Late"

value reds = count of (safe, caring) which are red        [DOC]

"""


def found(text: str) -> Unreached:
    policy = made(HEAD + text)
    return unreached(coverage(policy, [one.decision for one in run_examples(policy)]))


def cannot(text: str) -> dict[str, str]:
    return {f"{goal.rule}: {goal.text}": why for goal, why in found(text).cannot.items()}


RATING = """\
rating final: colour                                      [DOC]
    red   when reds >= 2
    {}
    green otherwise
"""


@pytest.mark.parametrize(
    ("text", "goal", "why"),
    [
        (RATING.format("amber when reds = 1"), "final: reds = 1: just above", "case 1 takes it"),
        (RATING.format("amber when 1 = reds"), "final: reds = 1: just above", "case 1 takes it"),
        (
            RATING.format("amber when reds = 2 and late"),
            "final: case 2 (amber)",
            "case 1 takes all that it would",
        ),
        (RATING.format("amber when late"), "final: reds >= 2: just above", "it is never more"),
        (
            RATING.format("amber when waits < 5.0% and waits > 5.0%"),
            "final: case 2 (amber)",
            "it fits nothing that can be given",
        ),
        (
            RATING.format("override late no better than amber when reds >= 0"),
            "final: override late: not taken",
            "its condition always holds",
        ),
        (
            "trigger act    [DOC]\n    when reds > 2\n    then \"Act\"\n",
            "act: trigger act: pulled",
            "its condition never holds",
        ),
        (
            "table grid: colour    [DOC]\n    | reds | late | grid |\n    | <= 1 | any | red |\n"
            "    | any | any | amber |\n    | 2 | yes | green |\n",
            "grid: row 3",
            "row 2 takes all that it would",
        ),
        (
            "scorecard card: colour    [DOC]\n    | measure | green | amber | red |\n"
            "    | beds | < 5 | <= 4 | otherwise |\n",
            "card: beds in amber",
            "band green takes all that it would",
        ),
        (
            "scorecard card: colour    [DOC]\n    | measure | green | amber | red |\n"
            "    | beds | when waits < 50% | when waits = 50% and late | otherwise |\n",
            "card: waits = 50%: just below",
            "band green takes it",
        ),
        (
            "scorecard card: score    [DOC]\n    | measure | weight | 3 | 2 | 1 |\n"
            "    | beds | 90% | < 5 | < 9 | otherwise |\n"
            "    | waits | 10% | < 5% | < 9% | otherwise |\n"
            "value good = card.average > 2.50    [DOC]\n",
            "good: card.average > 2.50: just below",
            "the next below is 2.1",
        ),
        (
            "table limit: percent    [DOC]\n    | late | limit |\n    | yes | 5% |\n"
            "    | no | 9% |\ntable cap: percent    [DOC]\n    | late | cap |\n"
            "    | any | 7% |\nvalue far = limit > cap    [DOC]\n",
            "far: limit > cap: at",
            "it never comes to that",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_reached_is_told_with_the_proof(text: str, goal: str, why: str) -> None:
    assert cannot(text).get(goal) == why


@pytest.mark.parametrize(
    ("line", "goal"),
    [
        ("amber when (reds = 1 for 2 consecutive quarters)", "final: reds = 1: just above"),
        ("amber when late or reds = 1", "final: reds = 1: at"),
        ("amber when late", "final: case 2 (amber)"),
        ("override late no better than amber when reds >= 1", "final: override late: not taken"),
    ],
)
def test_what_can_be_reached_is_not_said_to_be_out_of_reach(line: str, goal: str) -> None:
    """Among them a test of the quarter before, above which the line spoke of this quarter."""
    assert goal not in cannot(RATING.format(line))
    missed = {f"{goal.rule}: {goal.text}" for goal in found(RATING.format(line)).missed}
    assert goal in missed


def test_a_result_of_another_policy_is_anything_but_the_same_throughout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POLICY_LIBRARY", str(LIBRARY))
    text = USING + "\n"
    text += (
        RATING.replace("reds", "cqc.rated_inadequate")
        .replace("DOC", "OWN")
        .format("amber when cqc.rated_inadequate = 1")
    )
    text = text.replace("source OWN", "scale colour best to worst: green, amber, red\n\nsource OWN")
    policy = made(text)
    proofs = {goal.text: why for goal, why in unreached(coverage(policy, ())).cannot.items()}
    assert proofs["cqc.rated_inadequate = 1: just above"] == "case 1 takes it"


LEFT = (
    RATING.format("amber when reds = 1")
    + """
example "One"                                             [DOC]
    given safe red, caring green
    expect final amber
"""
)


def test_a_comment_leaves_what_the_line_has_and_is_told_when_it_leaves_nothing() -> None:
    one = found(LEFT)
    line = "    red   when reds >= 2"
    assert {goal.text for goal in one.missed} == {
        "case 1 (red)", "reds >= 2: at", "reds = 1: just below", "case 3 (green)"
    }  # fmt: skip
    comment = "  # allow not-reached: nobody has two"
    left = found(LEFT.replace(line, line + comment))
    assert {goal.text: why for goal, why in left.left.items()} == {
        "case 1 (red)": "nobody has two",
        "reds >= 2: at": "nobody has two",
    }
    assert {goal.text for goal in left.missed} == {"reds = 1: just below", "case 3 (green)"}
    assert left.said == ()
    assert left.counts() == (one.counts()[0], one.counts()[1] - 2)
    above = found(LEFT.replace(line, f"   {comment}\n{line}"))
    assert {goal.text for goal in above.left} == {goal.text for goal in left.left}
    filled = '\nexample "Two"    [DOC]\n    given safe red, caring red\n    expect final red\n'
    said = found(LEFT.replace(line, line + comment) + filled).said
    assert [one.code for one in said] == ["allow-silences-nothing"]
    bare = found(LEFT.replace(line, f"{line}  # allow not-reached"))
    assert [one.code for one in bare.said] == ["allow-without-reason"]
    assert bare.left == {}


def test_layout_changes_nothing_of_it() -> None:
    one = found(LEFT)
    other = found(LEFT.replace("when reds = 1", "when\n\n        reds   = 1  # one"))
    assert one.cannot == other.cannot
    assert one.missed == other.missed


@pytest.mark.parametrize("name", ["cqc/ratings/2018", "monitor/compliance_framework/2012-13"])
def test_no_example_of_the_library_reaches_what_is_said_to_be_out_of_reach(name: str) -> None:
    policy, _ = check_file(LIBRARY / f"{name}.policy")
    assert policy is not None
    claimed = unreached(coverage(policy, ())).cannot.keys()
    reached = coverage(policy, [one.decision for one in run_examples(policy)]).reached
    assert claimed
    assert not claimed & reached
