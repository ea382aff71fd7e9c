"""A second opinion on labels and conditions: every outcome that is still possible."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

from policy_dsl.check.policy import Policy
from policy_dsl.syntax import expressions
from policy_dsl.values.absence import DOES_NOT_APPLY, NOTHING
from policy_dsl.values.scales import Choice, Label, Scale
from tests.laws.second_numbers import Unknown, unknown


def as_truth(value: Any) -> Any:
    return Unknown(none=True) if value is NOTHING else value


def joined(values: list[Any], decisive: bool) -> Any:
    truths = [as_truth(value) for value in values]
    truths = [truth for truth in truths if truth is not DOES_NOT_APPLY]
    if any(truth is decisive for truth in truths):
        return decisive
    if not truths:
        return DOES_NOT_APPLY
    doubts = [truth for truth in truths if isinstance(truth, Unknown)]
    return unknown(doubts) if doubts else not decisive


def is_target(policy: Policy, wanted: expressions.Target, value: Any) -> Any:
    if value is DOES_NOT_APPLY:
        return value
    if wanted.label is None:
        return unknown([value]) if isinstance(value, Unknown) else value is NOTHING
    label = policy.meanings[wanted.label]
    assert isinstance(label, Label)
    return stands(wanted.order, label, value)


def stands(order: expressions.Order, label: Label, value: Any) -> Any:
    def one(other: Label) -> bool:
        worse = other.rank - label.rank
        return {
            expressions.Order.EXACTLY: other is label,
            expressions.Order.OR_WORSE: worse >= 0,
            expressions.Order.OR_BETTER: worse <= 0,
            expressions.Order.BETTER_THAN: worse < 0,
            expressions.Order.WORSE_THAN: worse > 0,
        }[order]

    if value is DOES_NOT_APPLY:
        return value
    if value is NOTHING:
        return False
    if isinstance(value, Label):
        return one(value)
    answers = {one(other) for other in value.labels} | ({None} if value.none else set())
    return answers.pop() if len(answers) == 1 and None not in answers else unknown([value])


def stands_to(order: expressions.Order, a: Any, b: Any) -> Any:
    """One value beside another: every pair that they can still be is tried."""
    if DOES_NOT_APPLY in (a, b):
        return DOES_NOT_APPLY
    if a is NOTHING and b is NOTHING and order is expressions.Order.EXACTLY:
        return True
    known = [value for value in (a, b) if not isinstance(value, Unknown)]
    if order is expressions.Order.EXACTLY and NOTHING in known:
        return False if len(known) == 2 else unknown([a, b])
    if a is NOTHING:
        return False
    if b is NOTHING:
        b = Unknown(none=True)
    pairs = list(product(can_be(a) or {None}, can_be(b) or {None}))
    if any(None in pair for pair in pairs):
        return unknown([a, b])
    # Of two that may be the same label, only that is known.
    answers = {stands(order, other, one) for one, other in pairs}  # type: ignore[arg-type]
    return answers.pop() if len(answers) == 1 else unknown([a, b])


def as_label(scale: Scale | Choice, value: Any) -> Any:
    if value is NOTHING:
        return Unknown(none=True)
    if isinstance(value, Unknown) and not value.labels and not value.none:
        return Unknown(value.missing, frozenset(scale.labels), none=True)
    return value


def can_be(value: Any) -> set[Label | None]:
    """What can come out; None is no label at all."""
    if isinstance(value, Unknown):
        return {*value.labels, *([None] if value.none else [])}
    return {value}


def one_of(outcomes: set[Label | None], doubts: Iterable[Any]) -> Any:
    if len(outcomes) == 1 and None not in outcomes:
        return next(iter(outcomes))
    labels = frozenset(label for label in outcomes if label is not None)
    return Unknown(unknown(doubts).missing, labels, none=None in outcomes)
