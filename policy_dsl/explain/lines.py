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


@frozen
class Line:
    """A rule in the policy's own words, or none; what happened; and what it rests on."""

    rule: str = field(converter=printable)
    said: str = field(converter=printable)
    cite: str = field(default="", converter=printable)
    tone: Tone = Tone.PLAIN
    entries: tuple[Entry, ...] = ()
    lines: tuple[Line, ...] = ()


@frozen
class Section:
    """A named result, what it came to, and where its rule stands; ``depth`` is 0 at the top."""

    name: str = field(converter=printable)
    value: str = field(converter=printable)
    cite: str = field(converter=printable)
    place: str = field(converter=printable)
    depth: int
    lines: tuple[Line, ...]
    tone: Tone = Tone.PLAIN
