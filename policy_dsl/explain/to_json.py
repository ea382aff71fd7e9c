"""A decision as JSON: docs/schema/decision-1.schema.json.

Every step is there with all that its rule says, so that a reader who has nothing else can work each
one out again from the steps before it.
"""

from __future__ import annotations

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.facts_read import facts_hash
from policy_dsl.evaluate.step import Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.json_rules import rule_to_json
from policy_dsl.explain.json_values import type_to_json, unknown_to_json
from policy_dsl.explain.rules import cited, grade_of, name_of, position, quote, rule_of
from policy_dsl.meaning.meaning import content_hash
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.to_json import state_of, value_to_json
from policy_dsl.values.types import base

Json = dict[str, object]

_KINDS: dict[type, str] = {
    Rating: "rating",
    Table: "table",
    Scorecard: "scorecard",
    Trigger: "trigger",
}


def decision_to_json(decision: Decision, readings: bool = False) -> Json:
    """The decision in plain JSON values, always in the same order.

    With ``readings``, what the other readings of open points would change, which takes a decision
    for each.  Text is given as it is, controls included: escape it before showing it in a terminal.
    """
    policy, organisation = decision.policy, decision.organisation
    steps = list(decision.trace())
    homes = Homes.of(decision)
    numbers = {step: number for number, step in enumerate(steps)}
    found: Json = {
        "schema": "decision-1",
        "policy": {
            "name": policy.name,
            "version": policy.version,
            "title": policy.title,
            "content_hash": content_hash(policy),
            "chosen": _chosen(decision),
            "in_force": {
                "from": policy.first_day.isoformat(),
                "to": policy.last_day.isoformat() if policy.last_day else None,
                "when_the_period_ended": policy.in_force_in(decision.period),
            },
            "rates": list(policy.kinds),
        },
        "organisation": {
            "code": organisation.code,
            "name": organisation.name,
            "kind": organisation.kind,
        },
        "period": str(decision.period),
        "facts_hash": facts_hash(decision),
        "min_grade": decision.min_grade.value if decision.min_grade else None,
        "results": {
            name: _result(decision, homes, name, step, numbers[step])
            for name, step in decision.results.items()
        },
        "triggers": [
            {
                "name": one.name,
                "state": state_of(one.step.value),
                "value": value_to_json(one.step.value),
                "consequence": one.consequence,
                "led_by": one.led_by,
                "due": value_to_json(one.due.value) if one.due is not None else None,
                "step": numbers[one.step],
            }
            for one in decision.triggers
        ],
        "steps": [_step(homes, step, numbers) for step in steps],
        "scales": _scales(policy),
        "sources": _sources(homes, policy, steps),
        "other_policies": {
            other.edition: {
                "title": other.title,
                "content_hash": content_hash(other),
                "scales": _scales(other),
                "sources": _sources(homes, other, steps),
            }
            for other in homes.others
        },
        "missing": list(decision.missing),
    }
    if readings:
        found["other_readings"] = _readings(decision)
    return found


def _chosen(decision: Decision) -> Json | None:
    chosen = decision.chosen
    if chosen is None:
        return None
    return {"by": chosen.by.value, "day": chosen.day.isoformat() if chosen.day else None}


def _result(decision: Decision, homes: Homes, name: str, step: Step, number: int) -> Json:
    grade = decision.grade(name)
    return {
        "kind": _KINDS.get(type(step.rule), "value"),
        "type": type_to_json(homes, step),
        "state": state_of(step.value),
        "value": value_to_json(step.value),
        **unknown_to_json(homes, step.value),
        "grade": grade.value if grade else None,
        "step": number,
    }


def _step(homes: Homes, step: Step, numbers: dict[Step, int]) -> Json:
    rule = rule_of(step)
    home, place = homes.home(rule), position(homes, rule)
    kind, details = rule_to_json(homes, step)
    unknown = unknown_to_json(homes, step.value) if isinstance(step.value, NotKnown) else {}
    return {
        "id": numbers[step],
        "kind": kind,
        "name": name_of(step) or details.pop("name", None),
        "type": type_to_json(homes, step),
        "state": state_of(step.value),
        "value": value_to_json(step.value),
        **unknown,
        "inputs": [numbers[needed] for needed in step.inputs],
        **details,
        "text": quote(homes, rule),
        "at": {
            "policy": home.edition,
            "file": home.source.path,
            "line": place.line,
            "column": place.column,
        },
        "citations": [
            {
                "source": citation.source,
                "place": citation.place,
                "grade": grade_of(homes, citation).value,
            }
            for citation in cited(homes, step)
        ],
    }


def _scales(policy: Policy) -> Json:
    """Its scales and choices, and the words of its own that a reading or column chooses among."""
    found: Json = {}
    labels: dict[str, dict[str, None]] = {}
    for type_ in [*policy.scales.values(), *map(base, policy.types.values())]:
        if isinstance(type_, Scale | Choice):
            names = labels.setdefault(type_.name, {})
            names.update((label.name, None) for label in type_.labels)
            found.setdefault(type_.name, {"ordered": isinstance(type_, Scale)})
    return {name: {**scale, "labels": list(labels[name])} for name, scale in found.items()}  # type: ignore[dict-item]  # an object of JSON


def _sources(homes: Homes, policy: Policy, steps: list[Step]) -> Json:
    used = {
        citation.source
        for step in steps
        if homes.home(step.rule) is policy
        for citation in cited(homes, step)
    }
    return {
        name: {
            "grade": source.grade.text,
            "title": source.title.text,
            "publisher": source.publisher.text if source.publisher is not None else None,
        }
        for name, source in policy.sources.items()
        if name in used
    }


def _readings(decision: Decision) -> list[Json]:
    return [
        {
            "interpretation": other.interpretation.name.text,
            "taken": other.taken,
            "other": other.other,
            "reason": other.interpretation.reason.text,
            "changes": {
                name: {
                    "state": state_of(theirs.value),
                    "value": value_to_json(theirs.value),
                    "possible": [label.name for label in theirs.possible],
                }
                for name, (_, theirs) in other.changes.items()
            },
        }
        for other in decision.other_readings
    ]
