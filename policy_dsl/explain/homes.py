"""In which policy's text the rules of a decision stand, and of whom and when their steps are.

A trace goes down into other policies, and into other editions, periods and organisations.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from attrs import field, frozen

from policy_dsl.check.policy import Meaning, Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Place, Step
from policy_dsl.facts.records import Organisation
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import Member
from policy_dsl.values.periods import Period
from policy_dsl.values.types import Type


@frozen(eq=False)
class Homes:
    """The policy of each rule and the place of each step of a decision."""

    policy: Policy  # the one that decided
    organisation: Organisation
    period: Period
    others: tuple[Policy, ...]  # whose rules the decision rests on beside
    _elsewhere: dict[Step, Place] = field(repr=False)
    _cards: dict[Step, Step] = field(repr=False)
    _parts: dict[Step, set[str]] = field(repr=False)

    @classmethod
    def of(cls, decision: Decision) -> Homes:
        """The homes of all that a decision rests on."""
        others: dict[Policy, None] = dict.fromkeys(decision.policy.homes.values())
        elsewhere: dict[Step, Place] = {}
        cards: dict[Step, Step] = {}
        parts: dict[Step, set[str]] = {}
        own = Place(decision.organisation, decision.period, decision.policy)
        seen: set[Step] = set()
        stack = [(step, own) for step in decision.results.values()][::-1]
        away: list[tuple[Step, Place]] = []  # after all that is here, for some steps are shared
        while stack or away:
            if not stack:
                stack, away = away, []
            step, place = stack.pop()
            if step in seen:
                continue
            seen.add(step)
            if _away(place, own.organisation, own.period):
                elsewhere[step] = place
            to = stack
            if isinstance(step.detail, Place):
                place = step.detail
                others[place.policy] = None
                to = away if _away(place, own.organisation, own.period) else stack
            if isinstance(step.rule, Scorecard):
                cards.update((row, step) for row in step.inputs if isinstance(row.rule, CardRow))
            if isinstance(step.rule, Member) and step.inputs:
                parts.setdefault(step.inputs[0], set()).add(step.rule.words[-1].text)
            to.extend((needed, place) for needed in reversed(step.inputs))
        others.pop(decision.policy, None)
        return cls(
            decision.policy,
            decision.organisation,
            decision.period,
            tuple(others),
            elsewhere,
            cards,
            parts,
        )

    def home(self, rule: Node) -> Policy:
        """The policy in whose text a rule stands."""
        if rule in _nodes(self.policy):
            return self.policy
        return next((policy for policy in self.others if rule in _nodes(policy)), self.policy)

    def type_of(self, rule: Node) -> Type | None:
        """The type of what a rule gives, None where it has no value of its own."""
        return self.home(rule).types.get(rule)

    def meaning_of(self, node: Node) -> Meaning | None:
        """What a name or label in a rule stands for."""
        return self.home(node).meanings.get(node)

    def period_of(self, step: Step) -> Period:
        """The period that a step is about."""
        place = self._elsewhere.get(step)
        return self.period if place is None else place.period

    def is_here(self, step: Step) -> bool:
        """Whether a step is of the organisation and period decided about."""
        return step not in self._elsewhere

    def leads_away(self, step: Step) -> bool:
        """Whether a step's input belongs to another period or organisation."""
        place = step.detail
        return isinstance(place, Place) and _away(place, self.organisation, self.period)

    def card_of(self, row: Step) -> Step | None:
        """The step of the scorecard in which a row stands."""
        return self._cards.get(row)

    def parts(self, card: Step) -> set[str]:
        """The parts of a scorecard that rules read by their names, such as ``average``."""
        return self._parts.get(card, set())

    def edition(self, policy: Policy) -> str:
        """What to call another policy by: its name and version; empty for the one that decided."""
        return "" if policy is self.policy else policy.edition

    def alias(self, policy: Policy) -> str:
        """The name under which the deciding policy uses another one; else its own."""
        for alias, used in self.policy.used.items():
            if policy in used.editions:
                return alias
        return policy.edition

    @property
    def policies(self) -> Iterator[Policy]:
        """The deciding policy, then the others."""
        yield self.policy
        yield from self.others


def _away(place: Place, organisation: Organisation, period: Period) -> bool:
    return place.period != period or place.organisation.code != organisation.code


@lru_cache(maxsize=64)
def _nodes(policy: Policy) -> frozenset[Node]:
    return frozenset(node for item in policy.file.declarations for node in item.walk())
