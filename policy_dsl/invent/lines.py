"""How one fact may be changed: along its line, for a number or date, or to something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.facts.records import Fact
from policy_dsl.facts.vocabulary import FactEntry
from policy_dsl.invent.cuts import Figure
from policy_dsl.invent.situation import items_of, made, made_list
from policy_dsl.invent.values import Worth, field_values
from policy_dsl.invent.words import in_words
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.numbers import EXACT
from policy_dsl.values.scales import Label, Scale
from policy_dsl.values.types import ListOf, Quantity, Unit, Value, base

#: Each value tried further out is so many times as far away as the one before.
_FURTHER = 4
#: Days that a date is moved at most, beyond the dates that rules and examples name.
_MOST_DAYS = 1500


@frozen(eq=False)
class Variant:
    """Another value of a fact; ``said`` is what happens to a list."""

    fact: Fact
    steps: int = 1
    said: str = ""


@frozen(eq=False)
class Line:
    """The values of a number or date, as whole numbers of the smallest difference between two.

    ``above`` and ``below`` are the places to try, nearest first; ``telling`` those few that are
    worth trying beside a change of something else; ``cuts`` those at which a rule divides.
    """

    policy: Policy
    name: str
    now: int
    step: Decimal | None  # None for a date
    above: tuple[int, ...]
    below: tuple[int, ...]
    telling: tuple[int, ...]
    cuts: tuple[int, ...]

    def at(self, place: int) -> Fact:
        """The fact with the value at a place."""
        value: Value = date.fromordinal(place) if self.step is None else at_place(place, self.step)
        return made(self.policy, self.name, value)

    def place(self, fact: Fact) -> int | None:
        """The place of a fact's value; None for one that is on no line."""
        return _place(fact.value, self.step)

    def steps(self, place: int) -> int:
        """How many cuts lie between here and a place; at least one."""
        low, high = min(self.now, place), max(self.now, place)
        return max(1, sum(low <= cut <= high and cut != self.now for cut in self.cuts))


def line_of(
    policy: Policy, name: str, now: Fact, worth: Worth, figures: Sequence[Figure]
) -> Line | None:
    """The line of a fact, which rules hold against ``figures``; None where it is not a number or
    date now.
    """
    entry = policy.vocabulary.facts[name]
    value = now.value
    if isinstance(value, date):
        return _dates(policy, entry, value.toordinal(), worth, figures)
    if isinstance(base(entry.type), Quantity) and isinstance(value, Decimal):
        return _numbers(policy, entry, value, worth, figures)
    return None


def _dates(
    policy: Policy, entry: FactEntry, now: int, worth: Worth, figures: Sequence[Figure]
) -> Line:
    met = sorted(
        fact.value.toordinal()
        for fact in worth.facts.get(entry.name, ())
        if isinstance(fact.value, date)
    )
    places = {*met, *(now + sign * far for sign in (1, -1) for far in _further(1, _MOST_DAYS))}
    kept = [place for place in places if date.min.toordinal() <= place <= date.max.toordinal()]
    cuts = sorted({one.toordinal() for one in figures if isinstance(one, date)})
    return _line(policy, entry.name, now, None, kept, met, cuts)


def _numbers(
    policy: Policy, entry: FactEntry, value: Decimal, worth: Worth, figures: Sequence[Figure]
) -> Line:
    step = min(worth.steps[entry.name], _last_place(entry, value))
    met = [f.value for f in worth.facts.get(entry.name, ()) if isinstance(f.value, Decimal)]
    low, high = entry.precision.low, entry.precision.high
    unit = base(entry.type)
    assert isinstance(unit, Quantity)
    if low is None and value >= 0 and not any(one < 0 for one in met):
        low = Decimal(0)  # nothing says that it can be negative
    reach = max(EXACT.multiply(value.copy_abs(), Decimal(10)), Decimal(100))
    if unit.unit is Unit.PERCENT:
        reach = Decimal(100)
    now = _whole(value, step)
    far = (now + sign * out for sign in (1, -1) for out in _further(1, _whole(reach, step)))
    tried = sorted({_whole(one, step) for one in met})
    ends = [_whole(end, step) for end in (low, high) if end is not None]
    size = max(reach, value.copy_abs(), *met)
    places = [
        place
        for place, at in ((place, at_place(place, step)) for place in {*tried, *far, *ends})
        if (low is None or at >= low)
        and (high is None or at <= high)
        and (unit.unit is not Unit.PERCENT or at.copy_abs() <= size)
        and entry.precision.objection(at) is None
    ]
    cuts = sorted({_whole(one, step) for one in figures if isinstance(one, Decimal)})
    return _line(policy, entry.name, now, step, places, tried, cuts)


def _last_place(entry: FactEntry, value: Decimal) -> Decimal:
    """The smallest difference that the value itself is written with, unless the policy says."""
    if entry.precision.places is not None:
        return Decimal(1).scaleb(-entry.precision.places)
    return Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))


def _line(
    policy: Policy,
    name: str,
    now: int,
    step: Decimal | None,
    places: list[int],
    tried: list[int],
    cuts: list[int],
) -> Line:
    above = tuple(sorted(place for place in places if place > now))
    below = tuple(sorted((place for place in places if place < now), reverse=True))
    met = set(tried)
    ends = [*above[-1:], *below[-1:]]
    near = [place for side in (above, below) for place in [one for one in side if one in met][:1]]
    telling = tuple(dict.fromkeys([*ends, *near]))
    return Line(policy, name, now, step, above, below, telling, tuple(cuts))


def _further(step: int, most: int) -> Iterator[int]:
    while step < most:
        yield step
        step *= _FURTHER
    yield max(most, 1)


def _place(value: Value, step: Decimal | None) -> int | None:
    if isinstance(value, date) and step is None:
        return value.toordinal()
    return _whole(value, step) if isinstance(value, Decimal) and step is not None else None


def at_place(place: int, step: Decimal) -> Decimal:
    """The number so many steps from zero."""
    return EXACT.multiply(Decimal(place), step)


def _whole(value: Decimal, step: Decimal) -> int:
    return round(Fraction(value) / Fraction(step))


# ---- to something else --------------------------------------------------------------------------


def variants(policy: Policy, name: str, now: Fact | None, worth: Worth) -> list[Variant]:
    """The other values of a fact that lie on no line with the one it has, nearest first."""
    entry = policy.vocabulary.facts[name]
    value = None if now is None else now.value
    kind = base(entry.type)
    if isinstance(kind, ListOf):
        listed = worth.facts.get(name, ())
        if now is None:
            return [Variant(fact) for fact in listed]
        more = [items_of(fact)[0] for fact in listed if len(fact.items) == 1]
        return list(_lists(policy, entry, kind, now, more))
    on_line = isinstance(value, Decimal | date) and not isinstance(value, bool)
    tried = [fact for fact in worth.facts.get(name, ()) if fact.value != value]
    if on_line:
        return [Variant(fact) for fact in tried if fact.value is NOTHING]
    found = [Variant(fact, _moved(kind, value, fact.value)) for fact in tried]
    return sorted(found, key=lambda variant: variant.steps)


def _moved(kind: object, now: Value | None, then: Value) -> int:
    if isinstance(kind, Scale) and isinstance(now, Label) and isinstance(then, Label):
        return abs(now.rank - then.rank)
    return 1


def _lists(
    policy: Policy,
    entry: FactEntry,
    type_: ListOf,
    now: Fact,
    more: Sequence[Mapping[str, Value]],
) -> Iterator[Variant]:
    """A record less, a record with another field, or one of ``more`` besides."""
    records = list(items_of(now))
    fields = type_.record.fields

    def words(record: Mapping[str, Value]) -> str:
        said = (f"{name} {in_words(value, fields[name])}" for name, value in record.items())
        return f"({', '.join(said)})"

    for place, record in enumerate(records):
        less = [*records[:place], *records[place + 1 :]]
        yield Variant(made_list(policy, entry.name, less), 1, f"without {words(record)}")
        for field, type_of in fields.items():
            for value in field_values(policy, field, type_of):
                if field not in record or value == record[field]:
                    continue
                changed = [*records[:place], {**record, field: value}, *records[place + 1 :]]
                now_words = in_words(record[field], type_of)
                said = f"{field} {in_words(value, type_of)} and not {now_words} in {words(record)}"
                yield Variant(made_list(policy, entry.name, changed), 1, said)
    for one in more:
        yield Variant(
            made_list(policy, entry.name, [*records, one]), 1, f"with {words(one)} besides"
        )
