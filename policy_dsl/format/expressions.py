"""Expressions and conditions, broken before `and`, `or`, `where` and the signs of arithmetic."""

from __future__ import annotations

from typing import assert_never

from policy_dsl.format import aggregates, history, population, selections
from policy_dsl.format.pieces import Atom, Chain, Piece, bracketed, joined, tight
from policy_dsl.format.targets import target
from policy_dsl.format.written import Written
from policy_dsl.source import Span
from policy_dsl.syntax.aggregates import Aggregate, CountWhich, Round
from policy_dsl.syntax.expressions import (
    Arithmetic,
    Both,
    Compare,
    Constant,
    Either,
    Expression,
    Is,
    Name,
    Negative,
    Not,
)
from policy_dsl.syntax.history import (
    DateFrom,
    Earlier,
    Held,
    InThePeriod,
    PeriodBound,
    YearToDate,
)
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member, Quantified

_SAME_STRENGTH = {"+": "+-", "-": "+-", "*": "*/", "/": "*/"}


def expression(node: Expression, written: Written) -> Piece:
    """An expression with the brackets that its author gave it."""
    count, inside = written.unbracketed(node.span)
    piece = _plain(node, inside, written)
    for _ in range(count):
        piece = bracketed(piece)
    return piece


def _plain(node: Expression, inside: Span, written: Written) -> Piece:
    def inner(part: Expression) -> Piece:
        return expression(part, written)

    match node:
        case Constant():
            return _constant(node, inside, written)
        case Name():
            return Atom(node.text)
        case Negative():
            return tight("-", inner(node.operand))
        case Arithmetic():
            return Chain(tuple(_terms(node, written)))
        case Compare():
            return joined(inner(node.left), node.sign, inner(node.right))
        case Is():
            is_ = "is not" if node.negated else "is"
            return joined(inner(node.subject), is_, target(node.target))
        case Not():
            return joined("not", inner(node.operand))
        case Both() | Either():
            return _operands(node, inside, written)
        case Aggregate() | CountWhich() | Round():
            return aggregates.aggregate(node, inside, written, inner)
        case Member():
            return selections.member(node)
        case Quantified() | CountDistinct() | FieldOf():
            return selections.selection(node, inner)
        case Held() | InThePeriod() | Earlier() | YearToDate() | DateFrom() | PeriodBound():
            return history.over_time(node, inside, written, inner)
        case Across() | Quantile() | Rank():
            return population.across(node, inside, written, inner)
        case _:
            assert_never(node)


def _constant(node: Constant, inside: Span, written: Written) -> Piece:
    if written.text[inside.start] == '"':
        return Atom(written.text[inside.start : inside.end])
    return written.words(inside.start, inside.end)


def _terms(node: Arithmetic, written: Written) -> list[Piece]:
    """`a + b - c` as `a`, `+ b`, `- c`."""
    right = joined(node.sign, expression(node.right, written))
    left = node.left
    if (
        isinstance(left, Arithmetic)
        and left.sign in _SAME_STRENGTH[node.sign]
        and not written.unbracketed(left.span)[0]
    ):
        return [*_terms(left, written), right]
    return [expression(left, written), right]


def _operands(node: Both | Either, inside: Span, written: Written) -> Piece:
    """The operands of `and` or `or`.

    In `(a and b) and c` the brackets are about no node, since the three are operands of one.
    """
    word = "and" if isinstance(node, Both) else "or"
    done: list[Piece] = []
    ends = [*(operand.span.start for operand in node.operands[1:]), inside.end]
    for operand, end in zip(node.operands, ends, strict=True):
        piece = expression(operand, written)
        done.append(joined(word, piece) if done else piece)
        for _ in range(written.masked.count(")", operand.span.end, end)):
            done = [bracketed(_chain(done))]
    return _chain(done)


def _chain(parts: list[Piece]) -> Piece:
    return parts[0] if len(parts) == 1 else Chain(tuple(parts), isinstance(parts[0], Chain))
