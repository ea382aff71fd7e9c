"""An example that would notice a fault which the examples there are do not notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from attrs import define, evolve, field, frozen

from policy_dsl.check.interpretations import written
from policy_dsl.check.policy import Policy
from policy_dsl.invent import (
    Situation,
    Worth,
    as_example,
    changed,
    decide_in,
    facts_behind,
    observed,
    ordinary,
    situations,
    smallest,
    with_history,
    worth_trying,
)
from policy_dsl.mutate.run import Tried
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.values.periods import Period

#: The most situations that are tried for all survivors of a policy together, and for one of them.
BUDGET, FOR_ONE = 4000, 60


@frozen(eq=False)
class Killer:
    """An invented situation in which a mutant decides otherwise, and what is to be expected of it.

    ``expectations`` are as written after ``expect``; the mutant gives ``instead``.
    """

    situation: Situation = field(repr=False)
    expectations: tuple[str, ...]
    instead: tuple[str, ...]

    def example(self, policy: Policy, title: str, citation: str = "") -> str:
        """The example, ready to be pasted."""
        return as_example(policy, self.situation, title, self.expectations, citation)


@define(eq=False)
class Search:
    """Looks for killers, for as long as its budget lasts."""

    policy: Policy
    left: int = BUDGET
    _worth: Worth | None = None

    def killer(self, tried: Tried) -> Killer | None:
        """A situation that tells the mutant from the policy; None where none was found.

        It is as small as it can be, and both have decided in it.
        """
        if self._worth is None:
            self._worth = worth_trying(self.policy)
        worth = self._worth
        for situation in islice(self._tries(tried, worth), FOR_ONE):
            if self.left <= 0:
                return None
            self.left -= 1
            if self._told(tried, situation):
                return self._made(tried, smallest(situation, lambda one: self._told(tried, one)))
        return None

    def _told(self, tried: Tried, situation: Situation) -> bool:
        return bool(_differences(self.policy, tried.policy, situation))

    def _made(self, tried: Tried, situation: Situation) -> Killer:
        told = _differences(self.policy, tried.policy, situation)
        rule = tried.mutant.rule
        # The rule that is changed says it best; else what comes of it, the last first.
        own = [one for one in told if one[0].split(".")[0] == rule]
        path, right, wrong = (own or told[::-1])[0]
        return Killer(situation, (f"{path} {right}",), (f"{path} {wrong}",))

    def _tries(self, tried: Tried, worth: Worth) -> Iterator[Situation]:
        policy, mutant = self.policy, tried.mutant
        period = Period.containing(policy.first_day, policy.period)
        kinds = policy.kinds if len(policy.kinds) > 1 else ("",)
        empty = [Situation(period, kind) for kind in kinds]
        complete = [ordinary(policy, worth, which, kinds[0]) for which in (0, -1, 1, 2)]
        complete += [past for one in complete if (past := with_history(policy, one)) is not None]
        seeds = [*situations(policy), *complete]
        result = policy.result(mutant.rule)
        readings = _readings(policy, mutant.rule)
        fact = None if mutant.cut is None else mutant.cut.fact
        if fact is not None:
            name = fact.name.text
            for seed in _read(readings, [*empty, *complete, *seeds]):
                yield from self._near(seed, name, worth, tried)
        yield from _read(readings, seeds)
        names = facts_behind(policy, mutant.node) or (
            facts_behind(policy, result) if result is not None else ()
        )
        for seed in _read(readings, [*complete[:2], *seeds]):
            for name in names:
                yield from changed(seed, name, worth, policy)

    def _near(self, seed: Situation, name: str, worth: Worth, tried: Tried) -> Iterator[Situation]:
        """The values of a fact between the threshold as it was and as it has become."""
        cut, now = tried.mutant.cut, tried.mutant.now
        assert cut is not None
        assert now is not None
        wanted = {cut.figure, now[1]}
        for fact in worth.facts[name]:
            if fact.value in wanted:
                yield seed.with_fact(self.policy, name, fact.value)


def _differences(
    policy: Policy, other: Policy, situation: Situation
) -> Sequence[tuple[str, str, str]]:
    """What an example could expect of the policy, and what the mutant gives instead."""
    ours = observed(decide_in(policy, situation))
    theirs = observed(decide_in(other, situation))
    return [
        (path, value, theirs.get(path, "nothing"))
        for path, value in ours.items()
        if value not in ("not known", "does not apply") and theirs.get(path) != value
    ]


def _readings(policy: Policy, rule: str) -> Sequence[tuple[tuple[str, str], ...]]:
    """None chosen, and each other reading of an open point that a result speaks of."""
    result = policy.result(rule)
    nodes = () if result is None else result.walk()
    points = {policy.meanings.get(node): None for node in nodes}
    return [
        (),
        *(
            ((point.name.text, written(reading)),)
            for point in points
            if isinstance(point, Interpretation)
            for reading in point.readings[1:]
        ),
    ]


def _read(
    readings: Sequence[tuple[tuple[str, str], ...]], seeds: Sequence[Situation]
) -> Iterator[Situation]:
    for seed in seeds:
        yield from (evolve(seed, readings=one) if one else seed for one in readings)
