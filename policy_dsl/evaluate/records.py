"""Evaluating lists of records: a step for each record, and below it one for each field."""

from __future__ import annotations

from policy_dsl.evaluate.preparing import Preparing
from policy_dsl.evaluate.step import OfItem, Step
from policy_dsl.facts.records import Fact as GivenFact
from policy_dsl.syntax.facts import Fact
from policy_dsl.values.types import Item, Items, ListOf


def list_step(preparing: Preparing, declared: Fact, given: GivenFact) -> Step:
    """The step of a list that was supplied."""
    type_ = preparing.type_of(declared)
    assert isinstance(type_, ListOf)
    assert isinstance(given.value, Items)
    record = preparing.policy.records[type_.record]
    steps = []
    for number, (item, facts) in enumerate(zip(given.value.items, given.items, strict=True)):
        fields = tuple(
            Step(field, item.fields[field.name.text], (), facts.fields.get(field.name.text))
            for field in record.fields
        )
        steps.append(Step(record, item, fields, OfItem(number)))
    return Step(declared, given.value, tuple(steps), given)


def field_step(item: Step, name: str) -> Step:
    """The step of a field of a record."""
    assert isinstance(item.value, Item)
    return item.inputs[list(item.value.fields).index(name)]
