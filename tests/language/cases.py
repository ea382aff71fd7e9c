"""Shorthand for small policies: a body under a common header, facts in, values out."""

from collections.abc import Mapping

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.facts.read import record_of
from policy_dsl.pipeline import check_text, prepared
from policy_dsl.source import SourceText, render_all
from policy_dsl.values.absence import NotKnown

HEADER = """policy test.small version 1
    title "A policy for a test"
    in force 2008-04-01 to 2012-03-31
    rates acute_trust, ambulance_trust, mental_health_trust each quarter

source DOC published "The framework"
source OLD unverified "Recalled"
"""


def policy_of(body: str) -> Policy:
    """The policy of a body in which nothing is wrong or doubtful."""
    policy, said = check_text(SourceText("test.policy", HEADER + body))
    assert not said, render_all(said)
    assert policy is not None
    return policy


def codes(body: str) -> list[str]:
    """The code of each diagnostic of a body."""
    return [item.code for item in check_text(SourceText("test.policy", HEADER + body))[1]]


def decide(
    policy: Policy,
    facts: Mapping[str, object] | None = None,
    kind: str = "acute_trust",
    period: str = "Q1 2008/09",
) -> Decision:
    """The decision about one organisation in one period."""
    record = record_of("RXX", period, facts or {}, policy.vocabulary, kind=kind)
    return prepared(policy).decide(record)


def ends(value: NotKnown) -> tuple[object, object]:
    """The ends between which a number lies."""
    return value.low, value.high
