"""Decision tables: cells aligned by column, columns of figures by their decimal point."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from policy_dsl.format.entries import Entry, before_body, cited
from policy_dsl.format.expressions import expression
from policy_dsl.format.pieces import Atom, Joined, Piece, atoms, flat, joined
from policy_dsl.format.written import Written
from policy_dsl.source import display_width
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

_FIGURE = re.compile(r"(?P<whole>-?£?[\d,]+)(?P<rest>(\.\d+)?(%| days?)?)")


def table(node: Table, written: Written) -> Iterator[Entry]:
    """A head of columns and the rows below it."""
    yield Entry(
        before_body(node, node.columns, written),
        rest=joined("table", node.name.text + ":", node.type.text),
        citations=cited(node.citations),
    )
    names = [written.as_it_is(name) for name in node.columns.names]
    rows = [[cell(one, written) for one in row.cells] for row in node.rows]
    top, *below = in_columns([names, *rows], figures_right=())
    yield Entry(node.columns.span, rest=top, family="row")
    for row, laid in zip(node.rows, below, strict=True):
        yield Entry(row.span, rest=laid, citations=cited(row.citations), family="row")


def cell(node: Cell, written: Written) -> Piece:
    """What stands between two bars."""
    match node:
        case AnyCell():
            return Atom("any")
        case OtherwiseCell():
            return Atom("otherwise")
        case TestsCell():
            first, *others = (_test(test, written) for test in node.tests)
            return joined(first, *(part for other in others for part in ("or", other)))
        case _:
            assert_never(node)


def _test(node: CellTest, written: Written) -> Piece:
    match node:
        case EqualsTest():
            return expression(node.value, written)
        case RangeTest():
            return joined(expression(node.low, written), "to", expression(node.high, written))
        case ComparisonTest():
            return joined(node.sign, expression(node.value, written))
        case OrderTest():
            return joined(node.label.text, "or worse" if node.or_worse else "or better")
        case _:
            assert_never(node)


def in_columns(lines: Sequence[Sequence[Piece]], figures_right: Sequence[int]) -> Iterator[Joined]:
    """Lines of cells with bars between them, the first of which is the head.

    A column of nothing but figures is aligned by the decimal point; ``figures_right`` are those
    that then stand at the right edge of their column.  Lines that are too short have fewer cells:
    the checker speaks of them.
    """
    texts = [[flat(piece) for piece in line] for line in lines]
    columns = [
        _column([line[at] for line in texts if at < len(line)], at in figures_right)
        for at in range(max(map(len, texts)))
    ]
    taken = [0] * len(columns)
    for line in lines:
        parts: list[Piece] = [Atom("|")]
        for at, piece in enumerate(line):
            parts += [_fitted(piece, columns[at][taken[at]]), Atom("|")]
            taken[at] += 1
        yield joined(*parts)


def _column(texts: Sequence[str], right: bool) -> list[str]:
    """The cells of a column, all of one width."""
    top, *below = texts
    figures = [_FIGURE.fullmatch(text) for text in below]
    if all(figures) and figures:
        wholes = [match["whole"] for match in figures if match is not None]
        rests = [match["rest"] for match in figures if match is not None]
        most, least = max(map(len, wholes)), max(map(len, rests))
        below = [
            whole.rjust(most) + rest.ljust(least) for whole, rest in zip(wholes, rests, strict=True)
        ]
    width = max(map(display_width, [top, *below]))
    if right and all(figures):
        below = [text.rjust(width) for text in below]
    return [text + " " * (width - display_width(text)) for text in [top, *below]]


def _fitted(piece: Piece, text: str) -> Piece:
    """The piece with the blanks around it that its column asks for."""
    first, *others = atoms(piece)
    before = len(text) - len(text.lstrip())
    after = len(text) - len(text.rstrip())
    if not others:
        return Atom(text)
    parts = [Atom(" " * before + first.text), *others[:-1], Atom(others[-1].text + " " * after)]
    return Joined(tuple(parts)) if _loose(piece) else Atom(text)


def _loose(piece: Piece) -> bool:
    """Whether there is a blank between all its atoms."""
    return flat(piece) == " ".join(atom.text for atom in atoms(piece))
