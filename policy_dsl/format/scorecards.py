"""Scorecards: measures in rows; weights and other figures at the right of their columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from policy_dsl.format.entries import Entry, before_body, cited
from policy_dsl.format.expressions import expression
from policy_dsl.format.pieces import Atom, Piece, joined, listed, words
from policy_dsl.format.tables import cell, in_columns
from policy_dsl.format.written import Written
from policy_dsl.syntax.scorecards import (
    CardCell,
    CardPoints,
    ConditionCell,
    NoCell,
    Scorecard,
    WhenMissing,
)


def scorecard(node: Scorecard, written: Written) -> Iterator[Entry]:
    """Its lines, its head and its rows."""
    first = node.lines[0] if node.lines else node.head
    yield Entry(
        before_body(node, first, written),
        rest=joined("scorecard", node.name.text + ":", node.type.text),
        citations=cited(node.citations),
    )
    for line in node.lines:
        yield Entry(line.span, rest=_line(line, written))
    names = [written.as_it_is(name) for name in node.head.columns]
    rows = [[_cell(one, written) for one in row.cells] for row in node.rows]
    top, *below = in_columns([names, *rows], range(1, len(names)))
    yield Entry(node.head.span, rest=top, family="row")
    for row, laid in zip(node.rows, below, strict=True):
        yield Entry(row.span, rest=laid, citations=cited(row.citations), family="row")


def _line(line: CardPoints | WhenMissing, written: Written) -> Piece:
    match line:
        case CardPoints():
            points = (
                joined(one.label.text, expression(one.points, written)) for one in line.points
            )
            return joined("points", listed(points))
        case WhenMissing():
            if line.counts_as is None:
                return words("when missing leave out")
            return joined("when missing counts as", line.counts_as.text)
        case _:
            assert_never(line)


def _cell(node: CardCell, written: Written) -> Piece:
    match node:
        case ConditionCell():
            return joined("when", expression(node.condition, written))
        case NoCell():
            return Atom("-")
        case _:
            return cell(node, written)
