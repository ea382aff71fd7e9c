"""Evaluating decision tables: the first row that fits; several where a column is not known."""

from __future__ import annotations

from collections.abc import Callable

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.expressions import prepare, reference
from policy_dsl.evaluate.grading import weak_rule
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.expressions import Constant, Expression, Order
from policy_dsl.syntax.tables import (
    AnyCell,
    CellTest,
    ComparisonTest,
    EqualsTest,
    OrderTest,
    OtherwiseCell,
    RangeTest,
    Row,
    Table,
    TestsCell,
)
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value

#: A cell against the value of its column; the steps are those of what the cell itself reads.
CellCheck = Callable[[Value, list[Step]], ops.Truth]


def prepare_table(preparing: Preparing, table: Table) -> Compute:
    """The inputs of a table's step are its columns', then what the cells of its rows read."""
    inputs = [reference(preparing, word) for word in table.columns.names[:-1]]
    reads: list[Compute] = []
    rows = [_row(preparing, row, reads) for row in table.rows]
    no_row = NotKnown(gap=True, reason=f"no row of {table.name.text} fits")

    def decide(frame: Frame) -> Step:
        columns = [column(frame) for column in inputs]
        read = [operand(frame) for operand in reads]
        values = [step.value for step in columns]
        steps = (*columns, *read)
        if DOES_NOT_APPLY in values:
            return Step(table, DOES_NOT_APPLY, steps)
        maybe: list[tuple[int, Value]] = []
        unknown: list[Value] = []
        for number, (checks, output) in enumerate(rows):
            fits: ops.Truth = True
            for position, check in checks:
                truth = check(values[position], read)
                if truth is False:
                    fits = False
                    break
                if truth is not True:
                    fits = truth
                    unknown.append(truth)
            if fits is True:
                value = output(frame).value
                if not maybe:
                    return Step(table, value, steps, number)
                maybe.append((number, value))
                return Step(table, _one_of(maybe, unknown, None), steps)
            if fits is not False:
                maybe.append((number, output(frame).value))
        return Step(table, _one_of(maybe, unknown, no_row), steps)

    return decide


def _one_of(maybe: list[tuple[int, Value]], unknown: list[Value], no_row: Value | None) -> Value:
    """What can come out of a table of which some columns are not known."""
    outputs = [value for _, value in maybe]
    if not outputs:
        assert no_row is not None
        return no_row
    reason = no_row.reason if isinstance(no_row, NotKnown) else ""
    if all(isinstance(value, Label) for value in outputs):
        labels = [value for value in outputs if isinstance(value, Label)]
        return ops.settle(
            labels, unknown, no_row is not None, f"perhaps {reason}" if reason else ""
        )
    if no_row is None and all(value == outputs[0] for value in outputs):
        return outputs[0]
    lows, highs = zip(*(ops.bounds(value) for value in outputs), strict=True)
    return ops.not_known(
        unknown,
        low=None if None in lows else min(lows),
        high=None if None in highs else max(highs),
        gap=no_row is not None or any(isinstance(v, NotKnown) and v.gap for v in unknown),
        reason=f"perhaps {reason}" if reason else "",
    )


def _row(
    preparing: Preparing, row: Row, reads: list[Compute]
) -> tuple[list[tuple[int, CellCheck]], Compute]:
    checks: list[tuple[int, CellCheck]] = []
    weak = weak_rule(preparing, row)
    if weak is not None:
        # Whether the row is right is not known, so it fits or does not.
        checks.append((0, lambda value, read: weak))
    *cells, last = row.cells
    for position, cell in enumerate(cells):
        if isinstance(cell, AnyCell | OtherwiseCell):
            continue
        tests = [prepare_test(preparing, test, reads) for test in cell.tests]
        checks.append((position, tests[0] if len(tests) == 1 else any_of(tests)))
    assert isinstance(last, TestsCell)
    (output,) = last.tests
    assert isinstance(output, EqualsTest)
    return checks, prepare(preparing, output.value)


def any_of(tests: list[CellCheck]) -> CellCheck:
    """The check of a cell with several tests."""
    return lambda value, read: ops.either([test(value, read) for test in tests])


def prepare_test(preparing: Preparing, test: CellTest, reads: list[Compute]) -> CellCheck:
    """The check of one test; what it reads is added to ``reads``."""
    match test:
        case OrderTest():
            label = preparing.meaning_of(test.label)
            assert isinstance(label, Label)
            return _label_check(Order.OR_WORSE if test.or_worse else Order.OR_BETTER, label)
        case EqualsTest():
            meaning = preparing.policy.meanings.get(test.value)
            if isinstance(meaning, Label):
                return _label_check(Order.EXACTLY, meaning)
            return _compared(preparing, "=", test.value, reads)
        case ComparisonTest():
            meaning = preparing.policy.meanings.get(test.value)
            if isinstance(meaning, Label):  # `= good` says what `good` says
                return _label_check(Order.EXACTLY, meaning)
            return _compared(preparing, test.sign, test.value, reads)
        case RangeTest():
            low = _compared(preparing, ">=", test.low, reads)
            high = _compared(preparing, "<=", test.high, reads)
            return lambda value, read: ops.both([low(value, read), high(value, read)])


def _label_check(order: Order, label: Label) -> CellCheck:
    test = ops.stands(order, label)
    return lambda value, read: ops.holds(test, value)


def _compared(
    preparing: Preparing, sign: str, operand: Expression, reads: list[Compute]
) -> CellCheck:
    compare = ops.comparison(sign)
    if isinstance(operand, Constant):
        constant = operand.value
        return lambda value, read: compare(value, constant)
    position = len(reads)
    reads.append(prepare(preparing, operand))
    return lambda value, read: compare(value, read[position].value)
