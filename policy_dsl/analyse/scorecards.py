"""The diagrams of scorecards: the band of each row, and what the rows come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.history import running
from policy_dsl.analyse.lifted import Lifted, kept
from policy_dsl.analyse.tables import fitting
from policy_dsl.check.items import SUMMARIES, Card, CardPart, ItemPart, Role
from policy_dsl.check.scorecards import measure_of
from policy_dsl.evaluate import operations as ops
from policy_dsl.syntax.expressions import Constant, Expression
from policy_dsl.syntax.history import Held
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import CardRow, ConditionCell, NoCell, Scorecard
from policy_dsl.syntax.selections import FieldOf, Quantified
from policy_dsl.syntax.tables import EqualsTest, TestsCell
from policy_dsl.values.absence import DOES_NOT_APPLY, NOTHING, NotKnown
from policy_dsl.values.scales import Label, Scale
from policy_dsl.values.types import Type, base

Make = Callable[[Lifted, Expression], Diagram]


@frozen(eq=False)
class Nowhere:
    """No band, row or case fits here."""


NOWHERE: Final = Nowhere()
LEFT_OUT: Final = "left out"
_GAP: Final = NotKnown(gap=True)


@frozen
class Band:
    """A cell of a row: the column it stands in, and whether the measure fits it."""

    place: int
    label: Label
    fits: Diagram


def bands(on: Lifted, card: Scorecard, row: CardRow, make: Make) -> list[Band]:
    """The cells of a row that are bands, in order."""
    learned = on.space.policy.cards[card]
    word = measure_of(row)
    assert word is not None
    from policy_dsl.analyse.expressions import named

    measure = named(on, word)
    meaning = on.space.policy.meanings[word]
    assert isinstance(meaning, Node)
    type_ = base(on.space.type_of(meaning))
    found = []
    for place, (cell, column) in enumerate(zip(row.cells, learned.columns, strict=True)):
        if column.role is Role.BAND and not isinstance(cell, NoCell):
            assert column.label is not None
            found.append(Band(place, column.label, _fits(on, cell, measure, type_, make)))
    return found


def _fits(on: Lifted, cell: Any, measure: Diagram, type_: Type, make: Make) -> Diagram:
    if isinstance(cell, TestsCell):
        return fitting(on, cell, measure, type_, make)
    if isinstance(cell, ConditionCell):
        return on.space.diagrams.apply(on.truth, make(on, cell.condition))
    return on.space.leaf(True)


def placed(on: Lifted, card: Scorecard, row: CardRow, make: Make) -> Diagram:
    """Which band the row's measure is in, by its column; ``NOWHERE``, or not counted."""
    key = ("placed", row)
    found = on.space.made.get(key)
    if found is None:
        found = on.space.made[key] = _placed(on, card, row, make)
    return found


def _placed(on: Lifted, card: Scorecard, row: CardRow, make: Make) -> Diagram:
    from policy_dsl.analyse.expressions import named

    space = on.space
    learned = space.policy.cards[card]
    word = measure_of(row)
    assert word is not None
    named(on, word)
    _beside(on, card, row)
    fits = [(band.fits, band.place) for band in bands(on, card, row, make)]
    found = space.diagrams.first(fits, NOWHERE)
    instead = _instead(learned)
    measured = on.once(("measured", instead), lambda: _measured(instead))
    found = space.diagrams.apply(measured, named(on, word), found)
    kinds = learned.kinds.get(row)
    if kinds is not None:
        none = space.leaf(DOES_NOT_APPLY)
        found = space.diagrams.choose(space.of_kind(kinds), found, none)
    return found


def _beside(on: Lifted, card: Scorecard, row: CardRow) -> None:
    """Puts what is asked of the row's past beside its measure.

    Terms that act together must stand together, or diagrams grow with every combination of rows.
    """
    space = on.space
    if card not in space.pasts:
        space.pasts[card] = tuple(
            held.condition
            for result in space.policy.results
            for node in result.walk()
            if isinstance(node, Quantified | FieldOf) and space.policy.meanings[node.of] is card
            for held in node.walk()
            if isinstance(held, Held)
        )
    outer, space.row = space.row, row
    for condition in space.pasts[card]:
        running(on, condition)
    space.row = outer


def _instead(learned: Card) -> Any:
    """What a missing measure counts as: a column, ``LEFT_OUT``, or nothing said."""
    if learned.counts_as is not None:
        return learned.counts_as
    return LEFT_OUT if learned.leave_out else None


def _measured(instead: Any) -> Callable[[Any, Any], Any]:
    def measured(value: Any, place: Any) -> Any:
        if value is DOES_NOT_APPLY:
            return DOES_NOT_APPLY
        if value.__class__ is NotKnown and value.missing and not value.gap and instead is not None:
            return instead
        return place

    return measured


def band_of(on: Lifted, card: Scorecard, row: CardRow, make: Make) -> Diagram:
    """The label of a row's band."""
    learned = on.space.policy.cards[card]

    def label() -> Callable[[Any], Any]:
        def of(place: Any) -> Any:
            if place.__class__ is int:
                return learned.columns[place].label
            if place is NOWHERE:
                return _GAP
            if place is LEFT_OUT:
                return NotKnown(frozenset({"a fact"}))
            return place

        return of

    return on.space.diagrams.apply(on.once(("label", card), label), placed(on, card, row, make))


# ---- what the rows come to ----------------------------------------------------------------------


def summary(on: Lifted, card: Scorecard, part: str, make: Make) -> Diagram:
    """``finance.average`` and its like."""
    key = ("summary", card, part)
    found = on.space.made.get(key)
    if found is None:
        found = on.space.made[key] = _summary(on, card, part, make)
    return found


#: Weights times points so far, the weights, how many rows count, and whether one was left out.
_NO_ROW: Final = (Decimal(0), Decimal(0), 0, False)


def _summary(on: Lifted, card: Scorecard, part: str, make: Make) -> Diagram:
    space = on.space
    apply = space.diagrams.apply
    percent = space.policy.cards[card].percent
    weigh = on.share if part == "total" and percent else on.multiply
    found = space.leaf(_NO_ROW)
    for row in card.rows:
        points, weight = points_of(on, card, row, make), weight_of(on, card, row, make)
        weighed = apply(_weighing(on, part, weigh), points, weight)
        found = apply(_adding(on, part), found, weighed)
    return apply(_finishing(on, part), found)


def _weighing(on: Lifted, part: str, weigh: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    """What a row adds: its points by its weight, and the weight; or why it adds nothing."""

    def make() -> Callable[[Any, Any], Any]:
        def weighed(points: Any, weight: Any) -> Any:
            if points is DOES_NOT_APPLY or points is LEFT_OUT:
                return points
            if part in ("lowest", "highest"):
                return points, Decimal(0)
            return weigh(weight, points), weight if part == "average" else Decimal(0)

        return weighed

    return on.once(("weigh", part, weigh), make)


def _adding(on: Lifted, part: str) -> Callable[[Any, Any], Any]:
    def make() -> Callable[[Any, Any], Any]:
        combine = {"lowest": on.lowest, "highest": on.highest}.get(part, on.add)

        def step(so_far: Any, row: Any) -> Any:
            if row is DOES_NOT_APPLY:
                return so_far
            total, weights, count, missed = so_far
            if row is LEFT_OUT:
                return total, weights, count, True
            added, weight = row
            total = combine(total, added) if count else added
            return total, on.add(weights, weight) if part == "average" else weights, 1, missed

        return step

    return on.once(("add", part), make)


def _finishing(on: Lifted, part: str) -> Callable[[Any], Any]:
    def make() -> Callable[[Any], Any]:
        def finish(so_far: Any) -> Any:
            total, weights, count, missed = so_far
            if not count:
                return kept(NotKnown(frozenset({"a fact"}))) if missed else DOES_NOT_APPLY
            return on.divide(total, weights) if part == "average" else total

        return finish

    return on.once(("finish", part), make)


def points_of(on: Lifted, card: Scorecard, row: CardRow, make: Make) -> Diagram:
    """The points of a row, or ``LEFT_OUT``."""
    learned = on.space.policy.cards[card]
    points = {
        label: on.space.leaf(label.number) if expression is None else make(on, expression)
        for label, expression in learned.points.items()
    }

    def of() -> Callable[[Any], Any]:
        def point(place: Any) -> Any:
            label = learned.columns[place].label if place.__class__ is int else place
            if isinstance(label, Label):
                return points.get(label, on.space.leaf(NOTHING))
            return _GAP if place is NOWHERE else place

        return point

    return on.space.diagrams.apply(on.once(("points", card), of), placed(on, card, row, make))


def weight_of(on: Lifted, card: Scorecard, row: CardRow, make: Make) -> Diagram:
    """The weight of a row: 1 where the card has none."""
    place = on.space.policy.cards[card].position(Role.WEIGHT)
    if place is None:
        return on.space.leaf(ops.ONE)
    cell = row.cells[place]
    assert isinstance(cell, TestsCell)
    (test,) = cell.tests
    assert isinstance(test, EqualsTest)
    if isinstance(test.value, Constant):
        return on.space.leaf(test.value.value)
    return make(on, test.value)


def value_of(on: Lifted, card: Scorecard, make: Make) -> Diagram:
    """A card's own value: its average; of a card without points, the worst band."""
    from policy_dsl.analyse.aggregates import folded

    learned = on.space.policy.cards[card]
    if learned.points:
        return summary(on, card, "average", make)
    if not isinstance(learned.scale, Scale):
        return on.space.leaf(NOTHING)
    return folded(on, [band_of(on, card, row, make) for row in card.rows], on.worst, True)


# ---- parts of a card and of a row ----------------------------------------------------------------


def card_part(on: Lifted, part: CardPart, make: Make) -> Diagram:
    """``finance.average``, or the band of one measure."""
    if part.name in SUMMARIES:
        return summary(on, part.card, part.name, make)
    found: Diagram = on.space.leaf(DOES_NOT_APPLY)
    for row in reversed(named_rows(part.card, part.name)):
        band = band_of(on, part.card, row, make)
        applies = on.space.of_kind(on.space.policy.cards[part.card].kinds.get(row))
        found = on.space.diagrams.choose(applies, band, found)
    return found


def named_rows(card: Scorecard, name: str) -> Sequence[CardRow]:
    """The rows of a measure: several where each kind has its own."""
    return [row for row in card.rows if (word := measure_of(row)) is not None and word.text == name]


def item_part(on: Lifted, node: Node, part: ItemPart, make: Make) -> Diagram:
    """A name within ``where``: what it is of the row at hand."""
    row = on.space.row
    if not isinstance(part.of, Scorecard) or row is None:
        from policy_dsl.analyse.expressions import written

        return on.space.free(("item", written(on, node)), on.space.type_of(node))
    match part.name:
        case "band":
            return band_of(on, part.of, row, make)
        case "points":
            return points_of(on, part.of, row, make)
        case "weight":
            return weight_of(on, part.of, row, make)
        case "value":
            from policy_dsl.analyse.expressions import named

            word = measure_of(row)
            assert word is not None
            return named(on, word)
    return on.space.leaf(on.space.policy.cards[part.of].attributes[row][part.name])


def counts(on: Lifted, card: Scorecard, row: CardRow, make: Make) -> Diagram:
    """Whether a row is there to be asked: it applies and is not left out."""
    return on.space.diagrams.apply(_is_counted, placed(on, card, row, make))


def _is_counted(place: Any) -> bool:
    return place is not DOES_NOT_APPLY and place is not LEFT_OUT
