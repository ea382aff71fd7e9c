"""The types of the language: what a fact, a value or an expression can be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import frozen

from policy_dsl.values.absence import DoesNotApply, Nothing, NotKnown
from policy_dsl.values.scales import Choice, Label, Scale

#: What a step can hold.
Value = Decimal | Fraction | bool | str | date | Label | NotKnown | DoesNotApply | Nothing


class Unit(Enum):
    """Units of numbers.  Numbers of two units are not added or compared."""

    NUMBER = "number"
    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    DAYS = "days"


@frozen
class Quantity:
    """A number in a unit."""

    unit: Unit

    def __str__(self) -> str:
        return self.unit.value


class Plain(Enum):
    """Types that are not numbers and have no labels of the author's own."""

    YES_OR_NO = "yes_or_no"
    TEXT = "text"
    DATE = "date"

    def __str__(self) -> str:
        return self.value


@frozen
class OrNothing:
    """``T or nothing``: absence is itself a value."""

    of: Quantity | Plain | Scale | Choice

    def __str__(self) -> str:
        return f"{type_name(self.of)} or nothing"


Type = Quantity | Plain | Scale | Choice | OrNothing

#: The types every policy knows, by the name an author writes.
BUILT_IN: dict[str, Quantity | Plain] = {
    **{unit.value: Quantity(unit) for unit in Unit},
    **{plain.value: plain for plain in Plain},
}


def type_name(type_: Type) -> str:
    """A type as an author writes it."""
    if isinstance(type_, Scale | Choice):
        return type_.name
    return str(type_)


def base(type_: Type) -> Quantity | Plain | Scale | Choice:
    """``type_`` without its ``or nothing``."""
    return type_.of if isinstance(type_, OrNothing) else type_
