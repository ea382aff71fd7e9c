"""Figures across the organisations of a kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from policy_dsl.format.pieces import Piece, joined
from policy_dsl.format.written import Written
from policy_dsl.source import Span
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.population import Across, Quantile, Rank


def across(
    node: Across | Quantile | Rank,
    inside: Span,
    written: Written,
    inner: Callable[[Expression], Piece],
) -> Piece:
    """A mean, a deviation, a quantile or a rank."""
    match node:
        case Across() | Rank():
            return written.words(inside.start, inside.end)
        case Quantile():
            rest = written.words(node.share.span.end, inside.end)
            return joined("quantile", inner(node.share), rest)
        case _:
            assert_never(node)
