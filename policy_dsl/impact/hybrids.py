"""Policies between two editions: the old one with some of the edits made, checked and decided by.

A figure that is switched needs no other policy, only other facts.  Everything is made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from attrs import define, evolve, field

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.choices import NO_CHOICES, Choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.using import relabelled
from policy_dsl.facts.records import Fact, Facts, Record
from policy_dsl.facts.vocabulary import Vocabulary
from policy_dsl.impact.attribution import closed
from policy_dsl.impact.sides import Place, Side, Sides
from policy_dsl.impact.slices import Slice
from policy_dsl.impact.switches import Switch, with_changes
from policy_dsl.library import Shelf
from policy_dsl.replay.entry import results_to_json
from policy_dsl.values.periods import Period
from policy_dsl.values.types import type_name

On = frozenset[str]


@define(eq=False)
class Hybrids:
    """The policies between two editions, by the ids of the edits that are switched on."""

    sides: Sides
    switches: Sequence[Switch]
    library: Path | None = None
    choices: Choices = NO_CHOICES
    slices: dict[str, tuple[Slice, Slice]] = field(factory=dict)  # what each rating rests on
    _shelf: Shelf = field(init=False)
    _by_id: Mapping[str, Switch] = field(init=False)
    _policies: dict[On, Policy | None] = field(factory=dict)
    _facts: dict[Policy, Facts] = field(factory=dict)
    _between: dict[On, Side | None] = field(factory=dict)
    _results: dict[tuple[On, Place], Mapping[str, object] | None] = field(factory=dict)
    _decisions: dict[tuple[On, Place], Decision | None] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._shelf = Shelf(self.library)
        self._by_id = {switch.id: switch for switch in self.switches}

    @cached_property
    def needs(self) -> Mapping[str, On]:
        """Of each edit, those without which it makes no sense."""
        return {switch.id: switch.needs for switch in self.switches if switch.needs}

    def decide(self, on: Iterable[str], place: Place) -> Decision | None:
        """What the old edition with some edits says; None where they do not make a policy."""
        switched = closed(on, self.needs)
        key = (switched, place)
        if key not in self._decisions:
            side = self.between(switched)
            self._decisions[key] = None if side is None else side.decide(place, self.choices)
        return self._decisions[key]

    def results(self, on: Iterable[str], place: Place) -> Mapping[str, object] | None:
        """Every result of `decide` in a form that can be compared."""
        key = (closed(on, self.needs), place)
        if key not in self._results:
            decision = self.decide(*key)
            self._results[key] = None if decision is None else results_to_json(decision)
        return self._results[key]

    def between(self, on: On) -> Side | None:
        """The old edition with some edits, and the facts in its words."""
        if on not in self._between:
            self._between[on] = self._made(on)
        return self._between[on]

    def _made(self, on: On) -> Side | None:
        if not on:
            return self.sides.old
        chosen = [switch for switch in self.switches if switch.id in on]
        policy = self._policy([switch for switch in chosen if switch.changes])
        if policy is None:
            return None
        figures = {
            (switch.figure.period, switch.figure.name): switch.figure.new
            for switch in chosen
            if switch.figure is not None
        }
        if policy is self.sides.old.policy:
            words, facts = self.sides.old.words, self.sides.old.facts
        else:
            words = policy.vocabulary
            if policy not in self._facts:
                self._facts[policy] = _in_words_of(words, self.sides)
            facts = self._facts[policy]
        return Side(policy, words, _with_figures(facts, figures, words))

    def _policy(self, chosen: Sequence[Switch]) -> Policy | None:
        """The old text with edits, checked; it may well be that some do not go together."""
        if not chosen:
            return self.sides.old.policy
        key = frozenset(switch.id for switch in chosen)
        if key not in self._policies:
            source = with_changes(self.sides.old.policy, chosen)
            self._policies[key] = self._shelf.check_anew(source)[0]
        return self._policies[key]


def _in_words_of(words: Vocabulary, sides: Sides) -> Facts:
    """The facts for a policy between the two: each from the side that has it of the same type."""
    old, new = sides.old, sides.new
    from_new = {
        name
        for name, entry in words.facts.items()
        if name in new.words.facts
        and (
            name not in old.words.facts
            or (
                type_name(old.words.facts[name].type) != type_name(entry.type)
                and type_name(new.words.facts[name].type) == type_name(entry.type)
            )
        )
    }

    def joined(before: Mapping[str, Fact], after: Mapping[str, Fact]) -> dict[str, Fact]:
        found = {name: fact for name, fact in before.items() if name not in from_new}
        found.update((name, after[name]) for name in from_new if name in after)
        return relabelled(words, found)

    records: dict[Place, Record] = {}
    for record in (*new.facts.records, *old.facts.records):
        place = (record.organisation.code, record.period)
        if place not in records:
            before, after = old.facts.record(*place), new.facts.record(*place)
            facts = joined(before.facts if before else {}, after.facts if after else {})
            records[place] = Record(record.organisation, record.period, facts, {})
    national = {
        period: joined(old.facts.national.get(period, {}), new.facts.national.get(period, {}))
        for period in sorted({*old.facts.national, *new.facts.national})
    }
    return Facts(tuple(records[place] for place in sorted(records)), national)


def _with_figures(
    facts: Facts, figures: Mapping[tuple[Period, str], Fact | None], words: Vocabulary
) -> Facts:
    if not figures:
        return facts
    national = {period: dict(held) for period, held in facts.national.items()}
    for (period, name), fact in figures.items():
        held = national.setdefault(period, {})
        held.pop(name, None)
        if fact is not None:
            held.update(relabelled(words, {name: fact}))
    return evolve(facts, national=national)
