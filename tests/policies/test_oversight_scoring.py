"""Metrics of the NHS Oversight Framework scored by rank: the manual's examples, and real scores.

What takes a few trusts stands in the policy as examples; this is what takes many.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.panel import Panel
from policy_dsl.pipeline import check_file, prepared, read_policy_facts
from tests.conftest import ROOT
from tests.language.panels import Row, facts_of

Q1 = "Q1 2025/26"
TRUST = "mental_health_and_community_trust"
REAL = "data/nof_2025_26/mental_health_and_community_q1_q2.csv"


@pytest.fixture(scope="module")
def policy() -> Policy:
    policy, _ = check_file(ROOT / "policies/nhs/oversight_scoring/2025-26.policy")
    assert policy is not None
    return policy


def decided(
    policy: Policy, rows: Mapping[str, Row], kind: str, period: str = Q1
) -> Iterator[tuple[str, Decision]]:
    """The decision about every organisation, with all the others around it."""
    rows_of = {(code, period): row for code, row in rows.items()}
    supplied, _ = read_policy_facts(policy, [])
    assert supplied is not None
    facts = evolve(facts_of(policy, rows_of, kind), national=supplied.national)
    panel = Panel.of(prepared(policy), facts)
    for record in facts.records:
        yield record.organisation.code, panel.decide(prepared(policy), record)


# ---- F1 ------------------------------------------------------------------------------------------


def test_the_manuals_trust_is_in_the_lowest_quartile(policy: Policy) -> None:
    """F1 among 39 others, whose averages spread evenly from 1.60 to 3.50."""
    example: Row = {
        "waits_over_52_weeks": "1.00",
        "waits_within_18_weeks": "2.62",
        "cancer_diagnosis": "81.5",
        "cancer_62_days": "1.00",
        "a_and_e_4_hours": "1.00",
        "a_and_e_12_hours": "1.40",
        "plan": "1",
        "variance": "3",
        "engagement": "1.36",
        "staff_safety": "1.45",
        "cqc_safe": "2.00",
    }
    others = {
        f"R{n:02}": {"a_and_e_4_hours": Decimal("1.60") + Decimal("0.05") * n} for n in range(39)
    }
    found = dict(decided(policy, {"MAN": example, **others}, "acute_trust"))
    manual = found["MAN"]
    assert manual["score_total"].value == Decimal("16.83")
    assert manual["average_shown"].value == Decimal("1.53")
    assert str(manual["delivery_by_quartile"].value) == "1"
    quartiles = [str(one["delivery_by_quartile"].value) for one in found.values()]
    assert [quartiles.count(quarter) for quarter in "1234"] == [10, 10, 10, 10]


# ---- F2 ------------------------------------------------------------------------------------------


def test_a_tied_run_takes_its_best_score(policy: Policy) -> None:
    """F2: with 31 trusts a place is worth 0.10, and places 16 to 19 would have 2.50 to 2.80."""
    results = {f"R{n:02}": Decimal(10) - Decimal(n) / 10 for n in range(31)}
    for n in range(15, 19):
        results[f"R{n:02}"] = results["R15"]
    rows: dict[str, Row] = {code: {"engagement_result": x} for code, x in results.items()}
    found = dict(decided(policy, rows, TRUST))
    scores = [decision["engagement_scored"].value for decision in found.values()]
    assert scores[14:20] == [Decimal("2.4"), *[Decimal("2.5")] * 4, Decimal("2.9")]
    assert (scores[0], scores[-1]) == (1, 4)
    tied = {found[f"R{n:02}"]["engagement_place"].value for n in range(15, 19)}
    assert tied == {16}


# ---- real scores ---------------------------------------------------------------------------------


def published(shared: Path, identifier: str) -> dict[str, dict[str, tuple[Decimal, int]]]:
    """By quarter and trust the value and the place of an identifier, as published."""
    found: dict[str, dict[str, tuple[Decimal, int]]] = defaultdict(dict)
    with (shared / REAL).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Metric_ID"] == identifier:
                pair = (Decimal(row["Value"]), int(float(row["Rank"])) if row["Rank"] else 0)
                found[row["Quarter"]][row["Trust_code"]] = pair
    return found


@pytest.mark.parametrize(
    ("metric", "result", "score", "ours"),
    [
        ("engagement", "OF0084", "OF1084", "engagement_scored"),
        ("raising_concerns", "OF0061", "OF1061", "raising_concerns_scored"),
    ],
)
def test_every_score_of_the_staff_survey_follows_from_the_published_places(
    policy: Policy, shared: Path, metric: str, result: str, score: str, ours: str
) -> None:
    """The file rounds the results, and not the places: so results are put that give those."""
    places, scores = published(shared, result), published(shared, score)
    compared = 0
    for quarter, trusts in places.items():
        rows: dict[str, Row] = {
            code: {f"{metric}_result": Decimal(100 - place) / 10}
            for code, (_, place) in trusts.items()
        }
        for code, decision in decided(policy, rows, TRUST, quarter):
            assert decision[ours].value == scores[quarter][code][0], (quarter, code)
            compared += 1
    assert compared == 122


def test_the_floor_of_urgent_response_agrees_with_every_published_score(
    policy: Policy, shared: Path
) -> None:
    results, scores = published(shared, "OF0057"), published(shared, "OF1057")
    below = 0
    for quarter, trusts in results.items():
        rows: dict[str, Row] = {
            code: {"urgent_response_result": value} for code, (value, _) in trusts.items()
        }
        for code, decision in decided(policy, rows, TRUST, quarter):
            if code in scores[quarter]:
                at_four = decision["urgent_response_scored"].value == 4
                assert at_four == (scores[quarter][code][0] == 4), (quarter, code)
                below += at_four
    assert below == 8
