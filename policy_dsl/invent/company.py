"""Invented organisations in company: one among others, where rules compare them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import evolve

from policy_dsl.check.expected import OtherOrganisation
from policy_dsl.check.policy import Policy
from policy_dsl.check.used import all_used
from policy_dsl.invent.situation import Situation
from policy_dsl.invent.values import Worth, ordinary
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.values.numbers import EXACT

#: So many organisations stand in a company: with five, each quartile is one of them.
_SIZE: Final = 5
_NAMES: Final = "BCDE"


def companies(policy: Policy, worth: Worth) -> tuple[Situation, ...]:
    """Each of a few organisations among the others, and one that is just like another.

    They are of the kind that a rule compares; none where no rule of the policy, or of one that it
    uses, compares organisations.
    """
    found: list[Situation] = []
    for kind in dict.fromkeys(_compared(policy)):
        members = [_member(policy, worth, which, kind) for which in range(_SIZE)]
        for place, one in enumerate(members):
            others = [*members[:place], *members[place + 1 :]]
            found.append(_among(one, others))
        found.append(_among(members[0], members[:1]))
    return tuple(found)


def _member(policy: Policy, worth: Worth, which: int, kind: str) -> Situation:
    """An organisation of which every number is another than those of the members before it."""
    situation = ordinary(policy, worth, which, kind)
    for name, step in worth.steps.items():
        entry = policy.vocabulary.facts[name]
        values = [one.value for one in worth.facts[name] if isinstance(one.value, Decimal)]
        if entry.national or not values or len(values) >= _SIZE:
            continue
        further = (
            EXACT.fma(step, Decimal(turn), value) for value in values for turn in range(1, _SIZE)
        )
        fitting = dict.fromkeys(
            one for one in (*values, *further) if entry.precision.objection(one) is None
        )
        value = list(fitting)[which % len(fitting)]
        situation = situation.with_fact(policy, name, value)
    return situation


def _among(one: Situation, others: list[Situation]) -> Situation:
    beside = (
        OtherOrganisation(name, one.kind, other.given)
        for name, other in zip(_NAMES, others, strict=False)
    )
    return evolve(one, others=tuple(beside))


def _compared(policy: Policy) -> Iterator[str]:
    """The kinds across which rules compare, as far as the policy rates them."""
    for each in (policy, *all_used(policy)):
        for result in each.results:
            for node in result.walk():
                if isinstance(node, Across | Quantile | Rank) and node.kind.text in policy.kinds:
                    yield node.kind.text
