"""The values of each fact that are worth trying: at every cut and just beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import assert_never

from attrs import field, frozen

from policy_dsl.check.items import ItemPart
from policy_dsl.check.policy import Policy
from policy_dsl.facts.records import Fact as FactValue
from policy_dsl.facts.vocabulary import FactEntry
from policy_dsl.invent.cuts import Cut, Figure, cuts
from policy_dsl.invent.situation import Situation, items_of, made, made_list, situations
from policy_dsl.syntax.expressions import Compare, Constant, Name
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.numbers import Precision, beside
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import ListOf, OrNothing, Plain, Quantity, Type, Unit, Value, base

_ANY = Precision()

#: More records of one list than this help nobody.
_MOST_RECORDS = 3


@frozen(eq=False)
class Worth:
    """What is worth trying, of each fact of a policy by its name.

    ``facts`` holds the facts themselves, ready to be supplied; ``steps`` the smallest difference
    between two values of a number: that of its declared precision, else of the last place in which
    a figure that it meets is written.
    """

    facts: Mapping[str, tuple[FactValue, ...]]
    steps: Mapping[str, Decimal] = field(repr=False)


def worth_trying(policy: Policy) -> Worth:
    """The values at every cut of every fact and just beside it, its labels, its range's ends, and
    those that the policy's examples give.
    """
    by_fact: dict[str, list[Cut]] = {}
    for cut in cuts(policy):
        if cut.fact is not None:
            by_fact.setdefault(cut.fact.name.text, []).append(cut)
    given: dict[str, list[FactValue]] = {}
    for situation in situations(policy):
        for _, name, fact in situation.supplied():
            if fact.value not in [one.value for one in given.get(name, [])]:
                given.setdefault(name, []).append(fact)
    facts: dict[str, tuple[FactValue, ...]] = {}
    steps: dict[str, Decimal] = {}
    for name, entry in policy.vocabulary.facts.items():
        met = by_fact.get(name, [])
        own = [one.value for one in given.get(name, [])]
        steps[name] = step_of(entry, met or own)
        if isinstance(entry.type, ListOf):
            facts[name] = _lists(policy, entry, given.get(name, []))
        else:
            figures = [cut.figure for cut in met if cut.figure is not None]
            values = _values(policy, entry, figures, own, steps[name])
            facts[name] = tuple(made(policy, name, value) for value in values)
    return Worth(facts, steps)


def step_of(entry: FactEntry, met: Iterable[Cut | Value]) -> Decimal:
    """The smallest difference between two values of a number: that of its declared precision, else
    one in the last place with which what it meets is written.
    """
    kind = base(entry.type)
    places = entry.precision.places
    if places is None and isinstance(kind, Quantity) and kind.unit is Unit.COUNT:
        places = 0
    if places is None:
        figures = (one.figure if isinstance(one, Cut) else one for one in met)
        places = max((_places(one) for one in figures), default=0)
    return Decimal(1).scaleb(-places)


def _places(figure: object) -> int:
    return max(0, -int(figure.as_tuple().exponent)) if isinstance(figure, Decimal) else 0


def _values(
    policy: Policy,
    entry: FactEntry,
    figures: Iterable[Figure],
    given: Iterable[Value],
    step: Decimal,
) -> list[Value]:
    kind = base(entry.type)
    found: list[Value] = []
    match kind:
        case Scale() | Choice():
            found = list(kind.labels)
        case Quantity():
            found = list(_numbers(entry, figures, given, step))
        case Plain.YES_OR_NO:
            found = [True, False]
        case Plain.DATE:
            found = list(_dates(policy, figures, given))
        case Plain.TEXT:
            texts = [one for one in (*figures, *given) if isinstance(one, str)]
            found = [*dict.fromkeys(texts), "another"]
        case ListOf():
            pass
        case _:
            assert_never(kind)
    return [*found, NOTHING] if isinstance(entry.type, OrNothing) else found


def _numbers(
    entry: FactEntry, figures: Iterable[Figure], given: Iterable[Value], step: Decimal
) -> list[Decimal]:
    low, high = entry.precision.low, entry.precision.high
    kind = base(entry.type)
    if low is None and isinstance(kind, Quantity) and kind.unit is Unit.COUNT:
        low = Decimal(0)
    met = {figure for figure in figures if isinstance(figure, Decimal)}
    found = {near for figure in met for near in beside(figure, step)}
    found.update(value for value in given if isinstance(value, Decimal))
    found.update(end for end in (low, high) if end is not None)
    if not met:
        found.update({Decimal(0), Decimal(1), Decimal(100)})
    return sorted(
        value
        for value in found
        if (low is None or value >= low)
        and (high is None or value <= high)
        and entry.precision.objection(value) is None
    )


def _dates(policy: Policy, figures: Iterable[Figure], given: Iterable[Value]) -> list[date]:
    period = Period.containing(policy.first_day, policy.period)
    found = {value for value in (*figures, *given) if isinstance(value, date)}
    found.update({period.first_day, period.last_day})
    day = timedelta(days=1)
    return sorted({near for one in found for near in (one - day, one, one + day)})


def _lists(policy: Policy, entry: FactEntry, given: list[FactValue]) -> tuple[FactValue, ...]:
    """No records, those of the examples, and single ones in which each field is turned."""
    type_ = entry.type
    assert isinstance(type_, ListOf)
    fields = {name: field_values(policy, name, of) for name, of in type_.record.fields.items()}
    plain = {name: values[0] for name, values in fields.items() if values}
    single = [plain] + [
        {**plain, name: value} for name, values in fields.items() for value in values[1:]
    ]
    given_items = [items_of(one) for one in given]
    lists: list[tuple[Mapping[str, Value], ...]] = [(), *given_items]
    lists += [(one,) for items in given_items for one in items]
    lists += [(one,) for one in single]
    lists += [(one,) * count for one in single[:1] for count in range(2, _MOST_RECORDS + 1)]
    lists += [(single[0], one) for one in single[1:]]
    found: list[tuple[Mapping[str, Value], ...]] = []
    for records in lists:
        if records not in found:
            found.append(records)
    return tuple(made_list(policy, entry.name, records) for records in found)


def field_values(policy: Policy, name: str, type_: Type) -> list[Value]:
    """What a record's field may hold, with the constants that the rules hold it against."""
    figures: list[Figure] = []
    for result in policy.results:
        for node in result.walk():
            if isinstance(node, Compare):
                for side, other in ((node.left, node.right), (node.right, node.left)):
                    meaning = policy.meanings.get(side) if isinstance(side, Name) else None
                    if (
                        isinstance(meaning, ItemPart)
                        and meaning.name == name
                        and isinstance(other, Constant)
                        and not isinstance(other.value, bool)
                    ):
                        figures.append(other.value)
    entry = FactEntry(name, type_, _ANY, name, None, False)
    places = max((_places(one) for one in figures), default=0)
    return _values(policy, entry, figures, (), Decimal(1).scaleb(-places))


def ordinary(policy: Policy, worth: Worth, which: int = 0, kind: str = "") -> Situation:
    """A situation in which every fact is supplied: its first value, or that ``which`` names.

    ``which`` counts through each fact's own values and begins again at their end; -1 is the last.
    """
    period = Period.containing(policy.first_day, policy.period)
    given: dict[str, FactValue] = {}
    national: dict[str, FactValue] = {}
    for name, values in worth.facts.items():
        if values:
            side = national if policy.vocabulary.facts[name].national else given
            side[name] = values[which % len(values)]
    return Situation(period, kind, {0: given}, {0: national} if national else {})
