"""Evaluating decision tables: the first row that fits; several where a column is not known."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Final

from attrs import frozen

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.cells import CellCheck, prepare_cell
from policy_dsl.evaluate.expressions import prepare, reference
from policy_dsl.evaluate.grading import weak_rule
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.expressions import Constant, Name
from policy_dsl.syntax.nodes import Node, Word
from policy_dsl.syntax.tables import AnyCell, EqualsTest, OtherwiseCell, Row, Table, TestsCell
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import Type, Value, base

#: So many combinations of labels that columns can still have are tried one by one.
_MOST_COMBINATIONS: Final = 256


@frozen(eq=False)
class _Row:
    """The checks of a row, each with the place of its column, and what comes out."""

    checks: list[tuple[int, CellCheck]]
    output: Compute


@frozen(eq=False)
class _Fitting:
    """The rows, from 0, of which the first to fit is one; ``certain`` if one of them does."""

    rows: list[int]
    doubts: list[Value]
    certain: bool


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
        fitting = _fitting(rows, values, read)
        if fitting.doubts:
            fitting = _of_combinations(rows, values, read) or fitting
        outputs: list[Value] = []
        for number in fitting.rows:
            found = rows[number].output(frame)
            outputs.append(found.value if scale is None else ops.as_label(found.value, scale))
            if not isinstance(found.rule, Constant | Name):
                steps = (*steps, found)
        if fitting.certain and len(outputs) == 1:
            return Step(table, outputs[0], steps, fitting.rows[0])
        missing_row = None if fitting.certain else no_row
        return Step(table, _one_of(outputs, fitting.doubts, missing_row, scale), steps)

    return decide


def _fitting(rows: Sequence[_Row], values: Sequence[Value], read: list[Step]) -> _Fitting:
    reached: list[int] = []
    unknown: list[Value] = []
    for number, row in enumerate(rows):
        doubts: list[Value] = []
        for position, check in row.checks:
            truth = check(values[position], read)
            if truth is False or truth is DOES_NOT_APPLY:
                break
            if truth is not True:
                doubts.append(truth)
        else:
            reached.append(number)
            unknown.extend(doubts)
            if not doubts:
                return _Fitting(reached, unknown, True)
    return _Fitting(reached, unknown, False)


def _of_combinations(
    rows: Sequence[_Row], values: Sequence[Value], read: list[Step]
) -> _Fitting | None:
    """The rows reached under any combination of the labels that columns can still have.

    None if there is nothing to combine, or too much.
    """
    open_ended = [value for value in values if isinstance(value, NotKnown) and _is_label(value)]
    if not 1 < prod(len(value.possible) for value in open_ended) <= _MOST_COMBINATIONS:
        return None
    each = [
        _fitting(rows, combination, read)
        for combination in product(*(_can_be(value) for value in values))
    ]
    reached = sorted({number for one in each for number in one.rows})
    doubts = [doubt for one in each for doubt in one.doubts]
    return _Fitting(reached, [*open_ended, *doubts], all(one.certain for one in each))


def _is_label(value: NotKnown) -> bool:
    """Whether one of the labels possible is certain to come out."""
    return bool(value.possible) and not value.gap


def _can_be(value: Value) -> tuple[Value, ...]:
    return value.possible if isinstance(value, NotKnown) and _is_label(value) else (value,)


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


def _row(preparing: Preparing, row: Row, types: list[Type], reads: list[Compute]) -> _Row:
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
        checks.append((position, prepare_cell(preparing, cell, types[position], reads)))
    assert isinstance(last, TestsCell)
    (output,) = last.tests
    assert isinstance(output, EqualsTest)
    return _Row(checks, prepare(preparing, output.value))
