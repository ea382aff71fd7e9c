"""What would change a rating, asked of a policy and a few facts."""

from __future__ import annotations

from collections.abc import Mapping

from policy_dsl.check.policy import Policy
from policy_dsl.facts.read import record_of
from policy_dsl.facts.records import Facts
from policy_dsl.invent.nearest import what_would_change
from policy_dsl.invent.turns import Turn, WouldChange
from policy_dsl.invent.words import in_words
from policy_dsl.pipeline import Case, Editions, Supplied
from policy_dsl.values.periods import Period

Row = Mapping[str, object]

QUARTER = "Q4 2008/09"


def case_of(
    policy: Policy, facts: Row, *earlier: Row, others: Mapping[str, Row] | None = None
) -> Case:
    """A case with its earlier quarters, the latest first, and the other organisations."""
    period = Period.parse(QUARTER)
    rows = {("RXX", back): row for back, row in enumerate((facts, *earlier))}
    rows |= {(code, 0): row for code, row in (others or {}).items()}
    records = tuple(
        record_of(code, str(period.earlier(back)), dict(row), policy.vocabulary, kind="acute_trust")
        for (code, back), row in rows.items()
    )
    editions = Editions(policy.name, (policy,), True)
    return Case(policy, Supplied(editions, {policy: Facts(records, {})}), records[0])


def of(policy: Policy, name: str, facts: Row, *earlier: Row) -> WouldChange:
    (found,) = what_would_change(case_of(policy, facts, *earlier).decide(), [name])
    return found


def said(policy: Policy, turn: Turn) -> str:
    """``green: a 5, late no``."""
    facts = (
        f"{one.name} {one.said or in_words(one.then.value, policy.vocabulary.facts[one.name].type)}"
        for one in turn.changes
    )
    return f"{turn.value}: {', '.join(facts)}"


def told(policy: Policy, found: WouldChange) -> dict[str, list[str]]:
    return {way.value: [said(policy, one) for one in ones] for way, ones in found.turns.items()}
