"""A decision as JSON: docs/schema/decision-1.schema.json.

Every step is there with all that its rule says, so that a reader who has nothing else can work each
one out again from the steps before it.
"""

from __future__ import annotations

from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Step
from policy_dsl.explain.json_rules import rule_to_json
from policy_dsl.explain.json_values import type_to_json, unknown_to_json, value_to_json
from policy_dsl.explain.rules import cited, grade_of, name_of, position, quote, rule_of
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.tables import Table
from policy_dsl.values.absence import DoesNotApply, Nothing, NotKnown
from policy_dsl.values.scales import Scale
from policy_dsl.values.types import Value

Json = dict[str, object]


def decision_to_json(decision: Decision) -> Json:
    """The decision in plain JSON values, always in the same order.

    Text is given as it is, controls included: escape it before showing it in a terminal.
    """
    policy, organisation = decision.policy, decision.organisation
    steps = list(decision.trace())
    numbers = {step: number for number, step in enumerate(steps)}
    return {
        "schema": "decision-1",
        "policy": {
            "name": policy.name,
            "version": policy.version,
            "title": policy.title,
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
        "results": {
            name: _result(decision, name, step, numbers[step])
            for name, step in decision.results.items()
        },
        "steps": [_step(decision, step, numbers) for step in steps],
        "scales": {
            name: {
                "ordered": isinstance(scale, Scale),
                "labels": [label.name for label in scale.labels],
            }
            for name, scale in policy.scales.items()
        },
        "sources": _sources(decision, steps),
        "missing": list(decision.missing),
    }


def state_of(value: Value) -> str:
    """Whether there is a value, and if not, which of the absences it is."""
    if isinstance(value, NotKnown | DoesNotApply | Nothing):
        return str(value)
    return "known"


def _result(decision: Decision, name: str, step: Step, number: int) -> Json:
    kinds: dict[type, str] = {Rating: "rating", Table: "table"}
    grade = decision.grade(name)
    return {
        "kind": kinds.get(type(step.rule), "value"),
        "type": type_to_json(decision.policy, step),
        "state": state_of(step.value),
        "value": value_to_json(step.value),
        **unknown_to_json(decision.policy, step.value),
        "grade": grade.value if grade else None,
        "step": number,
    }


def _step(decision: Decision, step: Step, numbers: dict[Step, int]) -> Json:
    policy, rule = decision.policy, rule_of(step)
    place = position(policy, rule)
    kind, details = rule_to_json(policy, step)
    unknown = unknown_to_json(policy, step.value) if isinstance(step.value, NotKnown) else {}
    return {
        "id": numbers[step],
        "kind": kind,
        "name": name_of(step) or details.pop("name", None),
        "type": type_to_json(policy, step),
        "state": state_of(step.value),
        "value": value_to_json(step.value),
        **unknown,
        "inputs": [numbers[needed] for needed in step.inputs],
        **details,
        "text": quote(policy, rule),
        "at": {"file": policy.source.path, "line": place.line, "column": place.column},
        "citations": [
            {
                "source": citation.source,
                "place": citation.place,
                "grade": grade_of(policy, citation).value,
            }
            for citation in cited(policy, step)
        ],
    }


def _sources(decision: Decision, steps: list[Step]) -> Json:
    used = {citation.source for step in steps for citation in cited(decision.policy, step)}
    return {
        name: {
            "grade": source.grade.text,
            "title": source.title.text,
            "publisher": source.publisher.text if source.publisher is not None else None,
        }
        for name, source in decision.policy.sources.items()
        if name in used
    }
