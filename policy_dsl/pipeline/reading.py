"""From facts files to the records of a policy, each with the edition that decides about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from policy_dsl.check.policy import Policy
from policy_dsl.check.used import all_used
from policy_dsl.facts.choosing import not_held
from policy_dsl.facts.read import read_facts
from policy_dsl.facts.records import Facts, Record
from policy_dsl.facts.vocabulary import Vocabulary
from policy_dsl.pipeline.cases import Case, Supplied
from policy_dsl.pipeline.doubts import doubts
from policy_dsl.pipeline.editions import Editions
from policy_dsl.source import Diagnostic, Severity
from policy_dsl.values.periods import Period


def read_cases(
    policies: Editions,
    paths: Sequence[Path],
    organisations: Sequence[str] = (),
    periods: Sequence[Period] = (),
    progress: Callable[[int], None] | None = None,
) -> tuple[tuple[Case, ...] | None, tuple[Diagnostic, ...]]:
    """The records of facts files, each with its edition.

    ``organisations`` (by code) and ``periods`` choose among them; empty means all.  A record of a
    period in which no edition was in force is reported and left out.  None where a file has
    mistakes, or the facts hold nothing of what is asked for.
    """
    cases: list[Case] = []
    said: list[Diagnostic] = []
    records: dict[tuple[str, Period], Record] = {}
    by_policy: dict[Policy, Facts] = {}
    supplied = Supplied(policies, by_policy)
    for policy in policies.policies if not policies.pinned else policies.policies[:1]:
        others = {policies.for_period(period) for _, period in records} - {policy, None}
        known = frozenset(word for other in others if other for word in other.vocabulary.mentioned)
        words = policies.vocabularies[policy]
        facts, troubles = read_policy_facts(policy, paths, progress, known, words)
        # Editions differ in little: what is said of a file under the newest one, which is read
        # last, stands for all; but for words known to another one that decides about a record.
        if policy is policies.latest or facts is None:
            said.extend(troubles)
        if facts is None:
            return None, tuple(said)
        by_policy[policy] = facts
        for record in facts.records:
            records[record.organisation.code, record.period] = record
            if policies.for_period(record.period) is policy:
                cases.append(Case(policy, supplied, record))
    unheld = not_held(records.values(), organisations, periods)
    if unheld:
        return None, (*said, *unheld)
    chosen = [case for case in cases if _chosen(case.record, organisations, periods)]
    said.extend(
        _not_in_force(
            policies,
            [record for record in records.values() if _chosen(record, organisations, periods)],
            Severity.WARNING if chosen else Severity.ERROR,
        )
    )
    said.extend(doubts([(case.policy, case.record) for case in chosen]))
    chosen.sort(key=lambda case: (case.record.organisation.code, case.record.period.first_day))
    return tuple(chosen) if chosen else None, tuple(said)


def read_policy_facts(
    policy: Policy,
    paths: Sequence[Path],
    progress: Callable[[int], None] | None = None,
    known: frozenset[str] = frozenset(),
    words: Vocabulary | None = None,
    beside: Sequence[Path] | None = None,
) -> tuple[Facts | None, tuple[Diagnostic, ...]]:
    """Facts files read against a policy's vocabulary, with the files that lie beside the policy.

    ``known`` are words that are no surprise, though this edition says nothing of them.  ``words``
    is its vocabulary with the names that other editions have for its facts.  ``beside`` are the
    files of national figures, where they are not those that lie beside the policy now.
    """
    national = (
        beside
        if beside is not None
        else [
            Path(supplying.source.path).parent / name
            for supplying in (policy, *all_used(policy))
            for name in supplying.national_files
        ]
    )
    words = words or policy.vocabulary
    return read_facts(paths, words, national=national, progress=progress, known=known)


def _chosen(record: Record, organisations: Sequence[str], periods: Sequence[Period]) -> bool:
    return (not organisations or record.organisation.code in organisations) and (
        not periods or record.period in periods
    )


def _not_in_force(
    policies: Editions, records: Iterable[Record], severity: Severity
) -> Iterator[Diagnostic]:
    """One word on all the periods in which no edition was in force."""
    seen = {record.period for record in records}
    without = sorted(period for period in seen if policies.for_period(period) is None)
    if not without:
        return
    first = without[0]
    day = policies.as_of or first.last_day
    more = len(without) - 1
    versions = [policy.version for policy in policies.policies]
    yield Diagnostic(
        "not-in-force",
        severity,
        f"no edition of {policies.name} was in force on {day}, so nothing is decided about {first}"
        + (f"; the same goes for {more} more of the {len(seen)} periods" if more else ""),
        None,
        (),
        f"its editions are {', '.join(versions)}; to apply one whatever the period, name it as in"
        f" `{policies.name}@{versions[-1]}`",
    )
