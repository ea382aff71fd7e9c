"""Written text to values of each type."""

from datetime import date
from decimal import Decimal

import pytest

from policy_dsl.facts.typed import Mistake, Words, quoted, read_value
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import Value
from tests.facts.sample import CERTIFICATION, ENTRIES, QUALITY, SCORE

ONES = Words(frozenset({"1", "Y"}), frozenset({"0", "N"}))


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("waits", "2.40", Decimal("2.40")),
        ("waits", "3.000", Decimal(3)),
        ("seen", "3.0", Decimal(3)),
        ("seen", "1,234", Decimal(1234)),
        ("seen", "-12", Decimal(-12)),
        ("a_and_e", "93.6%", Decimal("93.6")),
        ("a_and_e", "93.6 %", Decimal("93.6")),
        ("a_and_e", "93.6", Decimal("93.6")),
        ("income", "£1,234,567.50", Decimal("1234567.50")),
        ("income", "-£5", Decimal(-5)),
        ("income", "12", Decimal(12)),
        ("liquidity", "25 days", Decimal(25)),
        ("liquidity", "-1.5", Decimal("-1.5")),
        ("deficit", "Yes", True),
        ("deficit", "FALSE", False),
        ("visited", "2024-02-29", date(2024, 2, 29)),
        ("lifted", "Nothing", NOTHING),
        ("lifted", "2025-01-01", date(2025, 1, 1)),
        ("note", "  cafe\u0301 ", "caf\u00e9"),
        ("note", "nothing", "nothing"),
    ],
)
def test_values(name: str, text: str, value: object) -> None:
    found = read_value(text, ENTRIES[name])
    assert found == value
    assert type(found) is type(value)


def test_a_whole_count_has_no_places() -> None:
    assert str(read_value("3.0", ENTRIES["seen"])) == "3"


@pytest.mark.parametrize(
    ("name", "text", "scale", "label"),
    [
        ("plan", "3", SCORE, "3"),
        ("plan", "3.0", SCORE, "3"),
        ("quality", "requires_improvement", QUALITY, "requires_improvement"),
        ("quality", "Requires improvement", QUALITY, "requires_improvement"),
        ("certificate", " COMPLETE ", CERTIFICATION, "complete"),
    ],
)
def test_labels(name: str, text: str, scale: Scale | Choice, label: str) -> None:
    assert read_value(text, ENTRIES[name]) is scale.label(label)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("1.0", True), ("0.00", False), ("Y", True), ("N", False), ("no", False)],
)
def test_words_of_a_layout(text: str, value: bool) -> None:
    assert read_value(text, ENTRIES["deficit"], ONES) is value


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("visited", "30 June 2025", date(2025, 6, 30)),
        ("visited", "3 Sept 2025", date(2025, 9, 3)),
        ("income", "\u22121,234.5", Decimal("-1234.5")),
        ("deficit", "Y", True),
        ("deficit", "n", False),
    ],
)
def test_other_ways_to_write_what_has_one_reading(name: str, text: str, value: Value) -> None:
    assert read_value(text, ENTRIES[name]) == value


@pytest.mark.parametrize(
    ("name", "text", "code", "reason", "help"),
    [
        ("waits", "high", "fact-type", "`high`, where a number is wanted", "digits"),
        ("waits", "1e3", "fact-type", "a number is wanted", "digits"),
        ("waits", "1,5", "fact-type", "a number is wanted", "digits"),
        ("waits", "£2", "fact-type", "a number is wanted", "digits"),
        ("waits", "NaN", "fact-type", "a number is wanted", "digits"),
        ("waits", "٣", "fact-type", "a number is wanted", "digits"),
        ("waits", "2.405", "fact-range", "has more than 2 decimal places", ""),
        ("waits", "4.01", "fact-range", "is above 4, the highest it can be", ""),
        ("waits", "0", "fact-range", "is below 1, the lowest it can be", ""),
        ("seen", "3.5", "fact-type", "a whole number is wanted", "no decimal places"),
        ("a_and_e", "£3", "fact-type", "a percentage is wanted", "93.6%"),
        ("income", "£1.2m", "fact-type", "an amount of money is wanted", "£1,234.50"),
        ("liquidity", "soon", "fact-type", "a number of days is wanted", "25 days"),
        ("deficit", "1", "fact-type", "yes or no is wanted", "write yes or no"),
        ("visited", "29/02/2024", "fact-type", "a date is wanted", "2024-02-29, if the day stands"),
        ("visited", "n/a", "fact-type", "a date is wanted", "leave it empty or add"),
        ("waits", "n/a", "fact-type", "a number is wanted", "leave it empty or add"),
        ("waits", "(4.5)", "fact-type", "a number is wanted", "with a minus: -4.5"),
        ("deficit", "-", "fact-type", "yes or no is wanted", "leave it empty or add"),
        ("visited", "20240229", "fact-type", "a date is wanted", "2025-06-30"),
        ("visited", "2025-02-29", "fact-type", "a date is wanted", "no such day"),
        ("visited", "nothing", "fact-type", "a date is wanted", ""),
        ("plan", "5", "fact-type", "no label of `score`", "it has 1, 2, 3, 4"),
        ("plan", "-1", "fact-type", "no label of `score`", ""),
        ("plan", "1%", "fact-type", "no label of `score`", ""),
        ("plan", "(1)", "fact-type", "no label of `score`", ""),
        ("quality", "Requires imprvement", "fact-type", "no label", "`requires_improvement`"),
        ("quality", "---", "fact-type", "no label of `quality`", "it has outstanding, good"),
        ("quality", "\x1b[31m", "fact-type", r"`\x1b[31m`", ""),
    ],
)
def test_mistakes(name: str, text: str, code: str, reason: str, help: str) -> None:
    found = read_value(text, ENTRIES[name])
    assert isinstance(found, Mistake)
    assert found.code == code
    assert reason in found.reason
    assert help in (found.help or "")


def test_a_layouts_words_are_offered() -> None:
    found = read_value("2", ENTRIES["deficit"], ONES)
    assert isinstance(found, Mistake)
    assert found.help == "write yes or no or `1` or `Y` or `0` or `N`"


def test_a_message_repeats_no_endless_text() -> None:
    assert quoted("x" * 1000) == "`" + "x" * 60 + "...`"
