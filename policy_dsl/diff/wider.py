"""Whether a figure, a sign or another word that changed lets more through than before, or less."""

from __future__ import annotations

from decimal import Decimal

import attrs

from policy_dsl.diff.asking import in_whole_numbers, labels_taken
from policy_dsl.diff.comparing import Comparison
from policy_dsl.syntax.aggregates import Aggregate, Summary
from policy_dsl.syntax.expressions import Constant, Is, Negative, Target
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.numbers import Rounding

_HIGH = (">", ">=")
_LOW = ("<", "<=")
#: Summaries of which the next is never less, or never better, than the one before.
_LEAST_FIRST = (
    (Summary.LOWEST, Summary.AVERAGE, Summary.HIGHEST),
    (Summary.BEST, Summary.WORST),
)
_LESS_TO_MORE = ((">", ">="), ("<", "<="), ("=", ">="), ("=", "<="))


def is_figure(node: Node) -> bool:
    """Whether a node is a figure: a number, with or without a unit or a sign, or a date."""
    return _figure(node) is not None


def wider(old_sign: str, old: Node, new_sign: str, new: Node, of_count: bool = False) -> int | None:
    """1 where a comparison holds more often with the new figure, -1 for less, 0 unknown.

    None where it comes to the same, as ``> 1`` and ``>= 2`` do ``of_count``.
    """
    one, other = _figure(old), _figure(new)
    assert one is not None
    assert other is not None
    if one.type != other.type:
        return 0
    was, now = one.value, other.value
    if of_count and isinstance(was, Decimal) and isinstance(now, Decimal):
        old_sign, was = in_whole_numbers(old_sign, was)
        new_sign, now = in_whole_numbers(new_sign, now)
    if was == now:
        return None if old_sign == new_sign else sign_wider(old_sign, new_sign)
    higher = 1 if now > was else -1  # type: ignore[operator]  # of one type
    if old_sign in _HIGH and new_sign in _HIGH:
        return -higher
    if old_sign in _LOW and new_sign in _LOW:
        return higher
    return 0


def sign_wider(old: str, new: str) -> int:
    """1 where a comparison holds more often by its new sign, -1 for less, 0 unknown."""
    if (old, new) in _LESS_TO_MORE:
        return 1
    return -1 if (new, old) in _LESS_TO_MORE else 0


def rounds_higher(old: Rounding, new: Rounding) -> int:
    """1 where rounding can only give more than before, -1 for less, 0 unknown."""
    order = (Rounding.DOWN, None, Rounding.UP)
    ways = [way if way in order else None for way in (old, new)]
    one, other = (order.index(way) for way in ways)
    return (other > one) - (other < one)


def passes_more(c: Comparison, old: Is, new: Is) -> int | None:
    """As :func:`takes_more`, for the test as a whole."""
    if old.negated != new.negated or not c.same(old.subject, new.subject):
        return 0
    more = takes_more(c, old.target, new.target)
    return -more if more and new.negated else more


def takes_more(c: Comparison, old: Target, new: Target) -> int | None:
    """1 where more labels of one scale pass than before, -1 for fewer; None for the same ones."""
    was, now = labels_taken(c.old, old), labels_taken(c.new, new)
    if was is None or now is None or was[0] != now[0]:
        return 0
    if was[1] == now[1]:
        return None
    return (was[1] < now[1]) - (now[1] < was[1])


def sums_up_higher(old: Aggregate, new: Aggregate) -> int:
    """1 where the other summary of the same is never less, or never better, than the old one."""
    if old.leaving_out_missing == new.leaving_out_missing:
        for order in _LEAST_FIRST:
            if old.summary in order and new.summary in order:
                one, other = order.index(old.summary), order.index(new.summary)
                return (other > one) - (other < one)
    return 0


def _figure(node: Node) -> Constant | None:
    if isinstance(node, Negative):
        inner = _figure(node.operand)
        value = inner.value if inner is not None else None
        return (
            attrs.evolve(inner, value=value.copy_negate())
            if inner and isinstance(value, Decimal)
            else None
        )
    if isinstance(node, Constant) and not isinstance(node.value, bool | str):
        return node
    return None
