"""Windows of periods, earlier periods, the year to date, dates and durations."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from policy_dsl.format.pieces import Piece, joined
from policy_dsl.format.written import Written
from policy_dsl.source import Span
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.history import (
    DateFrom,
    Earlier,
    Held,
    InThePeriod,
    PeriodBound,
    YearToDate,
)


def over_time(
    node: Held | InThePeriod | Earlier | YearToDate | DateFrom | PeriodBound,
    inside: Span,
    written: Written,
    inner: Callable[[Expression], Piece],
) -> Piece:
    """An expression and the words about time after it or before it."""
    match node:
        case Held():
            subject = node.condition
        case InThePeriod():
            subject = node.date
        case Earlier() | YearToDate():
            subject = node.expression
        case DateFrom():
            before = written.words(inside.start, node.date.span.start)
            return joined(before, inner(node.date))
        case PeriodBound():
            return written.words(inside.start, inside.end)
        case _:
            assert_never(node)
    return joined(inner(subject), written.words(subject.span.end, inside.end))
