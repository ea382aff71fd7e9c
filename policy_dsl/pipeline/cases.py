"""What was supplied, and a record in it: a decision is one call away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from attrs import evolve, field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.check.used import all_used
from policy_dsl.evaluate.choices import NO_CHOICES, Choices
from policy_dsl.evaluate.decision import Again, Decision
from policy_dsl.evaluate.evaluate import Prepared, prepare
from policy_dsl.evaluate.other_readings import OtherReading, able_to_reread
from policy_dsl.evaluate.panel import Panel, compares_with_others
from policy_dsl.evaluate.using import InForce, deciding, relabelled_facts, with_used
from policy_dsl.facts.records import Fact, Facts, Record
from policy_dsl.pipeline.editions import Editions
from policy_dsl.values.periods import Period


@lru_cache(maxsize=64)
def prepared(policy: Policy, choices: Choices = NO_CHOICES) -> Prepared:
    """A policy made ready to decide; made once and kept."""
    return prepare(
        policy, choices.of(policy), choices.min_grade, lambda used: prepared(used, choices)
    )


@frozen(eq=False)
class Supplied:
    """All that facts files hold, read in the words of each edition: what a rule may look at."""

    policies: Editions
    facts: Mapping[Policy, Facts] = field(repr=False)
    _panels: dict[Choices, Panel] = field(factory=dict, repr=False)

    @classmethod
    def of(cls, policies: Editions, facts: Facts) -> Supplied:
        """The same facts for every edition: labels meet by name."""
        if len(policies.policies) == 1:
            return cls(policies, {policies.latest: facts})
        in_words_of = {
            policy: relabelled_facts(words, facts)
            for policy, words in policies.vocabularies.items()
        }
        return cls(policies, in_words_of)

    def panel(self, choices: Choices = NO_CHOICES) -> Panel:
        """Every organisation in every period, under the choices made; made once and kept."""
        if choices not in self._panels:
            self._panels[choices] = Panel(with_used(self.facts), self.judge(choices))
        return self._panels[choices]

    def judge(self, choices: Choices = NO_CHOICES) -> InForce:
        """Which edition decides about a period, under the choices made."""

        def in_force(policy: Policy, period: Period) -> Prepared | None:
            judge = self.policies.for_period(period)
            return None if judge is None else prepared(judge, choices)

        return deciding(in_force, [prepared(policy, choices) for policy in self.facts])

    def around(self, policy: Policy, record: Record) -> dict[Policy, Facts]:
        """What a policy's rules may look at beside a record: without it, and without the other
        organisations unless a rule compares with them.
        """
        compares = any(compares_with_others(one) for one in (*self.facts, *all_used(policy)))
        code = record.organisation.code

        return {
            edition: Facts(
                tuple(
                    one
                    for one in facts.records
                    if (compares or one.organisation.code == code)
                    and not (
                        edition is policy
                        and one.organisation.code == code
                        and one.period == record.period
                    )
                ),
                facts.national,
            )
            for edition, facts in self.facts.items()
        }


@frozen(eq=False)
class Case:
    """A record with the edition that decides about it and all that was supplied beside it."""

    policy: Policy
    supplied: Supplied
    record: Record

    @property
    def facts(self) -> Facts:
        """The facts read in the words of the edition."""
        return self.supplied.facts[self.policy]

    def decide(self, choices: Choices = NO_CHOICES) -> Decision:
        """The decision about the record."""
        return able_to_reread(self._decide, choices, lambda: self._again(choices))

    def _decide(self, choices: Choices) -> Decision:
        ready = prepared(self.policy, choices)
        if ready.looks_around:
            decision = self.supplied.panel(choices).decide(ready, self.record)
        else:
            decision = ready.decide(self.record, self.facts.national.get(self.record.period))
        return evolve(decision, chosen=self.supplied.policies.chosen)

    def _again(self, choices: Choices) -> Again:
        """For deciding about the record with some of its facts changed, as often as asked."""
        ready = prepared(self.policy, choices)

        def changed(facts: Mapping[str, Fact]) -> Record:
            return evolve(self.record, facts={**self.record.facts, **facts})

        if not ready.looks_around:
            national = self.facts.national.get(self.record.period)
            return Again(self.record.facts, lambda facts: ready.decide(changed(facts), national))
        around = self.supplied.around(self.policy, self.record)
        held = around[self.policy]
        panel = Panel({}, self.supplied.judge(choices))

        def decide(facts: Mapping[str, Fact]) -> Decision:
            nonlocal panel
            record = changed(facts)
            own = Facts((*held.records, record), held.national)
            supplied = with_used({**around, self.policy: own})
            panel = panel.differing(supplied, record.period)
            return panel.decide(ready, record)

        return Again(self.record.facts, decide)

    def other_readings(self, choices: Choices = NO_CHOICES) -> tuple[OtherReading, ...]:
        """What would be different under each other reading of an open point."""
        return self.decide(choices).other_readings


def decide(cases: Sequence[Case], choices: Choices = NO_CHOICES) -> Iterator[Decision]:
    """The decisions about records, one by one."""
    return (case.decide(choices) for case in cases)
