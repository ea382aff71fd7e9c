"""A smallest invented organisation that shows what a change does: rated one way, then another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.diff.applying import applied
from policy_dsl.diff.change import Change, Kind
from policy_dsl.diff.needs import needed
from policy_dsl.evaluate.decision import Decision
from policy_dsl.facts.records import Fact
from policy_dsl.invent import (
    Situation,
    Worth,
    as_example,
    decide_in,
    facts_behind,
    find,
    situations,
    smallest,
    worth_trying,
)
from policy_dsl.pipeline import check_text
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.types import Value

#: The kinds of change that can move a rating by themselves, and so are worth a witness.
SHOWN = frozenset(
    {
        Kind.THRESHOLD,
        Kind.WEIGHT,
        Kind.POINTS,
        Kind.CAP,
        Kind.LABEL,
        Kind.CONDITION,
        Kind.CASE,
        Kind.OVERRIDE,
        Kind.ROW,
        Kind.ORDER,
        Kind.START,
        Kind.VALUE,
        Kind.ROUNDING,
        Kind.MISSING_RULE,
        Kind.INTERPRETATION,
    }
)
_WHOLE = (Kind.VALUE, Kind.INTERPRETATION)
#: How many situations are tried for a change.
BUDGET = 400


@frozen(eq=False)
class Witness:
    """An invented organisation that the change alone moves.

    ``before`` is what the old edition decides about it, ``after`` what it decides with ``changes``
    made: the one asked about and those it needs.  ``result`` is what comes out differently.  Where
    ``in_new``, the new edition as a whole differs there from the old one too; ``there_in_new`` is
    false where it has no such result at all.
    """

    changes: tuple[Change, ...]
    situation: Situation
    result: str
    before: Decision = field(repr=False)
    after: Decision = field(repr=False)
    in_new: bool
    there_in_new: bool

    @property
    def values(self) -> tuple[str, str]:
        """What the result was and what it is: ``3`` and ``2``."""
        return _text(self.before, self.result), _text(self.after, self.result)

    @property
    def example(self) -> str:
        """The facts as an example of the edition with the change, ready to be pasted into it."""
        expected = f"{self.result} {self.values[1]}"
        return as_example(
            self.after.policy, self.situation, f"Shows {self.changes[0].id}", [expected]
        )


def witnesses(
    old: Policy,
    new: Policy,
    changes: Sequence[Change],
    library: Path | None = None,
    budget: int = BUDGET,
) -> Iterator[tuple[tuple[Change, ...], Witness | None]]:
    """For the changes that can move a rating, a witness each, or None where none was found.

    Changes that need each other are shown by one witness.  That none was found does not mean that
    the change makes no difference: only what was tried is known.
    """
    given = (*situations(old), *situations(new))
    done: set[frozenset[str]] = set()
    for change in changes:
        if not _can_move(change):
            continue
        ids = needed(changes, [change.id])
        if ids in done:
            continue
        done.add(ids)
        made = tuple(item for item in changes if item.id in ids)
        told = tuple(item for item in made if _can_move(item) and needed(changes, [item.id]) == ids)
        between, _ = check_text(applied(old, made), library)
        if between is None:
            yield told, None
            continue
        yield told, _witness(old, new, between, (change, made), given, budget)


def _can_move(change: Change) -> bool:
    """Whether a change can move a rating by itself; what is declared or dropped whole does not."""
    declared = not (change.old_places and change.new_places)
    return change.kind in SHOWN and not (declared and change.kind in _WHOLE)


def _witness(
    old: Policy,
    new: Policy,
    between: Policy,
    asked: tuple[Change, tuple[Change, ...]],
    given: Sequence[Situation],
    budget: int,
) -> Witness | None:
    change, made = asked
    worth = _both(worth_trying(old), worth_trying(between))
    facts = [name for name in _behind(old, between, change) if name in worth.facts]
    near = [situation.only(between.vocabulary.facts) for situation in given]

    first: list[Situation] = []

    def moved(situation: Situation) -> bool:
        return _moved(decide_in(old, situation), decide_in(between, situation)) is not None

    def moved_in_new(situation: Situation) -> bool:
        before = decide_in(old, situation)
        result = _moved(before, decide_in(between, situation))
        if result is None:
            return False
        first.append(situation)
        return _differs(before, decide_in(new, situation), result)

    wanted = moved_in_new
    found = find(between, wanted, facts, near, worth, budget)
    if found is None and first:
        found, wanted = first[0], moved
    if found is None:
        return None
    situation = smallest(found, wanted)
    # Decided anew before it is shown: what is told is what the evaluator says of it.
    before, after = decide_in(old, situation), decide_in(between, situation)
    result = _moved(before, after)
    if result is None:
        return None
    others = (item for item in made if item is not change)
    in_new = _differs(before, decide_in(new, situation), result)
    there = new.result(result) is not None
    return Witness((change, *others), situation, result, before, after, in_new, there)


def _both(one: Worth, other: Worth) -> Worth:
    """What is worth trying in either policy, in the vocabulary of the second."""
    facts = {
        name: tuple({_key(fact): fact for fact in (*values, *one.facts.get(name, ()))}.values())
        for name, values in other.facts.items()
    }
    steps = {name: min(step, one.steps.get(name, step)) for name, step in other.steps.items()}
    return Worth(facts, steps)


def _key(fact: Fact) -> str:
    return f"{fact.written} {len(fact.items)} {fact.items}" if fact.items else fact.written


def _behind(old: Policy, between: Policy, change: Change) -> list[str]:
    """The facts that the declarations rest on in which the change stands."""
    found: dict[str, None] = {}
    for policy, spans in ((old, change.old_places), (between, change.old_places)):
        starts = [span.start for span in spans] if policy is old else []
        for item in policy.file.declarations:
            around = any(item.span.start <= start < item.span.end for start in starts)
            if around or (policy is between and _name(item) == change.subject.rpartition(" ")[2]):
                found.update(dict.fromkeys(facts_behind(policy, item)))
    return list(found)


def _name(node: Node) -> str:
    word = getattr(node, "name", None)
    return getattr(word, "text", "")


def _moved(before: Decision, after: Decision) -> str | None:
    """The first rating, or else the first trigger or table, that is known in both and differs."""
    names = [*before.ratings, *(item.name for item in before.triggers)]
    return next((name for name in names if _differs(before, after, name)), None)


def _differs(before: Decision, after: Decision, name: str) -> bool:
    if name not in before.results or name not in after.results:
        return False
    one, other = before[name].value, after[name].value
    if isinstance(one, NotKnown) or isinstance(other, NotKnown):
        return False
    return _plain(one) != _plain(other)


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _text(decision: Decision, name: str) -> str:
    return _plain(decision[name].value)


def values_by_name(witness: Witness) -> Mapping[str, tuple[str, str]]:
    """Every rating before and after, by its name."""
    return {
        name: (_plain(value), _plain(witness.after.ratings[name]))
        for name, value in witness.before.ratings.items()
        if name in witness.after.ratings
    }
