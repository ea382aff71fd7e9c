"""Whether a figure, a sign or a rounding that changed lets more through than before, or less."""

from __future__ import annotations

from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.numbers import Rounding

_HIGH = (">", ">=")
_LOW = ("<", "<=")
_LESS_TO_MORE = ((">", ">="), ("<", "<="), ("=", ">="), ("=", "<="))


def is_figure(node: Node) -> bool:
    """Whether a node is a figure: a number, with or without a unit, or a date."""
    return isinstance(node, Constant) and not isinstance(node.value, bool | str)


def wider(old_sign: str, old: Node, new_sign: str, new: Node) -> int:
    """1 where a comparison holds more often with the new figure, -1 for less, 0 unknown."""
    assert isinstance(old, Constant)
    assert isinstance(new, Constant)
    if old.type != new.type:
        return 0
    if old.value == new.value:
        return sign_wider(old_sign, new_sign)
    higher = 1 if new.value > old.value else -1  # type: ignore[operator]  # of one type
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
