"""Shorthand for policies that look around: facts of several periods and organisations."""

from collections.abc import Iterator, Mapping, Sequence

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.panel import Panel
from policy_dsl.evaluate.step import Place, Step
from policy_dsl.facts.read import record_of
from policy_dsl.facts.records import Facts
from policy_dsl.pipeline import prepared
from policy_dsl.values.periods import Period

ORGANISATION = "RXX"
Row = Mapping[str, object]


def facts_of(
    policy: Policy, rows: Mapping[tuple[str, str], Row], kind: str = "acute_trust"
) -> Facts:
    """Facts by organisation and period; a row may name its own ``kind``."""
    records = []
    for (code, period), row in rows.items():
        own = {name: value for name, value in row.items() if name != "kind"}
        records.append(
            record_of(code, period, own, policy.vocabulary, kind=str(row.get("kind", kind)))
        )
    return Facts(tuple(records), {})


def decide_among(
    policy: Policy,
    rows: Mapping[tuple[str, str], Row],
    organisation: str,
    period: str,
    kind: str = "acute_trust",
) -> Decision:
    """The decision about one organisation in one period, with the others around it."""
    facts = facts_of(policy, rows, kind)
    panel = Panel.of(prepared(policy), facts)
    record = facts.record(organisation, Period.parse(period))
    assert record is not None
    return panel.decide(prepared(policy), record)


def decide_after(
    policy: Policy, history: Sequence[Row | None], last: str = "Q4 2009/10"
) -> Decision:
    """The decision about the last of several quarters, oldest first; None for one without facts."""
    end = Period.parse(last)
    rows = {
        (ORGANISATION, str(end.earlier(back))): row
        for back, row in enumerate(reversed(history))
        if row is not None
    }
    return decide_among(policy, rows, ORGANISATION, last)


def periods_seen(step: Step) -> Iterator[tuple[str, object]]:
    """Each period a step looked at, and what it found there."""
    for item in step.inputs:
        assert isinstance(item.detail, Place)
        yield str(item.detail.period), item.value
