"""Evaluating scorecards: each measure in its band, and what the bands come to together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from policy_dsl.check.items import Card, Role
from policy_dsl.check.scorecards import measure_of
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.cards import counted, none_counted, summary
from policy_dsl.evaluate.cells import CellCheck, prepare_cell
from policy_dsl.evaluate.expressions import prepare, reference
from policy_dsl.evaluate.grading import not_accepted, too_weak
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Placed, Step
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import CardCell, CardRow, ConditionCell, NoCell, Scorecard
from policy_dsl.syntax.tables import EqualsTest, TestsCell
from policy_dsl.values.absence import DOES_NOT_APPLY, NOTHING, NotKnown
from policy_dsl.values.scales import Label, Scale
from policy_dsl.values.types import Type, Value, base

#: The points of every label that can be reached; empty where the card has none.
Points = Mapping[Label, Value]


def prepare_scorecard(preparing: Preparing, card: Scorecard) -> Compute:
    """The inputs of a scorecard's step are those of its rows, then what its points were read from.

    Its own value is its average; of a card without points, the worst band.
    """
    learned = preparing.policy.cards[card]
    rows = [_row(preparing, card, learned, row) for row in card.rows]
    fixed, read = _points(preparing, learned)

    def place(frame: Frame) -> Step:
        points, reads = fixed, []
        if read:
            reads = [compute(frame) for _, compute in read]
            found = {label: step.value for (label, _), step in zip(read, reads, strict=True)}
            points = {**fixed, **found}
        steps = (*[row(frame, points) for row in rows], *reads)
        if learned.points:
            return Step(card, summary(steps, "average"), steps)
        return Step(card, _worst_band(learned, steps), steps)

    return place


def _worst_band(learned: Card, steps: Sequence[Step]) -> Value:
    bands = [step.value for step in counted(steps)]
    if not bands:
        return none_counted(steps)
    return ops.worst(bands) if isinstance(learned.scale, Scale) else NOTHING


# ---- one row ------------------------------------------------------------------------------------


@frozen(eq=False)
class _Band:
    """A cell ready to be tested; it has no ``check`` where it holds whatever the measure is."""

    label: Label
    cell: int
    reads: tuple[Compute, ...] = ()
    check: CellCheck | None = None


def _row(
    preparing: Preparing, card: Scorecard, learned: Card, row: CardRow
) -> Callable[[Frame, Points], Step]:
    name = measure_of(row)
    assert name is not None
    measure, meaning = reference(preparing, name), preparing.meaning_of(name)
    assert isinstance(meaning, Node)
    bands = _bands(preparing, learned, row, base(preparing.type_of(meaning)))
    weight = _weight(preparing, learned, row)
    kinds = learned.kinds.get(row)
    several = len(preparing.policy.kinds) > 1
    attributes = learned.attributes[row]
    nowhere = f"no band of {card.name.text} fits {name.text}"
    kind_unknown = NotKnown(gap=True, reason="the kind of organisation is not known")
    grade = preparing.policy.grade(row)
    weak = (
        not_accepted(grade, learned.scale)
        if grade is not None and too_weak(preparing, grade)
        else None
    )

    def place(frame: Frame, points: Points) -> Step:
        applies: Value = True
        if kinds is not None and frame.kind not in kinds and (frame.kind or several):
            if frame.kind:
                return Step(row, DOES_NOT_APPLY)
            applies = kind_unknown
        read = measure(frame)
        steps = [read]
        value = read.value
        if value is DOES_NOT_APPLY:
            return Step(row, DOES_NOT_APPLY, (read,))
        cell: int | None = None
        left_out = counted_as = False
        sure = True
        if value.__class__ is NotKnown and not value.gap and learned.counts_as is not None:
            band: Value = learned.counts_as
            counted_as = True
        else:
            band, cell, sure = _first_fitting(bands, value, frame, steps, nowhere)
            left_out = value.__class__ is NotKnown and not value.gap and learned.leave_out
        if weak is not None:
            band = weak
        weigh = weight
        if not isinstance(weigh, NotKnown) and callable(weigh):
            weighed = weigh(frame)
            steps.append(weighed)
            weigh = weighed.value
        detail = Placed(
            weigh,
            points_of(band, points, sure),
            learned.percent,
            cell,
            applies,
            left_out,
            counted_as,
            attributes,
        )
        return Step(row, band, tuple(steps), detail)

    return place


def _first_fitting(
    bands: Sequence[_Band], value: Value, frame: Frame, steps: list[Step], nowhere: str
) -> tuple[Value, int | None, bool]:
    """The band of the first cell that fits, and the cell; several bands where one is not known.

    Last whether it is sure that one fits.  What a cell reads is added to ``steps``, up to the cell
    that fits.
    """
    reached: list[Label] = []
    unknown: list[Value] = []
    for band in bands:
        if band.check is None:
            truth: Value = True
        else:
            read = [compute(frame) for compute in band.reads]
            steps.extend(read)
            truth = band.check(value, read)
        if truth is True:
            if not reached:
                return band.label, band.cell, True
            several = ops.settle([*reached, band.label], unknown, ops.has_gap(unknown))
            return several, None, True
        if isinstance(truth, NotKnown):
            reached.append(band.label)
            unknown.append(truth)
    none = nowhere if not reached else f"perhaps {nowhere}"
    return ops.settle(reached, unknown, True, none), None, False


def points_of(band: Value, points: Points, sure: bool = True) -> Value:
    """The points of a band; of one that is not known, the ends between which they lie.

    Unless ``sure``, there is perhaps no band, and then no points: ends would settle what rests on
    them, until a fact that is added takes the ends away.
    """
    if band.__class__ is Label:
        return points.get(band, NOTHING)
    if not isinstance(band, NotKnown):
        return band
    figures = [points[label] for label in band.possible if label in points]
    if not sure or not figures:
        return ops.not_known([band, *figures])
    lows, highs = zip(*(ops.bounds(figure) for figure in figures), strict=True)
    return ops.not_known(
        [band, *figures],
        low=None if None in lows else min(lows),
        high=None if None in highs else max(highs),
    )


def _bands(preparing: Preparing, learned: Card, row: CardRow, measured: Type) -> list[_Band]:
    bands = []
    for place, (cell, column) in enumerate(zip(row.cells, learned.columns, strict=True)):
        if column.role is Role.BAND and not isinstance(cell, NoCell):
            assert column.label is not None
            bands.append(_band(preparing, cell, column.label, place, measured))
    return bands


def _band(preparing: Preparing, cell: CardCell, label: Label, place: int, measured: Type) -> _Band:
    match cell:
        case TestsCell():
            reads: list[Compute] = []
            check = prepare_cell(preparing, cell, measured, reads)
            return _Band(label, place, tuple(reads), check)
        case ConditionCell():
            condition = prepare(preparing, cell.condition)
            return _Band(
                label, place, (condition,), lambda value, read: ops.as_truth(read[0].value)
            )
    return _Band(label, place)


def _weight(preparing: Preparing, learned: Card, row: CardRow) -> Value | Compute:
    place = learned.position(Role.WEIGHT)
    if place is None:
        return ops.ONE
    cell = row.cells[place]
    assert isinstance(cell, TestsCell)
    (test,) = cell.tests
    assert isinstance(test, EqualsTest)
    if isinstance(test.value, Constant):
        return test.value.value
    return prepare(preparing, test.value)


def _points(
    preparing: Preparing, learned: Card
) -> tuple[dict[Label, Value], list[tuple[Label, Compute]]]:
    """The points that are figures, and those to be read."""
    fixed: dict[Label, Value] = {}
    read: list[tuple[Label, Compute]] = []
    for label, expression in learned.points.items():
        if expression is None:
            assert label.number is not None
            fixed[label] = label.number
        elif isinstance(expression, Constant):
            fixed[label] = expression.value
        else:
            read.append((label, prepare(preparing, expression)))
    return fixed, read
