"""What would change a result: its value beside the facts that would have to be otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Entry
from policy_dsl.explain.value_words import value_words, words_of
from policy_dsl.invent.turns import Change, Turn, Way, WouldChange
from policy_dsl.invent.words import given_words, in_words
from policy_dsl.values.to_json import value_to_json
from policy_dsl.values.types import ListOf

Json = dict[str, object]


def title(homes: Homes, one: WouldChange, way: Way | None) -> str:
    """What is asked, above the answers; ``way`` is None where nothing could be asked."""
    words = words_of(homes, one.step)
    match way:
        case Way.BETTER | Way.WORSE:
            return f"What would make {one.name} {way.value} than {words}"
        case Way.SETTLED:
            return f"What would settle {one.name}"
        case Way.OTHER | None:
            return f"What would change {one.name} from {words}"


def said(one: WouldChange, way: Way | None) -> str:
    """How the answers were found, or that there is none."""
    if way is None:
        return "Only labels, and what is yes or no, are looked into, and only where they are known."
    turns = one.turns[way]
    if not turns:
        tried = f"{one.ones + one.twos:,} changes of one fact or two were decided"
        tried += "" if one.complete else ", not all that there are"
        waiting = len(one.step.missing)
        if way is Way.SETTLED and waiting > 1:
            return f"It waits for {waiting} facts, and no one or two of them will do: {tried}."
        return f"Nothing was found: {tried}."
    if len(turns[0].changes) > 1:
        some = "" if one.complete else " of those tried"
        return f"No single fact of its own does; the smallest pairs found{some}, each decided anew."
    if way is Way.SETTLED:
        return (
            "One missing fact is enough; a number stands at the edge. Each line was decided anew."
        )
    return "One of its own facts is enough: the smallest change found of each, decided anew."


def entries(homes: Homes, one: WouldChange, way: Way | None) -> Iterator[Entry]:
    """A line for each change or pair of changes."""
    for turn in one.turns[way] if way is not None else ():
        value = value_words(turn.value, homes.type_of(one.step.rule))
        changes = ", and ".join(_change(homes, change) for change in turn.changes)
        label = _label(homes, turn.changes[0]) if len(turn.changes) == 1 else ""
        yield Entry(value, changes, label, "")


def _change(homes: Homes, change: Change) -> str:
    """``deficit no instead of yes``."""
    if change.said:
        return f"{change.name} {change.said}"
    then = given_words(homes.policy, change.name, change.then)
    if change.now is None:
        return then
    return f"{then} instead of {_now(homes, change)}"


def _now(homes: Homes, change: Change) -> str:
    assert change.now is not None
    return in_words(change.now.value, homes.policy.vocabulary.facts[change.name].type)


def _label(homes: Homes, change: Change) -> str:
    return homes.policy.vocabulary.facts[change.name].label


def would_change_to_json(homes: Homes, found: Sequence[WouldChange]) -> list[Json]:
    """The same as JSON; facts as a policy writes them, null for one that was not supplied."""
    return [
        {
            "result": one.name,
            "ways": [
                {"way": way.value, "turns": [_turn_to_json(homes, turn) for turn in turns]}
                for way, turns in one.turns.items()
            ],
            "decided": {"one_fact": one.ones, "two_facts": one.twos},
            "complete": one.complete,
        }
        for one in found
    ]


def _turn_to_json(homes: Homes, turn: Turn) -> Json:
    return {
        "value": value_to_json(turn.value),
        "changes": [
            {
                "fact": change.name,
                "label": _label(homes, change),
                "now": None if change.now is None else _written(homes, change, now=True),
                "then": _written(homes, change, now=False),
                "steps": change.steps,
            }
            for change in turn.changes
        ],
    }


def _written(homes: Homes, change: Change, now: bool) -> str:
    fact = change.now if now else change.then
    assert fact is not None
    type_ = homes.policy.vocabulary.facts[change.name].type
    if isinstance(type_, ListOf):
        return given_words(homes.policy, change.name, fact)
    return in_words(fact.value, type_)
