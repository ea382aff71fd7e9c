"""Checking tables of examples: columns that exist, cells that fit them, an example for each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from attrs import define, field, frozen

from policy_dsl.check.context import Context
from policy_dsl.check.example_columns import (
    Column,
    Due,
    Expects,
    Gives,
    Organisations,
    Reasons,
    Titles,
    columns_of,
    of_organisations,
)
from policy_dsl.check.expectations import check_expectation
from policy_dsl.check.expected import CheckedExample, Expected, OtherOrganisation
from policy_dsl.check.given import (
    MOST_OTHERS,
    Supplied,
    check_given,
    check_kind,
    check_name,
    check_once,
    check_period,
    others_of,
    take,
)
from policy_dsl.check.header import Heading
from policy_dsl.syntax.example_tables import (
    EmptyCell,
    ExampleCell,
    ExampleRow,
    ExampleTable,
    NoRecordsCell,
    ReasonCell,
    StateCell,
    ValueCell,
)
from policy_dsl.syntax.examples import (
    Because,
    Expectation,
    Given,
    GivenFact,
)
from policy_dsl.syntax.expressions import Constant, Name
from policy_dsl.syntax.nodes import Node, Text, Word
from policy_dsl.values.types import Plain


def check_example_table(
    context: Context, table: ExampleTable, heading: Heading
) -> Iterator[CheckedExample]:
    """An example for each row without a mistake."""
    check_once(context, table.lines)
    supplied = Supplied()
    for line in table.lines:
        if isinstance(line, Given):
            check_given(context, line, heading, supplied)
    columns = list(columns_of(context, table, heading, supplied))
    kind = check_kind(context, table.lines, heading)
    period = check_period(context, table.lines, heading)
    rows = list(_rows(context, table, columns, supplied))
    if period is None:
        return
    beside = others_of(supplied, kind)
    population = _population(context, table, rows, kind) if of_organisations(table) else ()
    for row in rows:
        name = row.said.name.text if row.said.name is not None else ""
        given = row.said.supplied
        if row.expected or not of_organisations(table):
            yield CheckedExample(
                row.node,
                row.title,
                name,
                kind,
                period,
                given.given,
                supplied.national if of_organisations(table) else given.national,
                tuple(sorted(given.readings.items())),
                (*(one for one in population if one.name != name), *beside),
                row.expected,
            )


def _population(
    context: Context, table: ExampleTable, rows: Sequence[_Row], kind: str
) -> tuple[OtherOrganisation, ...]:
    """The organisations of a table in which every row is one; reports too many, and too little."""
    if len(rows) > MOST_OTHERS:
        context.error(
            "example",
            f"a population has at most {MOST_OTHERS} organisations",
            rows[MOST_OTHERS].node,
            "leave out those that change nothing",
        )
    if rows and not any(row.said.results or row.said.wrong for row in rows):
        context.error(
            "example",
            "nothing is expected of these examples",
            table.title,
            "write what a result of one of them should be",
        )
    return tuple(
        OtherOrganisation(row.said.name.text, kind, row.said.supplied.given)
        for row in rows[:MOST_OTHERS]
        if row.said.name is not None
    )


# ---- a row ------------------------------------------------------------------------------------


@define(eq=False)
class _Said:
    """What the cells of a row say, so far; of results by their name.

    ``name`` is that of the organisation, where every row is one.
    """

    supplied: Supplied
    title: Text | None = None
    name: Text | None = None
    results: dict[str, ValueCell | StateCell] = field(factory=dict)
    due: dict[str, Constant] = field(factory=dict)
    reasons: dict[str, list[Because]] = field(factory=dict)
    wrong: set[str] = field(factory=set)  # results of which a cell does not fit


@frozen(eq=False)
class _Row:
    """A row that has a cell for each column, with what it says."""

    node: ExampleRow
    title: str
    said: _Said
    expected: tuple[Expected, ...]


def _rows(
    context: Context, table: ExampleTable, columns: Sequence[Column | None], supplied: Supplied
) -> Iterator[_Row]:
    titles: dict[str, Node] = {}
    for number, row in enumerate(table.rows, 1):
        context.cite(row, row.citations, table)
        if len(row.cells) != len(columns):
            context.error(
                "columns",
                f"this row has {len(row.cells)} cells, and the table {len(columns)} columns",
                row,
                "give every column a cell; `-` where there is nothing to say",
            )
            continue
        said = _Said(supplied.copy())
        for cell, column in zip(row.cells, columns, strict=True):
            if column is not None:
                _take(context, cell, column, said)
        expected = _expected(context, row, columns, said)
        yield _Row(row, _title(context, table, number, said, titles), said, expected)


def _take(context: Context, cell: ExampleCell, column: Column, said: _Said) -> None:
    """Takes what a cell says into the row's, or reports that it does not fit its column."""
    value = cell.value if isinstance(cell, ValueCell) else None
    match column:
        case _ if isinstance(cell, EmptyCell) and not isinstance(column, Organisations):
            return
        case Titles():
            if isinstance(value, Constant) and value.type is Plain.TEXT:
                said.title = Text(cell.span, str(value.value))
                return
            wanted = 'write a "quoted text", or `-`'
        case Organisations():
            if isinstance(value, Constant) and value.type is Plain.TEXT:
                name = Text(cell.span, str(value.value))
                said.name = name if check_name(context, name) else None
                return
            wanted = 'write the "name" of an organisation'
        case Gives(word=word):
            given = value
            if isinstance(cell, NoRecordsCell) and cell.name.text == word.text:
                given = cell.value
            if given is not None:
                take(context, GivenFact(cell.span, word, given), column.earlier, said.supplied)
                return
            wanted = f"write a value of `{word.text}`, or `-` where it is not supplied"
        case Expects(of=of):
            if isinstance(cell, ValueCell | StateCell):
                said.results[of.text] = cell
                return
            wanted = f"write what `{of.text}` should be, or `-`"
        case Due(of=of):
            if isinstance(value, Constant) and value.type is Plain.DATE:
                said.due[of.text] = value
                return
            wanted = "write a date, YYYY-MM-DD, or `-`"
        case Reasons(of=of):
            because = _because(cell)
            if because is not None:
                said.reasons.setdefault(of.text, []).append(because)
                return
            wanted = "write a name, `case 1`, `row 1`, any of them after `not`, or `-`"
        case _:
            assert_never(column)
    if isinstance(column, Expects):
        said.wrong.add(column.of.text)
    context.error("columns", "this does not fit its column", cell, wanted)


def _because(cell: ExampleCell) -> Because | None:
    match cell:
        case ReasonCell():
            return cell.because
        case ValueCell(value=Name(text=text)):
            return Because(cell.span, Word(cell.span, text), None)
        case _:
            return None


def _expected(
    context: Context, row: ExampleRow, columns: Sequence[Column | None], said: _Said
) -> tuple[Expected, ...]:
    """What a row expects, in the order of its columns."""
    found: list[Expected | None] = []
    for column in columns:
        if not isinstance(column, Expects):
            continue
        name = column.of.text
        cell = said.results.get(name)
        due, reasons = said.due.get(name), tuple(said.reasons.get(name, ()))
        if not isinstance(cell, ValueCell) and name not in said.wrong:
            _check_alone(context, name, [*reasons, *([due] if due is not None else [])])
            due, reasons = None, ()
        if cell is not None:
            value = cell.value if isinstance(cell, ValueCell) else None
            state = cell.state if isinstance(cell, StateCell) else None
            node = Expectation(cell.span, column.of, value, state, reasons, due)
            found.append(check_expectation(context, node))
    # An organisation may be there for the others alone.
    alone = not any(isinstance(column, Organisations) for column in columns)
    expects = any(isinstance(column, Expects) for column in columns)
    if alone and expects and None not in columns and not found and not said.wrong:
        context.error(
            "example",
            "nothing is expected of this example",
            row,
            "write what a result should be",
        )
    return tuple(one for one in found if one is not None)


def _check_alone(context: Context, name: str, nodes: Sequence[Node]) -> None:
    """Reports reasons and days of a result of which no value is expected."""
    for node in nodes:
        context.error(
            "columns",
            f"no value of `{name}` is expected in this row, so this says nothing",
            node,
            "write `-`",
        )


def _title(
    context: Context, table: ExampleTable, number: int, said: _Said, titles: dict[str, Node]
) -> str:
    """The table's title with that of the row, or its number."""
    called = said.name or said.title
    if called is None:
        return f"{table.title.text}, row {number}"
    if said.name is not None and called.text in said.supplied.others:
        context.error(
            "duplicate-example",
            f"`{called.text}` is given above the table too",
            called,
            "leave one of them out",
        )
    if titles.setdefault(called.text, called) is not called:
        context.error(
            "duplicate-example",
            f"two rows of this table are called `{called.text}`",
            called,
            "say what each of them shows"
            if said.name is None
            else "give each organisation a name of its own",
        )
    return f"{table.title.text}: {called.text}"
