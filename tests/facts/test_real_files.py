"""Real published files, as they stand."""

import time
from collections import Counter
from pathlib import Path

from policy_dsl.facts.read import read_facts
from policy_dsl.facts.vocabulary import FileLayout, ResultEntry, Vocabulary
from policy_dsl.values.numbers import Precision
from policy_dsl.values.periods import PeriodKind
from policy_dsl.values.scales import Scale
from policy_dsl.values.types import Plain, Quantity, Unit
from tests.facts.sample import SCORE, fact

SEGMENT = Scale.of("segment", ("1", "2", "3", "4", "5"))
SCORES = ["OF1005", "OF1041", "OF1016", "OF1035", "OF1057", "OF1063", "OF1061", "OF1067"]
QUESTIONS = ("safe", "effective", "caring", "responsive", "well_led")
RATING = Scale.of("rating", ("outstanding", "good", "requires_improvement", "inadequate"))

OVERSIGHT_FACTS = [
    *(fact(f"score_{n}", Quantity(Unit.NUMBER), Precision(2), n) for n in SCORES),
    fact("plan", SCORE, identifier="OF1079"),
    fact("deficit", Plain.YES_OR_NO, identifier="OF5004"),
]
OVERSIGHT = Vocabulary(
    "oversight",
    PeriodKind.QUARTER,
    {entry.name: entry for entry in OVERSIGHT_FACTS},
    {"final": ResultEntry("final", SEGMENT, "OF5005", None)},
    (
        FileLayout(
            title="League tables",
            organisation=("Trust_code",),
            name="Trust_name",
            kind="Trust_type",
            period="Quarter",
            identifier="Metric_ID",
            value="Value",
            yes=frozenset({"1"}),
            no=frozenset({"0"}),
            not_known=frozenset(),
            unused_columns=frozenset(),
            unused_identifiers=frozenset(),
        ),
    ),
)
RATINGS = Vocabulary(
    "ratings",
    PeriodKind.DATE,
    {name: fact(name, RATING) for name in QUESTIONS},
    {"overall": ResultEntry("overall", RATING, "overall", None)},
    (
        FileLayout(
            title="Ratings of locations and services",
            organisation=("location_id", "service"),
            name=None,
            kind="org_type",
            period="report_date",
            identifier=None,
            value=None,
            yes=frozenset(),
            no=frozenset(),
            not_known=frozenset(
                {"Inspected but not rated", "Insufficient evidence to rate", "No published rating"}
            ),
            unused_columns=frozenset(
                {
                    "source",
                    "provider_id",
                    "inspection_category",
                    "registration_status",
                    "level",
                    "kind",
                    "nhs_location_name",
                }
            ),
            unused_identifiers=frozenset(),
        ),
    ),
)


def test_oversight_league_tables(shared: Path) -> None:
    path = shared / "data/nof_2025_26/mental_health_and_community_q1_q2.csv"
    before = time.process_time()
    facts, told = read_facts([path], OVERSIGHT)
    assert time.process_time() - before < 0.3
    assert [item.code for item in told] == ["unknown-column", "unknown-identifier"]
    assert facts is not None
    assert len(facts.organisations) == 61
    assert len(facts.records) == 122
    assert {str(period) for period in facts.periods} == {"Q1 2025/26", "Q2 2025/26"}
    assert all("plan" in record.facts for record in facts.records)
    assert {record.facts["deficit"].value for record in facts.records} == {True, False}
    kinds = {record.organisation.kind for record in facts.records}
    assert kinds == {"mental_health_and_community_trust"}
    segments = Counter(str(record.published["final"].value) for record in facts.records)
    assert set(segments) <= {"1", "2", "3", "4", "5"}
    record = facts.records[0]
    row = path.read_text(encoding="utf-8").splitlines()[record.facts["plan"].origin.line - 1]
    assert f",{record.organisation.code}," in row
    assert ",OF1079," in row


def test_ratings_of_locations_and_services(shared: Path) -> None:
    facts, told = read_facts([shared / "data/cqc_ratings/rating_records.csv"], RATINGS)
    assert told == ()
    assert facts is not None
    assert len(facts.records) == 1149
    overall = Counter(
        str(record.published["overall"].value)
        for record in facts.records
        if "overall" in record.published
    )
    assert overall == {
        "good": 721,
        "requires_improvement": 257,
        "inadequate": 135,
        "outstanding": 33,
    }
    assert "social_care_org" in {record.organisation.kind for record in facts.records}
