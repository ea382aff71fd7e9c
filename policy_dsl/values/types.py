"""The types of the language: what a fact, a value or an expression can be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from policy_dsl.values.absence import DoesNotApply, Nothing, NotKnown
from policy_dsl.values.scales import Choice, Label, Scale


@frozen
class Item:
    """One record: the value of each field."""

    fields: Mapping[str, Value]

    def __str__(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in self.fields.items())


@frozen
class Items:
    """The records of a list, in the order of the file."""

    items: tuple[Item, ...]

    def __str__(self) -> str:
        return f"{len(self.items)} records" if len(self.items) != 1 else "1 record"


#: What a step can hold.
Value = (
    Decimal
    | Fraction
    | bool
    | str
    | date
    | Label
    | NotKnown
    | DoesNotApply
    | Nothing
    | Items
    | Item
)


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


@frozen(eq=False)
class RecordType:
    """``record warning_notice``: the type of each of its fields."""

    name: str
    fields: Mapping[str, Type] = field(repr=False)


@frozen(eq=False)
class ListOf:
    """``list of warning_notice``: the type of a fact that holds any number of records."""

    record: RecordType

    def __str__(self) -> str:
        return f"list of {self.record.name}"


Type = Quantity | Plain | Scale | Choice | OrNothing | ListOf

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


def base(type_: Type) -> Quantity | Plain | Scale | Choice | ListOf:
    """``type_`` without its ``or nothing``."""
    return type_.of if isinstance(type_, OrNothing) else type_
