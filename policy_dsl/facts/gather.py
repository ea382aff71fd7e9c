"""Gathering the facts of several files: each in its place, and what is said of them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import define, field

from policy_dsl.facts.records import Fact, Facts, Organisation, Origin, Record
from policy_dsl.facts.typed import Mistake, quoted
from policy_dsl.facts.vocabulary import Entry, FactEntry, Vocabulary
from policy_dsl.source import Diagnostic, Severity
from policy_dsl.values.periods import Period
from policy_dsl.values.types import Value

# How often progress is told, in rows.
_EVERY = 5_000


@define(eq=False)
class Place:
    """Where the facts of a row or of an item go; ``organisation`` is None for national figures.

    After a mistake in the period or the organisation the facts are still read, for the mistakes
    in them, and go nowhere.
    """

    organisation: Organisation | None = None
    period: Period | None = None
    origin: Origin | None = None
    facts: dict[str, Fact] = field(factory=dict)
    published: dict[str, Fact] = field(factory=dict)
    national: dict[str, Fact] = field(factory=dict)


@define(eq=False)
class Slot:
    """A fact or result that a file speaks of, by which ``word``, and its texts read so far."""

    entry: Entry
    word: str = ""
    values: dict[str, Value | Mistake] = field(factory=dict)

    @property
    def national(self) -> bool:
        """Whether this is a figure of the period and not of an organisation."""
        return isinstance(self.entry, FactEntry) and self.entry.national


@define(eq=False)
class Gathering:
    """The facts of all files read so far, and what is to be said of them."""

    vocabulary: Vocabulary
    progress: Callable[[int], None] | None = None
    known: frozenset[str] = frozenset()  # words that are no surprise, though they are not read
    diagnostics: list[Diagnostic] = field(factory=list)
    places: dict[tuple[str, int], Place] = field(factory=dict)
    national: dict[Period, dict[str, Fact]] = field(factory=dict)
    supplied: dict[Period, dict[str, Fact]] = field(factory=dict)
    rows: int = 0

    def count_row(self) -> None:
        """Notes that a row or an item has been read."""
        self.rows += 1
        if self.progress is not None and self.rows % _EVERY == 0:
            self.progress(self.rows)

    def finish(self) -> tuple[Facts | None, tuple[Diagnostic, ...]]:
        """The facts, unless there was a mistake, and what is to be said."""
        national = self._overridden()
        if self.progress is not None:
            self.progress(self.rows)
        told = tuple(self.diagnostics)
        if any(diagnostic.severity is Severity.ERROR for diagnostic in told):
            return None, told
        records = tuple(
            Record(place.organisation, place.period, place.facts, place.published)
            for _, place in sorted(self.places.items(), key=lambda item: item[0])
            if place.organisation is not None and place.period is not None
        )
        return Facts(records, national), told

    def _overridden(self) -> Mapping[Period, Mapping[str, Fact]]:
        """The national figures: those supplied beside the policy, and over them the user's own."""
        merged = {period: dict(facts) for period, facts in self.supplied.items()}
        for period, facts in self.national.items():
            under = merged.setdefault(period, {})
            for name, fact in facts.items():
                known = under.get(name)
                if known is not None and known.value != fact.value:
                    self.diagnostics.append(_override(name, period, known, fact))
                under[name] = fact
        return {period: merged[period] for period in sorted(merged) if merged[period]}


def _override(name: str, period: Period, known: Fact, fact: Fact) -> Diagnostic:
    return Diagnostic(
        "national-override",
        Severity.WARNING,
        f"`{name}` in {period} is {quoted(fact.written)} here, which overrides the "
        f"{quoted(known.written)} supplied with the policy at {known.origin}",
        None,
        help="leave it out of this file, if the policy's figure is meant",
        path=str(fact.origin),
    )
