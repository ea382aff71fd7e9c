"""From a way through a diagram to an organisation that takes it, decided by the evaluator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any, Final

from attrs import evolve, frozen

from policy_dsl.analyse.aiming import Aim
from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.expressions import diagram
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.linear import nice
from policy_dsl.analyse.space import Space
from policy_dsl.analyse.standing import Standing, Target
from policy_dsl.analyse.terms import Form, plain
from policy_dsl.analyse.ways import Way, range_of, ways
from policy_dsl.check.interpretations import written
from policy_dsl.evaluate.decision import Decision
from policy_dsl.invent import (
    Situation,
    Worth,
    decide_in,
    facts_behind,
    find,
    made_list,
    smallest,
    with_history,
    worth_trying,
)
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.numbers import Rounding, round_to, without_noughts
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import ListOf, OrNothing, Plain, Type, Value, base

#: So many situations are tried where a way passes through what is not cut further.
TRIES: Final = 150
#: For so many ways of one policy.
_SEARCHES: Final = 24

Confirm = Callable[[Decision], bool]


@frozen(eq=False)
class Witness:
    """A situation in which a finding shows, and what is decided there."""

    situation: Situation
    decision: Decision


class Witnesses:
    """Makes situations of a policy and holds them against the evaluator."""

    def __init__(self, on: Lifted) -> None:
        self.on = on
        self.policy = on.space.policy
        self._worth: Worth | None = None
        self._searches = _SEARCHES

    def of(
        self,
        way: Way,
        about: Node,
        confirm: Confirm,
        search: bool = True,
        where: Diagram | None = None,
    ) -> Witness | None:
        """An organisation that takes a way, if the evaluator agrees that it does.

        Where the way passes through something that is not cut further, others near it are tried.
        ``where`` must be true of it as well, with the evaluator's values of what it asks.
        """
        situation = self.situation(way)
        space = self.on.space

        def wanted(one: Situation) -> bool:
            space.diagrams.checkpoint()
            decision = decide_in(self.policy, one)
            if not confirm(decision):
                return False
            return where is None or Standing.of(space, one, decision).value(where) is True

        if wanted(situation):
            return self._small(situation, wanted)
        behind = facts_behind(self.policy, about)
        filled = self.filled(situation, behind)
        if wanted(filled):
            return self._small(filled, wanted)
        if way.sure or not search or not self._searches:
            return None
        self._searches -= 1
        self._worth = self._worth or worth_trying(self.policy)
        targets = [
            Target(space.terms.all[order], range_of(space.terms.all[order], stretch))
            for order, stretch in way.path.items()
        ]
        near = [self._with_past(way, filled), filled]
        for one in near:
            aimed = Aim(space, self._worth, targets).at(one)
            if wanted(aimed):
                return self._small(aimed, wanted)
        found = find(self.policy, wanted, behind, near, self._worth, TRIES)
        return None if found is None else self._small(found, wanted)

    def _small(self, situation: Situation, wanted: Callable[[Situation], bool]) -> Witness:
        small = smallest(situation, wanted)
        whoever = evolve(small, kind="")
        if small.kind and wanted(whoever):
            small = whoever
        return Witness(small, decide_in(self.policy, small))

    def situation(self, way: Way) -> Situation:
        """What a way says of an organisation."""
        space = self.on.space
        period = Period.containing(self.policy.first_day, self.policy.period)
        kind = self.policy.kinds[0] if len(self.policy.kinds) > 1 else ""
        situation = Situation(period, kind, {0: {}}, {}, self._readings())
        for term, number in way.numbers.items():
            match term.key:
                case ("kind",):
                    situation = evolve(situation, kind=self.policy.kinds[int(number)])
                case ("bound", _, _):
                    day = date.fromordinal(max(int(number), 1))
                    found = Period.containing(day, self.policy.period)
                    situation = evolve(situation, period=found)
                case ("reading", name):
                    item = self.policy.interpretations[name]
                    chosen = {**dict(situation.readings), name: written(item.readings[int(number)])}
                    situation = evolve(situation, readings=tuple(sorted(chosen.items())))
                case ("fact", name):
                    value = fact_value(space, name, number)
                    situation = situation.with_fact(self.policy, name, value)
        for term, number in way.numbers.items():
            if term.key[0] == "nothing" and number:
                situation = situation.with_fact(self.policy, term.key[1], NOTHING)
            if term.key[0] == "absent" and number:
                situation = situation.without(term.key[1])
        return situation

    def _readings(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (name, written(self.policy.interpretations[name].readings[number]))
            for name, number in sorted(self.on.space.readings.items())
            if number
        )

    def filled(self, situation: Situation, names: Iterable[str]) -> Situation:
        """A situation in which these facts are supplied, whatever they are."""
        space = self.on.space
        for name in names:
            entry = self.policy.vocabulary.facts[name]
            if situation.fact(name) is not None:
                continue
            if isinstance(entry.type, ListOf):
                given = dict(situation.given.get(0, {}))
                given[name] = made_list(self.policy, name, ())
                situation = evolve(situation, given={**situation.given, 0: given})
                continue
            space.fact(self.policy.facts[name])
            term = space.terms.term(("fact", name))
            number = nice(range_of(term), term.step)
            if base(entry.type) is Plain.DATE:
                number = Fraction(situation.period.first_day.toordinal())
            value = fact_value(space, name, number)
            situation = situation.with_fact(self.policy, name, value)
        return situation

    def _with_past(self, way: Way, situation: Situation) -> Situation:
        """The situation with earlier periods like this one, but for what the way says of them."""
        space = self.on.space
        given = dict((with_history(self.policy, situation) or situation).given)
        for term, number in way.numbers.items():
            running, known = space.running.get(term.key), space.earlier.get(term.key)
            if running is not None:
                for back in range(1, int(number) + 2):
                    self._was(given, back, running, back <= number)
            if known is not None:
                expression, back = known
                wanted = _value_at(base(self.policy.types[expression]), number)
                if wanted is not None:
                    self._was(given, back, diagram(self.on, expression), wanted)
        return evolve(situation, given=given)

    def _was(self, given: dict[int, Any], back: int, asked: Diagram, value: Value) -> None:
        """Makes something be a value in an earlier period."""
        for way in islice(ways(self.on, asked, lambda one: one is value), 1):
            facts = self.situation(way).given[0]
            given[back] = {**given.get(back, given[0]), **facts}


def _value_at(type_: Type, number: Fraction) -> Value | None:
    if isinstance(type_, Scale | Choice):
        return type_.labels[int(number)]
    return bool(number) if type_ is Plain.YES_OR_NO else None


def fact_value(space: Space, name: str, number: Fraction) -> Value:
    """The value of a fact that lies at a number."""
    type_ = space.policy.vocabulary.facts[name].type
    kind = type_.of if isinstance(type_, OrNothing) else type_
    match kind:
        case Scale() | Choice():
            return kind.labels[min(max(int(number), 0), len(kind.labels) - 1)]
        case Plain.YES_OR_NO:
            return bool(number)
        case Plain.DATE:
            return date.fromordinal(min(max(int(number), 1), 3_652_059))
        case Plain.TEXT:
            texts = space.texts.get(space.policy.facts[name], ())
            return texts[int(number)] if int(number) < len(texts) else "another"
    value = plain(Form((), number))
    if isinstance(value, Decimal):
        return value
    assert isinstance(value, Fraction)
    return without_noughts(round_to(value, 6, Rounding.HALF_EVEN))
