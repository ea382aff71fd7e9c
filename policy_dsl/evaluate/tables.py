"""Evaluating decision tables: the first row that fits; several where a column is not known."""

from __future__ import annotations

from collections.abc import Callable

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.expressions import prepare, reference
from policy_dsl.evaluate.grading import weak_rule
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.expressions import Constant, Expression, Name, Order
from policy_dsl.syntax.nodes import Node, Word
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
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Type, Value, base

#: A cell against the value of its column; the steps are those of what the cell itself reads.
CellCheck = Callable[[Value, list[Step]], ops.Truth]


def prepare_table(preparing: Preparing, table: Table) -> Compute:
    """The inputs of a table's step: its columns', what its cells read, what comes out of its rows.

    An output that is a constant needs no step of its own.
    """
    names = table.columns.names[:-1]
    inputs = [reference(preparing, word) for word in names]
    types = [_column_type(preparing, word) for word in names]
    reads: list[Compute] = []
    rows = [_row(preparing, row, types, reads) for row in table.rows]
    no_row = NotKnown(gap=True, reason=f"no row of {table.name.text} fits")
    type_ = preparing.type_of(table)
    scale = type_ if isinstance(type_, Scale | Choice) else None

    def decide(frame: Frame) -> Step:
        columns = [column(frame) for column in inputs]
        read = [operand(frame) for operand in reads]
        values = [step.value for step in columns]
        steps = (*columns, *read)
        if DOES_NOT_APPLY in values:
            return Step(table, DOES_NOT_APPLY, steps)
        maybe: list[Value] = []
        unknown: list[Value] = []
        for number, (checks, output) in enumerate(rows):
            doubts: list[Value] = []
            for position, check in checks:
                truth = check(values[position], read)
                if truth is False or truth is DOES_NOT_APPLY:
                    break
                if truth is not True:
                    doubts.append(truth)
            else:
                found = output(frame)
                value = found.value if scale is None else ops.as_label(found.value, scale)
                if not isinstance(found.rule, Constant | Name):
                    steps = (*steps, found)
                if not doubts and not maybe:
                    return Step(table, value, steps, number)
                maybe.append(value)
                unknown.extend(doubts)
                if not doubts:
                    return Step(table, _one_of(maybe, unknown, None, scale), steps)
        return Step(table, _one_of(maybe, unknown, no_row, scale), steps)

    return decide


def _one_of(
    outputs: list[Value],
    unknown: list[Value],
    no_row: NotKnown | None,
    scale: Scale | Choice | None,
) -> Value:
    """What can come out of a table of which some columns are not known.

    ``no_row`` says that perhaps none of its rows fits.
    """
    if not outputs:
        assert no_row is not None
        return no_row
    if no_row is None and all(value == outputs[0] for value in outputs):
        return outputs[0]
    reason = f"perhaps {no_row.reason}" if no_row else ""
    gap = no_row is not None or any(
        value is DOES_NOT_APPLY or (isinstance(value, NotKnown) and value.gap) for value in outputs
    )
    unknown = [*unknown, *(value for value in outputs if isinstance(value, NotKnown))]
    if scale is not None:
        labels = (label for value in outputs for label in ops.possible(value))
        return ops.settle(labels, unknown, gap, reason)
    lows, highs = zip(*(ops.bounds(value) for value in outputs), strict=True)
    return ops.not_known(
        [*unknown, NotKnown(reason=reason)],
        low=None if gap or None in lows else min(lows),
        high=None if gap or None in highs else max(highs),
        gap=gap,
    )


def _column_type(preparing: Preparing, word: Word) -> Type:
    meaning = preparing.meaning_of(word)
    assert isinstance(meaning, Node)
    return base(preparing.type_of(meaning))


def _row(
    preparing: Preparing, row: Row, types: list[Type], reads: list[Compute]
) -> tuple[list[tuple[int, CellCheck]], Compute]:
    checks: list[tuple[int, CellCheck]] = []
    weak = weak_rule(preparing, row)
    *cells, last = row.cells
    if weak is not None:
        # Whether the row is right is not known, so it fits or does not, whatever it says.
        checks.append((0, lambda value, read: weak))
        cells = []
    for position, cell in enumerate(cells):
        if isinstance(cell, AnyCell | OtherwiseCell):
            continue
        column = types[position]
        tests = [prepare_test(preparing, test, column, reads) for test in cell.tests]
        checks.append((position, tests[0] if len(tests) == 1 else any_of(tests)))
    assert isinstance(last, TestsCell)
    (output,) = last.tests
    assert isinstance(output, EqualsTest)
    return checks, prepare(preparing, output.value)


def any_of(tests: list[CellCheck]) -> CellCheck:
    """The check of a cell with several tests."""
    return lambda value, read: ops.either([test(value, read) for test in tests])


def prepare_test(
    preparing: Preparing, test: CellTest, column: Type, reads: list[Compute]
) -> CellCheck:
    """The check of one test of a column of a type; what it reads is added to ``reads``."""
    match test:
        case OrderTest():
            label = preparing.meaning_of(test.label)
            assert isinstance(label, Label)
            return _label_check(Order.OR_WORSE if test.or_worse else Order.OR_BETTER, label)
        case EqualsTest():
            meaning = preparing.policy.meanings.get(test.value)
            if isinstance(meaning, Label):
                return _label_check(Order.EXACTLY, meaning)
            if isinstance(column, Scale | Choice) and column == base(preparing.type_of(test.value)):
                return _compared(preparing, ops.same_label, test.value, reads)
            return _compared(preparing, ops.comparison("="), test.value, reads)
        case ComparisonTest():
            meaning = preparing.policy.meanings.get(test.value)
            if isinstance(meaning, Label):  # `= good` says what `good` says
                return _label_check(Order.EXACTLY, meaning)
            return _compared(preparing, ops.comparison(test.sign), test.value, reads)
        case RangeTest():
            low = _compared(preparing, ops.comparison(">="), test.low, reads)
            high = _compared(preparing, ops.comparison("<="), test.high, reads)
            return lambda value, read: ops.both([low(value, read), high(value, read)])


def _label_check(order: Order, label: Label) -> CellCheck:
    test = ops.stands(order, label)
    return lambda value, read: ops.holds(test, value)


def _compared(
    preparing: Preparing,
    compare: Callable[[Value, Value], ops.Truth],
    operand: Expression,
    reads: list[Compute],
) -> CellCheck:
    if isinstance(operand, Constant):
        constant = operand.value
        return lambda value, read: compare(value, constant)
    position = len(reads)
    reads.append(prepare(preparing, operand))
    return lambda value, read: compare(value, read[position].value)
