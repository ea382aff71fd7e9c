"""``simpler-table``: rows of a table that one row would say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from policy_dsl.check.policy import Policy
from policy_dsl.lint.remark import Remark, remark, whole_lines
from policy_dsl.source import Edit, Label, Span
from policy_dsl.syntax.nodes import Citation
from policy_dsl.syntax.tables import Cell, EqualsTest, OrderTest, Row, Table, TestsCell


def find(policy: Policy) -> Iterator[Remark]:
    """Neighbouring rows with one result that differ in one column, in which each lists values.

    The fix joins them by `or`.  Rows are read from the top, so nothing is taken otherwise; the
    content hash counts rows and changes.
    """
    for table in policy.results:
        if not isinstance(table, Table):
            continue
        joined: set[Row] = set()
        for above, below in pairwise(table.rows):
            column = _differing(policy, above, below)
            if column is None or above in joined:
                continue
            joined.update((above, below))
            cell, other = above.cells[column], below.cells[column]
            both = f"{_text(policy, cell)} or {_text(policy, other)}"
            yield remark(
                policy,
                "simpler-table",
                below.span,
                f"this row of `{table.name.text}` could be one with the row above it",
                f"write `{both}` under `{table.columns.names[column].text}`",
                also=[Label(above.span)],
                edits=[Edit(cell.span, both), whole_row(policy, below)],
                keeps_meaning=False,
            )


def whole_row(policy: Policy, row: Row) -> Edit:
    """The edit that takes a row away, its line and no blank line more."""
    edit = whole_lines(policy, row.span)
    text = policy.source.text
    end = text.find("\n", row.span.end - 1) + 1 or len(text)
    return Edit(Span(edit.span.start, end), "")


def _differing(policy: Policy, above: Row, below: Row) -> int | None:
    """The one input column in which two rows differ, both listing values; None otherwise."""
    if _cites(above) != _cites(below):
        return None
    pairs = list(zip(above.cells, below.cells, strict=True))
    apart = [place for place, (one, two) in enumerate(pairs) if not _same(policy, one, two)]
    if len(apart) != 1 or apart[0] == len(pairs) - 1:
        return None
    return apart[0] if all(_lists_values(cell) for cell in pairs[apart[0]]) else None


def _cites(row: Row) -> set[tuple[str, str]]:
    own: tuple[Citation, ...] = row.citations
    return {(citation.source, citation.place) for citation in own}


def _lists_values(cell: Cell) -> bool:
    return isinstance(cell, TestsCell) and all(
        isinstance(test, EqualsTest | OrderTest) for test in cell.tests
    )


def _same(policy: Policy, one: Cell, two: Cell) -> bool:
    return _text(policy, one) == _text(policy, two)


def _text(policy: Policy, cell: Cell) -> str:
    return policy.source.on_one_line(cell.span)
