"""Gaps, overlaps, rules that can never act, conflicts: what a policy says that nobody meant."""

from policy_dsl.analyse.analyse import analyse, findings
from policy_dsl.analyse.finding import Finding, finding_to_json

__all__ = ["Finding", "analyse", "finding_to_json", "findings"]
