"""What the rows of a scorecard come to: its average, total, lowest and highest, and each band."""

from __future__ import annotations

from collections.abc import Sequence

from policy_dsl.check.items import SUMMARIES, CardPart
from policy_dsl.check.scorecards import measure_of
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.grading import not_accepted, too_weak
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Placed, Step
from policy_dsl.syntax.scorecards import CardRow
from policy_dsl.syntax.selections import Member
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.types import Value


def rows_of(steps: Sequence[Step]) -> list[Step]:
    """The steps of a scorecard's rows among its inputs, those that do not count too."""
    return [step for step in steps if step.rule.__class__ is CardRow]


def counted(steps: Sequence[Step]) -> list[Step]:
    """The steps of the rows that count: that apply, and are not left out as missing."""
    return [
        step
        for step in rows_of(steps)
        if step.value is not DOES_NOT_APPLY and not _placed(step).left_out
    ]


def part_of(card: Step, part: str) -> Step | None:
    """What ``finance.PART`` stands for, from the step of ``finance``; None if for nothing.

    For one of the summaries this is a step of the same rule as ``card``; for a measure, the step
    of its row, or of the row that applies where each kind of organisation has its own.
    """
    if part in SUMMARIES:
        return Step(card.rule, summary(card.inputs, part), (card,))
    named = [step for step in rows_of(card.inputs) if _measure(step) == part]
    applying = [step for step in named if step.value is not DOES_NOT_APPLY]
    return next(iter(applying or named), None)


def _measure(step: Step) -> str:
    assert isinstance(step.rule, CardRow)
    name = measure_of(step.rule)
    return name.text if name is not None else ""


def _placed(step: Step) -> Placed:
    assert isinstance(step.detail, Placed)
    return step.detail


def summary(steps: Sequence[Step], part: str) -> Value:
    """``.average``, ``.total``, ``.lowest`` or ``.highest`` of the rows that count.

    The average is the sum of weight times points divided by the sum of the weights, an exact
    ratio.  In a total, a weight of 25% is a quarter.
    """
    rows = counted(steps)
    if not rows:
        return none_counted(steps)
    doubtful = [applies for row in rows if (applies := _placed(row).applies) is not True]
    if doubtful:
        return ops.not_known(doubtful, gap=True)
    placed = [_placed(row) for row in rows]
    match part:
        case "lowest":
            return ops.lowest([one.points for one in placed])
        case "highest":
            return ops.highest([one.points for one in placed])
    weigh = ops.share if part == "total" and placed[0].percent else ops.multiply
    total = ops.total([weigh(one.weight, one.points) for one in placed])
    if part == "total":
        return total
    return ops.divide(total, ops.total([one.weight for one in placed]))


def none_counted(steps: Sequence[Step]) -> Value:
    """What is known of a card of which no row counts."""
    rows = rows_of(steps)
    if all(row.value is DOES_NOT_APPLY for row in rows):
        return DOES_NOT_APPLY
    missing = frozenset().union(*(row.missing for row in rows))
    return NotKnown(missing=missing, reason="every measure is missing")


def prepare_card_part(preparing: Preparing, node: Member, meaning: CardPart) -> Compute:
    """The function that gives ``finance.average``, or the step of a measure's row."""
    position = preparing.positions[meaning.card]
    part = meaning.name
    grade = preparing.policy.grade(meaning.card)
    weak = grade is not None and too_weak(preparing, grade)
    unknown = not_accepted(grade, preparing.type_of(node)) if weak and grade is not None else None

    def read(frame: Frame) -> Step:
        card = frame.done[position]
        if unknown is not None:
            return Step(node, unknown, (card,))
        if part in SUMMARIES:
            return Step(node, summary(card.inputs, part), (card,))
        found = part_of(card, part)
        # Of a kind of organisation that the policy does not rate there are no rows at all.
        return Step(node, DOES_NOT_APPLY, (card,)) if found is None else found

    return read
