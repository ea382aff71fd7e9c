"""Values of a decision as JSON: numbers exactly, as text, so that no reader's floats touch them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.aggregates import Aggregate, CountWhich
from policy_dsl.syntax.ratings import Case, Override
from policy_dsl.values.absence import DoesNotApply, Nothing, NotKnown
from policy_dsl.values.numbers import Number
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value, base, type_name

Json = dict[str, object]


def number_to_json(number: Number) -> object:
    """``"1.77"``, or for a ratio ``{"numerator": "39", "denominator": "22"}``."""
    if isinstance(number, Fraction):
        return {"numerator": str(number.numerator), "denominator": str(number.denominator)}
    return f"{number:f}"


def value_to_json(value: Value) -> object:
    """A value by the type of its step: numbers, labels, texts and dates as text, yes as true; an
    absence, which the state tells, as null."""
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
        case NotKnown() | DoesNotApply() | Nothing():
            return None
        case _:
            assert_never(value)


def unknown_to_json(policy: Policy, value: Value) -> Json:
    """What is known all the same of a value that is not, and why it is not."""
    unknown = value if isinstance(value, NotKnown) else NotKnown()
    return {
        "possible": [label.name for label in unknown.possible],
        "low": None if unknown.low is None else number_to_json(unknown.low),
        "high": None if unknown.high is None else number_to_json(unknown.high),
        "gap": unknown.gap,
        "missing": [name for name in policy.facts if name in unknown.missing],
        "reason": unknown.reason,
    }


def type_to_json(policy: Policy, step: Step) -> str:
    """The type of a step's value: a built-in one, or the name of a scale or choice."""
    if isinstance(step.value, Label):
        return step.value.scale
    type_ = policy.types.get(step.rule)
    if type_ is not None:
        return type_name(base(type_))
    if isinstance(step.rule, Case | Override):
        return "yes_or_no"
    assert isinstance(step.rule, Aggregate | CountWhich)
    return "number"
