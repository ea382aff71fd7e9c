"""Gaps, overlaps, rules that can never act, conflicts: what a policy says that nobody meant."""

from policy_dsl.analyse.analyse import analyse, findings
from policy_dsl.analyse.diagrams import Checkpoint, go_on
from policy_dsl.analyse.equivalent import Equivalence
from policy_dsl.analyse.finding import Finding, finding_to_json

#: The code of every finding.
CODES = frozenset(
    {
        "always-applies",
        "conflict",
        "gap",
        "idle-condition",
        "idle-override",
        "kind-omitted",
        "not-analysed",
        "not-monotone",
        "overlap",
        "unreachable-band",
        "unreachable-case",
        "unreachable-row",
    }
)

__all__ = [
    "CODES",
    "Checkpoint",
    "Equivalence",
    "Finding",
    "analyse",
    "finding_to_json",
    "findings",
    "go_on",
]
