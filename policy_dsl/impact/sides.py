"""The two editions with the same facts, each read in its own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.choices import NO_CHOICES, Choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.facts.choosing import not_held
from policy_dsl.facts.records import Facts, Organisation, Record
from policy_dsl.facts.renamed import knowing_each_other
from policy_dsl.facts.vocabulary import Vocabulary
from policy_dsl.pipeline import Case, Editions, Supplied, read_policy_facts
from policy_dsl.pipeline.doubts import doubts
from policy_dsl.source import Diagnostic, Severity
from policy_dsl.values.periods import Period

#: An organisation, by its code, in a period.
Place = tuple[str, Period]


@frozen(eq=False)
class Side:
    """An edition with the facts in its words; ``words`` know the names the other has for them."""

    policy: Policy
    words: Vocabulary = field(repr=False)
    facts: Facts = field(repr=False)

    @cached_property
    def supplied(self) -> Supplied:
        """What a rule of the edition may look at; the edition decides about every period."""
        return Supplied(
            Editions(self.policy.name, (self.policy,), pinned=True), {self.policy: self.facts}
        )

    def decide(self, place: Place, choices: Choices = NO_CHOICES) -> Decision:
        """What the edition says of an organisation in a period."""
        code, period = place
        record = self.facts.record(code, period)
        if record is None:
            record = Record(Organisation(code), period, {}, {})
        return Case(self.policy, self.supplied, record).decide(choices)


@frozen(eq=False)
class Sides:
    """Both editions, and the places that are asked about, in order of code and period."""

    old: Side
    new: Side
    places: tuple[Place, ...]

    def only(self, side: Side) -> frozenset[str]:
        """The facts that only one of the editions knows, by whatever name."""
        other = self.new if side is self.old else self.old
        return frozenset(name for name in side.words.facts if other.words.fact_called(name) is None)


def read_sides(
    old: Policy,
    new: Policy,
    paths: Sequence[Path],
    organisations: Sequence[str] = (),
    periods: Sequence[Period] = (),
    progress: Callable[[int], None] | None = None,
    figures: tuple[Sequence[Path] | None, Sequence[Path] | None] = (None, None),
) -> tuple[Sides | None, tuple[Diagnostic, ...]]:
    """The same facts files in the words of two editions.

    ``organisations`` (by code) and ``periods`` choose among them; empty means all.  None where a
    file has mistakes for one of the editions, or the facts hold nothing of what is asked for.
    ``figures`` are the files of national figures of each, where they do not lie beside it.

    Raises:
        ValueError: if one edition rates, say, each quarter and the other each year.
    """
    if old.period is not new.period:
        raise ValueError("the two editions do not rate equally often")
    words = knowing_each_other([old.vocabulary, new.vocabulary])
    said: dict[tuple[str | None, str], Diagnostic] = {}
    sides: list[Side] = []
    editions = zip((old, new), words, reversed(words), figures, strict=True)
    for policy, own, other, beside in editions:
        known = other.mentioned
        facts, troubles = read_policy_facts(policy, paths, progress, known, own, beside)
        for one in troubles:
            said.setdefault((one.file, one.message), one)
        if facts is not None:
            sides.append(Side(policy, own, facts))
    told = tuple(said.values())
    if len(sides) < 2:
        return None, tuple(one for one in told if one.severity is Severity.ERROR) or told
    records = {
        (record.organisation.code, record.period): record
        for side in sides
        for record in side.facts.records
    }
    unheld = not_held(records.values(), organisations, periods)
    if unheld:
        return None, (*told, *unheld)
    places = sorted(
        (code, period)
        for code, period in records
        if (not organisations or code in organisations) and (not periods or period in periods)
    )
    # Who is of a kind that one of the two rates is no doubt, but a difference.
    rated = [
        (old if record.organisation.kind in old.kinds else new, record)
        for record in map(records.__getitem__, places)
    ]
    return Sides(sides[0], sides[1], tuple(places)), (*told, *doubts(rated))
