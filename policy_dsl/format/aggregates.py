"""`average of …`, `count of … which are …`, `round …`."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from policy_dsl.format.pieces import Atom, Chain, Piece, bracketed, joined, listed, words
from policy_dsl.format.targets import target
from policy_dsl.format.written import Written
from policy_dsl.source import Span
from policy_dsl.syntax.aggregates import (
    Aggregate,
    CountWhich,
    GroupOperands,
    Operands,
    Round,
    WhichCompare,
)
from policy_dsl.syntax.expressions import Expression, Target


def aggregate(
    node: Aggregate | CountWhich | Round,
    inside: Span,
    written: Written,
    inner: Callable[[Expression], Piece],
) -> Piece:
    """An aggregate, or what is rounded."""
    match node:
        case Aggregate():
            parts = [words(node.summary.value), _operands(node.operands, inner)]
            if node.leaving_out_missing:
                parts.append(words("leaving out missing"))
            return joined(*parts)
        case CountWhich():
            counted = joined("count of", _operands(node.operands, inner))
            return Chain((counted, joined("which are", _test(node.test, inner))))
        case Round():
            rounded = joined("round", node.rounding.value, inner(node.operand))
            if node.places is None:
                return rounded
            return joined(rounded, written.words(node.operand.span.end, inside.end))
        case _:
            assert_never(node)


def _operands(node: Operands | GroupOperands, inner: Callable[[Expression], Piece]) -> Piece:
    match node:
        case Operands():
            return bracketed(listed(map(inner, node.items)))
        case GroupOperands():
            return Atom(node.group.text)
        case _:
            assert_never(node)


def _test(node: Target | WhichCompare, inner: Callable[[Expression], Piece]) -> Piece:
    match node:
        case Target():
            return target(node)
        case WhichCompare():
            return joined(node.sign, inner(node.right))
        case _:
            assert_never(node)
