"""The editions of a policy one after the other: in force, gaps, overlaps, what each changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Change, Direction, Kind
from policy_dsl.diff.compare import diff
from policy_dsl.library import Edition, Shelf

_DAY = timedelta(days=1)
#: How many of its changes stand for an edition.
MOST_SHOWN = 2

# What moves a rating, the weightiest first; the rest is vocabulary, wording and sources.
_WEIGHT = {
    kind: weight
    for weight, kinds in enumerate(
        (
            (Kind.OVERRIDE, Kind.CAP, Kind.RESULT),
            (Kind.THRESHOLD, Kind.CASE, Kind.LABEL, Kind.START),
            (Kind.SCALE, Kind.ROW, Kind.WEIGHT, Kind.POINTS, Kind.CONDITION),
            (Kind.VALUE, Kind.ROUNDING, Kind.MISSING_RULE, Kind.ORDER, Kind.COLUMN, Kind.GROUP),
            (Kind.TRIGGER, Kind.INTERPRETATION, Kind.APPLIES_TO, Kind.USE),
            (Kind.FACT, Kind.RECORD, Kind.RENAMED, Kind.FIGURE),
        )
    )
    for kind in kinds
}
_LEAST = len(_WEIGHT)
#: The ways in which editions do not follow each other day by day.
GAP, OVERLAP = "gap", "overlap"


@frozen
class Changes:
    """What an edition changed, in a few words; ``weightiest`` are those that a reader asks for
    first."""

    total: int
    stricter: int
    easier: int
    kinds: tuple[tuple[str, int], ...]  # how many of each kind, the commonest first
    weightiest: tuple[Change, ...] = field(repr=False)


@frozen
class Entry:
    """An edition in its place; ``policy`` is None where it has mistakes.

    ``changes`` is None for the first, and where it or the one ``before`` it has mistakes.
    """

    edition: Edition
    policy: Policy | None = field(repr=False)
    changes: Changes | None = field(repr=False)
    before: Edition | None = field(default=None, repr=False)

    @property
    def first_day(self) -> date:
        """Its first day in force."""
        return self.edition.heading.first_day

    @property
    def last_day(self) -> date | None:
        """Its last day in force, None while it lasts."""
        return self.edition.heading.last_day


@frozen
class Stretch:
    """Days on which no edition was in force (a gap), or two were (an overlap).

    ``last_day`` is None where an overlap has no end.
    """

    kind: str
    first_day: date
    last_day: date | None

    @property
    def days(self) -> int | None:
        """How many days, both ends included."""
        return None if self.last_day is None else (self.last_day - self.first_day).days + 1


def timeline(
    editions: Iterable[Edition], library: Path | None = None
) -> tuple[Entry | Stretch, ...]:
    """The editions of one policy by their first day, with the gaps and overlaps between them.

    An edition with mistakes keeps its place; what it and the next one changed is then not told.
    """
    shelf = Shelf(library)
    found: list[Entry | Stretch] = []
    before: Policy | None = None
    reached: date | None = None
    ordered = sorted(editions, key=lambda one: (one.heading.first_day, one.version))
    for number, edition in enumerate(ordered):
        policy, _ = shelf.check(edition.source)
        if number:
            found.extend(_between(ordered[:number], edition, reached))
        changes = None
        if before is not None and policy is not None:
            # That it is another version, with other dates, goes without saying.
            changes = changes_of([one for one in diff(before, policy) if one.id != "edition"])
        found.append(Entry(edition, policy, changes, ordered[number - 1] if number else None))
        before, reached = policy, _later(reached, edition.heading.last_day, not number)
    return tuple(found)


def _later(reached: date | None, last_day: date | None, first: bool) -> date | None:
    """The last day that some edition so far covers; None where one has no end."""
    if first or last_day is None or reached is None:
        return last_day if first or last_day is None else reached
    return max(reached, last_day)


def _between(
    earlier: Sequence[Edition], edition: Edition, reached: date | None
) -> Iterator[Stretch]:
    """The gap before an edition, or the days that it shares with those before it."""
    first, last = edition.heading.first_day, edition.heading.last_day
    if reached is not None and reached + _DAY < first:
        yield Stretch(GAP, reached + _DAY, first - _DAY)
        return
    for other in earlier:
        theirs = other.heading.last_day
        if theirs is None or theirs >= first:
            ends = [day for day in (theirs, last) if day is not None]
            yield Stretch(OVERLAP, first, min(ends) if ends else None)


def changes_of(changes: Sequence[Change]) -> Changes:
    """Changes in a few words."""
    kinds = Counter(change.kind.value for change in changes)
    # Stricter or easier weighs more than neither; the order of the text breaks ties.
    weighty = sorted(
        (change for change in changes if change.kind in _WEIGHT),
        key=lambda change: (_WEIGHT.get(change.kind, _LEAST), change.direction is None),
    )
    return Changes(
        len(changes),
        sum(change.direction is Direction.STRICTER for change in changes),
        sum(change.direction is Direction.EASIER for change in changes),
        tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        tuple(weighty[:MOST_SHOWN]),
    )
