"""A policy with rows and records to select from, and what an expression says of them."""

from collections.abc import Mapping

from policy_dsl.evaluate.decision import Decision
from policy_dsl.values.types import Value
from tests.language.cases import decide, policy_of

VOCABULARY = """
scale outcome  best to worst: met, failed
scale severity best to worst: minor, moderate, major
scale priority best to worst: low, high

record warning_notice
    regulation text
    issued     date
    lifted     date or nothing
    fine       money
    gravity    severity

facts each quarter
    a_and_e percent                "A&E within four hours"
    cancer  percent                "Cancer within two weeks"
    c_diff  count                  "C. difficile cases"
    issued  date                   "A fact called like a field"
    notices list of warning_notice "Warning notices"

scorecard targets: outcome
    points failed 1, met 0
    | measure | weight | national | domain | priority | met    | failed    |
    | a_and_e |    1.0 | yes      | access | high     | >= 98% | otherwise |
    | cancer  |    0.5 | yes      | access | low      | >= 93% | otherwise |
    | c_diff  |    1.0 | no       | safety | low      | <= 10  | otherwise |
"""
FIRST = {
    "regulation": "12",
    "issued": "2008-05-01",
    "lifted": "nothing",
    "fine": 100,
    "gravity": "minor",
}
SECOND = {
    "regulation": "17",
    "issued": "2008-06-01",
    "lifted": "2008-06-20",
    "fine": 250,
    "gravity": "major",
}
THIRD = {**SECOND, "regulation": "12", "fine": 50, "gravity": "moderate"}


def step_of(expression: str, facts: Mapping[str, object]) -> Decision:
    """The decision of a policy with one value, `x`."""
    return decide(policy_of(f"{VOCABULARY}\nvalue x = {expression}\n"), facts)


def value_of(expression: str, *notices: Mapping[str, object], **facts: object) -> Value:
    """What an expression comes to."""
    return step_of(expression, {"notices": list(notices), **facts})["x"].value
