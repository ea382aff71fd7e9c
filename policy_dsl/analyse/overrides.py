"""Overrides that never apply, never change anything or always apply; and those that conflict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from policy_dsl.analyse import ratings
from policy_dsl.analyse.context import Analysis
from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.expressions import diagram
from policy_dsl.analyse.finding import Finding, example_of, finding
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.ratings import Rule
from policy_dsl.analyse.walking import leaves
from policy_dsl.analyse.ways import Way, likely, possible, unsettled, value_at, ways
from policy_dsl.analyse.witness import Witness
from policy_dsl.analyse.words import listed, value_words
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.overrides import Judged, acted, binding
from policy_dsl.evaluate.step import Acted
from policy_dsl.invent import Situation
from policy_dsl.syntax.ratings import Override, Rating
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown

#: So many ways to a conflict are looked at.
_MOST = 12


def of_rating(of: Analysis, rating: Rating) -> Iterator[Finding]:
    """What there is to say of the overrides of a rating."""
    if not rating.overrides:
        return
    for number, override in enumerate(rating.overrides):
        yield from _of_override(of, rating, number, override)
    yield from _conflicts(of, rating)


def _rules(on: Lifted, rating: Rating) -> list[Rule]:
    return ratings.rules(on, rating, diagram)


def _of_override(
    of: Analysis, rating: Rating, number: int, override: Override
) -> Iterator[Finding]:
    name = override.name.text
    if not _applies(of.narrow, rating, number):
        if _settled(of, rating, number) and not _applies(of.wide, rating, number):
            yield finding(
                of.policy,
                "idle-override",
                override.name,
                f"`override {name}` of `{rating.name.text}` can never apply",
                label="its condition never holds",
                help="what it asks contradicts itself or what it asks of: correct it or remove it",
            )
        return
    if not (_alike(of.narrow, rating, number) or _always(of.narrow, rating, number)):
        return
    if not _settled(of, rating, number) or unsettled(
        of.wide, ratings.bound(of.wide, _rules(of.wide, rating))
    ):
        return
    if _alike(of.narrow, rating, number) and _alike(of.wide, rating, number):
        shown = _changing_nothing(of, rating, number, override)
        why = f"; {example_of(of.policy, [shown.situation])}" if shown is not None else ""
        value = _value(of, rating, shown)
        yield finding(
            of.policy,
            "idle-override",
            override.name,
            f"`override {name}` never changes `{rating.name.text}`",
            label="applies, but what it asks for is so already",
            help="its start or another override does all that it would: correct it or remove it"
            + (f"{why}, {value} with it and without it" if why else ""),
            witnesses=() if shown is None else (shown.situation,),
        )
        return
    if _always(of.narrow, rating, number) and _always(of.wide, rating, number):
        yield finding(
            of.policy,
            "always-applies",
            override.name,
            f"`override {name}` of `{rating.name.text}` always applies",
            label="its condition always holds",
            help="correct its condition, or say what it does where the rating starts",
        )


def _settled(of: Analysis, rating: Rating, number: int) -> bool:
    """Whether it is always known if an override applies, and with which label."""
    rule = _rules(of.wide, rating)[number]
    return not unsettled(of.wide, rule.applies) and not unsettled(of.wide, rule.label)


def applying(on: Lifted, rating: Rating, number: int) -> Diagram:
    """Whether an override, counted from 0, applies where the rating does."""
    applies = _rules(on, rating)[number].applies
    return ratings.for_kinds(on, ratings.kinds_of(rating), applies)


def _applies(on: Lifted, rating: Rating, number: int) -> bool:
    return possible(on, applying(on, rating, number), _is_true)


def _is_true(value: object) -> bool:
    return value is True


def _always(on: Lifted, rating: Rating, number: int) -> bool:
    applies = leaves(applying(on, rating, number))
    return {leaf.value for leaf in applies} - {DOES_NOT_APPLY} == {True}


def _outcome(on: Lifted, rating: Rating, without: int | None = None) -> Diagram:
    several = _rules(on, rating)
    kept = [rule for place, rule in enumerate(several) if place != without]
    found = ratings.outcome(on, ratings.begun(on, rating, diagram), ratings.bound(on, kept))
    return ratings.for_kinds(on, ratings.kinds_of(rating), found)


def _alike(on: Lifted, rating: Rating, number: int) -> bool:
    """Whether the rating is the same with an override and without it."""
    with_it, without = _outcome(on, rating), _outcome(on, rating, number)
    if with_it is without:
        return True
    apply = on.space.diagrams.apply
    settled = [apply(ratings.settled, one) for one in (with_it, without)]
    differ = apply(_differ, *settled)
    return not possible(on, differ, _is_true)


def _differ(one: Any, other: Any) -> bool:
    return one is not other and one != other


def _changing_nothing(
    of: Analysis, rating: Rating, number: int, override: Override
) -> Witness | None:
    name = rating.name.text

    def confirm(decision: Decision) -> bool:
        return decision[name].known and _acted(decision, name, override) is Acted.CHANGED_NOTHING

    where = applying(of.narrow, rating, number)
    for way in islice(ways(of.narrow, where, _is_true), 1):
        return of.witnesses.of(way, rating, confirm)
    return None


def _acted(decision: Decision, name: str, override: Override) -> object:
    return next((step.detail for step in decision[name].inputs if step.rule is override), None)


def _value(of: Analysis, rating: Rating, shown: Witness | None) -> str:
    if shown is None:
        return ""
    value = shown.decision[rating.name.text].value
    return f"`{rating.name.text}` is {value_words(value, of.policy.types[rating])}"


def _conflicts(of: Analysis, rating: Rating) -> Iterator[Finding]:
    """Caps worse than floors, and ``becomes`` that disagree, which can apply together.

    Those that nobody was found for are told only where there are no others.
    """
    told: dict[frozenset[Override], Finding] = {}
    where = ways(of.narrow, _outcome(of.narrow, rating), lambda value: value == ratings.CONFLICT)
    for way in islice(where, _MOST):
        expected = _contradicting(of, rating, way)
        known = told.get(frozenset(expected))
        if known is not None and not known.possible:
            continue
        shown = of.witnesses.of(way, rating, lambda one: len(_conflicted(one, rating)) > 1)
        if shown is not None:
            several = _conflicted(shown.decision, rating)
            told[frozenset(several)] = _conflict(of, rating, several, (shown.situation,))
        elif len(expected) > 1 and likely(of.narrow, way):
            told[frozenset(expected)] = _conflict(of, rating, expected, ())
    sure = [found for found in told.values() if not found.possible]
    yield from sure or told.values()


def _conflicted(decision: Decision, rating: Rating) -> list[Override]:
    """The overrides that contradict each other in a decision."""
    name = rating.name.text
    return [one for one in rating.overrides if _acted(decision, name, one) is Acted.CONFLICTED]


def _contradicting(of: Analysis, rating: Rating, way: Way) -> list[Override]:
    """The overrides that contradict each other on a way, as far as it says which apply."""
    applying = {
        rule.override: Judged(rule.override.effect, value_at(rule.label, way), True)
        for rule in _rules(of.narrow, rating)
        if value_at(rule.applies, way) is True
    }
    together, unknown = binding([*applying.values()]), NotKnown()
    return [
        override
        for override, judged in applying.items()
        if acted(judged, unknown, unknown, together) is Acted.CONFLICTED
    ]


def _conflict(
    of: Analysis, rating: Rating, several: Sequence[Override], shown: tuple[Situation, ...]
) -> Finding:
    first, *others = several
    return finding(
        of.policy,
        "conflict",
        others[-1].name,
        f"{listed([f'`{override.name.text}`' for override in several])} can apply together,"
        f" and then `{rating.name.text}` has no value",
        label=f"{others[-1].effect.value} {others[-1].label.text}",
        help=f"let one of them apply only where the other does not; {example_of(of.policy, shown)}",
        also=[
            (override.name, f"{override.effect.value} {override.label.text}")
            for override in (first, *others[:-1])
        ],
        witnesses=shown,
        possible=not shown,
    )
