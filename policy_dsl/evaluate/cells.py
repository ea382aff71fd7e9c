"""What the cells of tables and scorecards ask, over whatever is asked.

The evaluator asks it of values, the analysis of every value there can be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.expressions import prepare
from policy_dsl.evaluate.preparing import Compute, Preparing
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.expressions import Constant, Expression, Order
from policy_dsl.syntax.tables import (
    CellTest,
    ComparisonTest,
    EqualsTest,
    OrderTest,
    RangeTest,
    TestsCell,
)
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Type, Value, base

Check = TypeVar("Check")


class Asking(Protocol[Check]):
    """What can be asked of a column."""

    def stands(self, order: Order, label: Label) -> Check:
        """``amber or worse``, or the label itself."""

    def same(self, operand: Expression) -> Check:
        """Whether it is the label that another value of its scale is."""

    def compared(self, sign: str, operand: Expression) -> Check:
        """``>= 11%``."""

    def both(self, one: Check, other: Check) -> Check:
        """``90% to 110%``."""

    def any_of(self, tests: Sequence[Check]) -> Check:
        """``< 80% or > 120%``."""


def cell_check(policy: Policy, cell: TestsCell, column: Type, asking: Asking[Check]) -> Check:
    """What a cell asks of a column of a type."""
    tests = [_test(policy, test, column, asking) for test in cell.tests]
    return tests[0] if len(tests) == 1 else asking.any_of(tests)


def _test(policy: Policy, test: CellTest, column: Type, asking: Asking[Check]) -> Check:
    match test:
        case OrderTest():
            label = policy.meanings[test.label]
            assert isinstance(label, Label)
            return asking.stands(Order.OR_WORSE if test.or_worse else Order.OR_BETTER, label)
        case EqualsTest() | ComparisonTest():
            meaning = policy.meanings.get(test.value)
            if isinstance(meaning, Label):  # `= good` says what `good` says
                return asking.stands(Order.EXACTLY, meaning)
            if isinstance(test, ComparisonTest):
                return asking.compared(test.sign, test.value)
            if isinstance(column, Scale | Choice) and column == base(policy.types[test.value]):
                return asking.same(test.value)
            return asking.compared("=", test.value)
        case RangeTest():
            return asking.both(asking.compared(">=", test.low), asking.compared("<=", test.high))


# ---- of values -----------------------------------------------------------------------------------

#: A cell against the value of its column; the steps are those of what the cell itself reads.
CellCheck = Callable[[Value, list[Step]], ops.Truth]


def prepare_cell(
    preparing: Preparing, cell: TestsCell, column: Type, reads: list[Compute]
) -> CellCheck:
    """The check of a cell; what it reads is added to ``reads``."""
    return cell_check(preparing.policy, cell, column, _OfValue(preparing, reads))


@frozen(eq=False)
class _OfValue:
    preparing: Preparing
    reads: list[Compute]

    def stands(self, order: Order, label: Label) -> CellCheck:
        test = ops.stands(order, label)
        return lambda value, read: ops.holds(test, value)

    def same(self, operand: Expression) -> CellCheck:
        return self._beside(ops.same_label, operand)

    def compared(self, sign: str, operand: Expression) -> CellCheck:
        return self._beside(ops.comparison(sign), operand)

    def both(self, one: CellCheck, other: CellCheck) -> CellCheck:
        return lambda value, read: ops.both([one(value, read), other(value, read)])

    def any_of(self, tests: Sequence[CellCheck]) -> CellCheck:
        return lambda value, read: ops.either([test(value, read) for test in tests])

    def _beside(
        self, compare: Callable[[Value, Value], ops.Truth], operand: Expression
    ) -> CellCheck:
        if isinstance(operand, Constant):
            constant = operand.value
            return lambda value, read: compare(value, constant)
        position = len(self.reads)
        self.reads.append(prepare(self.preparing, operand))
        return lambda value, read: compare(value, read[position].value)
