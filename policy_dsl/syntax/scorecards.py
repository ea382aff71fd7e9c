"""Scorecards: measures with weights, each placed in a band."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, nodes_of, span_of
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.nodes import Citation, LabelName, Node, Word
from policy_dsl.syntax.tables import Cell


@frozen(eq=False)
class ConditionCell(Node):
    """``when deficit >= 2% or variance > 3%``: a condition in full."""

    condition: Expression


@frozen(eq=False)
class NoCell(Node):
    """``-``: this measure is never placed in the band of the column."""


CardCell = Cell | ConditionCell | NoCell


@frozen(eq=False)
class LabelPoints(Node):
    """``failed 1``: the points of a band whose label is not a number."""

    label: LabelName
    points: Expression


@frozen(eq=False)
class CardPoints(Node):
    """``points failed 1, met 0``."""

    points: tuple[LabelPoints, ...]


@frozen(eq=False)
class WhenMissing(Node):
    """``when missing leave out`` (``counts_as`` is None), or ``when missing counts as failed``."""

    counts_as: LabelName | None


@frozen(eq=False)
class Head(Node):
    """``| measure | weight | 5 | 4 | 3 |``: bands are the columns headed by labels."""

    columns: tuple[LabelName, ...]


@frozen(eq=False)
class CardRow(Node):
    """``| ebitda_margin | 25% | >= 11% | >= 9% | otherwise |``."""

    cells: tuple[CardCell, ...]
    citations: tuple[Citation, ...]


@frozen(eq=False)
class Scorecard(Node):
    """``scorecard finance: risk_rating``; ``finance.average``, ``.total``, ``.lowest``."""

    name: Word
    type: Word
    lines: tuple[CardPoints | WhenMissing, ...]
    head: Head
    rows: tuple[CardRow, ...]
    citations: tuple[Citation, ...]


class ScorecardRules(Building):
    """The grammar's rules for scorecards."""

    def scorecard(self, parts: list[Any]) -> Scorecard:
        _, name, type_, citations, *rest = parts
        (head,) = (part for part in rest if isinstance(part, Head))
        return Scorecard(
            span_of(parts),
            self.word_of(name),
            self.word_of(type_),
            tuple(part for part in rest if isinstance(part, CardPoints | WhenMissing)),
            head,
            tuple(part for part in rest if isinstance(part, CardRow)),
            citations,
        )

    def card_points(self, parts: list[Any]) -> CardPoints:
        return CardPoints(
            span_of(parts), tuple(part for part in parts if isinstance(part, LabelPoints))
        )

    def label_points(self, parts: list[Any]) -> LabelPoints:
        return LabelPoints(span_of(parts), parts[0], parts[1])

    def when_missing(self, parts: list[Any]) -> WhenMissing:
        label = parts[-1]
        return WhenMissing(span_of(parts), label if isinstance(label, LabelName) else None)

    def head(self, parts: list[Any]) -> Head:
        return Head(span_of(parts), tuple(part for part in parts if isinstance(part, LabelName)))

    def card_row(self, parts: list[Any]) -> CardRow:
        *cells, citations = parts
        return CardRow(span_of(parts), tuple(nodes_of(cells)), citations)

    def condition_cell(self, parts: list[Any]) -> ConditionCell:
        return ConditionCell(span_of(parts), parts[1])

    def no_cell(self, parts: list[Any]) -> NoCell:
        return NoCell(span_of(parts))
