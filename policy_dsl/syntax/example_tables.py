"""Tables of examples: many cases of one rule, a row each."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from lark import Token

from policy_dsl.syntax.build import Building, nodes_of, span_of
from policy_dsl.syntax.examples import (
    Because,
    ExampleValue,
    Given,
    GivenList,
    InPeriod,
    OfKind,
    State,
    whole,
)
from policy_dsl.syntax.nodes import Citation, Node, Text, Word
from policy_dsl.syntax.selections import Member

# ---- the head ---------------------------------------------------------------------------------


@frozen(eq=False)
class TitleColumn(Node):
    """``example``: what each row shows."""


@frozen(eq=False)
class OrganisationColumn(Node):
    """``organisation``: the rows are the organisations of one population, each by its name."""


@frozen(eq=False)
class NamedColumn(Node):
    """``liquidity``, ``finance.average``, ``waits_met 1 quarter earlier``.

    A fact or an interpretation is given, a result expected.  ``earlier`` is 0 for the period of the
    example itself, and ``word`` then None.
    """

    of: Member
    earlier: int = 0
    word: Word | None = None


@frozen(eq=False)
class DueColumn(Node):
    """``section_52 due``: the day on which what follows from a trigger is due."""

    of: Member


@frozen(eq=False)
class BecauseColumn(Node):
    """``because``: what decides the result in the column before it."""


ExampleColumn = TitleColumn | OrganisationColumn | NamedColumn | DueColumn | BecauseColumn


@frozen(eq=False)
class ExampleHead(Node):
    """``| liquidity | plan_on_time | financial_risk | because |``."""

    columns: tuple[ExampleColumn, ...]


# ---- the rows ---------------------------------------------------------------------------------


@frozen(eq=False)
class ValueCell(Node):
    """``20 days``, ``red``, ``nothing``, ``(issued 2010-05-01)``; in ``because``, a name."""

    value: ExampleValue


@frozen(eq=False)
class NoRecordsCell(Node):
    """``no notices``: a list in which there is nothing."""

    name: Word
    value: GivenList


@frozen(eq=False)
class StateCell(Node):
    """``not known``, ``does not apply``."""

    state: State


@frozen(eq=False)
class ReasonCell(Node):
    """``case 2``, ``not late_plan``, ``not row 3``."""

    because: Because


@frozen(eq=False)
class EmptyCell(Node):
    """``-``: nothing is given, or nothing expected."""


ExampleCell = ValueCell | NoRecordsCell | StateCell | ReasonCell | EmptyCell


@frozen(eq=False)
class ExampleRow(Node):
    """``| 20 days | no | 3 | late_plan |``: one cell for each column."""

    cells: tuple[ExampleCell, ...]
    citations: tuple[Citation, ...]


@frozen(eq=False)
class ExampleTable(Node):
    """``examples "Each side of every threshold"``, the lines that hold for all, and the rows."""

    title: Text
    lines: tuple[Given | OfKind | InPeriod, ...]
    head: ExampleHead
    rows: tuple[ExampleRow, ...]
    citations: tuple[Citation, ...]


class ExampleTableRules(Building):
    """The grammar's rules for tables of examples."""

    def example_table(self, parts: list[Any]) -> ExampleTable:
        _, title, citations, *below = parts
        return ExampleTable(
            span_of(parts),
            self.text_of(title),
            tuple(part for part in below if isinstance(part, Given | OfKind | InPeriod)),
            next(part for part in below if isinstance(part, ExampleHead)),
            tuple(part for part in below if isinstance(part, ExampleRow)),
            citations,
        )

    def example_head(self, parts: list[Any]) -> ExampleHead:
        return ExampleHead(span_of(parts), tuple(nodes_of(parts)))

    def title_column(self, parts: list[Any]) -> TitleColumn:
        return TitleColumn(span_of(parts))

    def organisation_column(self, parts: list[Any]) -> OrganisationColumn:
        return OrganisationColumn(span_of(parts))

    def earlier_column(self, parts: list[Any]) -> NamedColumn:
        name, number, word, _ = parts
        of = Member(span_of([name]), (self.word_of(name),))
        return NamedColumn(span_of(parts), of, whole(number), self.word_of(word))

    def named_column(self, parts: list[Any]) -> NamedColumn:
        return NamedColumn(span_of(parts), parts[0])

    def due_column(self, parts: list[Any]) -> DueColumn:
        return DueColumn(span_of(parts), parts[0])

    def because_column(self, parts: list[Any]) -> BecauseColumn:
        return BecauseColumn(span_of(parts))

    def example_row(self, parts: list[Any]) -> ExampleRow:
        *cells, citations = parts
        return ExampleRow(span_of(parts), tuple(nodes_of(cells)), citations)

    def value_cell(self, parts: list[Any]) -> ValueCell:
        return ValueCell(span_of(parts), parts[0])

    def records_cell(self, parts: list[Any]) -> ValueCell:
        return ValueCell(span_of(parts), GivenList(span_of(parts), tuple(parts)))

    def no_records_cell(self, parts: list[Any]) -> NoRecordsCell:
        no, name = parts
        return NoRecordsCell(span_of(parts), self.word_of(name), GivenList(span_of([no]), ()))

    def state_cell(self, parts: list[Any]) -> StateCell:
        known = {"NOT_KNOWN": State.NOT_KNOWN, "DOES_NOT_APPLY": State.DOES_NOT_APPLY}
        return StateCell(span_of(parts), known[parts[0].type])

    def reason_cell(self, parts: list[Any]) -> ReasonCell:
        refused = parts[0].type == "NOT"
        word: Token = parts[1] if refused else parts[0]
        number: Token | None = parts[-1] if parts[-1] is not word else None
        count = None if number is None else whole(number)
        because = Because(span_of(parts), self.word_of(word), count, refused)
        return ReasonCell(span_of(parts), because)

    def empty_cell(self, parts: list[Any]) -> EmptyCell:
        return EmptyCell(span_of(parts))
