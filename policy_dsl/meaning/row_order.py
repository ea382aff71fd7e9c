"""Rows of a decision table whose order cannot matter, since no two of them can ever apply."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar, assert_never

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.syntax.expressions import Constant, Expression
from policy_dsl.syntax.tables import (
    Cell,
    CellTest,
    ComparisonTest,
    EqualsTest,
    OrderTest,
    RangeTest,
    Row,
    TestsCell,
)
from policy_dsl.values.scales import Label

Kept = TypeVar("Kept")


@frozen
class _Numbers:
    """A stretch of numbers; None where it has no end, and each end within it or not."""

    low: Decimal | None
    low_in: bool
    high: Decimal | None
    high_in: bool

    def apart_from(self, other: _Numbers) -> bool:
        return self._below(other) or other._below(self)

    def _below(self, other: _Numbers) -> bool:
        if self.high is None or other.low is None:
            return False
        both = self.high_in and other.low_in
        return self.high < other.low or (self.high == other.low and not both)


@frozen
class _Words:
    """Labels, texts, or yes and no."""

    words: frozenset[str]


_Extent = _Numbers | _Words | None  # None: not known before there are facts


def in_least_order(policy: Policy, rows: Sequence[Row], forms: Sequence[Kept]) -> list[Kept]:
    """The forms of rows, reordered as far as that changes nothing: least first by their text.

    Two lists of rows have the same order if and only if one becomes the other by swapping
    neighbours of which never both apply (the lexicographic normal form of a trace).
    """
    left = sorted(range(len(rows)), key=lambda place: repr(forms[place]))
    done: list[Kept] = []
    while left:
        place = next(
            place
            for place in left
            if all(other >= place or apart(policy, rows[other], rows[place]) for other in left)
        )
        left.remove(place)
        done.append(forms[place])
    return done


def apart(policy: Policy, one: Row, other: Row) -> bool:
    """Whether two rows of a table can be shown never to apply together."""
    pairs = zip(one.cells[:-1], other.cells[:-1], strict=False)
    return any(_cells_apart(policy, left, right) for left, right in pairs)


def _cells_apart(policy: Policy, one: Cell, other: Cell) -> bool:
    if not isinstance(one, TestsCell) or not isinstance(other, TestsCell):
        return False
    return all(
        _tests_apart(_extent(policy, left), _extent(policy, right))
        for left in one.tests
        for right in other.tests
    )


def _tests_apart(one: _Extent, other: _Extent) -> bool:
    match one, other:
        case _Numbers(), _Numbers():
            return one.apart_from(other)
        case _Words(), _Words():
            return not one.words & other.words
        case _:
            return False


def _extent(policy: Policy, test: CellTest) -> _Extent:
    match test:
        case EqualsTest(value=value):
            return _one(policy, value)
        case RangeTest(low=low, high=high):
            ends = _number(low), _number(high)
            return _Numbers(ends[0], True, ends[1], True) if None not in ends else None
        case ComparisonTest(sign=sign, value=value):
            number = _number(value)
            return _compared(sign, number) if number is not None else None
        case OrderTest(label=written, or_worse=or_worse):
            label = policy.meanings.get(written)
            return _from_label(policy, label, or_worse) if isinstance(label, Label) else None
        case _:
            assert_never(test)


def _one(policy: Policy, value: Expression) -> _Extent:
    label = policy.meanings.get(value)
    if isinstance(label, Label):
        return _Words(frozenset({label.name}))
    match value:
        case Constant(value=bool() as answer):
            return _Words(frozenset({"yes" if answer else "no"}))
        case Constant(value=Decimal() as number):
            return _Numbers(number, True, number, True)
        case Constant(value=str() as text):
            return _Words(frozenset({text}))
    return None


def _number(value: Expression) -> Decimal | None:
    if isinstance(value, Constant) and isinstance(value.value, Decimal):
        return value.value
    return None


def _compared(sign: str, number: Decimal) -> _Extent:
    match sign:
        case "<" | "<=":
            return _Numbers(None, False, number, sign == "<=")
        case ">" | ">=":
            return _Numbers(number, sign == ">=", None, False)
        case "=":
            return _Numbers(number, True, number, True)
    return None


def _from_label(policy: Policy, label: Label, or_worse: bool) -> _Extent:
    scale = policy.scales.get(label.scale)
    if scale is None or scale.label(label.name) is not label:
        return None
    reached = scale.labels[label.rank :] if or_worse else scale.labels[: label.rank + 1]
    return _Words(frozenset(item.name for item in reached))
