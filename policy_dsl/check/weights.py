"""Checking what a scorecard adds up: its weights, and the points of each band."""

from __future__ import annotations

from decimal import Decimal

from policy_dsl.check.context import Context
from policy_dsl.check.expressions import infer
from policy_dsl.check.items import Column, Role
from policy_dsl.check.units import NUMBER, PERCENT, as_quantity
from policy_dsl.syntax.expressions import Constant, Expression
from policy_dsl.syntax.scorecards import CardCell, CardPoints, CardRow, Scorecard
from policy_dsl.syntax.tables import EqualsTest, TestsCell
from policy_dsl.values.numbers import as_text
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Type, base


def check_weights(
    context: Context,
    card: Scorecard,
    rows: list[CardRow],
    columns: list[Column],
    applying: dict[CardRow, frozenset[str] | None],
    kinds: tuple[str, ...],
) -> bool:
    """Whether the weights are percents; those then make 100% for every kind of organisation."""
    place = next((n for n, column in enumerate(columns) if column.role is Role.WEIGHT), None)
    if place is None:
        return False
    percent: bool | None = None
    figures: dict[CardRow, Decimal] = {}
    for row in rows:
        cell = row.cells[place]
        weight = _expression(cell)
        type_ = infer(context, weight) if weight is not None else None
        if weight is None or (type_ is not None and _is_percent(type_) is None):
            context.error(
                "columns", "a weight is a number or a percent", cell, "write `2` or `25%`"
            )
            continue
        if type_ is None:
            continue
        if percent is not None and percent is not _is_percent(type_):
            context.error(
                "unit",
                "weights are all percents or all plain numbers",
                cell,
                "write them all alike",
            )
            return False
        percent = _is_percent(type_) if percent is None else percent
        if isinstance(weight, Constant) and isinstance(weight.value, Decimal):
            figures[row] = weight.value
            if weight.value < 0:
                context.error(
                    "weights", "a weight is not negative", cell, "write 0 where it has no weight"
                )
    if percent and len(figures) == len(card.rows) and card not in context.file.damaged:
        _check_sums(context, card, figures, applying, kinds)
    return bool(percent)


def _check_sums(
    context: Context,
    card: Scorecard,
    figures: dict[CardRow, Decimal],
    applying: dict[CardRow, frozenset[str] | None],
    kinds: tuple[str, ...],
) -> None:
    sums: dict[Decimal, str] = {}
    for kind in kinds:
        own = [
            figure for row, figure in figures.items() if (of := applying[row]) is None or kind in of
        ]
        if own:
            sums.setdefault(sum(own, Decimal(0)), kind)
    for total, kind in sums.items():
        if total != 100:
            whom = f" for `{kind}`" if len(sums) > 1 else ""
            context.warn(
                "weights",
                f"the weights of `{card.name.text}` make {as_text(total)}%{whom}, not 100%",
                card.name,
                "the average divides by their sum, whatever it is",
            )


def _is_percent(type_: Type) -> bool | None:
    """Whether a weight is a percent; None where it is no weight at all."""
    if base(type_) == PERCENT:
        return True
    quantity = as_quantity(base(type_))
    return False if quantity is not None and quantity in (NUMBER,) else None


def _expression(cell: CardCell) -> Expression | None:
    match cell:
        case TestsCell(tests=(EqualsTest(value=value),)):
            return value
    return None


def check_points(
    context: Context,
    card: Scorecard,
    columns: list[Column],
    scale: Scale | Choice,
    line: CardPoints | None,
    counts_as: Label | None,
) -> dict[Label, Expression | None]:
    """The points of each label that can be reached; None for its own number."""
    points: dict[Label, Expression | None] = {
        label: None for label in scale.labels if label.number is not None
    }
    given: set[str] = set()
    if line is not None:
        for item in line.points:
            label = context.label(item.label, item.label.text, scale)
            if item.label.text in given:
                context.error(
                    "duplicate-label",
                    f"`{item.label.text}` has points twice",
                    item.label,
                    "leave one of them out",
                )
            given.add(item.label.text)
            type_ = infer(context, item.points)
            if type_ is not None and as_quantity(base(type_)) != NUMBER:
                context.error(
                    "type", "points are a plain number", item.points, "leave the unit out"
                )
            if label is not None:
                points[label] = item.points
    reachable = [column.label for column in columns if column.label is not None]
    if counts_as is not None:
        reachable.append(counts_as)
    without = [label for label in dict.fromkeys(reachable) if label not in points]
    if not without:
        return points
    if points and reachable:
        names = ", ".join(f"`{label.name}`" for label in without)
        context.error(
            "points",
            f"nothing says how many points {names} has",
            line or card.name,
            "add them in the line `points`",
        )
    return {}
