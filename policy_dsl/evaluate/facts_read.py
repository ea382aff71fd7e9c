"""The facts that a decision read, of whom and when, and a hash of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Place, Step
from policy_dsl.facts.records import Fact
from policy_dsl.facts.to_json import facts_to_json
from policy_dsl.syntax.facts import Fact as FactDeclaration
from policy_dsl.values.periods import Period

# As many as the hash of a policy has: 64 bits.
_DIGITS = 16


@frozen
class Located:
    """A step, with the policy that it belongs to and whom and when it is about."""

    step: Step
    policy: Policy
    organisation: str
    period: Period


def located(decision: Decision) -> Iterator[Located]:
    """Every step of a decision, once for each place in which it is looked at, from the results
    down."""
    seen: set[Located] = set()
    code, period = decision.organisation.code, decision.period
    stack = [Located(step, decision.policy, code, period) for step in decision.results.values()]
    stack.reverse()
    while stack:
        one = stack.pop()
        if one in seen:
            continue
        seen.add(one)
        yield one
        place = one.step.detail
        policy, code, period = one.policy, one.organisation, one.period
        if isinstance(place, Place):
            policy, code, period = place.policy, place.organisation.code, place.period
        stack.extend(Located(needed, policy, code, period) for needed in reversed(one.step.inputs))


@frozen
class FactsRead:
    """The facts read of one organisation in one period; ``organisation`` is None for national
    figures."""

    organisation: str | None
    period: Period
    facts: Mapping[str, Fact]


def facts_read(decision: Decision) -> tuple[FactsRead, ...]:
    """Every fact that a decision rests on: its own first, then those of other periods and
    organisations, last the national figures."""
    found: dict[tuple[str | None, Period], dict[str, Fact]] = {}
    found[decision.organisation.code, decision.period] = {}
    for one in located(decision):
        rule, fact = one.step.rule, one.step.detail
        if not isinstance(rule, FactDeclaration) or not isinstance(fact, Fact):
            continue
        name = rule.name.text
        national = one.policy.vocabulary.facts[name].national
        found.setdefault((None if national else one.organisation, one.period), {})[name] = fact
    (own, facts), *others = found.items()
    others.sort(key=lambda item: (item[0][0] is None, item[0][0] or "", item[0][1]))
    return tuple(FactsRead(code, when, held) for (code, when), held in [(own, facts), *others])


def facts_hash(decision: Decision) -> str:
    """A short hash of the values of the facts read, wherever they are written: 16 hexadecimal
    digits."""
    told = [
        [one.organisation, str(one.period), facts_to_json(one.facts)]
        for one in facts_read(decision)
    ]
    plain = json.dumps(told, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(plain.encode("ascii")).hexdigest()[:_DIGITS]
