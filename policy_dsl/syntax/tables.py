"""Decision tables: input columns, one output, rows read from the top, first match."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, nodes_of, span_of
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.nodes import Citation, LabelName, Node, Word


@frozen(eq=False)
class AnyCell(Node):
    """``any``: whatever the column holds, even if it is not known."""


@frozen(eq=False)
class OtherwiseCell(Node):
    """``otherwise``: every row that no row above has taken."""


@frozen(eq=False)
class EqualsTest(Node):
    """``2``, ``amber``, ``6%``: the column equals a constant."""

    value: Expression


@frozen(eq=False)
class RangeTest(Node):
    """``90% to 110%``, both ends included."""

    low: Expression
    high: Expression


@frozen(eq=False)
class ComparisonTest(Node):
    """``>= 11%``: the column compared with a constant."""

    sign: str
    value: Expression


@frozen(eq=False)
class OrderTest(Node):
    """``amber or worse``; ``or_worse`` is false for ``or better``."""

    label: LabelName
    or_worse: bool


CellTest = EqualsTest | RangeTest | ComparisonTest | OrderTest


@frozen(eq=False)
class TestsCell(Node):
    """``1 or 2``, ``< 5 or > 10``: any of several tests."""

    __test__ = False  # pytest would take the name for a class of tests

    tests: tuple[CellTest, ...]


Cell = AnyCell | OtherwiseCell | TestsCell


@frozen(eq=False)
class Row(Node):
    """``| 3 | 1 or 2 | 2 |``: one cell for each column; the last is the output."""

    cells: tuple[Cell, ...]
    citations: tuple[Citation, ...]


@frozen(eq=False)
class Columns(Node):
    """``| plan | variance | combined_finance |``: the head of a table."""

    names: tuple[Word, ...]


@frozen(eq=False)
class Table(Node):
    """``table combined_finance: score`` and its rows."""

    name: Word
    type: Word
    columns: Columns
    rows: tuple[Row, ...]
    citations: tuple[Citation, ...]


class TableRules(Building):
    """The grammar's rules for tables."""

    def table(self, parts: list[Any]) -> Table:
        _, name, type_, citations, columns, *rows = parts
        return Table(
            span_of(parts),
            self.word_of(name),
            self.word_of(type_),
            columns,
            tuple(rows),
            citations,
        )

    def columns(self, parts: list[Any]) -> Columns:
        names = tuple(self.word_of(part) for part in parts if part.type == "NAME")
        return Columns(span_of(parts), names)

    def row(self, parts: list[Any]) -> Row:
        *cells, citations = parts
        return Row(span_of(parts), tuple(nodes_of(cells)), citations)

    def any_cell(self, parts: list[Any]) -> AnyCell:
        return AnyCell(span_of(parts))

    def otherwise_cell(self, parts: list[Any]) -> OtherwiseCell:
        return OtherwiseCell(span_of(parts))

    def tests_cell(self, parts: list[Any]) -> TestsCell:
        return TestsCell(span_of(parts), tuple(nodes_of(parts)))

    def equals_test(self, parts: list[Any]) -> EqualsTest:
        return EqualsTest(span_of(parts), parts[0])

    def range_test(self, parts: list[Any]) -> RangeTest:
        return RangeTest(span_of(parts), parts[0], parts[2])

    def comparison_test(self, parts: list[Any]) -> ComparisonTest:
        return ComparisonTest(span_of(parts), str(parts[0]), parts[1])

    def order_test(self, parts: list[Any]) -> OrderTest:
        return OrderTest(span_of(parts), parts[0], parts[1].type == "OR_WORSE")
