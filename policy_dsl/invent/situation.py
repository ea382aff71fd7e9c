"""An invented organisation: all that is supplied of it, and deciding about it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from attrs import evolve, field, frozen

from policy_dsl.check.expected import CheckedExample, OtherOrganisation
from policy_dsl.check.given import OWN
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.choices import Choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.other_readings import able_to_reread
from policy_dsl.evaluate.panel import Panel
from policy_dsl.evaluate.using import relabelled
from policy_dsl.facts.lists import list_fact
from policy_dsl.facts.records import (
    Fact,
    Facts,
    ItemFacts,
    Judgement,
    Organisation,
    Origin,
    Record,
)
from policy_dsl.invent.words import in_words
from policy_dsl.pipeline import prepared, read_policy_facts
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import Period
from policy_dsl.values.types import Item, Value

#: By how many periods back, 0 for the period decided about, and by name.
Given = Mapping[int, Mapping[str, Fact]]


@frozen
class Situation:
    """What is supplied of one invented organisation, of those beside it, and of the country.

    ``given`` and ``national`` are by how many periods earlier than ``period``; ``kind`` and
    ``organisation``, its name, are empty where none is said.  ``readings`` chooses among those of
    interpretations.
    """

    period: Period
    kind: str = ""
    given: Given = field(factory=dict)
    national: Given = field(factory=dict)
    readings: tuple[tuple[str, str], ...] = ()
    organisation: str = field(default="", eq=False)  # a name changes nothing
    others: tuple[OtherOrganisation, ...] = ()

    @classmethod
    def of(cls, example: CheckedExample) -> Situation:
        """The situation of an example."""
        return cls(
            example.period,
            example.kind,
            example.given,
            example.national,
            example.readings,
            example.organisation,
            example.others,
        )

    def fact(self, name: str, back: int = 0) -> Fact | None:
        """A fact of the organisation or the country, or None where it is not supplied."""
        return self.given.get(back, {}).get(name) or self.national.get(back, {}).get(name)

    def with_fact(self, policy: Policy, name: str, value: Value, back: int = 0) -> Situation:
        """The same but for one fact, of the organisation or the country as the policy has it.

        Raises:
            KeyError: if the policy has no such fact.
        """
        fact = made(policy, name, value)
        if policy.vocabulary.facts[name].national:
            return evolve(self, national=_with(self.national, back, name, fact))
        return evolve(self, given=_with(self.given, back, name, fact))

    def without(self, name: str, back: int = 0) -> Situation:
        """The same, but for one fact that is not supplied."""
        return evolve(
            self,
            given=_with(self.given, back, name, None),
            national=_with(self.national, back, name, None),
        )

    def only(self, names: Container[str]) -> Situation:
        """The same with the facts of these names alone, of every organisation."""

        def kept(given: Given) -> Given:
            return {
                back: {name: fact for name, fact in facts.items() if name in names}
                for back, facts in given.items()
            }

        others = tuple(evolve(one, given=kept(one.given)) for one in self.others)
        return evolve(self, given=kept(self.given), national=kept(self.national), others=others)

    def supplied(self) -> Iterator[tuple[int, str, Fact]]:
        """Every fact supplied, but for those of others: how many periods back, name and fact."""
        for part in (self.given, self.national):
            for back in sorted(part):
                for name, fact in part[back].items():
                    yield back, name, fact


def _with(given: Given, back: int, name: str, fact: Fact | None) -> Given:
    facts = {known: one for known, one in given.get(back, {}).items() if known != name}
    if fact is not None:
        facts[name] = fact
    changed = {**given, back: facts}
    return {at: facts for at, facts in changed.items() if facts or at == 0}


def made(policy: Policy, name: str, value: Value) -> Fact:
    """A fact of a policy that has this value, as if it had been read from a file.

    Raises:
        KeyError: if the policy has no such fact.
    """
    entry = policy.vocabulary.facts[name]
    judgement = Judgement(entry.judged_by) if entry.judged_by is not None else None
    return Fact(value, in_words(value, entry.type), _NOWHERE, judgement=judgement)


def made_list(policy: Policy, name: str, items: Iterable[Mapping[str, Value]]) -> Fact:
    """A fact that is a list of records, each with the fields it gives.

    Raises:
        KeyError: if the policy has no such fact.
    """
    entry = policy.vocabulary.facts[name]
    records = [
        ItemFacts(
            _NOWHERE, {field: Fact(value, str(value), _NOWHERE) for field, value in one.items()}
        )
        for one in items
    ]
    return list_fact(entry, records, _NOWHERE)


_NOWHERE = Origin("invented", 0)


def situations(policy: Policy) -> tuple[Situation, ...]:
    """The situations of a policy's own examples, each once."""
    found: list[Situation] = []
    for example in policy.examples:
        situation = Situation.of(example)
        if situation not in found:
            found.append(situation)
    return tuple(found)


def decide_in(policy: Policy, situation: Situation, min_grade: Grade | None = None) -> Decision:
    """What a policy decides in a situation, which may have been invented for another edition.

    Facts meet by name and labels by theirs; a fact that this policy does not know, or whose label
    it does not have, is not supplied.  Figures that lie beside the policy are supplied too.
    """
    own = situation.organisation or OWN
    others = ((one.name, one.kind, one.given) for one in situation.others)
    everybody = ((own, situation.kind, situation.given), *others)
    population = _Population(situation.period, situation.national, everybody)

    def decide(choices: Choices) -> Decision:
        # The rows of a table are one population: what is worked out for one row serves all.
        make = _panel if situation.others else _panel.__wrapped__
        panel, records = make(policy, choices, population)
        return panel.decide(prepared(policy, choices), records[own])

    return able_to_reread(decide, Choices(situation.readings, min_grade))


@frozen(eq=False)
class _Population:
    """All that is supplied in a situation, the same for each of its organisations.

    ``organisations`` are the code, the kind and the facts of each.  Two are equal only if they
    hold the very same facts, which is soon told.
    """

    period: Period
    national: Given
    organisations: tuple[tuple[str, str, Given], ...]

    @cached_property
    def _same(self) -> tuple[Period, int, frozenset[tuple[str, str, int]]]:
        held = frozenset((code, kind, id(given)) for code, kind, given in self.organisations)
        return self.period, id(self.national), held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Population) and self._same == other._same

    def __hash__(self) -> int:
        return hash(self._same)


@lru_cache(maxsize=4)
def _panel(
    policy: Policy, choices: Choices, population: _Population
) -> tuple[Panel, Mapping[str, Record]]:
    """The panel of a population, and of each organisation the record of the situation's period."""
    records = [
        record
        for code, kind, given in population.organisations
        for record in _records(policy, population.period, code, kind, given)
    ]
    national = {period: dict(facts) for period, facts in beside(policy).items()}
    for back, facts in population.national.items():
        period = population.period.earlier(back)
        national[period] = {**national.get(period, {}), **relabelled(policy.vocabulary, facts)}
    panel = Panel.of(prepared(policy, choices), Facts(tuple(records), national))
    now = {one.organisation.code: one for one in records if one.period == population.period}
    return panel, now


def _records(policy: Policy, now: Period, code: str, kind: str, given: Given) -> Iterator[Record]:
    """An organisation's records, one of the period decided about among them."""
    organisation = Organisation(code, "", kind)
    for back in sorted({0, *given}, reverse=True):
        facts = given.get(back, {})
        if facts or back == 0:
            yield Record(organisation, now.earlier(back), relabelled(policy.vocabulary, facts), {})


@lru_cache(maxsize=256)
def beside(policy: Policy) -> Mapping[Period, Mapping[str, Fact]]:
    """The figures that lie beside a policy, by period; none where they cannot be read."""
    facts, _ = read_policy_facts(policy, [])
    return {} if facts is None else facts.national


def items_of(fact: Fact) -> tuple[Mapping[str, Value], ...]:
    """The records of a list as the fields that each gives; none of any other fact."""
    return tuple(
        {name: one.value for name, one in item.fields.items() if not isinstance(one.value, Item)}
        for item in fact.items
    )
