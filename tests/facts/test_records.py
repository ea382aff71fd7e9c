"""Choosing among records."""

from policy_dsl.facts.given import facts_of, record_of
from policy_dsl.facts.records import Facts, Organisation
from tests.facts.sample import Q1, Q2, VOCABULARY

RECORDS = tuple(
    record_of(code, period, {"plan": 1}, VOCABULARY, name=f"{code} in {period}")
    for code in ("R1", "R2")
    for period in (Q1, Q2)
)
FACTS = Facts(RECORDS, {period: facts_of({"mean": 1}, VOCABULARY) for period in (Q1, Q2)})


def test_who_and_when() -> None:
    assert FACTS.periods == (Q1, Q2)
    assert FACTS.organisations == (
        Organisation("R1", "R1 in Q2 2025/26"),
        Organisation("R2", "R2 in Q2 2025/26"),
    )
    assert FACTS.record("R2", Q1) is RECORDS[2]
    assert FACTS.record("R3", Q1) is None


def test_select() -> None:
    assert FACTS.select() == FACTS
    one = FACTS.select(organisations=["R2"], periods=[Q1])
    assert one.records == (RECORDS[2],)
    assert list(one.national) == [Q1]
    assert FACTS.select(organisations=["R3"]).records == ()
    assert list(FACTS.select(organisations=["R3"]).national) == [Q1, Q2]
