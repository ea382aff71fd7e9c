"""Decision tables as JSON, and the tests of cells, which scorecards have too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import assert_never

from policy_dsl.check.policy import Meaning
from policy_dsl.evaluate.step import Step
from policy_dsl.explain.homes import Homes
from policy_dsl.syntax.expressions import Constant, Expression
from policy_dsl.syntax.tables import (
    AnyCell,
    Cell,
    CellTest,
    ComparisonTest,
    EqualsTest,
    OrderTest,
    OtherwiseCell,
    RangeTest,
    Table,
    TestsCell,
)
from policy_dsl.values.scales import Label
from policy_dsl.values.to_json import value_to_json

Json = dict[str, object]


def meaning_of(homes: Homes, node: Expression) -> Meaning | None:
    """What a word in a cell means; None for a figure."""
    return homes.home(node).meanings.get(node)


def table_to_json(homes: Homes, rule: Table, step: Step) -> Json:
    """Its columns are the first inputs; ``input`` in a cell is the place of another one."""
    columns = [word.text for word in rule.columns.names[:-1]]
    reads = count(len(columns))
    rows: list[Json] = [
        {
            "cells": [_cell(homes, cell, reads) for cell in row.cells[:-1]],
            "output": _output(homes, row.cells[-1]),
        }
        for row in rule.rows
    ]
    number = step.detail if isinstance(step.detail, int) else None
    if number is not None and rows[number]["output"] == {"input": None}:
        rows[number]["output"] = {"input": next(reads)}
    return {"columns": columns, "rows": rows, "row": None if number is None else number + 1}


def _cell(homes: Homes, cell: Cell, reads: Iterator[int]) -> list[Json] | None:
    """Null where anything fits; otherwise the tests, of which one must hold."""
    match cell:
        case AnyCell() | OtherwiseCell():
            return None
        case TestsCell():
            return [test_to_json(homes, test, reads) for test in cell.tests]


def test_to_json(homes: Homes, test: CellTest, reads: Iterator[int]) -> Json:
    match test:
        case OrderTest():
            order = "or worse" if test.or_worse else "or better"
            return {"test": "label", "order": order, "label": test.label.text}
        case EqualsTest():
            meaning = meaning_of(homes, test.value)
            if isinstance(meaning, Label):
                return {"test": "label", "order": "exactly", "label": meaning.name}
            return {"test": "compare", "sign": "=", "with": against(test.value, reads)}
        case ComparisonTest():
            return {"test": "compare", "sign": test.sign, "with": against(test.value, reads)}
        case RangeTest():
            return {
                "test": "range",
                "low": against(test.low, reads),
                "high": against(test.high, reads),
            }
        case _:
            assert_never(test)


def against(operand: Expression, reads: Iterator[int]) -> Json:
    """What a cell compares with: a constant, or the input that was read for it."""
    if isinstance(operand, Constant):
        return {"constant": value_to_json(operand.value)}
    return {"input": next(reads, None)}


def _output(homes: Homes, cell: Cell) -> Json:
    assert isinstance(cell, TestsCell)
    (output,) = cell.tests
    assert isinstance(output, EqualsTest)
    meaning = meaning_of(homes, output.value)
    if isinstance(meaning, Label):
        return {"constant": meaning.name}
    if isinstance(output.value, Constant):
        return {"constant": value_to_json(output.value.value)}
    return {"input": None}  # only the output of the row that was taken is read
