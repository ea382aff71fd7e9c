"""What a section is made of; every text in it is safe for a terminal from here on."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from policy_dsl.source import printable


class Tone(Enum):
    """How much a line matters; shown only where there is colour."""

    PLAIN = "plain"
    DECIDED = "decided"  # this is what settled it
    QUIET = "quiet"  # it changed nothing
    DOUBT = "doubt"  # not known, or a conflict


@frozen
class Entry:
    """A fact or a result that a rule read: its value, what it is, and where it was read.

    ``note`` says something of it in this place, such as the grade of its source.
    """

    name: str = field(converter=printable)
    value: str = field(converter=printable)
    label: str = field(converter=printable)
    place: str = field(converter=printable)
    note: str = field(default="", converter=printable)
    tone: Tone = Tone.PLAIN


def _printable_rows(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(printable, row)) for row in rows)


@frozen
class Grid:
    """Rows of a scorecard, items of a list, periods of a window: a table with a head.

    A column that is empty in every row is not shown.  ``tones`` has one for each row.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(converter=_printable_rows)
    tones: tuple[Tone, ...] = ()

    def shown(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The head and the rows, of the columns that hold something."""
        kept = [place for place in range(len(self.heads)) if any(row[place] for row in self.rows)]
        return (
            tuple(self.heads[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in self.rows),
        )

    def tone(self, row: int) -> Tone:
        """How much a row matters."""
        return self.tones[row] if self.tones else Tone.PLAIN


@frozen
class Line:
    """A rule in the policy's own words, or none; what happened; and what it rests on."""

    rule: str = field(converter=printable)
    said: str = field(converter=printable)
    cite: str = field(default="", converter=printable)
    tone: Tone = Tone.PLAIN
    entries: tuple[Entry, ...] = ()
    lines: tuple[Line, ...] = ()
    grid: Grid | None = None


@frozen
class Told:
    """What stands below a line."""

    entries: tuple[Entry, ...] = ()
    lines: tuple[Line, ...] = ()
    grid: Grid | None = None

    def below(self, rule: str, said: str, cite: str = "", tone: Tone = Tone.PLAIN) -> Line:
        """A line above all this."""
        return Line(rule, said, cite, tone, self.entries, self.lines, self.grid)


@frozen
class Section:
    """A named result, what it came to, and where its rule stands; ``depth`` is 0 at the top.

    ``name``, ``verb`` and ``value`` make a sentence: ``final is 3``, ``warning fires``.
    """

    name: str = field(converter=printable)
    value: str = field(converter=printable)
    cite: str = field(converter=printable)
    place: str = field(converter=printable)
    depth: int
    lines: tuple[Line, ...]
    tone: Tone = Tone.PLAIN
    verb: str = "is"

    @property
    def title(self) -> str:
        """The sentence."""
        return " ".join(filter(None, (self.name, self.verb, self.value)))
