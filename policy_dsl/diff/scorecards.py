"""What changed in a scorecard: bands, weights and attributes, and its measures."""

from __future__ import annotations

from collections.abc import Mapping

from policy_dsl.check.items import Role
from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Change, Kind
from policy_dsl.diff.citing import Citing
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.scales import scale_sentence
from policy_dsl.diff.scorecard_rows import (
    cells_of,
    compare_rows,
    likeness,
    weights_together,
)
from policy_dsl.diff.sequences import matched
from policy_dsl.diff.snippets import added_before, deleted
from policy_dsl.source import Edit, Span
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import (
    CardPoints,
    CardRow,
    Scorecard,
    WhenMissing,
)


def compare_scorecards(c: Comparison, citing: Citing, old: Scorecard, new: Scorecard) -> None:
    """Notes what changed between two editions of a scorecard."""
    name = new.name.text
    subject = f"scorecard {name}"
    start = len(c.changes)
    if not c.same(old.type, new.type):
        said = f"{name}: {scale_sentence(c, old.type.text, new.type.text)}"
        change = c.add(f"{name}.scale", Kind.SCALE, subject, said, old.type, new.type)
        c.note(c.ties, change, {old.name.text, name})
    were, are = _bands(c.old, old), _bands(c.new, new)
    if were != are:
        said = f"{name}: the bands are {', '.join(are)} instead of {', '.join(were)}"
        c.add(f"{name}.bands", Kind.COLUMN, subject, said, old.head, new.head)
    structural = len(c.changes) > start
    _compare_lines(c, subject, old, new)
    pairs = matched(old.rows, new.rows, lambda a, b: likeness(c, old, new, a, b), 0.9)
    columns = _compare_columns(c, subject, old, new, {id(one): row for one, row in pairs})
    before_rows = len(c.changes)
    rows = compare_rows(c, subject, old, new, pairs)
    citing.declaration(name, old, new, rows)
    if structural:
        c.bundle(start, old, new)
        return
    if columns:
        alone = [
            change
            for change in c.changes[before_rows:]
            if change.kind is Kind.ROW and not (change.old_places and change.new_places)
        ]
        c.together([*columns, *alone])
    weights_together(c, start, old, new)


def _compare_columns(
    c: Comparison,
    subject: str,
    old: Scorecard,
    new: Scorecard,
    twins: Mapping[int, CardRow],
) -> list[Change]:
    """Notes columns that are new or gone, with the edits of every row that is still there."""
    name = new.name.text
    before, after = _others(c.old, old), _others(c.new, new)
    heads = [heading.text for heading in old.head.columns]
    found = []
    for column in after:
        if column not in before:
            said = f"{name}: each measure also has {_article(column)}"
            edits = _column_edits(c, old, new, column, twins)
            id_ = f"{name}.{column}"
            change = c.add(id_, Kind.COLUMN, subject, said, None, new.head, edits)
            c.note(c.brings, change, {f"{name}.{column}"})
            found.append(change)
    for column in before:
        if column not in after:
            place = heads.index(column)
            said = f"{name}: no measure has {_article(column)} any more"
            lines = [old.head.columns, *(row.cells for row in old.rows)]
            edits = [
                Edit(Span(line[place - 1].span.end, line[place].span.end), "") for line in lines
            ]
            id_ = f"{name}.{column}"
            change = c.add(id_, Kind.COLUMN, subject, said, old.head, None, edits)
            c.note(c.drops, change, {f"{old.name.text}.{column}"})
            found.append(change)
    return found


def _column_edits(
    c: Comparison, old: Scorecard, new: Scorecard, column: str, twins: Mapping[int, CardRow]
) -> list[Edit]:
    """The edits that write a new column behind the one that it follows in the new edition."""
    heads = [heading.text for heading in old.head.columns]
    news = [heading.text for heading in new.head.columns]
    before = next(head for head in reversed(news[: news.index(column)]) if head in heads)
    place = heads.index(before)
    end = old.head.columns[place].span.end
    edits = [Edit(Span(end, end), f" | {column}")]
    for row in old.rows:
        # A row without a twin is taken out together with this.
        twin = twins.get(id(row), new.rows[0])
        cell = c.snippet(cells_of(c.new, new, twin)[column])
        end = row.cells[place].span.end
        edits.append(Edit(Span(end, end), f" | {cell}"))
    return edits


def _article(column: str) -> str:
    return "a weight" if column == "weight" else f"`{column}`"


def _bands(policy: Policy, card: Scorecard) -> list[str]:
    return [
        column.heading.text for column in policy.cards[card].columns if column.label is not None
    ]


def _others(policy: Policy, card: Scorecard) -> list[str]:
    return [
        column.heading.text
        for column in policy.cards[card].columns
        if column.label is None and column.role is not Role.MEASURE
    ]


# ---- the lines above the measures ----------------------------------------------------------------


def _compare_lines(c: Comparison, subject: str, old: Scorecard, new: Scorecard) -> None:
    name = new.name.text
    was, now = _line(old, WhenMissing), _line(new, WhenMissing)
    if not c.same(was, now):
        said = f"{name}: what is missing {_missing(now, True)}; before, it {_missing(was, False)}"
        edits = _line_edits(c, old, was, now)
        c.add(f"{name}.missing", Kind.MISSING_RULE, subject, said, was, now, edits)
    one, other = _line(old, CardPoints), _line(new, CardPoints)
    if c.same(one, other):
        return
    before, after = _points(c, one, False), _points(c, other, True)
    changed = [
        f"points of {label} {before.get(label, 'none')} → {after.get(label, 'none')}"
        for label in dict.fromkeys([*before, *after])
        if before.get(label) != after.get(label)
    ]
    said = f"{name}: {', '.join(changed)}"
    edits = _line_edits(c, old, one, other)
    c.add(f"{name}.points", Kind.POINTS, subject, said, one, other, edits)


def _line(card: Scorecard, kind: type[Node]) -> Node | None:
    return next((line for line in card.lines if isinstance(line, kind)), None)


def _line_edits(c: Comparison, card: Scorecard, old: Node | None, new: Node | None) -> list[Edit]:
    if old is not None and new is not None:
        return [c.replaced(old, new)]
    if old is not None:
        return [deleted(c.old.source, old)]
    assert new is not None
    return [added_before(c.old.source, card.head, c.snippet(new))]


def _missing(line: Node | None, now: bool) -> str:
    match line:
        case WhenMissing(counts_as=None):
            return "is left out" if now else "was left out"
        case WhenMissing(counts_as=label):
            assert label is not None
            return f"{'counts' if now else 'counted'} as {label.text}"
    return f"{'leaves' if now else 'left'} the score not known"


def _points(c: Comparison, line: Node | None, of_new: bool) -> Mapping[str, str]:
    text = c.new_text if of_new else c.old_text
    found = line.points if isinstance(line, CardPoints) else ()
    return {item.label.text: text(item.points) for item in found}


# ---- measures ------------------------------------------------------------------------------------
