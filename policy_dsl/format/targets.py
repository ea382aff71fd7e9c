"""What comes after `is` or `which are`."""

from __future__ import annotations

from typing import assert_never

from policy_dsl.format.pieces import Atom, Piece, joined
from policy_dsl.syntax.expressions import Order, Target


def target(node: Target) -> Piece:
    """`amber`, `amber or worse`, `better than amber`, `nothing`."""
    if node.label is None:
        return Atom("nothing")
    match node.order:
        case Order.EXACTLY:
            return Atom(node.label.text)
        case Order.OR_WORSE | Order.OR_BETTER:
            return joined(node.label.text, node.order.value)
        case Order.BETTER_THAN | Order.WORSE_THAN:
            return joined(node.order.value, node.label.text)
        case _:
            assert_never(node.order)
