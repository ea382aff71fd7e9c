"""Which types can be compared, added and multiplied, and what comes of it."""

from __future__ import annotations

from typing import Final

from policy_dsl.values.scales import Scale
from policy_dsl.values.types import Quantity, Type, Unit

NUMBER: Final = Quantity(Unit.NUMBER)
COUNT: Final = Quantity(Unit.COUNT)
PERCENT: Final = Quantity(Unit.PERCENT)
_PLAIN: Final = frozenset({NUMBER, COUNT})
_SCALING: Final = frozenset({NUMBER, COUNT, PERCENT})


_UNITS: Final = {Unit.PERCENT: "{}%", Unit.DAYS: "{} days", Unit.MONEY: "£{}"}


def with_unit(figure: str, unit: Unit) -> str:
    """A figure as it is written in a unit: ``95`` in percent is ``95%``."""
    return _UNITS.get(unit, "{}").format(figure)


def as_quantity(type_: Type) -> Quantity | None:
    """The number a value of a type can be used as: a scale whose labels are numbers counts."""
    if isinstance(type_, Quantity):
        return type_
    if isinstance(type_, Scale) and type_.numeric:
        return NUMBER
    return None


def comparable(one: Type, other: Type) -> bool:
    """Whether two types can stand on either side of ``=``; a count is a number."""
    if one == other:
        return True
    a, b = as_quantity(one), as_quantity(other)
    return a is not None and b is not None and (a == b or {a, b} <= _PLAIN)


def arithmetic(sign: str, one: Quantity, other: Quantity) -> Quantity | None:
    """The unit of a sum, product or quotient, or None where the units do not fit.

    A percent of anything is a share of it (5% of £100 is £5); like divided by like is a number.
    """
    plain = {one, other} <= _PLAIN
    if sign in "+-":
        if one == other:
            return one
        return NUMBER if plain else None
    if sign == "*":
        if plain:
            return COUNT if one == other == COUNT else NUMBER
        if {one, other} <= _SCALING and one != other:
            return NUMBER  # a share of a number is a number, whichever of them comes first
        # One factor says how many or what share; the unit is the other's.
        if one in _SCALING:
            return other
        return one if other in _SCALING else None
    if plain or one == other:
        return NUMBER
    return one if other in _PLAIN else None
