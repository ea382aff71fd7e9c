"""The head of an explanation says which edition decides, and why that one."""

from datetime import date
from pathlib import Path

import pytest

from policy_dsl import api
from policy_dsl.explain.explanation import explain
from policy_dsl.explain.to_json import decision_to_json

LIBRARY = Path(__file__).parents[2] / "policies"
NAME = "monitor.compliance_framework"
LAST = "in force 2008-04-01 to 2009-03-31"


@pytest.mark.parametrize(
    ("reference", "as_of", "head", "chosen"),
    [
        (NAME, None, "2010-11, in force when the period ended", ("period", None)),
        (
            f"{NAME}@2010-11",
            None,
            "2010-11, chosen by name, and in force when the period ended",
            ("name", None),
        ),
        (f"{NAME}@2008-09", None, f"2008-09, chosen by name: {LAST}", ("name", None)),
        (
            NAME,
            date(2009, 3, 1),
            f"2008-09, chosen as in force on 2009-03-01: {LAST}",
            ("day", "2009-03-01"),
        ),
        (
            NAME,
            date(2010, 5, 1),
            "2010-11, chosen as in force on 2010-05-01, and in force when the period ended",
            ("day", "2010-05-01"),
        ),
        (
            LIBRARY / "monitor/compliance_framework/2008-09.policy",
            None,
            f"2008-09, chosen by its file: {LAST}",
            ("file", None),
        ),
        (
            LIBRARY / "monitor/compliance_framework/2010-11.policy",
            None,
            "2010-11, in force when the period ended",
            ("file", None),
        ),
    ],
)
def test_which_edition_and_why(
    reference: str | Path, as_of: date | None, head: str, chosen: tuple[str, str | None]
) -> None:
    policy = api.load(reference, LIBRARY, as_of)
    facts = api.record(policy, "RXX", "Q2 2010/11", {}, kind="foundation_trust")
    (decision,) = api.decide(policy, facts)
    assert explain(decision).text(140).splitlines()[2] == f"{NAME}@{head}"
    told = decision_to_json(decision)["policy"]
    assert isinstance(told, dict)
    assert told["chosen"] == {"by": chosen[0], "day": chosen[1]}
