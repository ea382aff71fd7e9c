"""Getting to an organisation through what is not cut further: lists, other periods, quotients.

A way says where each of these lies, not which facts bring it there.  But the evaluator can be asked
how near a situation comes, and so facts are changed one at a time as long as that brings it nearer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product
from typing import Final

from attrs import define, evolve

from policy_dsl.analyse.linear import nice
from policy_dsl.analyse.space import Space
from policy_dsl.analyse.standing import Standing, Target, behind
from policy_dsl.facts.records import Fact
from policy_dsl.invent import Situation, Worth, field_values, items_of, made_list, with_history
from policy_dsl.values.numbers import EXACT, Rounding, round_to, without_noughts
from policy_dsl.values.types import ListOf, Value

#: So many situations are tried on the way to one.
_TRIES: Final = 600
#: Of the records that could be added to a list, so many are tried.
_RECORDS: Final = 60


@define(eq=False)
class Aim:
    """Changes a situation until each term lies where it must.  ``left`` tries may still be made."""

    space: Space
    worth: Worth
    targets: Sequence[Target]
    left: int = _TRIES

    def at(self, situation: Situation) -> Situation:
        """The situation as near to the targets as changing one fact after the other brings it."""
        situation = with_history(self.space.policy, situation) or situation
        far = self._far(situation)
        while far and self.left > 0:
            for moved in self._moves(situation):
                now = self._far(moved)
                if now < far:
                    situation, far = moved, now
                    break
                if self.left <= 0:
                    break
            else:
                break
        return situation

    def _far(self, situation: Situation) -> Fraction:
        """How far a situation is from the targets: nought if it is there."""
        self.left -= 1
        self.space.diagrams.checkpoint()
        now = Standing.of(self.space, situation)
        return sum((now.distance(one) for one in self.targets), Fraction(0))

    # ---- what can be changed ---------------------------------------------------------------------

    def _moves(self, situation: Situation) -> Iterator[Situation]:
        """The situation with one fact changed, of those that a missed target rests on."""
        policy = self.space.policy
        now = Standing.of(self.space, situation)
        missed = [one for one in self.targets if now.distance(one)]
        backs = sorted(situation.given)
        names = dict.fromkeys(name for one in missed for name in behind(self.space, one.term))
        for name in names:
            if isinstance(policy.vocabulary.facts[name].type, ListOf):
                yield from self._lists(situation, name, missed)
                continue
            for back in backs:
                for value in self._values(situation, name, back, missed):
                    yield situation.with_fact(policy, name, value, back)
            for fact in self.worth.facts[name]:
                moved = situation
                for back in backs[1:]:
                    moved = moved.with_fact(policy, name, fact.value, back)
                    yield moved

    def _values(
        self, situation: Situation, name: str, back: int, missed: Sequence[Target]
    ) -> Iterator[Value]:
        """What a target asks of a number; then whatever is worth trying."""
        policy = self.space.policy
        fact = situation.fact(name, back)
        if fact is not None and isinstance(fact.value, Decimal):
            step = self.worth.steps[name]
            other = situation.with_fact(policy, name, EXACT.add(fact.value, step), back)
            here, there = Standing.of(self.space, situation), Standing.of(self.space, other)
            for one in missed:
                wanted = nice(one.range, one.term.step)
                start, end = here.number(one.term), there.number(one.term)
                by = [EXACT.multiply(_decimal(steps), step) for steps in _steps(start, end, wanted)]
                for found in (*(EXACT.add(fact.value, more) for more in by), _decimal(wanted)):
                    if policy.vocabulary.facts[name].precision.objection(found) is None:
                        yield found
        for other_fact in self.worth.facts[name]:
            if fact is None or other_fact.value != fact.value:
                yield other_fact.value

    def _lists(
        self, situation: Situation, name: str, missed: Sequence[Target]
    ) -> Iterator[Situation]:
        """The situation with one record more, or the last one less."""
        policy = self.space.policy
        fact = situation.fact(name)
        items = () if fact is None else items_of(fact)
        for record in islice(self._records(name, missed), _RECORDS):
            yield _with(situation, name, made_list(policy, name, (*items, record)))
        if items:
            yield _with(situation, name, made_list(policy, name, items[:-1]))

    def _records(self, name: str, missed: Sequence[Target]) -> Iterator[Mapping[str, Value]]:
        type_ = self.space.policy.vocabulary.facts[name].type
        assert isinstance(type_, ListOf)
        figures = [_decimal(nice(one.range, one.term.step)) for one in missed]
        of_fields: dict[str, list[Value]] = {}
        for field, of in type_.record.fields.items():
            values = field_values(self.space.policy, field, of)
            if any(isinstance(value, Decimal) for value in values):
                values = [*figures, *values]  # what is asked for first: one record may do
            of_fields[field] = values
        plain = {field: values[0] for field, values in of_fields.items() if values}
        yield plain
        for field, values in of_fields.items():
            yield from ({**plain, field: value} for value in values[1:])
        for combination in product(*of_fields.values()):
            yield dict(zip(of_fields, combination, strict=True))


def _with(situation: Situation, name: str, fact: Fact) -> Situation:
    now = {**situation.given.get(0, {}), name: fact}
    return evolve(situation, given={**situation.given, 0: now})


def _steps(start: Fraction | None, end: Fraction | None, wanted: Fraction) -> Iterator[Fraction]:
    """How many steps take a number there, if it changes in proportion, or in inverse proportion."""
    if start is None or end is None or start == end:
        return
    yield (wanted - start) / (end - start)
    if start and end and wanted:
        yield (1 / wanted - 1 / start) / (1 / end - 1 / start)


def _decimal(number: Fraction) -> Decimal:
    return without_noughts(round_to(number, 6, Rounding.HALF_EVEN))
