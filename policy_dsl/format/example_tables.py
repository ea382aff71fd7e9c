"""Tables of examples: cells aligned by column, columns of figures by their decimal point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from policy_dsl.format.entries import Entry, before_body, cited
from policy_dsl.format.examples import line_of, value_of
from policy_dsl.format.pieces import Atom, Piece, joined, words
from policy_dsl.format.tables import in_columns
from policy_dsl.format.written import Written
from policy_dsl.syntax.example_tables import (
    EmptyCell,
    ExampleCell,
    ExampleTable,
    NoRecordsCell,
    ReasonCell,
    StateCell,
    ValueCell,
)


def example_table(node: ExampleTable, written: Written) -> Iterator[Entry]:
    """The lines that hold for all, the head and the rows."""
    title = joined("examples", written.as_it_is(node.title))
    first = node.lines[0] if node.lines else node.head
    yield Entry(before_body(node, first, written), rest=title, citations=cited(node.citations))
    for line in node.lines:
        yield Entry(line.span, rest=line_of(line, written))
    names = [written.words(one.span.start, one.span.end) for one in node.head.columns]
    rows = [[_cell(one, written) for one in row.cells] for row in node.rows]
    top, *below = in_columns([names, *rows], figures_right=())
    yield Entry(node.head.span, rest=top, family="row")
    for row, laid in zip(node.rows, below, strict=True):
        yield Entry(row.span, rest=laid, citations=cited(row.citations), family="row")


def _cell(node: ExampleCell, written: Written) -> Piece:
    match node:
        case ValueCell():
            return value_of(node.value, written)
        case NoRecordsCell():
            return joined("no", node.name.text)
        case StateCell():
            return words(node.state.value)
        case ReasonCell():
            return written.words(node.span.start, node.span.end)
        case EmptyCell():
            return Atom("-")
        case _:
            assert_never(node)
