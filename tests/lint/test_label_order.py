"""Labels that go to and fro along their scale."""

from __future__ import annotations

import pytest

from tests.lint.reading import page, told

BAD, GOOD = page("label-order")


def test_the_case_that_turns_back_is_pointed_at() -> None:
    assert told(BAD) == [("label-order", 16, "amber")]


@pytest.mark.parametrize(
    "cases",
    [
        "    green when waits >= 95%\n    amber when waits >= 90%\n    red   otherwise",
        "    red   when waits < 80%\n    red   when waits = 85%\n    green otherwise",
        "    red   when waits < 80%\n    amber when waits < 90%\n    red   otherwise",
    ],
)
def test_either_way_along_the_scale_is_right(cases: str) -> None:
    head, _, _ = GOOD.partition("    red   when")
    assert told(f"{head}{cases}\n") == []


def test_bands_of_a_scorecard() -> None:
    head, _, _ = GOOD.partition("rating access")
    card = """scorecard ward: colour                                                        [WG 2]
    points green 3, amber 2, red 1
    | measure | weight | green  | red   | amber     |
    | waits   | 1      | >= 95% | < 90% | otherwise |
"""
    assert told(head + card) == [("label-order", 15, "amber")]
