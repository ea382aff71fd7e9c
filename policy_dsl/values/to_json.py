"""Values as JSON: numbers exactly, as text, so that no reader's floats touch them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from policy_dsl.values.absence import DoesNotApply, Nothing, NotKnown
from policy_dsl.values.numbers import Number
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Item, Items, Value


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


def state_of(value: Value) -> str:
    """Whether there is a value, and if not, which of the absences it is."""
    if isinstance(value, NotKnown | DoesNotApply | Nothing):
        return str(value)
    return "known"
