"""Facts given by a Python program."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from policy_dsl.facts.given import GivenFactError
from policy_dsl.facts.read import facts_of, record_of
from policy_dsl.facts.records import Organisation
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.periods import Period
from tests.facts.sample import CERTIFICATION, Q1, QUALITY, SCORE, VOCABULARY


class OddFloat(float):
    """A float whose repr is not a number, as those of numpy are."""

    def __repr__(self) -> str:
        return f"OddFloat({float(self)})"


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("waits", Decimal("2.40"), Decimal("2.40")),
        ("waits", 2, Decimal(2)),
        ("waits", 2.3, Decimal("2.3")),
        ("waits", OddFloat(2.3), Decimal("2.3")),
        ("income", 1e22, Decimal("1e22")),
        ("income", 0.1 + 0.2, Decimal("0.30000000000000004")),
        ("waits", "2.3", Decimal("2.3")),
        ("seen", 3.0, Decimal(3)),
        ("OF2", 3, SCORE.label("3")),
        ("plan", 3.0, SCORE.label("3")),
        ("plan", "3", SCORE.label("3")),
        ("plan", SCORE.labels[1], SCORE.label("2")),
        ("quality", "Requires improvement", QUALITY.label("requires_improvement")),
        ("deficit", True, True),
        ("deficit", "no", False),
        ("visited", date(2025, 1, 2), date(2025, 1, 2)),
        ("lifted", NOTHING, NOTHING),
        ("note", "x ", "x"),
    ],
)
def test_values(name: str, given: object, value: object) -> None:
    record = record_of("R1", "Q1 2025/26", {name: given}, VOCABULARY)
    ((_, fact),) = record.facts.items()
    assert fact.value == value
    assert type(fact.value) is type(value)
    assert str(fact.origin) == "given by the program"


def test_who_and_when() -> None:
    values: dict[str, object] = {"plan": None, "note": " ", "OF9": Decimal("2.1"), "OF10": 2}
    record = record_of(" R1", Q1, values, VOCABULARY, name="One", kind="Acute trust")
    assert record.organisation == Organisation("R1", "One", "acute_trust")
    assert record.period == Q1
    assert record.facts == {}
    assert set(record.published) == {"average", "final"}


@pytest.mark.parametrize(
    ("values", "code", "message"),
    [
        ({"wait": 1}, "unknown-identifier", "has no fact `wait`: did you mean `waits`?"),
        ({"waits": 5}, "fact-range", "`waits` is given as `5`, which is above 4"),
        ({"waits": 2.345}, "fact-range", "more than 2 decimal places"),
        ({"waits": True}, "fact-type", "`yes`, where a number is wanted: it is a Python bool"),
        ({"waits": float("nan")}, "fact-type", "not a finite number"),
        ({"income": Decimal("1e5000")}, "fact-type", "too many digits"),
        ({"income": Fraction(1, 3)}, "fact-type", "a Python Fraction"),
        ({"seen": 1.5}, "fact-type", "a whole number is wanted"),
        ({"plan": 5}, "fact-type", "no label of `score`"),
        ({"plan": True}, "fact-type", "a label of `score` is wanted"),
        ({"plan": CERTIFICATION.labels[0]}, "fact-type", "a label of `score` is wanted"),
        ({"deficit": 1}, "fact-type", "yes or no is wanted"),
        ({"visited": datetime(2025, 1, 2, tzinfo=UTC)}, "fact-type", "a Python datetime"),
        ({"visited": NOTHING}, "fact-type", "a date is wanted"),
        ({"note": 3}, "fact-type", "a text is wanted"),
        ({"plan": 1, "OF2": 2}, "fact-twice", "`plan` is given twice, as `1` and `2`"),
        ({"cut_off": 1}, "facts-organisation", "`cut_off` is a national fact"),
    ],
)
def test_mistakes(values: dict[str, object], code: str, message: str) -> None:
    with pytest.raises(GivenFactError) as raised:
        record_of("R1", Q1, values, VOCABULARY)
    assert raised.value.code == code
    assert message in str(raised.value)


@pytest.mark.parametrize("period", ["2025-06", "soon", Period.parse("2025/26")])
def test_periods_of_another_kind(period: str | Period) -> None:
    with pytest.raises(ValueError, match="quarter"):
        record_of("R1", period, {}, VOCABULARY)


def test_an_organisation_has_a_code() -> None:
    with pytest.raises(GivenFactError, match="no code"):
        record_of(" ", Q1, {}, VOCABULARY)


def test_facts_of_no_organisation() -> None:
    assert {k: v.value for k, v in facts_of({"N1": 2, "mean": None}, VOCABULARY).items()} == {
        "cut_off": 2
    }
    with pytest.raises(GivenFactError, match="no fact"):
        facts_of({"median": 1}, VOCABULARY)
