"""What a name can stand for inside a selection, and what a scorecard's members are."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.nodes import LabelName
from policy_dsl.syntax.records import Field, RecordDeclaration
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Type, Value

#: The parts of a scorecard itself; any other part is one of its measures.
SUMMARIES = ("average", "total", "lowest", "highest")
#: The parts of a row that every scorecard has, before its columns of attributes.
ROW_PARTS = ("band", "points", "weight", "value")


class Role(Enum):
    """What a column of a scorecard is for."""

    MEASURE = "measure"
    WEIGHT = "weight"
    APPLIES_TO = "applies_to"
    BAND = "band"
    ATTRIBUTE = "attribute"


@frozen(eq=False)
class Column:
    """A column: its role, and for a band the label."""

    role: Role
    heading: LabelName
    label: Label | None = None


@frozen(eq=False)
class Card:
    """What the checker found out about a scorecard.

    ``points`` are those of each band's label, empty where the card has no points; ``kinds`` has
    the rows that are for some kinds of organisation only.  ``percent`` says that the weights are
    percents.
    """

    scale: Scale | Choice
    columns: tuple[Column, ...]
    points: Mapping[Label, Expression | None]
    percent: bool
    kinds: Mapping[CardRow, frozenset[str]] = field(repr=False)
    attributes: Mapping[CardRow, Mapping[str, Value]] = field(repr=False)
    counts_as: Label | None = None
    leave_out: bool = False

    def position(self, role: Role) -> int | None:
        """Where the column of a role stands, or None."""
        return next(
            (place for place, column in enumerate(self.columns) if column.role is role), None
        )


@frozen(eq=False)
class CardPart:
    """``finance.average``, or the band of one measure: ``finance.liquidity``."""

    card: Scorecard
    name: str


@frozen(eq=False)
class ItemPart:
    """A name within ``where``: a part of the row or a field of the record at hand."""

    of: Scorecard | RecordDeclaration
    name: str
    type: Type
    field: Field | None = None
