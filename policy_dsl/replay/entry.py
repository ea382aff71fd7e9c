"""A decision as one line of a log: docs/schema/log-1.schema.json.

The line has all that it takes to decide again: the question as it was asked, what was supplied of
each organisation and period that the decision looked at, and the choices made; and what came out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.choices import NO_CHOICES, Choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.facts_read import Located, facts_hash, located
from policy_dsl.evaluate.step import Cohort, Step
from policy_dsl.facts.records import Fact, Facts, Record
from policy_dsl.facts.to_json import facts_to_json
from policy_dsl.meaning.meaning import content_hash
from policy_dsl.pipeline import Case
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.periods import Period
from policy_dsl.values.to_json import number_to_json, state_of, value_to_json

Json = dict[str, object]

SCHEMA = "log-1"


@frozen
class Asked:
    """The policy as it was asked for: a name, ``name@version`` or a path, and ``--as-of``."""

    policy: str
    as_of: date | None = None


def line_of(case: Case, decision: Decision, asked: Asked, choices: Choices = NO_CHOICES) -> str:
    """The line of a decision, with its newline: plain ASCII, the same bytes for the same inputs."""
    content = entry_to_json(case, decision, asked, choices)
    return json.dumps(content, separators=(",", ":")) + "\n"


def entry_to_json(case: Case, decision: Decision, asked: Asked, choices: Choices) -> Json:
    """What the line of a decision says."""
    policy, organisation = decision.policy, decision.organisation
    looked_at = tuple(located(decision))
    policies = dict.fromkeys([policy, *(one.policy for one in looked_at)])
    held = [case.supplied.facts[one] for one in policies if one in case.supplied.facts]
    others = sorted((one for one in policies if one is not policy), key=lambda one: one.edition)
    return {
        "schema": SCHEMA,
        "asked": {
            "policy": asked.policy,
            "as_of": asked.as_of.isoformat() if asked.as_of is not None else None,
        },
        "choices": {
            "readings": dict(choices.readings),
            "min_grade": choices.min_grade.value if choices.min_grade is not None else None,
        },
        "policy": _hashed(policy),
        "other_policies": [_hashed(one) for one in others],
        "organisation": {
            "code": organisation.code,
            "name": organisation.name,
            "kind": organisation.kind,
        },
        "period": str(decision.period),
        "facts_hash": facts_hash(decision),
        "records": [_record(record) for record in _records(held, decision, looked_at)],
        "national": [
            {"period": str(period), "facts": facts_to_json(figures)}
            for period, figures in _national(held, looked_at)
        ],
        "results": results_to_json(decision),
    }


def results_to_json(decision: Decision) -> Json:
    """Every result by name: its value, or what is known of it."""
    return {name: _result(step) for name, step in decision.results.items()}


def _result(step: Step) -> object:
    value = step.value
    state = state_of(value)
    if state == "known":
        return value_to_json(value)
    if not isinstance(value, NotKnown):
        return {"state": state}
    return {
        "state": state,
        "possible": [label.name for label in value.possible],
        "low": None if value.low is None else number_to_json(value.low),
        "high": None if value.high is None else number_to_json(value.high),
    }


def _hashed(policy: Policy) -> Json:
    return {
        "name": policy.name,
        "version": policy.version,
        "content_hash": content_hash(policy),
    }


# ---- what was supplied ---------------------------------------------------------------------------


def _record(record: Record) -> Json:
    return {
        "organisation": record.organisation.code,
        "kind": record.organisation.kind,
        "period": str(record.period),
        "facts": facts_to_json(record.facts),
    }


def _records(
    held: Sequence[Facts], decision: Decision, looked_at: Sequence[Located]
) -> Iterator[Record]:
    """The records of each place that a decision looked at, its own first.

    ``held`` is what was supplied, in the words of the edition that decided and of those that took
    part.  A group of organisations also depends on who might belong to it, though nothing was read
    of them.
    """
    own = (decision.organisation.code, decision.period)
    places = {own, *((one.organisation, one.period) for one in looked_at)}
    groups = {one.step.detail for one in looked_at if isinstance(one.step.detail, Cohort)}
    for period, kind in {(group.period, group.kind) for group in groups}:
        for one in (one for facts in held for one in facts.records):
            if one.period == period and one.organisation.kind in ("", kind):
                places.add((one.organisation.code, period))
    for code, period in [own, *sorted(places - {own})]:
        records = [record for facts in held if (record := facts.record(code, period)) is not None]
        if records:
            facts = {name: fact for one in reversed(records) for name, fact in one.facts.items()}
            yield Record(records[0].organisation, period, facts, {})


def _national(
    held: Sequence[Facts], looked_at: Sequence[Located]
) -> Iterator[tuple[Period, dict[str, Fact]]]:
    """The national figures of each period that a decision looked at."""
    for period in sorted({one.period for one in looked_at}):
        figures = {
            name: fact
            for facts in reversed(held)
            for name, fact in facts.national.get(period, {}).items()
        }
        if figures:
            yield period, figures
