"""Facts moved until the two sides of a comparison meet, or just miss each other.

A threshold shows where it lies only to who stands at it.  Which fact brings an organisation there
can be told from the steps of a decision: a date or number that one side comes from, itself or in a
record of a list, is moved by as much as the sides differ; and where that does not do, by as much as
the first move says that it takes, which finds whatever changes in proportion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from attrs import evolve, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Place, Step
from policy_dsl.invent.situation import Situation, items_of, made_list
from policy_dsl.invent.values import Worth
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.records import Field
from policy_dsl.syntax.selections import Quantified
from policy_dsl.values.numbers import Rounding, round_to
from policy_dsl.values.types import ListOf, Quantity, Type, Unit, Value, base

#: What is compared with what: a step, and the step or figure that it is held against.
Sides: TypeAlias = tuple[Step, "Step | Value"]
#: The pairs of sides that a decision compares.
Compared: TypeAlias = Callable[[Decision], Sequence[Sides]]
#: How something is decided.
Decide: TypeAlias = Callable[[Situation], Decision]

#: So many facts are moved for one comparison; a side that rests on more is not brought there so.
_MOST_MOVED = 6
#: So many records are put into a list at most.
_MOST_MORE = 20


@frozen
class _Supplied:
    """A date or number that was supplied: a fact, or the field of one record of a list."""

    name: str
    value: Decimal | date
    sign: int  # 1 on the side that is compared, -1 on the other
    record: int = -1
    field: str = ""


def meeting(
    policy: Policy,
    situation: Situation,
    compared: Compared,
    decide: Decide,
    worth: Worth,
) -> Iterator[tuple[Situation, Decision]]:
    """Situations in which two sides that are compared meet, lie one apart, or lie nearer.

    Args:
        policy: whose facts are moved.
        situation: where to begin; what is not supplied there is not moved.
        compared: finds the two sides in a decision.
        decide: what is decided in a situation.
        worth: the smallest difference between two values of each number.
    """
    before = decide(situation)
    here, homes = _here(before)
    for number, (left, right) in enumerate(compared(before)):
        apart = gap(left, right)
        if apart is None or left not in here:
            continue
        moved = [*_supplied(left, 1, here, homes)]
        if isinstance(right, Step):
            moved += _supplied(right, -1, here, homes)
        yield from _recounted(policy, situation, left, apart, decide)
        for one in [one for one in moved if one.name in policy.vocabulary.facts][:_MOST_MOVED]:
            step = _step(one, worth)
            for wanted in (Fraction(0), step, -step):
                yield from _moved(
                    policy, situation, one, apart, wanted, number, compared, decide, worth
                )


def _recounted(
    policy: Policy, situation: Situation, counted: Step, apart: Fraction, decide: Decide
) -> Iterator[tuple[Situation, Decision]]:
    """A list with so many records more or less of those that are counted."""
    while len(counted.inputs) == 1 and not isinstance(counted.rule, Quantified):
        counted = counted.inputs[0]  # a value by its name
    of, *asked = counted.inputs or (counted,)
    fact = situation.given.get(0, {}).get(getattr(getattr(of.rule, "name", None), "text", ""))
    if not isinstance(counted.rule, Quantified) or not isinstance(of.rule, Fact) or fact is None:
        return
    records = list(items_of(fact))
    if len(asked) != len(records) or apart.denominator != 1:
        return
    alike = [number for number, one in enumerate(asked) if one.value is True]
    for more in (-int(apart) + by for by in (0, 1, -1)):
        if alike and 0 < more <= _MOST_MORE:
            changed = [*records, *[records[alike[0]]] * more]
        elif 0 < -more <= len(alike):
            changed = [one for number, one in enumerate(records) if number not in alike[:-more]]
        else:
            continue
        listed = made_list(policy, of.rule.name.text, changed)
        given = {**situation.given.get(0, {}), of.rule.name.text: listed}
        there = evolve(situation, given={**situation.given, 0: given})
        yield there, decide(there)


def gap(left: Step, right: Step | Value) -> Fraction | None:
    """By how much one side is more than the other, in days for dates; None for what is neither."""
    a, b = left.value, right.value if isinstance(right, Step) else right
    if isinstance(a, date) and isinstance(b, date):
        return Fraction((a - b).days)
    if isinstance(a, Decimal | Fraction) and isinstance(b, Decimal | Fraction):
        return Fraction(a) - Fraction(b)
    return None


def _moved(
    policy: Policy,
    situation: Situation,
    one: _Supplied,
    apart: Fraction,
    wanted: Fraction,
    number: int,
    compared: Compared,
    decide: Decide,
    worth: Worth,
) -> Iterator[tuple[Situation, Decision]]:
    by = (wanted - apart) * one.sign
    # Where it cannot be moved by so much, one step says how much it takes.
    for move in (by, _step(one, worth)) if by else ():
        there = _with(policy, situation, one, move)
        if there is None:
            continue
        decision = decide(there)
        now = _gap_in(decision, number, compared)
        yield there, decision
        if now is None or now in (wanted, apart):
            return
        found = _with(policy, situation, one, move * (wanted - apart) / (now - apart))
        if found is not None:
            yield found, decide(found)
        return


def _gap_in(decision: Decision, number: int, compared: Compared) -> Fraction | None:
    sides = compared(decision)
    return gap(*sides[number]) if number < len(sides) else None


def _step(one: _Supplied, worth: Worth) -> Fraction:
    if isinstance(one.value, date):
        return Fraction(1)
    if not one.field:
        return Fraction(worth.steps[one.name])
    return Fraction(1, 10 ** max(0, -int(one.value.as_tuple().exponent)))


def _with(policy: Policy, situation: Situation, one: _Supplied, by: Fraction) -> Situation | None:
    """The situation with what was supplied moved; None where it cannot be moved by so much."""
    value = _added(one.value, by)
    entry = policy.vocabulary.facts[one.name]
    type_ = entry.type.record.fields[one.field] if isinstance(entry.type, ListOf) else entry.type
    if value is None or not _possible(type_, value):
        return None
    if not one.field:
        if isinstance(value, Decimal) and entry.precision.objection(value) is not None:
            return None
        return situation.with_fact(policy, one.name, value)
    fact = situation.given.get(0, {}).get(one.name)
    if fact is None:
        return None
    records: list[Mapping[str, Value]] = list(items_of(fact))
    records[one.record] = {**records[one.record], one.field: value}
    changed = made_list(policy, one.name, records)
    given = {**situation.given, 0: {**situation.given.get(0, {}), one.name: changed}}
    return evolve(situation, given=given)


def _possible(type_: Type, value: Decimal | date) -> bool:
    """Whether a thing can be so: nothing is counted in parts, or less than none of it."""
    kind = base(type_)
    counts = isinstance(kind, Quantity) and kind.unit is Unit.COUNT
    if not counts or isinstance(value, date):
        return True
    return value >= 0 and value == value.to_integral_value()


def _added(value: Decimal | date, by: Fraction) -> Decimal | date | None:
    if isinstance(value, date):
        try:
            return value + timedelta(days=int(by)) if by.denominator == 1 else None
        except OverflowError:
            return None
    found = Fraction(value) + by
    places = next((n for n in range(9) if (found * 10**n).denominator == 1), None)
    return None if places is None else round_to(found, places, Rounding.HALF_UP)


def _here(decision: Decision) -> tuple[set[Step], dict[Step, tuple[str, int, str]]]:
    """The steps about the period decided about, and of what list which field steps are."""
    seen: set[Step] = set()
    homes: dict[Step, tuple[str, int, str]] = {}
    stack = list(decision.results.values())
    while stack:
        step = stack.pop()
        if step in seen or _is_away(step, decision):
            continue
        seen.add(step)
        stack.extend(step.inputs)
        if isinstance(step.rule, Fact):
            for number, record in enumerate(step.inputs):
                for part in record.inputs:
                    if isinstance(part.rule, Field):
                        homes[part] = (step.rule.name.text, number, part.rule.name.text)
    return seen, homes


def _is_away(step: Step, decision: Decision) -> bool:
    place = step.detail
    return isinstance(place, Place) and (
        place.period != decision.period or place.organisation.code != decision.organisation.code
    )


def _supplied(
    side: Step, sign: int, here: set[Step], homes: Mapping[Step, tuple[str, int, str]]
) -> list[_Supplied]:
    """The dates and numbers behind a side, as long as all between is a date or number too."""
    found: list[_Supplied] = []
    seen: set[Step] = set()
    stack = [side]
    while stack:
        step = stack.pop()
        value = step.value
        if step in seen or step not in here or not isinstance(value, Decimal | Fraction | date):
            continue
        seen.add(step)
        home = homes.get(step)
        if home is not None and not isinstance(value, Fraction):
            found.append(_Supplied(home[0], value, sign, home[1], home[2]))
        elif isinstance(step.rule, Fact) and not isinstance(value, Fraction):
            found.append(_Supplied(step.rule.name.text, value, sign))
        stack.extend(reversed(step.inputs))
    return found
