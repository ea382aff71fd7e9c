"""Evaluating ``count / any / every of … where …``: what is asked of the items selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from policy_dsl.check.items import CardPart, ItemPart
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.cards import prepare_card_part
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.selecting import (
    Prepare,
    Selection,
    applies,
    part_reader,
    prepare_selection,
)
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.selections import (
    CountDistinct,
    FieldOf,
    FieldSummary,
    Member,
    Quantified,
    Quantifier,
)
from policy_dsl.values.absence import DOES_NOT_APPLY, NOTHING, NotKnown
from policy_dsl.values.numbers import ZERO
from policy_dsl.values.types import Value


def prepare_member(preparing: Preparing, node: Member) -> Compute:
    """``finance.average`` and its like."""
    meaning = preparing.meaning_of(node)
    assert isinstance(meaning, CardPart)
    return prepare_card_part(preparing, node, meaning)


def prepare_quantified(preparing: Preparing, node: Quantified, prepare: Prepare) -> Compute:
    """How many are selected, whether any is, or whether every one is.

    Of no items at all none is selected, and every one is.
    """
    select = prepare_selection(preparing, node.of, node.where, prepare)
    quantifier = node.quantifier

    def quantified(frame: Frame) -> Step:
        selection = select(frame)
        return Step(node, _quantify(quantifier, selection), tuple(selection.steps))

    return quantified


def _quantify(quantifier: Quantifier, selection: Selection) -> Value:
    whole, truths = selection.whole, selection.truths
    if isinstance(whole, NotKnown):
        return ops.not_known([whole], low=ZERO) if quantifier is _COUNT else _unsettled(whole)
    match quantifier:
        case Quantifier.COUNT_OF:
            return ops.count(truths)
        case Quantifier.ANY_OF:
            found = ops.either(truths)
            return False if found is DOES_NOT_APPLY else found
        case Quantifier.EVERY_OF:
            asked = [
                ops.either([ops.refuse(applies(item)), truth])
                for item, truth in zip(selection.items, truths, strict=True)
            ]
            every = ops.both(asked)
            return True if every is DOES_NOT_APPLY else every


_COUNT: Final = Quantifier.COUNT_OF


def _unsettled(value: Value) -> NotKnown:
    return ops.not_known([value])


def prepare_distinct(preparing: Preparing, node: CountDistinct, prepare: Prepare) -> Compute:
    """How many different values a field has; ``nothing`` is none of them."""
    select = prepare_selection(preparing, node.of, node.where, prepare)
    read = _field_reader(preparing, node.field)

    def distinct(frame: Frame) -> Step:
        selection = select(frame)
        return Step(node, _distinct(selection, read), tuple(selection.steps))

    return distinct


def _distinct(selection: Selection, read: Callable[[Step], Value]) -> Value:
    if isinstance(selection.whole, NotKnown):
        return ops.not_known([selection.whole], low=ZERO)
    certain, maybe = _values(selection, read)
    known = {value for value in certain if not isinstance(value, NotKnown)}
    unknown = [value for value in certain if isinstance(value, NotKnown)]
    further = {value for value, _ in maybe if not isinstance(value, NotKnown)} - known
    doubts = [truth for value, truth in maybe if isinstance(value, NotKnown) or value in further]
    if not unknown and not doubts:
        return Decimal(len(known))
    of_no_value = sum(isinstance(value, NotKnown) for value, _ in maybe)
    return ops.not_known(
        [*unknown, *doubts],
        low=Decimal(max(len(known), 1 if unknown else 0)),
        high=Decimal(len(known) + len(unknown) + len(further) + of_no_value),
        gap=False,
    )


def prepare_field_of(preparing: Preparing, node: FieldOf, prepare: Prepare) -> Compute:
    """The summary of a field over the items selected; where it is ``nothing`` it is left out."""
    select = prepare_selection(preparing, node.of, node.where, prepare)
    read = _field_reader(preparing, node.field)
    summarise = _SUMMARY[node.summary]
    nothing_there = NotKnown(
        gap=True, reason=f"there is nothing in {node.of.text} for `{node.summary.value}`"
    )

    def field_of(frame: Frame) -> Step:
        selection = select(frame)
        if isinstance(selection.whole, NotKnown):
            value: Value = _unsettled(selection.whole)
        else:
            value = _summarise(summarise, nothing_there, *_values(selection, read))
        return Step(node, value, tuple(selection.steps))

    return field_of


def _field_reader(preparing: Preparing, word: Node) -> Callable[[Step], Value]:
    part = preparing.meaning_of(word)
    assert isinstance(part, ItemPart)
    return part_reader(part)


def _values(
    selection: Selection, read: Callable[[Step], Value]
) -> tuple[list[Value], list[tuple[Value, Value]]]:
    """The values of the items selected, and of those that may be, with why that is not known."""
    certain: list[Value] = []
    maybe: list[tuple[Value, Value]] = []
    for item, truth in zip(selection.items, selection.truths, strict=True):
        value = read(item)
        if value is NOTHING or value is DOES_NOT_APPLY:
            continue
        if truth is True:
            certain.append(value)
        elif isinstance(truth, NotKnown):
            maybe.append((value, truth))
    return certain, maybe


Summarise = Callable[[Sequence[Value]], Value]


def _summarise(
    summarise: Summarise, none: NotKnown, certain: list[Value], maybe: list[tuple[Value, Value]]
) -> Value:
    """Settled all the same where the items that may be selected would change nothing.

    Else the ends, or the labels, are those with and without each of them.
    """
    if not maybe:
        if certain or summarise is ops.total:
            return summarise(certain)
        return none
    doubts = [truth for _, truth in maybe]
    values = [value for value, _ in maybe]
    if summarise is ops.total:
        return ops.total([*certain, *(_or_zero(value, truth) for value, truth in maybe)])
    if not certain:
        return ops.not_known([*doubts, *values], gap=True, reason=f"perhaps {none.reason}")
    if summarise is ops.average:
        return ops.not_known([*doubts, *certain, *values])
    without, with_all = summarise(certain), summarise([*certain, *values])
    if without == with_all and not isinstance(without, NotKnown):
        return without
    if summarise in (ops.best, ops.worst):
        # In between come the labels of some of them: each with those that are certain.
        labels = [
            label
            for several in ([], *([value] for value in values), values)
            for label in ops.possible(summarise([*certain, *several]))
        ]
        return ops.settle(labels, [*doubts, *certain, *values], ops.has_gap([without, with_all]))
    ends = [end for value in (without, with_all) for end in ops.bounds(value)]
    lows, highs = ends[::2], ends[1::2]
    return ops.not_known(
        [*doubts, *certain, *values],
        low=None if None in lows else min(lows),  # type: ignore[type-var]  # no None is left
        high=None if None in highs else max(highs),  # type: ignore[type-var]
    )


def _or_zero(value: Value, doubt: Value) -> Value:
    """A number that may be part of a sum or not."""
    low, high = ops.bounds(ops.as_number(value))
    return ops.not_known(
        [value, doubt],
        low=None if low is None else min(low, ZERO),
        high=None if high is None else max(high, ZERO),
    )


_SUMMARY: Final[dict[FieldSummary, Summarise]] = {
    FieldSummary.AVERAGE: ops.average,
    FieldSummary.SUM: ops.total,
    FieldSummary.LOWEST: ops.lowest,
    FieldSummary.HIGHEST: ops.highest,
    FieldSummary.BEST: ops.best,
    FieldSummary.WORST: ops.worst,
    FieldSummary.EARLIEST: ops.earliest,
    FieldSummary.LATEST: ops.latest,
}
