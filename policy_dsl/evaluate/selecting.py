"""Which rows of a scorecard or records of a list are selected, and what is read of each."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from policy_dsl.check.items import ItemPart
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.cards import counted
from policy_dsl.evaluate.facts import prepare_fact
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.records import field_step
from policy_dsl.evaluate.step import OfItem, Placed, Step
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.selections import (
    Member,
)
from policy_dsl.values.types import Value

Prepare = Callable[[Preparing, Expression], Compute]


@frozen(eq=False)
class Selection:
    """The items asked, whether each is selected, and the steps that say so.

    ``whole`` is not known where the list itself is not: there may be any number of items.
    """

    items: list[Step]
    truths: list[ops.Truth]
    steps: list[Step]
    whole: Value


Select = Callable[[Frame], Selection]


def prepare_item_part(node: Node, part: ItemPart) -> Compute:
    """A name within ``where``: what it is of the item at hand."""
    if not isinstance(part.of, Scorecard):
        name = part.name

        def of_record(frame: Frame) -> Step:
            assert frame.item is not None
            return field_step(frame.item, name)

        return of_record
    read = part_reader(part)

    def of_item(frame: Frame) -> Step:
        assert frame.item is not None
        return Step(node, read(frame.item), (frame.item,))

    return of_item


def part_reader(part: ItemPart) -> Callable[[Step], Value]:
    name = part.name
    if not isinstance(part.of, Scorecard):
        return lambda item: field_step(item, name).value
    match name:
        case "band":
            return lambda row: row.value
        case "points":
            return lambda row: _placed(row).points
        case "weight":
            return lambda row: _placed(row).weight
        case "value":
            return lambda row: row.inputs[0].value
    return lambda row: _placed(row).attributes[name]


def _placed(row: Step) -> Placed:
    assert isinstance(row.detail, Placed)
    return row.detail


def prepare_selection(
    preparing: Preparing, of: Member, where: Expression | None, prepare: Prepare
) -> Select:
    meaning = preparing.meaning_of(of)
    condition = prepare(preparing, where) if where is not None else None
    if isinstance(meaning, Fact):
        listed = prepare_fact(preparing, meaning)

        def records(frame: Frame) -> tuple[Step, list[Step]]:
            step = listed(frame)
            return step, list(step.inputs)

        return _selector(records, condition)
    assert isinstance(meaning, Scorecard)
    position = preparing.positions[meaning]

    def rows(frame: Frame) -> tuple[Step, list[Step]]:
        card = frame.done[position]
        return card, counted(card.inputs)

    return _selector(rows, condition)


def _selector(
    items_of: Callable[[Frame], tuple[Step, list[Step]]], condition: Compute | None
) -> Select:
    def select(frame: Frame) -> Selection:
        of, items = items_of(frame)
        whole = of.value if isinstance(of.rule, Fact) else True
        if condition is None:
            return Selection(items, [applies(item) for item in items], [of], whole)
        truths: list[ops.Truth] = []
        steps = [of]
        outer = frame.item
        for position, item in enumerate(items):
            frame.item = item
            asked = condition(frame)
            steps.append(Step(asked.rule, asked.value, (item, asked), OfItem(position)))
            truths.append(ops.both([applies(item), asked.value]))
        frame.item = outer
        return Selection(items, truths, steps, whole)

    return select


def applies(item: Step) -> ops.Truth:
    """Whether an item is there to be asked: of a row for another kind this may not be known."""
    return ops.as_truth(item.detail.applies) if isinstance(item.detail, Placed) else True
