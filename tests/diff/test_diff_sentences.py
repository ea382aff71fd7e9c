"""What is said of an edit, word for word: of each one edit, and what it means."""

from __future__ import annotations

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.diff.compare import changes_between, gives
from policy_dsl.diff.difference import difference
from policy_dsl.diff.reading import read_what_can_be
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText
from tests.shipped import LIBRARY

BASE = """\
policy test.sentences version 1
    title    "A policy"
    in force 2025-04-01 to 2026-03-31
    rates    trust each quarter

source A published "A document"

scale light best to worst: green, amber, red                [A]

facts each quarter                                          [A]
    waits   percent   "Waits"   from W1
    falls   count     "Falls"
    mean    number    "Mean"
    spread  number    "Spread"
    checked yes_or_no "Checked"
    warned  yes_or_no "Warned"
    stars   light     "Stars"
    moons   light     "Moons"

value near  = waits >= -3% and waits <= 3%                  [A]
value usual = average of (mean, spread)                     [A]

table graded: light                                         [A]
    | waits     | graded |
    | >= 95%    | green  |
    | >= 90%    | amber  |
    | otherwise | red    |

scorecard fallen: light                                     [A]
    | measure | green | amber | red       |
    | falls   | <= 2  | <= 20 | otherwise |

rating far: light                                           [A]
    red   when mean <= spread - 3 * falls
    red   when falls > 9
    amber when warned
    green otherwise

rating kept: light                                          [A]
    start with worst of (graded, far, stars)
    override unchecked no better than amber when not checked
    override moony     no better than red when moons is amber or worse
    override near      no worse than amber when near

rating steady: light                                        [A]
    red   when usual < 2
    amber when falls >= 2
    green otherwise

trigger call                                                [A]
    when checked and warned
    when falls > 3
    then "Call"
    led by trust

layout "A file"                                             [A]
    organisation in code
    period in       quarter
    not known is    "n/a"
"""

#: What is written instead of what, and all that must be said of it.
EDITS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a figure in a table of one column": (
        "| >= 90%    | amber",
        "| >= 85%    | amber",
        ("graded: amber when waits >= 85% instead of >= 90% (easier)",),
    ),
    "rows in another order": (
        "    | >= 95%    | green  |\n    | >= 90%    | amber  |\n",
        "    | >= 90%    | amber  |\n    | >= 95%    | green  |\n",
        ("graded: the row waits >= 90%: amber is asked before waits >= 95%: green (stricter)",),
    ),
    "a figure below nought": (
        "near  = waits >= -3%",
        "near  = waits >= -5%",
        ("near: waits >= -5% instead of waits >= -3% (easier)",),
    ),
    "a term of a bound": (
        "spread - 3 * falls",
        "spread - 2 * falls",
        ("far: red when mean <= spread - 2 * falls instead of mean <= spread - 3 * falls",),
    ),
    "the same whole number": (
        "amber when falls >= 2",
        "amber when falls > 1",
        ("steady: amber when falls > 1 instead of falls >= 2, which comes to the same",),
    ),
    "another whole number": (
        "amber when falls >= 2",
        "amber when falls > 2",
        ("steady: amber when falls > 2 instead of falls >= 2 (easier)",),
    ),
    "the same whole number in a band": (
        "| <= 20 | otherwise",
        "| < 21  | otherwise",
        ("falls: band amber is < 21 instead of <= 20, which comes to the same",),
    ),
    "the same labels": (
        "moons is amber or worse",
        "moons is worse than green",
        (
            "override moony: when moons is worse than green instead of moons is amber or worse, "
            "which comes to the same",
        ),
    ),
    "fewer labels": (
        "moons is amber or worse",
        "moons is worse than amber",
        (
            "override moony: when moons is worse than amber instead of moons is amber or worse "
            "(easier)",
        ),
    ),
    "the best instead of the worst": (
        "start with worst of (graded, far, stars)",
        "start with best of (graded, far, stars)",
        (
            "kept: starts with best of (graded, far, stars) instead of worst of (graded, far, "
            "stars) (easier)",
        ),
    ),
    "the lowest instead of the average": (
        "usual = average of (mean, spread)",
        "usual = lowest of (mean, spread)",
        ("usual: lowest of (mean, spread) instead of average of (mean, spread) (stricter)",),
    ),
    "a cap that is exact": (
        "unchecked no better than amber",
        "unchecked becomes amber",
        ("override unchecked: becomes amber instead of no better than amber (easier)",),
    ),
    "an otherwise that says when": (
        "amber when warned\n    green otherwise",
        "amber when warned\n    green when falls < 9",
        ("far: green when falls < 9 instead of otherwise",),
    ),
    "cases in another order": (
        "    red   when usual < 2\n    amber when falls >= 2\n",
        "    amber when falls >= 2\n    red   when usual < 2\n",
        ("steady: amber when falls >= 2 is asked before red when usual < 2 (easier)",),
    ),
    "cases of one label in another order": (
        "    red   when mean <= spread - 3 * falls\n    red   when falls > 9\n",
        "    red   when falls > 9\n    red   when mean <= spread - 3 * falls\n",
        (
            "far: red when falls > 9 is asked before red when mean <= spread - 3 * falls, which "
            "comes to the same",
        ),
    ),
    "two cases as one": (
        "    red   when mean <= spread - 3 * falls\n    red   when falls > 9\n",
        "    red   when mean <= spread - 3 * falls or falls > 9\n",
        (
            "far: red now also holds when falls > 9; with the other changes here it comes to the "
            "same",
            "far: no longer red when falls > 9; with the other changes here it comes to the same",
        ),
    ),
    "two conditions of a trigger as one": (
        "    when checked and warned\n    when falls > 3\n",
        "    when checked and warned or falls > 3\n",
        (
            "call: now also holds when falls > 3; with the other changes here it comes to the same",
            "call: no longer when falls > 3; with the other changes here it comes to the same",
        ),
    ),
    "a label more": (
        "green, amber, red  ",
        "green, amber, dark_amber, red  ",
        ("light: also dark_amber (between amber and red)",),
    ),
    "another column of a file": (
        "period in       quarter",
        "period in       day",
        ('the layout "A file": period in day instead of quarter',),
    ),
    "words of a file": (
        'not known is    "n/a"',
        'not known is    "*"\n    yes is          "1"',
        ('the layout "A file": yes is: also "1"; not known is "*" instead of "n/a"',),
    ),
    "two figures of one condition": (
        "near  = waits >= -3% and waits <= 3%",
        "near  = waits >= -4% and waits <= 4%",
        (
            "near: waits >= -4% instead of waits >= -3%; waits <= 4% instead of waits <= 3% "
            "(easier)",
        ),
    ),
}


def policy_of(text: str) -> Policy:
    policy, said = check_text(SourceText("test.policy", text), LIBRARY)
    assert policy is not None, [item.message for item in said]
    return policy


@pytest.mark.parametrize(("before", "after", "said"), EDITS.values(), ids=EDITS)
def test_what_is_said_of_an_edit(before: str, after: str, said: tuple[str, ...]) -> None:
    assert BASE.count(before) == 1
    old, new = policy_of(BASE), policy_of(BASE.replace(before, after))
    changes = changes_between(old, new)
    assert tuple(change.said for change in changes) == said
    assert gives(old, new, changes)


def test_what_could_not_be_read_is_not_said_to_be_the_same() -> None:
    broken = BASE.replace("red   when usual < 2", "red   when usul < 2")
    readings = [
        read_what_can_be(SourceText("test.policy", text), LIBRARY) for text in (BASE, broken)
    ]
    found = difference("test.policy", readings[0], readings[1], "old", "new")
    assert found.unread == ("steady",)
    assert found.summary == "no change in meaning in what could be read"
