"""The facts that were not supplied, here and in other periods, and what came of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Final

from attrs import frozen

from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.operations_time import named
from policy_dsl.evaluate.step import Place, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Entry
from policy_dsl.explain.value_words import and_more, listed
from policy_dsl.facts.records import Organisation
from policy_dsl.syntax.facts import Fact
from policy_dsl.values.periods import Period

#: More facts that made no difference than this are only named.
_MOST_LISTED: Final = 6
#: A fact of several periods or organisations is listed once, with at most so many of them.
_MOST_PLACES: Final = 6
_OF: Final = "of "  # how the place of another organisation begins


@frozen
class Missing:
    """A fact that was read and not supplied, and where: ``place`` is empty here and now."""

    name: str
    place: str
    full: str  # as a value that waits for it names it


def missing_facts(homes: Homes, tops: Iterable[Step]) -> tuple[Missing, ...]:
    """The facts that were read and not supplied, in the order of the policy."""
    found: dict[Missing, None] = {}
    seen: set[tuple[Step, str, Period]] = set()
    stack = [(step, homes.organisation, homes.period) for step in tops][::-1]
    while stack:
        step, organisation, period = stack.pop()
        if (step, organisation.code, period) in seen:
            continue
        seen.add((step, organisation.code, period))
        if isinstance(step.rule, Fact):
            if step.detail is None:
                found[_missing(homes, step.rule.name.text, organisation, period)] = None
            continue
        if isinstance(step.detail, Place):
            organisation, period = step.detail.organisation, step.detail.period
            if not step.inputs and step.missing:
                found[_missing(homes, "every fact", organisation, period)] = None
        stack.extend((needed, organisation, period) for needed in reversed(step.inputs))
    order = {name: number for number, name in enumerate(homes.policy.facts)}
    return tuple(sorted(found, key=lambda one: (bool(one.place), order.get(one.name, len(order)))))


def _missing(homes: Homes, name: str, organisation: Organisation, period: Period) -> Missing:
    full, places = name, []
    if organisation.code != homes.organisation.code:
        full = named(full, "of", organisation.code)
        places.append(f"{_OF}{organisation.code}")
    if period != homes.period:
        full = named(full, "in", str(period))
        places.append(f"in {period}")
    return Missing(name, " ".join(places), full)


def missing_said(
    names: Sequence[str], decision: Decision, missing: Sequence[Missing]
) -> tuple[str, ...]:
    """How much is missing, and whether the results are settled all the same."""
    if not missing:
        return ()
    one = len(missing) == 1
    parts = [f"{len(missing)} {'fact was' if one else 'facts were'} not supplied."]
    settled = [name for name in names if decision[name].known]
    if settled:
        verb = "is" if len(settled) == 1 else "are"
        parts.append(f"{listed(settled)} {verb} settled without {'it' if one else 'them'}.")
    full = {item.full for item in missing}
    for name in names:
        waits = len(decision[name].missing.intersection(full))
        if waits:
            of = "it" if one else "them" if waits == len(missing) else f"{waits} of them"
            parts.append(f"{name} waits for {of}.")
    return (" ".join(parts),)


def missing_entries(
    homes: Homes,
    missing: Sequence[Missing],
    decision: Decision,
    names: Sequence[str],
    left_out: dict[str, list[str]],
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Each fact once, first those that a result waits for, and in lines of their own the names of
    those that made no difference, where they are many."""
    grouped: dict[tuple[str, str], list[Missing]] = {}
    for one in missing:
        where = "" if not one.place else "of" if one.place.startswith(_OF) else "in"
        grouped.setdefault((one.name, where), []).append(one)
    found = [_entry(homes, several, decision, names, left_out) for several in grouped.values()]
    idle = [
        (entry, several)
        for (effect, entry), several in zip(found, grouped.values(), strict=True)
        if effect is _Effect.NONE
    ]
    here = [entry for entry, several in idle if not several[0].place]
    many = here if len(here) > _MOST_LISTED else []
    # Of other organisations there may be hundreds.
    away = [entry for entry, several in idle if several[0].place.startswith(_OF)]
    lines = [
        f"{words}: {', '.join(dict.fromkeys(entry.name for entry in entries))}"
        for words, entries in (
            ("made no difference", many),
            ("made no difference, of other organisations", away),
        )
        if entries
    ]
    shown = sorted(found, key=lambda pair: pair[0])
    dropped = [*many, *away]
    return tuple(entry for _, entry in shown if entry not in dropped), tuple(lines)


class _Effect(IntEnum):
    """What came of a missing fact, the gravest first."""

    WAITED_FOR = 0
    LEFT_OUT = 1
    NONE = 2


def _entry(
    homes: Homes,
    several: Sequence[Missing],
    decision: Decision,
    names: Sequence[str],
    left_out: dict[str, list[str]],
) -> tuple[_Effect, Entry]:
    full = [one.full for one in several]
    waiting = [top for top in names if decision[top].missing.intersection(full)]
    left = dict.fromkeys(name for one in full for name in left_out.get(one, ()))
    effect, came = _Effect.NONE, "made no difference"
    if waiting:
        effect, came = _Effect.WAITED_FOR, f"{listed(waiting)} waits for it"
    elif left:
        effect, came = _Effect.LEFT_OUT, f"left out of {and_more(left)}"
    fact = homes.policy.facts.get(several[0].name)
    places = list(_places(several))
    label = ", ".join(filter(None, (fact.label.text if fact is not None else "", *places)))
    return effect, Entry(several[0].name, came, label, "")


def _places(several: Sequence[Missing]) -> Iterator[str]:
    named_places = [one.place for one in several if one.place]
    yield from named_places[:_MOST_PLACES]
    if len(named_places) > _MOST_PLACES:
        yield f"and {len(named_places) - _MOST_PLACES} more"
