"""A change: what one edition says otherwise than another, and the edits that make just that."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from policy_dsl.source import Edit, Span


class Kind(Enum):
    """What a change is about, by the name it goes under in output."""

    THRESHOLD = "threshold"
    WEIGHT = "weight"
    POINTS = "points"
    CAP = "cap"  # the label of an override, whichever way it binds
    LABEL = "label"  # what a case or a row gives
    CONDITION = "condition"
    CASE = "case"
    OVERRIDE = "override"
    ROW = "row"  # of a table or scorecard
    ORDER = "order"
    COLUMN = "column"
    START = "start"
    VALUE = "value"
    ROUNDING = "rounding"
    MISSING_RULE = "missing-rule"
    APPLIES_TO = "applies-to"
    TRIGGER = "trigger"
    INTERPRETATION = "interpretation"
    RESULT = "result"  # a rating, value, table or scorecard as a whole
    FACT = "fact"
    SCALE = "scale"
    GROUP = "group"
    RECORD = "record"
    USE = "use"
    RENAMED = "renamed"
    SOURCE = "source"
    WORDING = "wording"
    FILES = "files"  # how published files are read and compared
    FIGURE = "supplied-figure"
    HEADER = "header"


class Direction(Enum):
    """Whether the new edition is harder or easier to do well under, all else being equal."""

    STRICTER = "stricter"
    EASIER = "easier"

    @property
    def opposite(self) -> Direction:
        """The other one."""
        return Direction.EASIER if self is Direction.STRICTER else Direction.STRICTER


@frozen
class Change:
    """One thing that the new edition says otherwise.

    ``id`` is short enough to be typed and names no other change of the same diff.  ``subject`` is
    the declaration it belongs to, as in ``scorecard finance``.  ``before`` and ``after`` are the
    texts, empty where there is none.  ``edits`` are on the old text and make just this change,
    given that those it ``needs`` are made too.
    """

    id: str
    kind: Kind
    subject: str
    sentence: str
    direction: Direction | None
    before: str
    after: str
    old_places: tuple[Span, ...] = field(repr=False)
    new_places: tuple[Span, ...] = field(repr=False)
    edits: tuple[Edit, ...] = field(repr=False)
    needs: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The sentence with its direction: ``... (easier)``."""
        return f"{self.sentence} ({self.direction.value})" if self.direction else self.sentence
