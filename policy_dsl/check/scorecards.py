"""Checking scorecards: columns that have a meaning, measures that exist, weights that add up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from policy_dsl.check.cards import attribute_types, roles
from policy_dsl.check.context import Context
from policy_dsl.check.expressions import check_condition
from policy_dsl.check.items import ROW_PARTS, SUMMARIES, Card, Column, Role
from policy_dsl.check.tables import check_test
from policy_dsl.check.units import NUMBER, PERCENT
from policy_dsl.check.weights import check_points, check_weights
from policy_dsl.syntax.expressions import Name
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import (
    CardCell,
    CardPoints,
    CardRow,
    ConditionCell,
    NoCell,
    Scorecard,
    WhenMissing,
)
from policy_dsl.syntax.tables import AnyCell, EqualsTest, OtherwiseCell, TestsCell
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import ListOf, Type, type_name


def check_scorecard(context: Context, card: Scorecard, kinds: tuple[str, ...]) -> None:
    """Notes what the columns mean and checks each row against them."""
    context.cite(card, card.citations)
    scale = context.type_named(card.type)
    if scale is not None and not isinstance(scale, Scale | Choice):
        context.error(
            "type",
            f"a scorecard places measures on a scale, and `{type_name(scale)}` is none",
            card.type,
            "declare `scale NAME best to worst: ...`",
        )
        scale = None
    if scale is None:
        return
    columns = _check_columns(context, card, scale)
    rows = []
    for row in card.rows:
        context.cite(row, row.citations, card)
        if len(row.cells) == len(columns):
            rows.append(row)
        else:
            context.error(
                "columns",
                f"this row has {len(row.cells)} cells, and the scorecard {len(columns)} columns",
                row,
                "give every column a cell; `-` where a measure has no such band",
            )
    applying = {row: _kinds(context, row, columns, kinds) for row in rows}
    measures = {row: _check_row(context, row, columns) for row in rows}
    _check_measures(context, rows, columns, applying, kinds)
    percent = check_weights(context, card, rows, columns, applying, kinds)
    attributes = attribute_types(context, rows, columns)
    when_missing = _once(context, card, WhenMissing, "when missing")
    counts_as = None
    if when_missing is not None and when_missing.counts_as is not None:
        counts_as = context.label(when_missing.counts_as, when_missing.counts_as.text, scale)
    line = _once(context, card, CardPoints, "points")
    points = check_points(context, card, columns, scale, line, counts_as)
    card_parts: dict[str, Type] = {name: column for name, (column, _) in attributes.items()}
    values = set(measures.values())
    if len(values) == 1 and (only := values.pop()) is not None:
        card_parts["value"] = only
    card_parts["band"] = scale
    card_parts["weight"] = PERCENT if percent else NUMBER
    if points:
        card_parts["points"] = NUMBER
    context.parts[card] = card_parts
    context.types[card] = NUMBER if points else scale
    context.cards[card] = Card(
        scale,
        tuple(columns),
        points,
        percent,
        {row: found for row, found in applying.items() if found is not None},
        {row: {name: cells[row] for name, (_, cells) in attributes.items()} for row in rows},
        counts_as,
        when_missing is not None and when_missing.counts_as is None,
    )


# ---- the head -----------------------------------------------------------------------------------


def _check_columns(context: Context, card: Scorecard, scale: Scale | Choice) -> list[Column]:
    columns = roles(card, scale)
    seen: set[str] = set()
    for place, column in enumerate(columns):
        heading = column.heading
        if heading.text in seen:
            context.error(
                "columns",
                f"two columns are headed `{heading.text}`",
                heading,
                "leave one of them out",
            )
        seen.add(heading.text)
        if column.label is not None:
            context.meanings[heading] = column.label
        if column.role is Role.ATTRIBUTE:
            _check_attribute(context, card, columns, place, scale)
    if columns[0].role is not Role.MEASURE:
        context.error(
            "columns",
            "the first column of a scorecard is headed `measure`",
            card.head,
            "begin with the column of what is measured",
        )
    if not any(column.role is Role.BAND for column in columns):
        names = ", ".join(label.name for label in scale.labels)
        context.error(
            "columns",
            f"no column is headed by a label of `{scale.name}`",
            card.head,
            f"head a column by each band that can be reached: {names}",
        )
    return columns


def _check_attribute(
    context: Context, card: Scorecard, columns: list[Column], place: int, scale: Scale | Choice
) -> None:
    """An attribute may be named at will, but a column of tests is a band that was misspelt."""
    column = columns[place]
    name = column.heading.text
    cells = [row.cells[place] for row in card.rows if len(row.cells) > place]
    tested = any(
        isinstance(cell, OtherwiseCell | ConditionCell | AnyCell)
        or (
            isinstance(cell, TestsCell)
            and not all(isinstance(test, EqualsTest) for test in cell.tests)
        )
        for cell in cells
    )
    if tested:
        columns[place] = Column(Role.BAND, column.heading)  # so that it is reported once
        context.label(column.heading, name, scale)
    elif name in ROW_PARTS or name in SUMMARIES:
        context.error(
            "reserved-word",
            f"`{name}` is what every row of a scorecard has of its own",
            column.heading,
            "choose another name",
        )


# ---- the rows -----------------------------------------------------------------------------------


def _check_row(context: Context, row: CardRow, columns: list[Column]) -> Type | None:
    """Checks the measure, the weight and the bands of a row; gives the measure's type."""
    type_: Type | None = None
    for cell, column in zip(row.cells, columns, strict=True):
        if column.role is Role.MEASURE:
            type_ = _check_measure(context, cell)
    reached: CardCell | None = None
    for cell, column in zip(row.cells, columns, strict=True):
        if column.role is not Role.BAND:
            continue
        if reached is not None and not isinstance(cell, NoCell):
            context.error(
                "unreachable",
                "no band to the right of `otherwise` can be reached",
                cell,
                "write `-`, or move `otherwise` to the right",
            )
        if isinstance(cell, OtherwiseCell):
            reached = cell
        _check_band(context, cell, type_)
    return type_


def measure_of(row: CardRow) -> Name | None:
    """The name in the first cell of a row, or None where none stands there."""
    match row.cells[0]:
        case TestsCell(tests=(EqualsTest(value=Name() as name),)):
            return name
    return None


def _check_measure(context: Context, cell: CardCell) -> Type | None:
    name = None
    if isinstance(cell, TestsCell) and len(cell.tests) == 1:
        test = cell.tests[0]
        name = test.value if isinstance(test, EqualsTest) else None
    if not isinstance(name, Name):
        context.error(
            "columns",
            "a measure is the name of a fact, a value, a table or a rating",
            cell,
            "give what is worked out a name of its own with `value`, and write that name",
        )
        return None
    if name.text in SUMMARIES:
        context.error(
            "reserved-word",
            f"`.{name.text}` is a number of the scorecard itself",
            name,
            "give the measure another name",
        )
        return None
    item = context.named.get(name.text)
    if item is None:
        context.unknown("unknown-name", "fact, value or rating", name.text, name, context.named)
        return None
    type_ = context.types.get(item)
    if isinstance(item, Group | Scorecard) or isinstance(type_, ListOf):
        kind = (
            "group"
            if isinstance(item, Group)
            else "list"
            if isinstance(item, Fact)
            else "scorecard"
        )
        context.error(
            "type",
            f"`{name.text}` is a {kind}, which has no value of its own to be placed in a band",
            name,
            "name a `value` for what is measured",
        )
        return None
    context.meanings[name] = item
    if type_ is not None:
        context.types[name] = type_
    return type_


def _check_band(context: Context, cell: CardCell, measure: Type | None) -> None:
    match cell:
        case TestsCell():
            for test in cell.tests:
                if measure is not None:
                    check_test(context, test, measure)
        case ConditionCell():
            check_condition(context, cell.condition)
        case OtherwiseCell() | NoCell():
            pass
        case _:
            context.error(
                "columns",
                "`any` does not say when the measure is in the band",
                cell,
                "compare (`>= 9%`), write a condition (`when ...`) or `otherwise`",
            )


def _check_measures(
    context: Context,
    rows: list[CardRow],
    columns: list[Column],
    applying: dict[CardRow, frozenset[str] | None],
    kinds: tuple[str, ...],
) -> None:
    """A measure stands once in a card, or once for each kind of organisation."""
    everyone = frozenset(kinds)
    seen: dict[str, frozenset[str]] = {}
    for row in rows:
        name = measure_of(row)
        if name is None:
            continue
        of = applying[row]
        its_kinds = everyone if of is None else of
        before = seen.get(name.text)
        if before is not None and (before & its_kinds or not its_kinds):
            context.error(
                "duplicate-measure",
                f"`{name.text}` is measured twice",
                name,
                "leave one of the rows out, or say in a column `applies_to` whom each is for",
            )
        seen[name.text] = its_kinds | (before or frozenset())


def _kinds(
    context: Context, row: CardRow, columns: list[Column], kinds: tuple[str, ...]
) -> frozenset[str] | None:
    """The kinds a row is for; None for all."""
    for cell, column in zip(row.cells, columns, strict=True):
        if column.role is not Role.APPLIES_TO or isinstance(cell, AnyCell):
            continue
        found = set()
        for test in cell.tests if isinstance(cell, TestsCell) else ():
            if not isinstance(test, EqualsTest) or not isinstance(test.value, Name):
                break
            if kinds and test.value.text not in kinds:
                context.unknown(
                    "unknown-kind", "kind of organisation", test.value.text, test.value, kinds
                )
            found.add(test.value.text)
        else:
            if found:
                return frozenset(found)
        context.error(
            "columns",
            "`applies_to` names kinds of organisation",
            cell,
            "write `acute_trust or ambulance_trust`, or `any`",
        )
    return None


_Line = TypeVar("_Line", CardPoints, WhenMissing)


def _once(context: Context, card: Scorecard, kind: type[_Line], word: str) -> _Line | None:
    lines = [line for line in card.lines if isinstance(line, kind)]
    for again in lines[1:]:
        context.error("columns", f"the scorecard says `{word}` twice", again, "keep one of them")
    return lines[0] if lines else None


def read_by(card: Scorecard, scale: Scale | Choice | None) -> Iterator[Node]:
    """The parts of a scorecard in which names of the policy stand: not its attributes or kinds."""
    columns = roles(card, scale) if scale is not None else []
    yield from card.lines
    for row in card.rows:
        for cell, column in zip(row.cells, columns, strict=False):
            if column.role in (Role.MEASURE, Role.WEIGHT, Role.BAND):
                yield cell
