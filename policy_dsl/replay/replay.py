"""What became of the decisions in a log: which come out the same, which do not, and why."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.facts_read import facts_hash, located
from policy_dsl.meaning.meaning import content_hash
from policy_dsl.pipeline import Editions
from policy_dsl.replay.again import Again, Impossible
from policy_dsl.replay.entry import results_to_json
from policy_dsl.replay.read import Entry, Log
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.triggers import Trigger


class Why(enum.Enum):
    """Why a decision does not come out as it was logged, the first of these that holds."""

    NOT_RUN = "it cannot be decided again"
    ANOTHER_EDITION = "another edition decides now"
    MEANING = "the policy says something else now"
    OTHERS = "a policy that took part says something else now"
    FACTS = "the facts in the line are not those it was decided on"
    OURS = "the policy says the same: this is a fault of ours"


@frozen
class Changed:
    """A result as it was logged and as it comes out now; None where the edition has none."""

    result: str
    logged: object
    now: object
    rating: bool  # or a trigger: what a reader looks at first


@frozen(eq=False)
class Replayed:
    """What became of one decision.

    ``why`` is None where it comes out the same, or where another edition was asked for on purpose;
    ``about`` says more, such as which edition decides now.
    """

    entry: Entry
    decision: Decision | None
    changes: tuple[Changed, ...]
    why: Why | None = None
    about: str = ""
    hashes: Mapping[str, str] | None = None  # of the editions that take part now

    @property
    def same(self) -> bool:
        """Whether every result comes out as it was logged."""
        return not self.changes and self.why is None


def replay(log: Log, library: Path | None = None) -> Iterator[Replayed]:
    """Decides each decision of a log again, as the log is read."""
    again = Again(library)
    for entry in log.entries():
        try:
            decision = again.decide(entry)
        except Impossible as problem:
            yield Replayed(entry, None, (), Why.NOT_RUN, problem.reason)
            continue
        yield _compared(entry, decision)


def replay_against(log: Log, editions: Editions, library: Path | None = None) -> Iterator[Replayed]:
    """What an edition would say of each decision of a log about the same policy."""
    again = Again(library, editions)
    for entry in log.entries():
        if entry.policy.name != editions.name:
            about = f"{entry.policy.name} is another policy than {editions.name}"
            yield Replayed(entry, None, (), Why.NOT_RUN, about)
            continue
        try:
            decision = again.decide(entry)
        except Impossible as problem:
            yield Replayed(entry, None, (), Why.NOT_RUN, problem.reason)
            continue
        logged, now = _common(entry.results, results_to_json(decision))
        yield Replayed(entry, decision, _changes(logged, now, decision))


def _compared(entry: Entry, decision: Decision) -> Replayed:
    policies = {decision.policy, *(one.policy for one in located(decision))}
    hashes = {one.edition: content_hash(one) for one in policies}
    policy = decision.policy
    logged: Mapping[str, object] = entry.results
    now: Mapping[str, object] = results_to_json(decision)
    then = {one.edition: one.content_hash for one in entry.others}
    others = sorted(
        edition for edition, known in then.items() if edition in hashes and hashes[edition] != known
    )
    same_meaning = hashes[policy.edition] == entry.policy.content_hash
    if same_meaning:
        # The name of a `value` is no part of what a policy says.
        logged, now = _common(logged, now)
    changes = _changes(logged, now, decision)
    why, about = None, ""
    if policy.edition != entry.policy.edition:
        why, about = Why.ANOTHER_EDITION, policy.edition
    elif changes and not same_meaning:
        why = Why.MEANING
    elif changes and others:
        why, about = Why.OTHERS, ", ".join(others)
    elif same_meaning and not others and facts_hash(decision) != entry.facts_hash:
        why = Why.FACTS
    elif changes:
        why = Why.OURS
    return Replayed(entry, decision, changes, why, about, hashes)


def _common(
    logged: Mapping[str, object], now: Mapping[str, object]
) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """The results that both have."""
    return (
        {name: value for name, value in logged.items() if name in now},
        {name: value for name, value in now.items() if name in logged},
    )


def _changes(
    logged: Mapping[str, object], now: Mapping[str, object], decision: Decision
) -> tuple[Changed, ...]:
    """The results that differ, in the order of the policy; those that are gone come last."""
    names = [*now, *(name for name in logged if name not in now)]
    return tuple(
        Changed(name, logged.get(name), now.get(name), _is_rating(decision, name))
        for name in names
        if logged.get(name) != now.get(name)
    )


def _is_rating(decision: Decision, name: str) -> bool:
    step = decision.results.get(name)
    return step is not None and isinstance(step.rule, Rating | Trigger)
