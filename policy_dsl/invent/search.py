"""Looking for a situation in which something comes about, and making it as small as it can be.

The search tries, deterministically, what is most likely to tell: the situations of the policy's
examples, then each with one fact changed, two facts changed, and at last many.  That nothing was
found says nothing: only what was tried is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, islice
from random import Random

from attrs import evolve

from policy_dsl.check.policy import Policy
from policy_dsl.facts.records import Fact
from policy_dsl.invent.company import companies
from policy_dsl.invent.situation import Given, Situation, situations
from policy_dsl.invent.values import Worth, ordinary, worth_trying
from policy_dsl.syntax.history import Earlier, Held
from policy_dsl.values.types import Items

#: Whether what is looked for comes about in a situation.
Wanted = Callable[[Situation], bool]

#: The earliest period that is invented, in periods back.
_FURTHEST = 8
#: How many situations a search tries unless told otherwise.
BUDGET = 2000


def find(
    policy: Policy,
    wanted: Wanted,
    facts: Sequence[str] = (),
    near: Iterable[Situation] = (),
    worth: Worth | None = None,
    budget: int = BUDGET,
) -> Situation | None:
    """A situation in which what is wanted comes about; None where none was found.

    Args:
        policy: whose facts are to be invented.
        wanted: asked of each situation tried, at most ``budget`` times.
        facts: the names of those worth changing, the most telling first; all if empty.
        near: situations to begin with, before those of the policy's examples.
        worth: the values to try, if they have been worked out before.
        budget: how many situations to try.
    """
    worth = worth or worth_trying(policy)
    tried = islice(_tries(policy, worth, list(facts), list(near)), budget)
    return next((situation for situation in tried if wanted(situation)), None)


def _tries(
    policy: Policy, worth: Worth, facts: list[str], near: list[Situation]
) -> Iterator[Situation]:
    begun = [*near, *(one for one in situations(policy) if one not in near)]
    kinds = policy.kinds if len(policy.kinds) > 1 else ("",)
    complete = [ordinary(policy, worth, which, kind) for which in (0, -1, 1) for kind in kinds]
    # One organisation can stand at many thresholds, so that a few stand at most of them.
    further = [ordinary(policy, worth, which, kind) for which in range(2, 10) for kind in kinds]
    names = facts or list(worth.facts)
    yield from (*begun, *complete, *further, *companies(policy, worth))
    # Where all is supplied, a change shows; an example may supply too little.
    seeds = [*complete, *begun]
    for seed in seeds:
        for name in names:
            yield from changed(seed, name, worth, policy)
    for seed in seeds:
        for one, other in combinations(names[:12], 2):
            for first in changed(seed, one, worth, policy):
                yield from changed(first, other, worth, policy)
    chance = Random(0)
    while True:
        situation = chance.choice(seeds)
        for name in chance.sample(names, min(len(names), chance.randint(2, 8))):
            if worth.facts.get(name):
                situation = supplying(policy, situation, name, chance.choice(worth.facts[name]))
        yield situation


def changed(situation: Situation, name: str, worth: Worth, policy: Policy) -> Iterator[Situation]:
    """The situation with each other value of one fact that is worth trying, and without it.

    In a situation that has earlier periods, a fact is changed in all of them as well.
    """
    now = situation.fact(name)
    backs = [back for back in situation.given if back]
    for fact in worth.facts.get(name, ()):
        if now is None or fact.value != now.value:
            once = supplying(policy, situation, name, fact)
            yield once
            for back in backs:
                once = supplying(policy, once, name, fact, back)
            if backs:
                yield once
    if now is not None:
        yield situation.without(name)


def supplying(
    policy: Policy, situation: Situation, name: str, fact: Fact, back: int = 0
) -> Situation:
    """The situation with a fact that stands ready, of the organisation or the country."""
    if policy.vocabulary.facts[name].national:
        return evolve(situation, national=_put(situation.national, back, name, fact))
    return evolve(situation, given=_put(situation.given, back, name, fact))


def _put(given: Given, back: int, name: str, fact: Fact) -> Given:
    return {**given, back: {**given.get(back, {}), name: fact}}


def with_history(policy: Policy, situation: Situation) -> Situation | None:
    """The situation with the same facts in the earlier periods that its rules look at.

    None where no rule looks back, or the situation has earlier periods already.
    """
    windows = [
        node.periods.value
        for result in policy.results
        for node in result.walk()
        if isinstance(node, Held | Earlier)
    ]
    furthest = max((int(one) for one in windows if isinstance(one, Decimal)), default=0)
    if not furthest or any(situation.given.get(back) for back in situation.given if back):
        return None
    now = situation.given.get(0, {})
    return evolve(situation, given=dict.fromkeys(range(min(furthest, _FURTHEST) + 1), now))


# ---- making it small --------------------------------------------------------------------------


def smallest(situation: Situation, wanted: Wanted) -> Situation:
    """The situation without all that is not needed for what is wanted, which comes about in it.

    Other organisations go first, then whole periods, halves of the facts, one fact at a time, and
    records of lists; no single part of what is left can be taken away.
    """
    situation = _fewer_others(situation, wanted)
    for back in sorted(situation.given, reverse=True):
        if back:
            without = {at: facts for at, facts in situation.given.items() if at != back}
            situation = _if(wanted, evolve(situation, given=without), situation)
    for back in sorted(situation.national):
        kept = {at: facts for at, facts in situation.national.items() if at != back}
        situation = _if(wanted, evolve(situation, national=kept), situation)
    situation = _fewer_facts(situation, wanted)
    for back, name, fact in list(situation.supplied()):
        for place in reversed(range(len(fact.items))):
            situation = _without_record(situation, wanted, back, name, place)
    return situation


def _fewer_others(situation: Situation, wanted: Wanted) -> Situation:
    """Without all others, or each of them by itself, or each fact of theirs."""
    if not situation.others:
        return situation
    situation = _if(wanted, evolve(situation, others=()), situation)
    for one in situation.others:
        kept = tuple(other for other in situation.others if other is not one)
        situation = _if(wanted, evolve(situation, others=kept), situation)
    for place, one in enumerate(situation.others):
        for back, facts in one.given.items():
            for name in facts:
                less = evolve(one, given=_without(one.given, back, name))
                others = (*situation.others[:place], less, *situation.others[place + 1 :])
                if wanted(evolve(situation, others=others)):
                    situation, one = evolve(situation, others=others), less
    there = tuple(one for one in situation.others if any(one.given.values()))
    return evolve(situation, others=there)


def _without(given: Given, back: int, name: str) -> Given:
    return {
        at: {known: fact for known, fact in facts.items() if (at, known) != (back, name)}
        for at, facts in given.items()
    }


def _if(wanted: Wanted, candidate: Situation, otherwise: Situation) -> Situation:
    return candidate if wanted(candidate) else otherwise


def _fewer_facts(situation: Situation, wanted: Wanted) -> Situation:
    supplied = [(back, name) for back, name, _ in situation.supplied()]
    size = len(supplied) // 2
    while size >= 1:
        for start in range(0, len(supplied), size):
            candidate = situation
            for back, name in supplied[start : start + size]:
                candidate = candidate.without(name, back)
            if candidate != situation:
                situation = _if(wanted, candidate, situation)
        supplied = [(back, name) for back, name, _ in situation.supplied()]
        size = min(size, len(supplied)) // 2 if size > 1 else 0
    return situation


def _without_record(
    situation: Situation, wanted: Wanted, back: int, name: str, place: int
) -> Situation:
    fact = situation.given.get(back, {}).get(name)
    if fact is None or place >= len(fact.items):
        return situation
    others = [at for at in range(len(fact.items)) if at != place]
    return _if(
        wanted,
        evolve(situation, given=_put(situation.given, back, name, _shorter(fact, others))),
        situation,
    )


def _shorter(fact: Fact, places: Sequence[int]) -> Fact:
    """A list with only the records at these places."""
    assert isinstance(fact.value, Items)
    value = Items(tuple(fact.value.items[place] for place in places))
    return evolve(fact, value=value, items=tuple(fact.items[place] for place in places))
