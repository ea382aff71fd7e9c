"""The NHS Oversight Framework on the published rows: an explanation an analyst can follow."""

import re
from pathlib import Path

import pytest

from policy_dsl.explain.explanation import Explanation, explain
from policy_dsl.pipeline import load, read_cases
from tests.schemas import objections

from .recompute import disagreements
from .test_explain_json import as_json

LIBRARY = Path(__file__).parents[2] / "policies"


@pytest.fixture(scope="module")
def rxg(shared: Path) -> Explanation:
    data = shared / "data" / "nof_2025_26" / "mental_health_and_community_q1_q2.csv"
    editions, _ = load("nhs.oversight_framework", LIBRARY)
    assert editions is not None
    cases, _ = read_cases(editions, [data], ["RXG"])
    assert cases is not None
    (case,) = [case for case in cases if str(case.record.period) == "Q1 2025/26"]
    return explain(case.decide())


def test_it_reads_from_the_answer_down(rxg: Explanation) -> None:
    text = " ".join(rxg.text().split())
    told = [
        "South West Yorkshire Partnership NHS Foundation Trust (RXG), Q1 2025/26",
        "nhs.oversight_framework@2025-26, in force when the period ended",
        "final is 3: `override financial` holds adjusted no better than 3, although delivery is 1.",
        "`override financial` applies because deficit is yes",
        "delivery is 1 because average_score (1.77) is at most segment_1_up_to (2.05)",
        "final is 3 [MM step 4] published",
        "adjusted is 3 [MM step 3] published",
        "override financial no better than 3 when deficit decided the rating",
        "delivery is 1 [MM step 2] published",
        "1 when average_score <= segment_1_up_to holds: 1.77 <= 2.05",
        "average_score is 1.77",
        "the average of 11 of 12 values",
        "combined_finance is 1 [FIT] derived",
        "| 1 | 1 or 2 | 1 | row 1 of 10",
        "MM published NHS Oversight Framework 2025/26: methodology manual",
        "weakest grade behind final: derived (FIT and 2025-26.national.yaml)",
        "cqc_safe left out of average_score CQC safe rating: score",
    ]
    places = [text.find(part) for part in told]
    assert -1 not in places, told[places.index(-1)]
    assert places == sorted(places)


def test_each_score_of_the_average_has_its_file_and_line(rxg: Explanation) -> None:
    section = rxg.text().split("\naverage_score is")[1].split("\n\n")[0]
    assert len(re.findall(r"mental_health_and_community_q1_q2\.csv:\d+", section)) == 10
    assert re.search(r"combined_finance +1 +\(below\)", section)
    assert re.search(r"segment_1_up_to .*2025-26\.national\.yaml:\d+, derived", rxg.text())


def test_its_json_fits_the_schema_and_can_be_worked_out_again(rxg: Explanation) -> None:
    found = as_json(rxg.decision)
    assert objections("decision-1", found) == []
    assert list(disagreements(found)) == []
