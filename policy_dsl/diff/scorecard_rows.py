"""What changed in the rows of a scorecard: each measure's bands, weight and attributes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from policy_dsl.check.items import Role
from policy_dsl.check.policy import Policy
from policy_dsl.check.scorecards import measure_of
from policy_dsl.diff.change import Direction, Kind
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.direction import band_effect, named_effect
from policy_dsl.diff.expressions import parts
from policy_dsl.diff.part import SAME, direction_of, note_parts
from policy_dsl.diff.snippets import added_after, added_before, deleted
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import (
    CardCell,
    CardRow,
    ConditionCell,
    NoCell,
    Scorecard,
)
from policy_dsl.syntax.tables import AnyCell, ComparisonTest, EqualsTest, OtherwiseCell, TestsCell

_STARTS = {">=": "starts at", ">": "starts above"}
_ENDS = {"<=": "ends at", "<": "ends below"}


def columns_after(old: Scorecard, new: Scorecard) -> list[str]:
    """The columns of the old card once all that changed in them has: old order, new ones in it."""
    news = [heading.text for heading in new.head.columns]
    found = [heading.text for heading in old.head.columns if heading.text in news]
    for place, head in enumerate(news):
        if head not in found:
            before = next(other for other in reversed(news[:place]) if other in found)
            found.insert(found.index(before) + 1, head)
    return found


def compare_rows(
    c: Comparison,
    subject: str,
    old: Scorecard,
    new: Scorecard,
    pairs: Sequence[tuple[CardRow, CardRow]],
) -> list[tuple[str, Node, Node]]:
    """Notes what changed in the rows that ``pairs`` match; names and rows, for citations."""
    twin = {id(other): one for one, other in pairs}
    taken = {id(one) for one, _ in pairs}
    anchor: CardRow | None = None
    named = []
    for row in new.rows:
        one = twin.get(id(row))
        if one is None:
            _added(c, subject, old, new, row, anchor)
        else:
            _changed(c, subject, old, new, one, row)
            named.append((_measure(row), one, row))
            anchor = one
    for one in old.rows:
        if id(one) not in taken:
            said = f"{new.name.text}: {_measure(one)} is no longer a measure"
            edits = [deleted(c.old.source, one)]
            id_ = f"{new.name.text}.{_measure(one)}"
            change = c.add(id_, Kind.ROW, subject, said, one, None, edits)
            c.note(c.drops, change, {f"{old.name.text}.{_measure(one)}"})
    return [(measure, one, other) for measure, one, other in named]


def _measure(row: CardRow) -> str:
    name = measure_of(row)
    return name.text if name is not None else ""


def cells_of(policy: Policy, card: Scorecard, row: CardRow) -> dict[str, CardCell]:
    """The cells of a row by the heading of their column."""
    columns = policy.cards[card].columns
    return {column.heading.text: cell for column, cell in zip(columns, row.cells, strict=True)}


def likeness(c: Comparison, old: Scorecard, new: Scorecard, one: CardRow, other: CardRow) -> float:
    """1 for the same measure, more for the same kinds too; 0.95 where all else is the same."""
    same = _measure(one) == c.names.get(_measure(other), _measure(other))
    ones, others = cells_of(c.old, old, one), cells_of(c.new, new, other)
    kinds = c.same(ones.get("applies_to"), others.get("applies_to"))
    if same:
        return 1 + kinds
    rest = [name for name in ones if name != "measure"]
    alike = set(ones) == set(others) and all(c.same(ones[name], others[name]) for name in rest)
    tested = any(
        isinstance(cell, TestsCell) and not isinstance(cell.tests[0], EqualsTest)
        for cell in ones.values()
    )
    return 0.95 if alike and tested and _card_is_small(old, new) else 0


def _card_is_small(old: Scorecard, new: Scorecard) -> bool:
    """Where one measure stands for another only if neither card has the other one too."""
    return len(old.rows) == len(new.rows)


def _changed(
    c: Comparison, subject: str, old: Scorecard, new: Scorecard, one: CardRow, other: CardRow
) -> None:
    card, measure = new.name.text, _measure(other)
    before, after = cells_of(c.old, old, one), cells_of(c.new, new, other)
    columns = {column.heading.text: column for column in c.new.cards[new].columns}
    for name, cell in after.items():
        was = before.get(name)
        if was is None or c.same(was, cell):
            continue
        id_ = f"{card}.{measure}.{name}"
        arrow = f"{c.old_text(was)} → {c.new_text(cell)}"
        edits = [c.replaced(was, cell)]
        match columns[name].role:
            case Role.BAND:
                _changed_band(c, subject, id_, f"{measure}: band {name}", was, cell, (one, other))
            case Role.WEIGHT:
                direction = _weight_direction(c, old, was, cell)
                said = f"{measure}: weight {arrow}"
                c.add(id_, Kind.WEIGHT, subject, said, one, other, edits, direction)
            case Role.MEASURE:
                said = f"{card}: {c.new_text(cell)} is measured instead of {c.old_text(was)}"
                c.add(f"{card}.{measure}", Kind.ROW, subject, said, one, other, edits)
            case Role.APPLIES_TO:
                said = f"{measure}: applies to {c.new_text(cell)} instead of {c.old_text(was)}"
                c.add(id_, Kind.APPLIES_TO, subject, said, one, other, edits)
            case Role.ATTRIBUTE:
                said = f"{measure}: {name} {arrow}"
                c.add(id_, Kind.COLUMN, subject, said, one, other, edits)


def _changed_band(
    c: Comparison,
    subject: str,
    id_: str,
    band: str,
    was: CardCell,
    now: CardCell,
    rows: tuple[CardRow, CardRow],
) -> None:
    if isinstance(was, ConditionCell) and isinstance(now, ConditionCell):
        found = parts(c, was.condition, now.condition)
        note_parts(c, found, id_, Kind.THRESHOLD, subject, band, rows, "when")
        return
    edits = [c.replaced(was, now)]
    match was, now:
        case TestsCell(), TestsCell():
            found = parts(c, was, now)
            said = f"{band} {_cell_sentence(c, was, now)}"
            said += SAME * any(part.same for part in found)
            c.add(id_, Kind.THRESHOLD, subject, said, *rows, edits, direction_of(c, found))
        case _:
            said = f"{band} {_cell_text(c, now, True)} instead of {_cell_text(c, was, False)}"
            direction = None
            if isinstance(was, NoCell):
                direction = band_effect(c.new, rows[1], now, 1)
            elif isinstance(now, NoCell):
                direction = band_effect(c.old, rows[0], was, -1)
            c.add(id_, Kind.THRESHOLD, subject, said, *rows, edits, direction)


def _cell_sentence(c: Comparison, was: TestsCell, now: TestsCell) -> str:
    match was.tests, now.tests:
        case (ComparisonTest() as old,), (ComparisonTest() as new,) if old.sign == new.sign:
            word = {**_STARTS, **_ENDS}.get(new.sign)
            if word is not None:
                return f"{word} {c.new_text(new.value)} instead of {c.old_text(old.value)}"
    return f"is {c.new_text(now)} instead of {c.old_text(was)}"


def _cell_text(c: Comparison, cell: CardCell, of_new: bool) -> str:
    match cell:
        case NoCell():
            return "never"
        case OtherwiseCell() | AnyCell():
            return "otherwise"
    return c.new_text(cell) if of_new else c.old_text(cell)


def _weight_direction(
    c: Comparison, card: Scorecard, was: CardCell, now: CardCell
) -> Direction | None:
    """More weight is more of the total, where no band has points below nought."""
    points = c.old.cards[card].points.values()
    figures = [item.value if isinstance(item, Constant) else None for item in points]
    if not all(isinstance(figure, Decimal) and figure >= 0 for figure in figures) or not figures:
        return None
    one, other = _figure(was), _figure(now)
    if one is None or other is None or c.old.cards[card].percent:
        return None
    used = {
        name: named_effect(c.old, f"{card.name.text}.{name}", (other > one) - (other < one))
        for name in ("average", "total")
        if named_effect(c.old, f"{card.name.text}.{name}", 1) is not None
    }
    return used.get("total") if set(used) == {"total"} else None


def _figure(cell: CardCell) -> Decimal | None:
    match cell:
        case TestsCell(tests=(EqualsTest(value=Constant(value=Decimal() as figure)),)):
            return figure
    return None


def _added(
    c: Comparison,
    subject: str,
    old: Scorecard,
    new: Scorecard,
    row: CardRow,
    anchor: CardRow | None,
) -> None:
    card, measure = new.name.text, _measure(row)
    weight = cells_of(c.new, new, row).get("weight")
    said = f"{card}: {measure} is a new measure"
    if weight is not None:
        said += f", weight {c.new_text(weight)}"
    cells = cells_of(c.new, new, row)
    line = " | ".join(c.snippet(cells[name]) for name in columns_after(old, new))
    cites = "".join(f" {c.snippet(item)}" for item in row.citations)
    line = f"| {line} |{cites}"
    edit = (
        added_after(c.old.source, anchor, line)
        if anchor is not None
        else added_before(c.old.source, old.rows[0], line)
    )
    change = c.add(f"{card}.{measure}", Kind.ROW, subject, said, None, row, [edit])
    c.note(c.brings, change, {f"{card}.{measure}"})


def weights_together(c: Comparison, start: int, old: Scorecard, new: Scorecard) -> None:
    """Weights that are percents add up to 100%, so none of them changes by itself."""
    if not (c.old.cards[old].percent and c.new.cards[new].percent):
        return
    own = [change for change in c.changes[start:] if change.kind in (Kind.WEIGHT, Kind.ROW)]
    c.together(own)
