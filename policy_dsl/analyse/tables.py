"""The diagrams of decision tables: which row is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, reduce
from typing import Any, Final

from attrs import frozen

from policy_dsl.analyse.diagrams import Diagram, in_doubt
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.evaluate.cells import cell_check
from policy_dsl.syntax.expressions import Expression, Order
from policy_dsl.syntax.nodes import Node, Word
from policy_dsl.syntax.tables import AnyCell, Cell, EqualsTest, OtherwiseCell, Row, Table, TestsCell
from policy_dsl.values.absence import DOES_NOT_APPLY
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Type, base

Make = Callable[[Lifted, Expression], Diagram]

#: In place of a row: none fits.
NO_ROW: Final = "no row"


def columns(on: Lifted, table: Table) -> list[tuple[Word, Diagram, Type]]:
    """The columns a table is read by: the name, the diagram and the type of each."""
    from policy_dsl.analyse.expressions import named

    found: list[tuple[Word, Diagram, Type]] = []
    for word in table.columns.names[:-1]:
        meaning = on.space.policy.meanings[word]
        assert isinstance(meaning, Node)
        found.append((word, named(on, word), base(on.space.type_of(meaning))))
    return found


def row_fits(on: Lifted, row: Row, of: list[tuple[Word, Diagram, Type]], make: Make) -> Diagram:
    """Whether every cell of a row fits its column."""
    found = on.space.leaf(True)
    for cell, (_, column, type_) in zip(row.cells, of, strict=False):
        if isinstance(cell, TestsCell):
            test = fitting(on, cell, column, type_, make)
            found = on.space.diagrams.apply(both_fit, found, test)
    return found


def both_fit(a: Any, b: Any) -> Any:
    """A row of which one cell does not fit is not taken, nor one with a cell that has no answer."""
    if a is False or b is False or a is DOES_NOT_APPLY or b is DOES_NOT_APPLY:
        return False
    return a if a is not True else b


def taken(on: Lifted, table: Table, make: Make) -> Diagram:
    """The number of the first row that fits, from 0, or ``NO_ROW``."""
    key = ("taken", table)
    found = on.space.made.get(key)
    if found is None:
        found = on.space.made[key] = _taken(on, table, make)
    return found


def _taken(on: Lifted, table: Table, make: Make) -> Diagram:
    space = on.space
    of = columns(on, table)
    fits = [(row_fits(on, row, of, make), number) for number, row in enumerate(table.rows)]
    found = space.diagrams.first(fits, NO_ROW)
    for _, column, _ in of:
        found = space.diagrams.apply(_if_applies, found, column)
    return found


def _if_applies(row: Any, column: Any) -> Any:
    return DOES_NOT_APPLY if column is DOES_NOT_APPLY else row


def value_of(on: Lifted, table: Table, make: Make) -> Diagram:
    """What comes out of a table."""
    space = on.space
    scale = space.type_of(table)
    outputs = []
    for row in table.rows:
        cell = row.cells[-1]
        assert isinstance(cell, TestsCell)
        (test,) = cell.tests
        assert isinstance(test, EqualsTest)
        output = make(on, test.value)
        if isinstance(scale, Scale | Choice):
            output = space.diagrams.apply(on.as_label(scale), output)
        outputs.append(output)

    def output_of() -> Callable[[Any], Any]:
        def of(row: Any) -> Any:
            if row.__class__ is int:
                return outputs[row]
            return in_doubt() if row is NO_ROW else row

        return of

    made = on.once(("output", table), output_of)
    return space.diagrams.apply(made, taken(on, table, make))


# ---- one cell -----------------------------------------------------------------------------------


def fitting(on: Lifted, cell: Cell, column: Diagram, type_: Type, make: Make) -> Diagram:
    """Whether a column fits a cell."""
    if isinstance(cell, AnyCell | OtherwiseCell):
        return on.space.leaf(True)
    return cell_check(on.space.policy, cell, type_, _OfColumn(on, column, make))


@frozen
class _OfColumn:
    """The evaluator's questions, of a column that can have many values."""

    on: Lifted
    column: Diagram
    make: Make

    def stands(self, order: Order, label: Label) -> Diagram:
        return self._asked(self.on.holds(order, label), self.column)

    def same(self, operand: Expression) -> Diagram:
        return self._asked(self.on.same, self.column, self.make(self.on, operand))

    def compared(self, sign: str, operand: Expression) -> Diagram:
        return self._asked(self.on.compare[sign], self.column, self.make(self.on, operand))

    def both(self, one: Diagram, other: Diagram) -> Diagram:
        return self._asked(self.on.both, one, other)

    def any_of(self, tests: Sequence[Diagram]) -> Diagram:
        return reduce(partial(self._asked, self.on.either), tests)

    def _asked(self, operation: Callable[..., Any], *operands: Diagram) -> Diagram:
        return self.on.space.diagrams.apply(operation, *operands)
