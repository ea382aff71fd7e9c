"""A second opinion on scorecards: the band of each row, and their weighted average."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from policy_dsl.check.items import Role
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax import scorecards, tables
from policy_dsl.values.absence import DOES_NOT_APPLY
from policy_dsl.values.scales import Label
from policy_dsl.values.types import base
from tests.laws.pieces import POINTS
from tests.laws.second_labels import can_be, joined, one_of
from tests.laws.second_numbers import (
    Unknown,
    plain,
    product_of_ends,
    quotient_of_ends,
    sum_of_ends,
    unknown,
)
from tests.laws.second_rules import cell_fits


def row(policy: Policy, row: scorecards.CardRow, step: Step) -> Any:
    """The band of a row's measure."""
    learned = next(found for card, found in policy.cards.items() if row in card.rows)
    value = plain(step.inputs[0].value)
    if value is DOES_NOT_APPLY:
        return DOES_NOT_APPLY
    if _is_missing(value) and learned.counts_as is not None:
        return learned.counts_as
    reached, doubts = _reached(policy, row, step)
    # Where a doubt is none that facts could settle, perhaps no band is the right one.
    none = {None} if len(reached) > 1 and any(doubt.none for doubt in doubts) else set()
    return one_of({*reached, *none}, doubts)


def _reached(
    policy: Policy, row: scorecards.CardRow, step: Step
) -> tuple[list[Label | None], list[Any]]:
    """The bands that can be the first to fit, None for that none does, and the doubts."""
    learned = next(found for card, found in policy.cards.items() if row in card.rows)
    by_rule = {needed.rule: plain(needed.value) for needed in step.inputs}
    value = plain(step.inputs[0].value)
    type_ = base(policy.types[step.inputs[0].rule])
    reached: list[Label | None] = []
    doubts: list[Any] = []
    for cell, column in zip(row.cells, learned.columns, strict=True):
        if column.role is not Role.BAND or isinstance(cell, scorecards.NoCell):
            continue
        fits: Any = True
        if isinstance(cell, tables.TestsCell):
            tests = [cell_fits(policy, by_rule, test, value, type_) for test in cell.tests]
            fits = joined(tests, True)
        if fits is True or isinstance(fits, Unknown):
            reached.append(column.label)
        if fits is True:
            break
        if isinstance(fits, Unknown):
            doubts.append(fits)
    else:
        reached.append(None)
    return reached, doubts


def average(policy: Policy, card: scorecards.Scorecard, step: Step) -> Any:
    """The sum of weight times points, divided by the sum of the weights."""
    learned = policy.cards[card]
    rows = [(needed, plain(needed.value)) for needed in step.inputs]
    applying = [(needed, band) for needed, band in rows if band is not DOES_NOT_APPLY]
    if not applying:
        return DOES_NOT_APPLY
    counted = [
        (needed, band)
        for needed, band in applying
        if not (learned.leave_out and _is_missing(plain(needed.inputs[0].value)))
    ]
    if not counted:
        return Unknown(unknown(band for _, band in rows).missing)
    weights = [_weight(policy, card, needed) for needed, _ in counted]
    whole = sum(weights, Fraction())
    if whole == 0:
        return Unknown(none=True)
    ends = []
    for weight, (needed, band) in zip(weights, counted, strict=True):
        labels = [label for label in can_be(band) if label is not None]
        if isinstance(band, Unknown) and _perhaps_none(policy, needed):
            labels = []
        points = [Fraction(POINTS.get(label.name) or label.number or 0) for label in labels]
        least, most = (min(points), max(points)) if points else (None, None)
        ends.append(product_of_ends((weight, weight), (least, most)))
    low, high = quotient_of_ends(sum_of_ends(*ends), (whole, whole))
    if not any(isinstance(band, Unknown) for _, band in counted):
        return low
    return unknown([band for _, band in counted], (low, high))


def _perhaps_none(policy: Policy, step: Step) -> bool:
    """Whether perhaps no band fits a measure, so that there is no figure with these ends."""
    assert isinstance(step.rule, scorecards.CardRow)
    return None in _reached(policy, step.rule, step)[0]


def _is_missing(value: Any) -> bool:
    return isinstance(value, Unknown) and not value.none


def _weight(policy: Policy, card: scorecards.Scorecard, step: Step) -> Fraction:
    place = policy.cards[card].position(Role.WEIGHT)
    if place is None:
        return Fraction(1)
    assert isinstance(step.rule, scorecards.CardRow)
    (test,) = step.rule.cells[place].tests  # type: ignore[union-attr]  # a constant
    return Fraction(test.value.value)  # type: ignore[union-attr, arg-type]
