"""Values of a decision as JSON: numbers exactly, as text, so that no reader's floats touch them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from policy_dsl.evaluate.step import Cohort, OfItem, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.value_words import in_order
from policy_dsl.syntax.ratings import Case, Override
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.scorecards import CardRow
from policy_dsl.syntax.triggers import Due, TriggerWhen
from policy_dsl.values.absence import DoesNotApply, Nothing, NotKnown
from policy_dsl.values.numbers import Number
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Item, Items, Value, base, type_name

Json = dict[str, object]


def number_to_json(number: Number) -> object:
    """``"1.77"``, or for a ratio ``{"numerator": "39", "denominator": "22"}``."""
    if isinstance(number, Fraction):
        return {"numerator": str(number.numerator), "denominator": str(number.denominator)}
    return f"{number:f}"


def value_to_json(value: Value) -> object:
    """A value by the type of its step: numbers, labels, texts and dates as text, yes as true, a
    list by its length; null for an absence, which the state tells, and for a record, whose fields
    are its inputs."""
    match value:
        case bool():
            return value
        case Decimal() | Fraction():
            return number_to_json(value)
        case date():
            return value.isoformat()
        case str():
            return value
        case Label():
            return value.name
        case Items():
            return str(len(value.items))
        case NotKnown() | DoesNotApply() | Nothing() | Item():
            return None
        case _:
            assert_never(value)


def unknown_to_json(homes: Homes, value: Value) -> Json:
    """What is known all the same of a value that is not, and why it is not."""
    unknown = value if isinstance(value, NotKnown) else NotKnown()
    return {
        "possible": [label.name for label in unknown.possible],
        "low": None if unknown.low is None else number_to_json(unknown.low),
        "high": None if unknown.high is None else number_to_json(unknown.high),
        "gap": unknown.gap,
        "missing": in_order(homes, unknown.missing),
        "reason": unknown.reason,
    }


def type_to_json(homes: Homes, step: Step) -> str:
    """The type of a step's value: a built-in one, or the name of a scale, choice or record."""
    rule = step.rule
    if isinstance(step.value, Label):
        return step.value.scale
    if isinstance(rule, RecordDeclaration):
        return rule.name.text
    if isinstance(rule, Case | Override | TriggerWhen):
        return "yes_or_no"
    if isinstance(step.detail, OfItem):
        return "yes_or_no"
    if isinstance(step.detail, Cohort):
        return "count"
    if isinstance(rule, Due):
        return "date"
    home = homes.home(rule)
    if isinstance(rule, CardRow):
        return next(card.scale.name for item, card in home.cards.items() if rule in item.rows)
    type_ = home.types.get(rule)
    return type_name(base(type_)) if type_ is not None else "number"
