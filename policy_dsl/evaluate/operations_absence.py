"""What is not known, and a value used as a number: what the other operations rest on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from policy_dsl.values.absence import DoesNotApply, Nothing, NotKnown
from policy_dsl.values.numbers import Number
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value

Truth = bool | NotKnown | DoesNotApply
Numeric = Number | NotKnown | DoesNotApply


def not_known(values: Iterable[Value], **more: object) -> NotKnown:
    """Not known because some of ``values`` are not; it misses what they miss."""
    unknown = [value for value in values if value.__class__ is NotKnown]
    missing: frozenset[str] = frozenset().union(*(value.missing for value in unknown))
    given = {
        "missing": missing,
        "gap": any(value.gap for value in unknown),
        "reason": joined(value.reason for value in unknown),
        **more,
    }
    return NotKnown(**given)  # type: ignore[arg-type]  # fields by name


def has_gap(values: Iterable[Value]) -> bool:
    """Whether one of ``values`` may have no answer whatever is supplied."""
    return any(isinstance(value, NotKnown) and value.gap for value in values)


def joined(reasons: Iterable[str]) -> str:
    """Every reason once, in an order that does not depend on that of the operands."""
    parts = {part for reason in reasons if reason for part in reason.split("; ")}
    return "; ".join(sorted(parts))


def bounds(value: Value) -> tuple[Number | None, Number | None]:
    """The ends between which a number lies; None for no end."""
    if isinstance(value, Decimal | Fraction):
        return value, value
    if isinstance(value, NotKnown):
        return value.low, value.high
    return None, None


def as_number(value: Value) -> Numeric:
    """A value used as a number: a label stands for the number it is written as."""
    if value.__class__ is Decimal or value.__class__ is Fraction:
        return value
    if isinstance(value, Label):
        assert value.number is not None
        return value.number
    if isinstance(value, NotKnown) and value.possible:
        if value.gap:
            return not_known([value])
        figures = [label.number for label in value.possible if label.number is not None]
        return not_known([value], low=min(figures), high=max(figures))
    if isinstance(value, Nothing):
        return NotKnown(gap=True, reason="nothing stands where a number is needed")
    assert isinstance(value, NotKnown | DoesNotApply)
    return value
