"""The values that a step read, each by its name, and of whom and when where that is elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from attrs import evolve, field, frozen

from policy_dsl.check.given import OWN
from policy_dsl.evaluate.step import Place, Placed
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.history import Held, YearToDate
from policy_dsl.syntax.population import Rank
from policy_dsl.syntax.records import Field
from policy_dsl.syntax.scorecards import CardRow
from policy_dsl.syntax.selections import Member
from policy_dsl.testing.reasons import NAMED
from policy_dsl.testing.taken import Taken
from policy_dsl.testing.turning import (
    around,
    asked_of,
    code_of,
    counted,
    group_of,
)
from policy_dsl.testing.wording import briefly, excerpt
from policy_dsl.values.absence import DOES_NOT_APPLY
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Label

#: So many of the values that a rule read are said.
_MOST_READ: Final = 8
#: So many of the organisations before and after one that is ranked.
_MOST_BESIDE: Final = 3


@frozen
class _Read:
    """``scored on_course of Trust B in Q3 2010/11``; worse bands have the lower ``order``."""

    name: str
    value: str
    of: tuple[str, ...] = ()
    when: tuple[Period, ...] = ()
    order: int = field(default=1, eq=False)

    @property
    def value_and_place(self) -> str:
        """``on_course of Trust B in Q3 2010/11``."""
        of = f"of {_listed(self.of)}" if self.of else ""
        when = f"in {_listed(_runs(self.when))}" if self.when else ""
        return " ".join(part for part in (self.value, of, when) if part)


def what_it_read(at: Taken) -> str:
    """The named values that a step read, each once; of many the worst bands first."""
    found, unknown = _found(at)
    more = len(found) - _MOST_READ
    if more > 1:
        found = sorted(found, key=lambda one: one.order)[:_MOST_READ]
    listed: list[str] = []
    named = ""  # said once for those that follow and differ in whose they are or when
    for one in _together(found):
        listed.append(
            one.value_and_place if one.name == named else f"{one.name} {one.value_and_place}"
        )
        named = one.name if one.of or one.when else ""
    listed += [f"{more} more"] if more > 1 else []
    listed += [f"{unknown} not known"] if unknown else []
    return ", ".join(listed)


def said(at: Taken, here: Place) -> str:
    """``liquidity 20``: a name and its value, and of whom and when it is if not of ``here``."""
    name, value = _name_and_value(at)
    return f"{name} {value}{at.away(here)}"


def _name_and_value(at: Taken) -> tuple[str, str]:
    rule, step = at.rule, at.step
    types = at.policy.types
    value = briefly(step.value, types.get(rule))
    match rule:
        case CardRow():
            name = excerpt(at.policy, rule.cells[0])
            measured = step.inputs[0] if step.inputs else step
            if not step.known or step.value is DOES_NOT_APPLY:
                return name, value
            points = f" at {briefly(step.detail.points)}" if isinstance(step.detail, Placed) else ""
            return name, f"{briefly(measured.value, types.get(measured.rule))} in {value}{points}"
        case Member():
            return at.named(rule.text), value
        case Fact() | Field():
            return rule.name.text, value
        case _ if isinstance(rule, NAMED):
            return at.named(rule.name.text), value
        case _:
            return excerpt(at.policy, rule), f"= {value}"


# ---- finding ------------------------------------------------------------------------------------


def _found(top: Taken) -> tuple[list[_Read], int]:
    """What a step read, and how many beside that are not known and do not matter."""
    found: dict[_Read, None] = {}
    unknown = 0
    stack = [(top, False)]
    seen = set()
    while stack:
        at, dated = item = stack.pop()
        if item in seen:
            continue
        seen.add(item)
        rule, detail, through = at.rule, at.step.detail, at.through
        if through is not None and (at is top or not isinstance(rule, Member)):
            stack.append((through, dated))
        elif at is not top and isinstance(rule, NAMED | Member | CardRow | Field):
            if at.step.known or not top.step.known:
                found[_read(at, top.place, dated)] = None
            else:
                unknown += 1
        elif isinstance(detail, Place):
            found[_Read("no facts", "", when=(detail.period,))] = None
        elif isinstance(rule, Rank) and group_of(at):
            found.update(dict.fromkeys(_ranked(at, top.place)))
        elif group_of(at):
            found.update(dict.fromkeys(_of_one(one, top.place) for one in counted(at)))
        else:
            dated = dated or isinstance(rule, Held | YearToDate)
            stack.extend((part, dated) for part in reversed(asked_of(at)))
    return list(found), unknown


def _read(at: Taken, here: Place, dated: bool) -> _Read:
    name, value = _name_and_value(at)
    organisation, period = at.place.organisation, at.place.period
    of = () if organisation.code == here.organisation.code else (organisation.code,)
    when = (period,) if dated or period != here.period else ()
    order = -at.value.rank if isinstance(at.rule, CardRow) and isinstance(at.value, Label) else 1
    return _Read(name, value, of, when, order)


def _of_one(one: Taken, here: Place) -> _Read:
    """The figure of one of a group; that of an organisation without a name is the example's own."""
    name, value = _name_and_value(one)
    code, period = code_of(one), one.place.period
    of, when = () if code == OWN else (code,), () if period == here.period else (period,)
    return _Read(name, value, of, when)


def _ranked(rank: Taken, here: Place) -> Iterator[_Read]:
    """The figure ranked, then those nearest to it on both sides."""
    own = rank.inputs[0]
    yield _read(own, here, False)
    if not rank.step.known:
        yield from (_of_one(one, here) for one in group_of(rank) if not one.step.known)
        return
    for word, others in zip(("behind", "level with", "ahead of"), around(rank), strict=True):
        for one in others[:_MOST_BESIDE]:
            yield evolve(_of_one(one, here), name=word)
        if len(others) > _MOST_BESIDE:
            yield _Read(word, f"{len(others) - _MOST_BESIDE} more")


# ---- together -----------------------------------------------------------------------------------


def _together(found: Iterable[_Read]) -> list[_Read]:
    """Of those with one name and value one, with whose they are and then when they were."""
    of: dict[tuple[object, ...], _Read] = {}
    for one in found:
        key = (one.name, one.value, one.when, bool(one.of))
        of[key] = evolve(one, of=of[key].of + one.of) if key in of else one
    when: dict[tuple[object, ...], _Read] = {}
    for one in of.values():
        at = (one.name, one.value, one.of, bool(one.when))
        when[at] = evolve(one, when=when[at].when + one.when) if at in when else one
    return list(when.values())


def _runs(periods: Iterable[Period]) -> list[str]:
    """``Q1 2010/11 to Q3 2010/11``: three periods or more that follow each other as one."""
    found: list[str] = []
    ordered = enumerate(sorted(set(periods)))
    for _, pairs in groupby(ordered, key=lambda pair: pair[1].ordinal - pair[0]):
        run = [str(period) for _, period in pairs]
        found += run if len(run) < 3 else [f"{run[0]} to {run[-1]}"]
    return found


def _listed(words: Iterable[str]) -> str:
    """``A, B and C``."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
