"""What a panel needs to know of the policies that are used: their facts, and who decides when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import evolve

from policy_dsl.check.policy import Policy
from policy_dsl.check.used import Used
from policy_dsl.facts.lists import field_entries, list_fact
from policy_dsl.facts.records import Fact, Facts, ItemFacts
from policy_dsl.facts.vocabulary import FactEntry, Vocabulary
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import base

if TYPE_CHECKING:
    from policy_dsl.evaluate.evaluate import Prepared

#: Which edition of a policy decides about a period, ready; None where none was in force.
InForce = Callable[[Policy, Period], "Prepared | None"]


def with_used(facts: Mapping[Policy, Facts]) -> dict[Policy, Facts]:
    """The facts of each policy, and the same facts for the policies that those use."""
    found = dict(facts)
    waiting = list(facts)
    while waiting:
        policy = waiting.pop()
        for used in policy.used.values():
            for edition in used.editions:
                if edition not in found:
                    found[edition] = in_words_of(edition, used, found[policy])
                    waiting.append(edition)
    return found


def deciding(in_force: InForce, prepared: Iterable[Prepared]) -> InForce:
    """Who decides about a period: for policies that are used, their edition then in force."""
    used: dict[Policy, tuple[Used, Mapping[Policy, Prepared]]] = {}
    waiting = list(prepared)
    for ready in waiting:
        for item in ready.policy.used.values():
            for edition in item.editions:
                if edition not in used:
                    used[edition] = (item, ready.used)
                    waiting.append(ready.used[edition])
    if not used:
        return in_force

    def decide(policy: Policy, period: Period) -> Prepared | None:
        found = used.get(policy)
        if found is None:
            return in_force(policy, period)
        item, editions = found
        judge = item.for_period(period)
        return None if judge is None else editions[judge]

    return decide


def in_words_of(edition: Policy, used: Used, facts: Facts) -> Facts:
    """Facts read with the labels of the newest edition, for another one: labels meet by name."""
    return facts if edition is used.model else relabelled_facts(used.vocabularies[edition], facts)


def relabelled_facts(edition: Vocabulary, facts: Facts) -> Facts:
    """Facts read in the words of another edition, in those of this one."""
    return Facts(
        tuple(evolve(record, facts=relabelled(edition, record.facts)) for record in facts.records),
        {period: relabelled(edition, national) for period, national in facts.national.items()},
    )


def relabelled(edition: Vocabulary, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts that an edition knows; one with a label it does not have is not known to it.

    Where a fact stands under a name of the edition and under one of another, the former goes first.
    """
    found: dict[str, Fact] = {}
    for name, fact in facts.items():
        entry = edition.fact_called(name)
        if entry is None or (entry.name != name and entry.name in facts):
            continue
        there = _relabelled(fact, entry)
        if there is not None:
            found[entry.name] = there
    return found


def _relabelled(fact: Fact, entry: FactEntry) -> Fact | None:
    kind = base(entry.type)
    if isinstance(kind, Scale | Choice) and isinstance(fact.value, Label):
        label = kind.label(fact.value.name)
        return None if label is None else evolve(fact, value=label)
    fields = field_entries(entry)
    if fields is None:
        return fact
    items = [ItemFacts(item.origin, _fields(item.fields, fields)) for item in fact.items]
    listed = list_fact(entry, items, fact.origin)
    return evolve(fact, value=listed.value, items=listed.items)


def _fields(given: Mapping[str, Fact], fields: Mapping[str, FactEntry]) -> dict[str, Fact]:
    found = {
        name: _relabelled(fact, fields[name]) for name, fact in given.items() if name in fields
    }
    return {name: fact for name, fact in found.items() if fact is not None}
