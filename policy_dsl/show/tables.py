"""Decision tables as tables, with what their columns are called."""

from __future__ import annotations

from typing import assert_never

from policy_dsl.show.citing import Citing
from policy_dsl.show.document import Paragraph, Section
from policy_dsl.show.facts import filled
from policy_dsl.show.sentences import Speaker, capital, plain
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

_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}


def table(node: Table, speaker: Speaker, cite: Citing) -> Section:
    """The rows of a table, of which the first that fits is taken."""
    *inputs, output = node.columns.names
    heads = [
        *(speaker.heading(word) for word in inputs),
        capital(plain(output.text)),
        "Source",
    ]
    rows = [[*(cell(one, speaker) for one in row.cells), cite(row.citations)] for row in node.rows]
    lead = Paragraph("The first row that fits is taken.")
    title = f"{capital(plain(node.name.text))} (a table)"
    return Section(3, title, (lead, filled(heads, rows)), cite(node.citations), node.name.text)


def cell(node: Cell, speaker: Speaker) -> str:
    """What a cell says."""
    match node:
        case AnyCell():
            return "any"
        case OtherwiseCell():
            return "otherwise"
        case TestsCell():
            return " or ".join(_test(test, speaker) for test in node.tests)
        case _:
            assert_never(node)


def _test(node: CellTest, speaker: Speaker) -> str:
    match node:
        case EqualsTest():
            return speaker.phrase(node.value)
        case RangeTest():
            return f"{speaker.phrase(node.low)} to {speaker.phrase(node.high)}"
        case ComparisonTest():
            return f"{_SIGNS.get(node.sign, node.sign)} {speaker.phrase(node.value)}"
        case OrderTest():
            return f"{plain(node.label.text)} {'or worse' if node.or_worse else 'or better'}"
        case _:
            assert_never(node)
