"""What the checker says of scorecards."""

import pytest

from tests.language.cards import VOCABULARY, card
from tests.language.cases import codes, decide, policy_of

ONE = "roa | > 0% | otherwise"
WEIGHED = "measure | weight | met | failed"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (card("rao | > 0% | otherwise"), ["unknown-name"]),
        (card(ONE + "\nroa | > 1% | otherwise"), ["duplicate-measure"]),
        (card("roa | > 0%"), ["columns"]),
        (card(ONE, "measure | met | faild"), ["unknown-label"]),
        (card(ONE, "measure | met | met"), ["columns", "unreachable"][:1]),
        (card("> 0% | roa | otherwise", "met | measure | failed"), None),
        (card("roa", "measure"), ["columns"]),
        (card("roa | > 0 | otherwise"), ["unit"]),
        (card("roa | prompt | otherwise"), ["label-here"]),
        (card("roa | any | otherwise"), ["columns"]),
        (card("roa | yes | otherwise"), ["type"]),
        (card("roa | when c_diff | otherwise"), ["type"]),
        (card("roa | otherwise | < 0%"), ["unreachable"]),
        (card("5% | > 0% | otherwise"), ["columns"]),
        (card("roa | 60% | > 0% | otherwise\nc_diff | 30% | 0 | otherwise", WEIGHED), ["weights"]),
        (card("roa | 60% | > 0% | otherwise\nc_diff | 3 | 0 | otherwise", WEIGHED), ["unit"]),
        (card("roa | -1 | > 0% | otherwise", WEIGHED), ["weights"]),
        (card("roa | on_time | > 0% | otherwise", WEIGHED), ["columns"]),
        (card("roa | 5 days | > 0% | otherwise", WEIGHED), ["columns"]),
        (card("roa | > 1 | > 0% | otherwise", WEIGHED), ["columns"]),
        (card(ONE, lines="    when missing counts as fail\n"), ["unknown-label"]),
        (card(ONE, lines="    when missing leave out\n    when missing leave out\n"), ["columns"]),
        (card(ONE, lines="    points failed 1\n"), ["columns"]),
        (card("roa | yes | > 0% | otherwise", "measure | band | met | failed"), ["reserved-word"]),
        (
            card(
                "roa | yes | > 0% | otherwise\nc_diff | 5 | 0 | otherwise",
                "measure | national | met | failed",
            ),
            ["type"],
        ),
        (
            card("roa | trust | > 0% | otherwise", "measure | applies_to | met | failed"),
            ["unknown-kind"],
        ),
        (card("roa | 5 | > 0% | otherwise", "measure | applies_to | met | failed"), ["columns"]),
        (card(ONE) + "value x = card\n", ["type"]),
        (card(ONE) + "value x = card.mean\n", ["unknown-member"]),
        (card(ONE) + "value x = card.roa.band\n", ["type"]),
        (card(ONE) + "value x = roa.average\n", ["type"]),
        (card(ONE) + "value x = crad.average\n", ["unknown-name"]),
        (card(ONE) + "group g = card, roa\n", ["type"]),
        (card("g | > 0% | otherwise") + "group g = margin, roa\n", ["type"]),
        (card("v | > 0 | otherwise") + "value v = card.average\n", ["cycle"]),
        (
            VOCABULARY + "scorecard c: number\n    | measure | 1 |\n    | roa | otherwise |\n",
            ["type"],
        ),
        (
            VOCABULARY
            + "scorecard c: outcome\n    points met 0\n    | measure | met | failed |\n"
            + "    | roa | > 0% | otherwise |\n",
            ["points"],
        ),
        (
            VOCABULARY
            + "scorecard c: outcome\n    points met 0, met 1, failed 2%\n"
            + "    | measure | met | failed |\n    | roa | > 0% | otherwise |\n",
            ["duplicate-label", "type"],
        ),
        (
            VOCABULARY
            + "scorecard c: outcome\n    | measure | met | failed |\n"
            + "    | roa | > 0% | otherwise |\nvalue x = c.average\n",
            ["points"],
        ),
    ],
)
def test_mistakes(body: str, expected: list[str] | None) -> None:
    found = codes(body)
    assert found == expected if expected is not None else "columns" in found


def test_weights_make_a_hundred_for_each_kind() -> None:
    rows = (
        "a_and_e | acute_trust | 40% | > 0% | otherwise\n"
        "c_diff | ambulance_trust or mental_health_trust | 50% | 0 | otherwise\n"
        "roa | any | 60% | > 0% | otherwise"
    )
    assert codes(card(rows, "measure | applies_to | weight | met | failed")) == ["weights"]


def test_what_a_band_compares_with_is_a_name_elsewhere_too() -> None:
    policy = policy_of(
        card("cqc | before | otherwise").replace(
            "facts each quarter\n", 'facts each quarter\n    before outcome "Before"\n', 1
        )
        + "value same = cqc is before\n"
        + "rating kept: outcome\n    start with cqc\n    override o becomes before when on_time\n"
    )
    decision = decide(policy, {"cqc": "met", "before": "failed", "on_time": True})
    assert decision["same"].value is False
    assert str(decision["kept"].value) == "failed"


def test_an_attribute_may_be_called_like_a_result() -> None:
    policy = policy_of(
        card("roa | cost | > 0% | otherwise", "measure | domain | met | failed")
        + "value cost = card.total\nvalue n = count of card where domain is cost\n"
    )
    assert decide(policy, {"roa": 0})["n"].value == 1
