"""Evaluating time: windows of periods, what was earlier, the year to date, dates and durations."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from policy_dsl.check.items import CardPart, ItemPart
from policy_dsl.evaluate import operations_time as time
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Place, Step
from policy_dsl.syntax.expressions import Arithmetic, Constant, Expression
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.history import (
    DateFrom,
    Earlier,
    Held,
    InThePeriod,
    PeriodBound,
    Window,
    YearToDate,
)
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.periods import Period, PeriodKind, kind_named
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import Plain, Type, Value, base

Prepare = Callable[[Preparing, Expression], Compute]
#: An expression so many periods back: 0 is the period decided about.
Look = Callable[[Frame, int], Step]


def prepare_held(preparing: Preparing, node: Held, prepare: Prepare) -> Compute:
    """The inputs are the condition's steps of each period of the window, the oldest first."""
    look = _looking(preparing, node.condition, prepare)
    window, count = node.window, whole(node.periods)
    least = whole(node.least) if node.least is not None else 0
    nearest = 0 if window in (Window.CONSECUTIVE, Window.AT_LEAST) else 1
    backs = range(nearest + count - 1, nearest - 1, -1)

    def held(frame: Frame) -> Step:
        steps = tuple([look(frame, back) for back in backs])
        return Step(node, time.held(window, [step.value for step in steps], least), steps)

    return held


def prepare_earlier(preparing: Preparing, node: Earlier, prepare: Prepare) -> Compute:
    """The value that the expression had, not known where that period is not."""
    look, back = _looking(preparing, node.expression, prepare), whole(node.periods)

    def earlier(frame: Frame) -> Step:
        step = look(frame, back)
        return Step(node, step.value, (step,))

    return earlier


def prepare_year_to_date(preparing: Preparing, node: YearToDate, prepare: Prepare) -> Compute:
    """The sum over the periods of the financial year up to this one, the oldest first."""
    look = _looking(preparing, node.expression, prepare)

    def to_date(frame: Frame) -> Step:
        steps = tuple([look(frame, back) for back in range(into_year(frame.period), -1, -1)])
        return Step(node, time.summed([step.value for step in steps]), steps)

    return to_date


def into_year(period: Period) -> int:
    """How many periods of the financial year come before this one; no date is so counted."""
    match period.kind:
        case PeriodKind.MONTH:
            return (period.ordinal - 3) % 12
        case PeriodKind.QUARTER:
            return (period.ordinal - 1) % 4
        case PeriodKind.YEAR | PeriodKind.DATE:
            return 0
        case _:
            assert_never(period.kind)


def whole(number: Constant) -> int:
    """A number of periods, which the checker found to be whole."""
    return int(number.value)  # type: ignore[arg-type]  # a NUMBER


# ---- looking back -------------------------------------------------------------------------------


def _looking(preparing: Preparing, expression: Expression, prepare: Prepare) -> Look:
    compute = prepare(preparing, expression)
    type_ = preparing.type_of(expression)
    position, card = _needed(preparing, expression)

    def look(frame: Frame, back: int) -> Step:
        if back == 0:
            step = compute(frame)
            place = Place(frame.organisation, frame.period, frame.prepared.policy)
            return Step(expression, step.value, (step,), place)
        then = frame.earlier(back, position)
        if then is None:
            return _no_facts(frame, back, expression, type_)
        item = frame.item if card >= 0 else None
        key = (expression, None if item is None else item.rule)
        found = then.memo.get(key)
        if found is None:
            found = then.memo[key] = _asked(then, item, card, expression, compute, type_)
        return found

    return look


def _asked(
    then: Frame, item: Step | None, card: int, expression: Expression, compute: Compute, type_: Type
) -> Step:
    """An expression in an earlier period; within ``where`` it is asked of the same row there."""
    place = Place(then.organisation, then.period, then.prepared.policy)
    outer = then.item
    if item is not None:
        rows = then.done[card].inputs
        then.item = next((row for row in rows if row.rule is item.rule), None)
        if then.item is None:
            reason = f"the edition that decides about {then.period} has no such row"
            return Step(expression, _unknown(type_, gap=True, reason=reason), (), place)
    step = compute(then)
    then.item = outer
    return Step(expression, time.of_place(step.value, "in", str(then.period)), (step,), place)


def _no_facts(frame: Frame, back: int, expression: Expression, type_: Type) -> Step:
    """Nothing was supplied of a period: whatever is asked of it is not known, never no."""
    try:
        period = frame.period.earlier(back)
    except ValueError as beyond:
        return Step(expression, _unknown(type_, gap=True, reason=str(beyond)))
    missing = frozenset({time.named("every fact", "in", str(period))})
    place = Place(frame.organisation, period, frame.prepared.policy)
    return Step(expression, _unknown(type_, missing), (), place)


def _unknown(
    type_: Type, missing: frozenset[str] = frozenset(), gap: bool = False, reason: str = ""
) -> NotKnown:
    scale = base(type_)
    labels = scale.labels if isinstance(scale, Scale | Choice) else ()
    return NotKnown(missing, labels, gap=gap, reason=reason)


def _needed(preparing: Preparing, expression: Expression) -> tuple[int, int]:
    """Up to which result an earlier period must be worked out, and the card of the row at hand."""
    position = card = -1
    waiting: list[Node] = list(expression.walk())
    while waiting:
        meaning = preparing.policy.meanings.get(waiting.pop())
        if isinstance(meaning, Group):
            waiting.extend(meaning.members)
        elif isinstance(meaning, ItemPart):
            if isinstance(meaning.of, Scorecard):
                card = preparing.positions[meaning.of]
                position = max(position, card)
        elif isinstance(meaning, CardPart):
            position = max(position, preparing.positions[meaning.card])
        elif isinstance(meaning, Node) and not isinstance(meaning, Fact):
            position = max(position, preparing.positions.get(meaning, -1))
    return position, card


# ---- dates --------------------------------------------------------------------------------------


def prepare_in_the_period(preparing: Preparing, node: InThePeriod, prepare: Prepare) -> Compute:
    """Whether the date lies in the period decided about, or in the longer one around it."""
    date, kind = prepare(preparing, node.date), kind_named(node.word.text)
    assert kind is not None

    def in_the_period(frame: Frame) -> Step:
        step, period = date(frame), Period.containing(frame.period.first_day, kind)
        return Step(node, time.within(step.value, period.first_day, period.last_day), (step,))

    return in_the_period


def prepare_period_bound(node: PeriodBound) -> Compute:
    """The first or last day of the period decided about, or of the longer one around it."""
    kind = kind_named(node.word.text)
    assert kind is not None

    def bound(frame: Frame) -> Step:
        period = Period.containing(frame.period.first_day, kind)
        return Step(node, period.last_day if node.end else period.first_day)

    return bound


def prepare_date_from(preparing: Preparing, node: DateFrom, prepare: Prepare) -> Compute:
    """A date so long after or before another."""
    date, unit = prepare(preparing, node.date), node.unit
    amount = whole(node.amount) if node.after else -whole(node.amount)

    def date_from(frame: Frame) -> Step:
        step = date(frame)
        return Step(node, time.moved(step.value, amount, unit), (step,))

    return date_from


def date_arithmetic(
    preparing: Preparing, node: Arithmetic
) -> Callable[[Value, Value], Value] | None:
    """The operation of ``+`` and ``-`` where a date takes part; None where none does."""
    left = base(preparing.type_of(node.left)) is Plain.DATE
    right = base(preparing.type_of(node.right)) is Plain.DATE
    if left and right:
        return time.days_between
    if left:
        return time.days_added if node.sign == "+" else time.days_taken
    return (lambda days, day: time.days_added(day, days)) if right else None
