"""Facts as JSON, in the shape in which a document of facts gives them: what is read back is equal.

A fact is its value; with ``grade``, or with whose judgement it is, a mapping that holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from policy_dsl.facts.records import Fact
from policy_dsl.values.absence import Nothing
from policy_dsl.values.to_json import value_to_json
from policy_dsl.values.types import Items

Json: TypeAlias = dict[str, object]


def facts_to_json(facts: Mapping[str, Fact]) -> Json:
    """Facts by name, in order of name; where they were written is left out."""
    return {name: fact_to_json(facts[name]) for name in sorted(facts)}


def fact_to_json(fact: Fact) -> object:
    """A number as the digits it was written in, yes as true, a list as its records' fields."""
    value = _value(fact)
    about: Json = {}
    if fact.grade is not None:
        about["grade"] = fact.grade.value
    if fact.judgement is not None:
        about["by"] = fact.judgement.by
        if fact.judgement.on is not None:
            about["on"] = fact.judgement.on.isoformat()
        if fact.judgement.because:
            about["because"] = fact.judgement.because
    return {"value": value, **about} if about else value


def _value(fact: Fact) -> object:
    if isinstance(fact.value, Nothing):
        return str(fact.value)
    if not isinstance(fact.value, Items):
        return value_to_json(fact.value)
    return [
        {name: _value(item.fields[name]) for name in sorted(item.fields)} for item in fact.items
    ]
