"""``count / any / every of … where …``, over the rows of a scorecard and the records of a list."""

from decimal import Decimal
from fractions import Fraction

import pytest

from policy_dsl.evaluate.step import OfItem
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.types import Value
from tests.language.cases import codes, decide, ends, policy_of
from tests.language.selecting import FIRST, SECOND, VOCABULARY, step_of, value_of

FAILING = {"a_and_e": 97, "cancer": 95, "c_diff": 11}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count of targets", Decimal(3)),
        ("count of targets where band is failed", Decimal(2)),
        ("count of targets where national and band is failed", Decimal(1)),
        ("count of targets where points = 1", Decimal(2)),
        ("any of targets where weight < 1 and band is failed", False),
        ("every of targets where domain is access or band is failed", True),
        ("every of targets where domain is safety", False),
        ("count of targets where priority is low or better", Decimal(2)),
        ("not any of targets where domain is safety and band is met", True),
        ("sum of weight of targets where band is failed", Decimal(2)),
        ("worst of band of targets where national", "failed"),
        ("best of priority of targets where band is failed", "low"),
        ("highest of points of targets where domain is access", Decimal(1)),
        ("count distinct domain of targets", Decimal(2)),
        ("count distinct domain of targets where national", Decimal(1)),
        ("average of weight of targets where national", Fraction(3, 4)),
        ("(count of targets where band is failed) >= 2 and c_diff > 10", True),
        ("c_diff < 5 or any of targets where band is failed", True),
        ("c_diff > 5 and not any of targets where domain is safety and band is met", True),
        ("c_diff < 5 or c_diff > 9 and not any of targets where band is failed", False),
        ("not not any of targets where band is failed", True),
    ],
)
def test_rows(expression: str, expected: Value) -> None:
    value = value_of(expression, **FAILING)
    assert (str(value) if isinstance(expected, str) else value) == expected


def test_the_value_of_a_row_is_that_of_its_measure() -> None:
    body = """
facts each quarter
    one percent "One"
    two percent "Two"
scale outcome best to worst: met, failed
scorecard card: outcome
    | measure | met | failed |
    | one | > 5% | otherwise |
    | two | > 7% | otherwise |
value n = count of card where value > 6%
"""
    assert decide(policy_of(body), {"one": 6, "two": 7})["n"].value == 1


def test_a_row_not_known_leaves_the_count_between_bounds() -> None:
    value = value_of("count of targets where band is failed", a_and_e=97, cancer=95)
    assert isinstance(value, NotKnown)
    assert ends(value) == (1, 2)
    assert value.missing == {"c_diff"}


def test_any_and_every_are_settled_by_one_row() -> None:
    assert value_of("any of targets where band is failed", a_and_e=97) is True
    assert value_of("every of targets where band is met", a_and_e=97) is False
    assert isinstance(value_of("any of targets where band is failed", a_and_e=98), NotKnown)


def test_the_trace_says_which_item_each_condition_was_asked_of() -> None:
    decision = step_of("any of targets where band is failed", FAILING)
    (selected,) = decision["x"].inputs
    asked = [step for step in selected.inputs if isinstance(step.detail, OfItem)]
    assert [(step.detail.position, step.value) for step in asked] == [  # type: ignore[union-attr]
        (0, True),
        (1, False),
        (2, True),
    ]
    assert [step.inputs[0] for step in asked] == list(decision["targets"].inputs)


def test_a_selection_within_a_selection_asks_its_own_items() -> None:
    expression = (
        "count of targets where weight = 1"
        " and any of notices where gravity is major and c_diff > 10"
    )
    assert value_of(expression, FIRST, SECOND, **FAILING) == 2


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count of notice", ["unknown-name"]),
        ("count of a_and_e", ["type"]),
        ("any of targets where bnad is failed", ["unknown-name"]),
        ("any of targets where band is faild", ["unknown-label"]),
        ("any of targets where domain is acces", ["unknown-label"]),
        ("any of targets where domain is access or better", ["order"]),
        ("any of targets where weight", ["type"]),
        ("count of targets where value > 5", ["unknown-name"]),
        ("count of notices where fine > 5", ["unit"]),
        ("count of notices where issued is nothing", ["type"]),
        ("count distinct regulatoin of notices", ["unknown-field"]),
        ("sum of regulation of notices", ["type"]),
        ("sum of issued of notices", ["type"]),
        ("latest fine of notices", ["type"]),
        ("worst of fine of notices", ["type"]),
        ("sum of fine of targets", ["unknown-field"]),
        ("notices >= 2", ["type"]),
        ("average of (notices, c_diff)", ["type"]),
        ("band is failed", ["unknown-name"]),
    ],
)
def test_mistakes(expression: str, expected: list[str]) -> None:
    assert codes(f"{VOCABULARY}\nvalue x = {expression}\n") == expected


def test_a_selection_of_itself_is_a_cycle() -> None:
    body = (
        VOCABULARY.replace("| c_diff  |    1.0 |", "| x       |    1.0 |")
        + "value x = count of targets where band is failed\n"
    )
    assert codes(body) == ["cycle"]


def test_a_group_is_counted_by_what_its_members_are() -> None:
    body = "group pair = score, score\nvalue x = count of pair\n"
    assert "type" in codes(body)
