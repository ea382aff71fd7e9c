"""`count / any / every of … where …`."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from policy_dsl.format.pieces import Atom, Chain, Piece, joined
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member, Quantified


def member(node: Member) -> Piece:
    """`finance.average`."""
    return Atom(node.text)


def selection(
    node: Quantified | CountDistinct | FieldOf, inner: Callable[[Expression], Piece]
) -> Piece:
    """What is asked of which items, and where."""
    match node:
        case Quantified():
            asked = joined(node.quantifier.value, member(node.of))
        case CountDistinct():
            asked = joined("count distinct", node.field.text, "of", member(node.of))
        case FieldOf():
            asked = joined(node.summary.value, node.field.text, "of", member(node.of))
        case _:
            assert_never(node)
    return asked if node.where is None else Chain((asked, joined("where", inner(node.where))))
