"""The situations in which a mutant may decide otherwise, the most likely first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import islice, permutations, zip_longest
from random import Random
from typing import TypeAlias

from attrs import define, evolve, field

from policy_dsl.check.interpretations import written
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.history import whole
from policy_dsl.invent import (
    Compared,
    Situation,
    changed,
    companies,
    decide_in,
    facts_behind,
    gap,
    meeting,
    ordinary,
    situations,
    supplying,
    variants,
    with_history,
    worth_trying,
)
from policy_dsl.mutate.acting import Acting, Steps, steps_by_rule
from policy_dsl.mutate.mutants import Mutant, MutantKind
from policy_dsl.syntax.history import Earlier, Held
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.periods import Period
from policy_dsl.values.types import ListOf

#: The readings chosen of open points, by name.
Reading: TypeAlias = tuple[tuple[str, str], ...]

#: So many situations are made up at random, each with a value worth trying of every fact.
_MIXED = 40
#: So many situations are brought to a threshold, from where they lie nearest to it.
_BROUGHT = 5
#: In so many situations that a mutant acts on, the other facts behind its rule are changed.
_VARIED = 4
#: So many situations are decided with another reading.
_REREAD = 40
#: So many situations are given a past of the same facts, and so many pairs are put together.
_STEADY = 16
_PAIRED = 12


@define(eq=False)
class Seen:
    """A situation, and what the policy without faults decides in it."""

    situation: Situation
    decision: Decision = field(repr=False)

    @cached_property
    def steps(self) -> Steps:
        """The steps of the decision by rule."""
        return steps_by_rule(self.decision)

    @property
    def size(self) -> int:
        """How much work the decision took, in steps."""
        return sum(map(len, self.steps.values()))


class Trying:
    """What is worth trying on the mutants of a policy; what is decided for one serves all."""

    def __init__(self, policy: Policy, spend: Callable[[int], None]) -> None:
        """``spend`` is told of each decision how many steps it took."""
        self._policy = policy
        self._spend = spend
        self._worth = worth_trying(policy)
        self._acting = Acting(policy)
        self._decided: dict[Reading, list[Seen]] = {}

    def on(self, mutant: Mutant) -> Iterator[Seen]:
        """Situations in which a mutant acts; whether anything comes of it is not known."""
        acted: dict[Reading, list[Seen]] = {}
        for one in self._which(mutant):
            if self._acting.acts(mutant, one.steps):
                alike = acted.setdefault(one.situation.readings, [])
                if len(alike) < _VARIED:
                    alike.append(one)
                yield one
        # In turn, so that each reading has its share.
        seeds = [one for turn in zip_longest(*acted.values()) for one in turn if one is not None]
        names = self._behind(mutant)
        for seed in seeds:
            for situation in self._beside(seed.situation, names):
                yield from self._acted(mutant, situation)
        chance = Random(0)
        for seed in seeds * 4:
            situation = seed.situation
            for name in chance.sample(names, min(len(names), chance.randint(2, 6))):
                situation = self._other(situation, name, chance)
            yield from self._acted(mutant, situation)

    def _which(self, mutant: Mutant) -> Iterator[Seen]:
        """Those decided already, those brought to what is changed, and those with a past."""
        readings = self._readings(mutant)
        for reading in readings:
            yield from self._begun(reading)
        compared = self._acting.compared(mutant)
        if compared is not None:
            for seen in self._apart(mutant, compared, readings):
                for situation, decision in meeting(
                    self._policy, seen.situation, compared, self._decide, self._worth
                ):
                    yield Seen(situation, decision)
        window = self._acting.around(mutant.node, Held | Earlier)
        if window is not None and mutant.kind is MutantKind.DURATION:
            for situation in self._pasts(window):
                yield self._seen(situation)

    def _apart(
        self, mutant: Mutant, compared: Compared, readings: Sequence[Reading]
    ) -> Sequence[Seen]:
        """Situations with few facts, and those in which the sides lie nearest."""
        found: list[tuple[Fraction, Seen]] = []
        for seen in (one for reading in readings for one in self._begun(reading)):
            if self._acting.reached(mutant, seen.steps):
                gaps = [gap(*sides) for sides in compared(seen.decision)]
                known = [abs(apart) for apart in gaps if apart is not None]
                if known:
                    found.append((min(known), seen))
        few = sorted(found, key=_shortest)[:_BROUGHT]
        near = sorted(found, key=lambda one: one[0])[:_BROUGHT]
        return list(dict.fromkeys(seen for _, seen in [*few, *near]))

    def _decide(self, situation: Situation) -> Decision:
        return self._seen(situation).decision

    def _seen(self, situation: Situation) -> Seen:
        seen = Seen(situation, decide_in(self._policy, situation))
        self._spend(seen.size)
        return seen

    def _acted(self, mutant: Mutant, situation: Situation) -> Iterator[Seen]:
        seen = self._seen(situation)
        if self._acting.acts(mutant, seen.steps):
            yield seen

    # ---- where to begin --------------------------------------------------------------------------

    def _begun(self, reading: Reading) -> Iterator[Seen]:
        """The situations of the examples and those made up, decided when they are first asked."""
        decided = self._decided.setdefault(reading, [])
        yield from decided
        most = _REREAD if reading else len(self._seeds)
        for situation in self._seeds[len(decided) : most]:
            seen = self._seen(evolve(situation, readings=reading) if reading else situation)
            decided.append(seen)
            yield seen

    @cached_property
    def _seeds(self) -> Sequence[Situation]:
        policy, worth = self._policy, self._worth
        period = Period.containing(policy.first_day, policy.period)
        kinds = policy.kinds if len(policy.kinds) > 1 else ("",)
        complete = [ordinary(policy, worth, which, kind) for which in (0, -1) for kind in kinds]
        complete += [ordinary(policy, worth, which, kinds[0]) for which in (1, 2)]
        complete += [past for one in complete[:3] if (past := with_history(policy, one))]
        chance = Random(0)
        mixed = []
        for _ in range(_MIXED):
            situation = Situation(period, chance.choice(kinds))
            for name in worth.facts:
                situation = self._other(situation, name, chance)
            mixed.append(situation)
        among = companies(policy, worth)
        empty = [Situation(period, kind) for kind in kinds]
        return [*situations(policy), *empty, *complete, *among, *mixed]

    def _other(self, situation: Situation, name: str, chance: Random) -> Situation:
        facts = self._worth.facts[name]
        if not facts:
            return situation
        return supplying(self._policy, situation, name, chance.choice(facts))

    def _readings(self, mutant: Mutant) -> Sequence[Reading]:
        """None chosen, and each other reading of an open point that the rule speaks of."""
        result = self._policy.result(mutant.rule)
        nodes = () if result is None else result.walk()
        points = {self._policy.meanings.get(node): None for node in nodes}
        return [
            (),
            *(
                ((point.name.text, written(reading)),)
                for point in points
                if isinstance(point, Interpretation)
                for reading in point.readings[1:]
            ),
        ]

    # ---- what else the rule rests on -------------------------------------------------------------

    def _behind(self, mutant: Mutant) -> Sequence[str]:
        result = self._policy.result(mutant.rule)
        own = facts_behind(self._policy, mutant.node)
        return tuple(dict.fromkeys((*own, *(facts_behind(self._policy, result) if result else ()))))

    def _beside(self, situation: Situation, names: Sequence[str]) -> Iterator[Situation]:
        """The situation with one fact changed; of a list, a record or a field of one."""
        policy = self._policy
        for name in names:
            entry = policy.vocabulary.facts[name]
            if not isinstance(entry.type, ListOf):
                yield from changed(situation, name, self._worth, policy)
                continue
            given = situation.given.get(0, {})
            for one in variants(policy, name, given.get(name), self._worth):
                yield evolve(situation, given={**situation.given, 0: {**given, name: one.fact}})

    # ---- the past --------------------------------------------------------------------------------

    def _pasts(self, node: Held | Earlier) -> Iterator[Situation]:
        """Periods with the same facts, and before them periods with others, put together from
        situations in which what is asked of the past comes to different things.
        """
        by_values: dict[object, Seen] = {}
        for seen in self._steady:
            values = tuple(step.inputs[-1].value for step in seen.steps.get(node, ()))
            if values and not any(isinstance(value, NotKnown) for value in values):
                by_values.setdefault(values, seen)
        count = whole(node.periods)
        for one, other in islice(permutations(by_values.values(), 2), _PAIRED):
            now, then = (each.situation.given[0] for each in (one, other))
            for turn in (count, count + 1):
                given = {back: now if back < turn else then for back in range(turn + 2)}
                yield evolve(one.situation, given=given)

    @cached_property
    def _steady(self) -> Sequence[Seen]:
        """Situations that are the same in every period that the rules look at."""
        made_up = self._seeds[::-1]
        pasts = (with_history(self._policy, one) for one in made_up)
        return [self._seen(one) for one in islice((past for past in pasts if past), _STEADY)]


def _shortest(one: tuple[Fraction, Seen]) -> tuple[bool, int, Fraction]:
    """Who has fewer facts, then who is nearer; what stands at the threshold already goes last."""
    apart, seen = one
    return apart == 0, sum(1 for _ in seen.situation.supplied()), apart
