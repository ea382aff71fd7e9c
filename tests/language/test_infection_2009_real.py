"""The foundation trusts that were registered with infection-control conditions in April 2009.

Monitor set the governance rating of all four to amber; two of them had been green.
"""

import csv
from pathlib import Path

from policy_dsl.pipeline import load
from policy_dsl.syntax.ratings import Case
from policy_dsl.testing.reasons import reads
from policy_dsl.values.scales import Label
from tests.language.panels import Row, decide_among

#: What else the rating reads, none of it amiss.
ELSE = {
    "points_elsewhere": 0,
    "earlier_issue_remains": False,
    "grave_concern": False,
    "significant_breach": "no_breach",
    "self_certification": "complete",
    "issue_unresolved": False,
    "wider_concern": False,
}


def _events(shared: Path) -> list[dict[str, str]]:
    with (shared / "data/events_2009_2010/events.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_four_foundation_trusts_with_conditions_come_out_amber(shared: Path) -> None:
    events = _events(shared)
    conditions = {
        row["org_name"]
        for row in events
        if row["event"] == "hcai_registered_with_conditions" and row["foundation_trust"] == "yes"
    }
    rated = {
        row["org_name"]: row["value"]
        for row in events
        if row["event"].startswith("monitor_governance_rating")
    }
    assert len(rated) == 4
    assert set(rated) <= conditions
    editions, _ = load("monitor.compliance_framework@2008-09")
    assert editions is not None
    policy = editions.latest

    def governance(name: str, complies: bool) -> tuple[str, bool]:
        before = {**ELSE, "hygiene_code": True}
        rows: dict[tuple[str, str], Row] = {
            (name, "Q2 2008/09"): before,
            (name, "Q3 2008/09"): before,
            (name, "Q4 2008/09"): {**ELSE, "hygiene_code": complies},
        }
        decision = decide_among(policy, rows, name, "Q4 2008/09", "foundation_trust")
        step = decision["governance_risk"]
        assert isinstance(step.value, Label)
        case = next(line for line in step.inputs if line.value is True)
        assert isinstance(case.rule, Case)
        return step.value.name, any(reads(one, "service_score") for one in case.inputs)

    for name, published in rated.items():
        was, _, now = published.rpartition(" to ")
        assert governance(name, complies=False) == (now, True)
        if was:
            assert governance(name, complies=True)[0] == was
    assert sorted(rated.values()) == ["amber", "amber", "green to amber", "green to amber"]
