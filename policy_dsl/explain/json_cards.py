"""Scorecards and their rows as JSON: the tests that placed each measure, its points and weight."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.check.items import Role
from policy_dsl.evaluate.cards import rows_of
from policy_dsl.evaluate.step import Place, Placed, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.json_tables import test_to_json
from policy_dsl.explain.rules import measured
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.scorecards import CardCell, CardRow, ConditionCell, NoCell, Scorecard
from policy_dsl.syntax.tables import TestsCell
from policy_dsl.values.absence import DoesNotApply, Nothing, NotKnown
from policy_dsl.values.to_json import number_to_json, value_to_json
from policy_dsl.values.types import Value

Json = dict[str, object]


def card_to_json(homes: Homes, rule: Scorecard, step: Step) -> Json:
    """Its rows are the first inputs; then come those that points were read from."""
    learned = homes.home(rule).cards[rule]
    rows = len(rows_of(step.inputs))
    reads = iter(range(rows, len(step.inputs)))
    points: Json = {}
    for label, expression in learned.points.items():
        if expression is None:
            assert label.number is not None
            points[label.name] = {"constant": number_to_json(label.number)}
        elif isinstance(expression, Constant):
            points[label.name] = {"constant": value_to_json(expression.value)}
        else:
            points[label.name] = {"input": next(reads, None)}
    missing = (
        f"counts as {learned.counts_as.name}" if learned.counts_as is not None else "not known"
    )
    return {
        "scale": learned.scale.name,
        "rows": rows,
        "points": points,
        "percent": learned.percent,
        "when_missing": "leave out" if learned.leave_out else missing,
        "taken_over": taken_over(step),
    }


def taken_over(card: Step) -> bool:
    """Whether the card is that of another edition, which decided about an earlier period."""
    return any(
        isinstance(one.detail, Place) for row in rows_of(card.inputs) for one in row.inputs
    ) or any(row.detail is None and isinstance(row.value, NotKnown) for row in rows_of(card.inputs))


def row_to_json(homes: Homes, rule: CardRow, step: Step) -> Json:
    """The first input is the measure, the last the weight where that is read; ``bands`` are tried
    from left to right, and what their tests read are the inputs between."""
    home = homes.home(rule)
    card = next(card for card in home.cards if rule in card.rows)
    learned, placed = home.cards[card], step.detail
    result: Json = {"scorecard": card.name.text, "measure": measured(step)}
    if not isinstance(placed, Placed):
        return {**result, "counts": "no", "bands": [], "band": None}
    weight = learned.position(Role.WEIGHT)
    constant = weight is None or _constant(rule.cells[weight])
    reads = iter(range(1, len(step.inputs) - (0 if constant else 1)))
    bands = [
        {"label": column.label.name, "tests": _cell(homes, cell, reads)}
        for cell, column in zip(rule.cells, learned.columns, strict=True)
        if column.label is not None and column.role is Role.BAND and not isinstance(cell, NoCell)
    ]
    counts = "yes" if placed.applies is True else "perhaps"
    labels = [column.label.name if column.label is not None else "" for column in learned.columns]
    return {
        **result,
        "counts": "left out" if placed.left_out else counts,
        "counted_as_missing": placed.counted_as,
        "bands": bands,
        "band": None if placed.cell is None else labels[placed.cell],
        "points": _figure(placed.points),
        "weight": _figure(placed.weight),
        "attributes": {name: _figure(value) for name, value in placed.attributes.items()},
    }


def _constant(cell: CardCell) -> bool:
    return isinstance(cell, TestsCell) and all(
        isinstance(getattr(test, "value", None), Constant) for test in cell.tests
    )


def _cell(homes: Homes, cell: CardCell, reads: Iterator[int]) -> list[Json] | None:
    """Null where the band holds whatever the measure is; ``input`` null where nothing was read."""
    match cell:
        case TestsCell():
            return [test_to_json(homes, test, reads) for test in cell.tests]
        case ConditionCell():
            return [{"test": "condition", "input": next(reads, None)}]
    return None


def _figure(value: Value) -> object:
    """A value, or what is known of one that is not."""
    if isinstance(value, NotKnown):
        return {
            "state": str(value),
            "low": None if value.low is None else number_to_json(value.low),
            "high": None if value.high is None else number_to_json(value.high),
        }
    if isinstance(value, DoesNotApply | Nothing):
        return {"state": str(value), "low": None, "high": None}
    return value_to_json(value)
