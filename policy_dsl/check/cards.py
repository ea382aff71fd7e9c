"""The columns of a scorecard: which are bands, and what its attributes can be."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.check.expressions import infer
from policy_dsl.check.items import Column, Role
from policy_dsl.syntax.expressions import Constant, Expression, Name
from policy_dsl.syntax.scorecards import CardCell, CardRow, Scorecard
from policy_dsl.syntax.tables import EqualsTest, TestsCell
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Type, Value, type_name

_RESERVED = {role.value: role for role in (Role.MEASURE, Role.WEIGHT, Role.APPLIES_TO)}


def roles(card: Scorecard, scale: Scale | Choice) -> list[Column]:
    """What each column is for, by its heading."""
    columns = []
    for heading in card.head.columns:
        role = _RESERVED.get(heading.text)
        label = scale.label(heading.text) if role is None else None
        if role is None:
            role = Role.ATTRIBUTE if label is None else Role.BAND
        columns.append(Column(role, heading, label))
    return columns


def attribute_types(
    context: Context, rows: list[CardRow], columns: list[Column]
) -> dict[str, tuple[Type, dict[CardRow, Value]]]:
    """The type of each attribute and its value in each row.

    A column headed by the name of a scale or choice holds its labels.  In any other, words make a
    choice of their own.
    """
    found = {}
    for place, column in enumerate(columns):
        if column.role is Role.ATTRIBUTE:
            cells = {row: row.cells[place] for row in rows}
            attribute = _attribute(context, column.heading.text, cells)
            if attribute is not None:
                found[column.heading.text] = attribute
    return found


def _attribute(
    context: Context, name: str, cells: dict[CardRow, CardCell]
) -> tuple[Type, dict[CardRow, Value]] | None:
    scale = context.scales.get(name)
    if scale is None:
        words = [value.text for cell in cells.values() if isinstance(value := _content(cell), Name)]
        scale = Choice.of(name, tuple(dict.fromkeys(words))) if words else None
    type_: Type | None = None
    values: dict[CardRow, Value] = {}
    for row, cell in cells.items():
        read = _value(context, cell, scale)
        if read is None:
            return None
        own, values[row] = read
        if type_ is not None and own != type_:
            context.error(
                "type",
                f"the column `{name}` holds both `{type_name(type_)}` and `{type_name(own)}`",
                cell,
                "write all its cells alike",
            )
            return None
        type_ = own
    return (type_, values) if type_ is not None else None


def _content(cell: CardCell) -> Expression | None:
    match cell:
        case TestsCell(tests=(EqualsTest(value=expression),)):
            return expression
    return None


def _value(
    context: Context, cell: CardCell, scale: Scale | Choice | None
) -> tuple[Type, Value] | None:
    content = _content(cell)
    if isinstance(content, Name) and scale is not None:
        label = context.label(content, content.text, scale)
        return (scale, label) if label is not None else None
    if isinstance(content, Constant):
        type_ = infer(context, content, scale)
        if type_ is None:
            return None
        meaning = context.meanings.get(content)
        return type_, (meaning if isinstance(meaning, Label) else content.value)
    context.error(
        "columns",
        "a column of attributes says one thing about each measure",
        cell,
        "write yes, no, a word, a number or a text",
    )
    return None
