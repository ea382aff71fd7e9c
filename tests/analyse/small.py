"""Small policies of which something is found, and what that is."""

from __future__ import annotations

from pathlib import Path

from policy_dsl.analyse import Finding, findings
from policy_dsl.check.policy import Policy
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, render_all

LIBRARY = Path(__file__).resolve().parents[2] / "policies"
HEAD = """\
policy example.trusts version 2025
    title    "Trusts"
    in force from 2025-04-01
    rates    acute_trust, ambulance_trust each quarter

source DOC published "A document"

scale colour best to worst: green, amber, red                [DOC]
scale rating best to worst: 4, 3, 2, 1                       [DOC]

"""

# Table 8 of "Developing the NHS Performance Regime", Department of Health, June 2008: green is a
# score less than 1.0, amber between 1.0 and 2.9, red more than 3.0.
TABLE_8 = """\
facts each quarter                                           [DOC]
    service_score {} "Service performance score"

rating governance_risk: colour                               [DOC]
    green when service_score < 1.0
    amber when service_score >= 1.0 and service_score <= 2.9
    red   when service_score > 3.0
"""


def policy_of(body: str) -> Policy:
    policy, said = check_text(SourceText("trusts.policy", HEAD + body))
    assert policy is not None, render_all(said)
    return policy


def found_in(body: str) -> list[tuple[str, str]]:
    """The code of each finding, and the text it points at."""
    policy = policy_of(body)
    return [
        (one.code, policy.source.text[one.node.span.start : one.node.span.end])
        for one in findings(policy)
    ]


def only(body: str) -> tuple[Policy, Finding]:
    policy = policy_of(body)
    (one,) = findings(policy)
    return policy, one
