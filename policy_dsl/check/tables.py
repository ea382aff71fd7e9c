"""Checking decision tables: columns that exist, cells that fit them."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.check.expressions import check_comparison, infer
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.nodes import Word
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.tables import (
    AnyCell,
    Cell,
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
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import Quantity, Type, base, type_name


def check_table(context: Context, table: Table) -> None:
    """Gives the table its type and checks each row against the columns."""
    context.cite(table, table.citations)
    type_ = context.type_named(table.type)
    if type_ is not None:
        context.types[table] = type_
    *inputs, output = table.columns.names
    if output.text != table.name.text:
        context.error(
            "columns",
            f"the last column is headed `{output.text}`, not by the table's own name",
            output,
            f"head it `{table.name.text}`",
        )
    if not inputs:
        context.error(
            "columns",
            "a table needs a column to read",
            table.columns,
            "begin with the columns it decides by",
        )
    types = [_column_type(context, word) for word in inputs]
    for number, row in enumerate(table.rows):
        context.cite(row, row.citations, table)
        if len(row.cells) != len(table.columns.names):
            context.error(
                "columns",
                f"this row has {len(row.cells)} cells, and the table "
                f"{len(table.columns.names)} columns",
                row,
                "give every column a cell; `any` where it does not matter",
            )
            continue
        for cell, column in zip(row.cells, types, strict=False):
            _check_cell(context, cell, column)
        _check_output(context, row.cells[-1], type_)
        _check_otherwise(context, row, number == len(table.rows) - 1)


def _column_type(context: Context, word: Word) -> Type | None:
    item = context.named.get(word.text)
    if item is None:
        context.unknown("unknown-name", "fact, value or rating", word.text, word, context.named)
        return None
    if isinstance(item, Group):
        context.error(
            "type",
            f"`{word.text}` is a group, which has no value of its own",
            word,
            f"name a `value` for what is made of it, such as `average of {word.text}`",
        )
        return None
    if isinstance(item, Scorecard):
        context.error(
            "type",
            f"`{word.text}` is a scorecard, which has no value of its own",
            word,
            f"name a `value` for `{word.text}.average`",
        )
        return None
    context.meanings[word] = item
    return context.types.get(item)


def _check_cell(context: Context, cell: Cell, column: Type | None) -> None:
    if isinstance(cell, TestsCell) and column is not None:
        for test in cell.tests:
            check_test(context, test, column)


def check_test(context: Context, test: CellTest, column: Type) -> None:
    """Reports a test that does not fit the type of its column."""
    match test:
        case OrderTest():
            if isinstance(base(column), Scale):
                context.label(test.label, test.label.text, base(column))
            else:
                word = "or worse" if test.or_worse else "or better"
                context.error(
                    "order",
                    f"`{word}` is for the labels of a scale, and this column is "
                    f"of the type `{type_name(column)}`",
                    test,
                    "compare with `>=`",
                )
        case EqualsTest():
            _fits(context, test.value, column, "=")
        case ComparisonTest():
            _fits(context, test.value, column, test.sign)
        case RangeTest():
            before = len(context.diagnostics)
            _fits(context, test.low, column, ">=")
            if len(context.diagnostics) == before:  # what is wrong with one end is so with both
                _fits(context, test.high, column, "<=")


def _fits(context: Context, value: Expression, column: Type, sign: str) -> None:
    found = infer(context, value, column)
    if found is None or (sign == "=" and base(found) == base(column)):
        return
    check_comparison(context, value, sign, column, found)


def _check_output(context: Context, cell: Cell, type_: Type | None) -> None:
    match cell:
        case TestsCell(tests=(EqualsTest(value=value),)):
            found = infer(context, value, type_)
            if found is None or type_ is None or base(found) == type_:
                return
            if isinstance(base(found), Quantity) and isinstance(type_, Quantity):
                check_comparison(context, value, "=", type_, found)
                return
            context.error(
                "type",
                f"the table gives `{type_name(type_)}`, and this is of the type"
                f" `{type_name(found)}`",
                value,
                f"write one of {', '.join(label.name for label in type_.labels)}"
                if isinstance(type_, Scale | Choice)
                else f"write a {type_name(type_)}, or change what the table gives",
            )
        case _:
            context.error(
                "columns",
                "the last column says one thing that comes out",
                cell,
                "write one label or number",
            )


def _check_otherwise(context: Context, row: Row, last: bool) -> None:
    inputs = row.cells[:-1]
    otherwise = [cell for cell in inputs if isinstance(cell, OtherwiseCell)]
    if not otherwise:
        return
    if not last:
        context.error(
            "unreachable",
            "no row below this one can be reached",
            otherwise[0],
            "move the row with `otherwise` to the end",
        )
    if not all(isinstance(cell, OtherwiseCell | AnyCell) for cell in inputs):
        context.error(
            "columns",
            "`otherwise` takes whatever the rows above have left, so no other "
            "column can be tested beside it",
            otherwise[0],
            "write `any` instead",
        )
