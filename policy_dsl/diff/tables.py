"""What changed in a decision table: its columns, and its rows by what they test."""

from __future__ import annotations

from collections.abc import Sequence

from policy_dsl.diff.change import Direction, Kind
from policy_dsl.diff.citing import Citing
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.direction import label_direction, named_effect, row_effect
from policy_dsl.diff.expressions import parts
from policy_dsl.diff.part import SAME, direction_of
from policy_dsl.diff.sequences import matched, moved, passed
from policy_dsl.diff.snippets import added_after, added_before, deleted
from policy_dsl.meaning.row_order import apart
from policy_dsl.source import Edit
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.tables import AnyCell, EqualsTest, OtherwiseCell, Row, Table, TestsCell

_ALIKE = 0.5
#: How alike two cells are of which one holds the column against another figure.
_OTHER_FIGURE = 0.8


def compare_tables(c: Comparison, citing: Citing, old: Table, new: Table) -> None:
    """Notes what changed between two editions of a decision table."""
    name = new.name.text
    subject = f"table {name}"
    start = len(c.changes)
    if not c.same(old.type, new.type):
        said = f"{name}: gives {new.type.text} instead of {old.type.text}"
        change = c.add(f"{name}.type", Kind.RESULT, subject, said, old.type, new.type)
        c.note(c.ties, change, {old.name.text, name})
    olds = [word.text for word in old.columns.names[:-1]]
    news = [c.names.get(word.text, word.text) for word in new.columns.names[:-1]]
    if sorted(olds) != sorted(news):
        come = [f"also by {name}" for name in news if name not in olds]
        gone = [f"no longer by {name}" for name in olds if name not in news]
        said = f"{name}: looked up {' and '.join([*come, *gone])}"
        c.add(f"{name}.columns", Kind.COLUMN, subject, said, old.columns, new.columns)
    structural = len(c.changes) > start
    rows = _compare_rows(c, subject, old, new)
    citing.declaration(name, old, new, rows)
    if structural or (olds != news and len(c.changes) > start):
        c.bundle(start, old, new)


def _compare_rows(
    c: Comparison, subject: str, old: Table, new: Table
) -> list[tuple[str, Node, Node]]:
    name = new.name.text
    columns = [word.text for word in new.columns.names[:-1]]
    were = [word.text for word in old.columns.names[:-1]]
    pairs = matched(
        old.rows, new.rows, lambda one, other: _likeness(c, old, new, one, other), _ALIKE
    )
    twin = {id(other): one for one, other in pairs}
    taken = {id(one) for one, _ in pairs}
    places = [old.rows.index(one) for one, _ in pairs]
    out_of_order: dict[int, tuple[list[int], list[int]]] = {
        id(pairs[position][1]): _crossed(c, pairs, places, position) for position in moved(places)
    }
    texts = [row_text(c, columns, row, True) for _, row in pairs]
    anchor: Row | None = None
    for row in new.rows:
        one = twin.get(id(row))
        if one is None:
            _added_row(c, subject, old, new, row, anchor)
            continue
        start = len(c.changes)
        _changed_row(c, subject, old, new, one, row)
        before, behind = out_of_order.get(id(row), ([], []))
        if before or behind:
            own = c.changes[start:]
            del c.changes[start:]
            where = f"before {texts[before[0]]}" if before else f"after {texts[behind[-1]]}"
            said = f"{name}: the row {row_text(c, columns, row, True)} is asked {where}"
            said += "".join(f"; {change.sentence.removeprefix(f'{name}: ')}" for change in own)
            edits = [deleted(c.old.source, one), _placed(c, old, row, anchor)]
            others = [pairs[at][0] for at in before or behind]
            direction = None if own else _moved_direction(c, old, one, others, bool(before))
            c.add(f"{name}.order", Kind.ORDER, subject, said, one, row, edits, direction)
        else:
            anchor = one
    for one in old.rows:
        if id(one) not in taken:
            said = f"{name}: no longer a row {row_text(c, were, one, False)}"
            direction = row_effect(c.old, one, -1)
            edits = [deleted(c.old.source, one)]
            c.add(f"{name}.row", Kind.ROW, subject, said, one, None, edits, direction)
    return [(f"{name} row {number}", one, other) for number, (one, other) in enumerate(pairs, 1)]


def _crossed(
    c: Comparison, pairs: Sequence[tuple[Row, Row]], places: Sequence[int], position: int
) -> tuple[list[int], list[int]]:
    """The rows that a row has come to stand before, and behind, if both can apply together."""
    own = pairs[position][0]
    before, behind = (
        [at for at in side if not apart(c.old, pairs[at][0], own)]
        for side in passed(places, position)
    )
    return before, behind


def _moved_direction(
    c: Comparison, table: Table, row: Row, others: Sequence[Row], before: bool
) -> Direction | None:
    """Where a row moves past others that give labels all worse, or all better, than its own."""
    own = c.old_text(row.cells[-1])
    ways = {
        label_direction(c.old, c.old_text(other.cells[-1]), own, table.type.text)
        for other in others
    }
    way = ways.pop() if len(ways) == 1 else None
    return way if before or way is None else way.opposite


def _likeness(c: Comparison, old: Table, new: Table, one: Row, other: Row) -> float:
    """From 0 to 1: by how many columns two rows have in common, the output among them."""
    ones = dict(zip([w.text for w in old.columns.names[:-1]], one.cells, strict=False))
    names = [c.names.get(w.text, w.text) for w in new.columns.names[:-1]]
    others = dict(zip(names, other.cells, strict=False))
    alike = [_cells_alike(c, ones[name], others[name]) for name in ones if name in others]
    same = sum(alike)
    asked = max(len(ones), len(others))
    if same == asked:
        return 1 if c.same(one.cells[-1], other.cells[-1]) else 0.95
    output = c.same(one.cells[-1], other.cells[-1])
    return 0.9 * (same + output) / (asked + 1) if output else 0.45 * same / asked


def _cells_alike(c: Comparison, old: Node, new: Node) -> float:
    """1 for cells that ask the same, a little less where only a figure is another."""
    if c.same(old, new):
        return 1
    if isinstance(old, TestsCell) and isinstance(new, TestsCell):
        found = parts(c, old, new)
        return _OTHER_FIGURE * all(part.kind is Kind.THRESHOLD for part in found)
    return 0


def row_text(c: Comparison, columns: list[str], row: Row, of_new: bool) -> str:
    """A row as a sentence has it: ``plan 1, variance 3: 2``."""
    text = c.new_text if of_new else c.old_text
    asked = [
        f"{name} {text(cell)}"
        for name, cell in zip(columns, row.cells, strict=False)
        if not isinstance(cell, AnyCell | OtherwiseCell)
    ]
    return f"{', '.join(asked) or 'otherwise'}: {text(row.cells[-1])}"


def _changed_row(c: Comparison, subject: str, old: Table, new: Table, one: Row, other: Row) -> None:
    name = new.name.text
    names = [word.text for word in new.columns.names[:-1]]
    cells = {
        c.names.get(column, column): cell for column, cell in zip(names, other.cells, strict=False)
    }
    were = [word.text for word in old.columns.names[:-1]]
    for column, cell in zip(were, one.cells, strict=False):
        changed = cells.get(column)
        if changed is None or c.same(cell, changed):
            continue
        found = parts(c, cell, changed)
        said = f"{column} {c.new_text(changed)} instead of {c.old_text(cell)}"
        said += SAME * any(part.same for part in found)
        if len(were) > 1:
            said = f"{name}: {said} in the row {row_text(c, were, one, False)}"
        else:
            said = f"{name}: {c.old_text(one.cells[-1])} when {said}"
        kind = Kind.THRESHOLD if all(part.kind is Kind.THRESHOLD for part in found) else Kind.ROW
        direction = direction_of(c, found)
        edits = [c.replaced(cell, changed)]
        c.add(f"{name}.{column}", kind, subject, said, one, other, edits, direction)
    was, now = one.cells[-1], other.cells[-1]
    if not c.same(was, now):
        where = row_text(c, were, one, False).rpartition(": ")[0]
        said = f"{name}: {where} gives {c.new_text(now)} instead of {c.old_text(was)}"
        direction = _output_direction(c, old, was, now)
        edits = [c.replaced(was, now)]
        c.add(f"{name}.gives", Kind.LABEL, subject, said, one, other, edits, direction)


def _output_direction(c: Comparison, table: Table, old: Node, new: Node) -> Direction | None:
    by_label = label_direction(c.old, c.old_text(old), c.new_text(new), table.type.text)
    if by_label is not None:
        return by_label
    match old, new:
        case (
            TestsCell(tests=(EqualsTest(value=Constant() as was),)),
            TestsCell(tests=(EqualsTest(value=Constant() as now),)),
        ) if was.type == now.type and not isinstance(was.value, str):
            greater = (now.value > was.value) - (now.value < was.value)  # type: ignore[operator]  # of one type
            return named_effect(c.old, table.name.text, greater)
    return None


def _added_row(
    c: Comparison, subject: str, old: Table, new: Table, row: Row, anchor: Row | None
) -> None:
    name = new.name.text
    columns = [word.text for word in new.columns.names[:-1]]
    said = f"{name}: new row {row_text(c, columns, row, True)}"
    direction = row_effect(c.new, row, 1)
    edits = [_placed(c, old, row, anchor)]
    c.add(f"{name}.row", Kind.ROW, subject, said, None, row, edits, direction)


def _placed(c: Comparison, old: Table, row: Row, anchor: Row | None) -> Edit:
    if anchor is not None:
        return added_after(c.old.source, anchor, c.snippet(row))
    return added_before(c.old.source, old.rows[0], c.snippet(row))
