"""Rows and bands that fit the same input and say different things of it.

The first row that fits is taken, so an overlap is nothing unusual: a special row stands above a
more general one, thresholds come one after the other, and ``any`` means what it says.  It is a
surprise only where neither row is a special case of the other: then the author may not have seen
that the two meet, and which of them stands first decides.  Cells that hold a column against another
fact or result are passed over: how two such figures stand to each other is not for a policy to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from typing import Any

from policy_dsl.analyse import scorecards, tables
from policy_dsl.analyse.context import Analysis
from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.expressions import diagram
from policy_dsl.analyse.finding import Finding, example_of, finding
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.tables import both_fit
from policy_dsl.analyse.walking import leaves
from policy_dsl.analyse.ways import likely, ways
from policy_dsl.analyse.witness import Confirm
from policy_dsl.check.policy import Policy
from policy_dsl.check.scorecards import measure_of
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Placed
from policy_dsl.invent import Situation
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.tables import CellTest, EqualsTest, Row, Table, TestsCell
from policy_dsl.values.scales import Label

#: Of more rows than this, not every two are held against each other.
_MOST_ROWS = 60


def of_table(of: Analysis, table: Table) -> Iterator[Finding]:
    """Two rows of a table that overlap and give different results."""
    on = of.narrow
    name = table.name.text
    columns = tables.columns(on, table)
    cells = [_cells(of, row, columns) for row in table.rows[:_MOST_ROWS]]
    taken = tables.taken(on, table, diagram)
    for (one, row), (other, below) in combinations(enumerate(table.rows[:_MOST_ROWS]), 2):
        if _same_output(of.policy, row, below) or not _surprising(on, cells[one], cells[other]):
            continue
        fits = tables.row_fits(on, below, columns, diagram)

        def confirm(decision: Decision, one: int = one) -> bool:
            return decision[name].detail == one

        shown = _shown(of, table, _where(on, taken, one, fits), confirm)
        if shown is None:
            continue
        yield _finding(
            of,
            below,
            f"rows {one + 1} and {other + 1} of `{name}` overlap, with different results",
            shown,
            (row, f"row {one + 1}, which is taken"),
            f"row {other + 1} fits as well",
        )


def of_card(of: Analysis, card: Scorecard) -> Iterator[Finding]:
    """Two bands of a row that overlap."""
    for row in card.rows:
        yield from _of_row(of, card, row)


def _of_row(of: Analysis, card: Scorecard, row: CardRow) -> Iterator[Finding]:
    on = of.narrow
    name = card.name.text
    word = measure_of(row)
    assert word is not None
    bands = [
        band
        for band in scorecards.bands(on, card, row, diagram)
        if _settled(of.policy, row.cells[band.place])
    ]
    placed = scorecards.placed(on, card, row, diagram)
    for one, other in combinations(bands, 2):
        if not _surprising(on, [one.fits], [other.fits]):
            continue

        def confirm(decision: Decision, place: int = one.place) -> bool:
            step = next((step for step in decision[name].inputs if step.rule is row), None)
            return (
                step is not None and isinstance(step.detail, Placed) and step.detail.cell == place
            )

        shown = _shown(of, card, _where(on, placed, one.place, other.fits), confirm)
        if shown is None:
            continue
        yield _finding(
            of,
            row.cells[other.place],
            f"the bands {one.label.name} and {other.label.name} of `{word.text}` overlap",
            shown,
            (row.cells[one.place], f"{one.label.name}, which is taken"),
            f"{other.label.name} fits as well",
        )


def _settled(policy: Policy, cell: Node) -> bool:
    """Whether a cell asks only for labels and figures."""
    return isinstance(cell, TestsCell) and all(
        isinstance(node, Constant | CellTest | TestsCell)
        or isinstance(policy.meanings.get(node), Label)
        for node in cell.walk()
    )


def _cells(of: Analysis, row: Row, columns: Sequence[Any]) -> list[Diagram | None]:
    """Whether each cell of a row fits; None where that is not told by labels and figures."""
    return [
        tables.fitting(of.narrow, cell, column, type_, diagram)
        if _settled(of.policy, cell)
        else None
        for cell, (_, column, type_) in zip(row.cells, columns, strict=False)
    ]


def _same_output(policy: Policy, row: Row, below: Row) -> bool:
    first, second = _output(row), _output(below)
    meant = policy.meanings.get(first)
    if meant is not None or policy.meanings.get(second) is not None:
        return meant is policy.meanings.get(second)
    return getattr(first, "value", first) == getattr(second, "value", second)


def _output(row: Row) -> Node:
    cell = row.cells[-1]
    assert isinstance(cell, TestsCell)
    (test,) = cell.tests
    assert isinstance(test, EqualsTest)
    return test.value


def _surprising(
    on: Lifted, above: Sequence[Diagram | None], below: Sequence[Diagram | None]
) -> bool:
    """Whether neither is a special case of the other; not where a cell is no matter of labels."""
    if None in above or None in below:
        return False
    special = general = True
    for one, other in zip(above, below, strict=True):
        assert one is not None
        assert other is not None
        together = on.space.diagrams.apply(both_fit, one, other)
        if not _ever(together):
            return False
        special = special and not _ever(on.space.diagrams.apply(_first_only, one, other))
        general = general and not _ever(on.space.diagrams.apply(_first_only, other, one))
    return not special and not general


def _first_only(one: Any, other: Any) -> bool:
    return one is True and other is not True


def _ever(diagram: Diagram) -> bool:
    return any(leaf.value is True for leaf in leaves(diagram))


def _where(on: Lifted, taken: Diagram, place: int, fits: Diagram) -> Diagram:
    """Where one place is taken and another fits as well."""

    def make() -> Any:
        return lambda value, fit: value.__class__ is int and value == place and fit is True

    return on.space.diagrams.apply(on.once(("where", place), make), taken, fits)


def _shown(
    of: Analysis, about: Node, where: Diagram, confirm: Confirm
) -> tuple[Situation, ...] | None:
    """Who shows it: nobody where that is only likely, and None where it is not."""
    found = None
    for way in islice(ways(of.narrow, where, lambda value: value is True), 3):
        shown = of.witnesses.of(way, about, confirm, where=where)
        if shown is not None:
            return (shown.situation,)
        if likely(of.narrow, way):
            found = ()
    return found


def _finding(
    of: Analysis,
    node: Node,
    message: str,
    shown: tuple[Situation, ...],
    above: tuple[Node, str],
    label: str,
) -> Finding:
    return finding(
        of.policy,
        "overlap",
        node,
        message,
        label=label,
        help="the first that fits is taken: part the two, or let one be a special case of the"
        f" other; {example_of(of.policy, shown)}",
        also=[above],
        witnesses=shown,
        possible=not shown,
    )
