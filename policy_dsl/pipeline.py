"""The one path: policy text → checked policy → decisions.  Every tool comes this way.

An author's mistake is a :class:`Diagnostic` in what is returned; nothing here raises for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from attrs import evolve, field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.check.used import all_used
from policy_dsl.evaluate.choices import NO_CHOICES, Choices
from policy_dsl.evaluate.decision import Again, Chosen, ChosenBy, Decision
from policy_dsl.evaluate.evaluate import Prepared, prepare
from policy_dsl.evaluate.other_readings import OtherReading, able_to_reread
from policy_dsl.evaluate.panel import Panel, compares_with_others
from policy_dsl.evaluate.using import InForce, deciding, relabelled_facts, with_used
from policy_dsl.facts.choosing import not_held
from policy_dsl.facts.read import read_facts
from policy_dsl.facts.records import Fact, Facts, Record
from policy_dsl.facts.renamed import knowing_each_other
from policy_dsl.facts.vocabulary import Vocabulary
from policy_dsl.library import Shelf, beside, editions, find, library_folder, overlaps
from policy_dsl.source import Diagnostic, Severity, SourceText, read_source
from policy_dsl.values.periods import Period


@frozen(eq=False)
class Editions:
    """The editions of one policy that a reference stands for, oldest first.

    ``pinned`` says that the reference names the edition to use, whatever the period; otherwise it
    is the one in force when the period ends, or on ``as_of``.  ``by_path`` says that it is a path.
    """

    name: str
    policies: tuple[Policy, ...]
    pinned: bool
    as_of: date | None = None
    by_path: bool = False

    @cached_property
    def chosen(self) -> Chosen:
        """How the edition is chosen that decides about a period."""
        if self.pinned:
            return Chosen(ChosenBy.FILE if self.by_path else ChosenBy.NAME)
        return Chosen(ChosenBy.PERIOD if self.as_of is None else ChosenBy.DAY, self.as_of)

    def for_period(self, period: Period) -> Policy | None:
        """The edition that decides about a period, or None where none was in force."""
        if self.pinned:
            return self.policies[0]
        day = self.as_of or period.last_day
        return next((policy for policy in self.policies if policy.in_force_on(day)), None)

    @cached_property
    def vocabularies(self) -> Mapping[Policy, Vocabulary]:
        """Of each edition its words, with the names that its facts have in the others."""
        words = knowing_each_other([policy.vocabulary for policy in self.policies])
        return dict(zip(self.policies, words, strict=True))

    @property
    def latest(self) -> Policy:
        """The newest edition."""
        return self.policies[-1]


def check_text(
    source: SourceText, library: Path | None = None
) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
    """A policy's text, read and checked: the policy, or None, and all there is to say."""
    return Shelf(library).check(source)


def check_file(
    path: Path, library: Path | None = None
) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
    """A policy file, read and checked, with the policies of the library that it uses."""
    source = read_source(path)
    if isinstance(source, Diagnostic):
        return None, (source,)
    return check_text(source, library)


def load(
    reference: str, library: Path | None = None, as_of: date | None = None
) -> tuple[Editions | None, tuple[Diagnostic, ...]]:
    """The editions that a reference stands for.

    A reference is a path to a policy file, ``name@version``, or a policy's name.
    """
    if reference.endswith(".policy") or "/" in reference or "\\" in reference:
        policy, said = check_file(Path(reference), library)
        if policy is None:
            return None, said
        return Editions(policy.name, (policy,), pinned=True, by_path=True), said
    name, at, version = reference.partition("@")
    known, troubles = editions(library_folder(library))
    chosen, unknown = find(known, name, version if at else None)
    if unknown is not None:
        # The policy may well be in a file that cannot be listed.
        return None, tuple(troubles) if troubles and not known else (unknown, *troubles)
    said_of_all = [] if at else [*overlaps(chosen), *beside(chosen, troubles)]
    wrong = bool(said_of_all)
    policies: list[Policy] = []
    shelf = Shelf(library)
    for edition in chosen:
        policy, said = shelf.check(edition.source)
        said_of_all.extend(said)
        if policy is not None:
            policies.append(policy)
    if wrong or len(policies) < len(chosen):
        return None, tuple(said_of_all)
    return Editions(name, tuple(policies), bool(at), as_of), tuple(said_of_all)


@lru_cache(maxsize=64)
def prepared(policy: Policy, choices: Choices = NO_CHOICES) -> Prepared:
    """A policy made ready to decide; made once and kept."""
    return prepare(
        policy, choices.of(policy), choices.min_grade, lambda used: prepared(used, choices)
    )


@frozen(eq=False)
class Supplied:
    """All that facts files hold, read in the words of each edition: what a rule may look at."""

    policies: Editions
    facts: Mapping[Policy, Facts] = field(repr=False)
    _panels: dict[Choices, Panel] = field(factory=dict, repr=False)

    @classmethod
    def of(cls, policies: Editions, facts: Facts) -> Supplied:
        """The same facts for every edition: labels meet by name."""
        if len(policies.policies) == 1:
            return cls(policies, {policies.latest: facts})
        in_words_of = {
            policy: relabelled_facts(words, facts)
            for policy, words in policies.vocabularies.items()
        }
        return cls(policies, in_words_of)

    def panel(self, choices: Choices = NO_CHOICES) -> Panel:
        """Every organisation in every period, under the choices made; made once and kept."""
        if choices not in self._panels:
            self._panels[choices] = Panel(with_used(self.facts), self.judge(choices))
        return self._panels[choices]

    def judge(self, choices: Choices = NO_CHOICES) -> InForce:
        """Which edition decides about a period, under the choices made."""

        def in_force(policy: Policy, period: Period) -> Prepared | None:
            judge = self.policies.for_period(period)
            return None if judge is None else prepared(judge, choices)

        return deciding(in_force, [prepared(policy, choices) for policy in self.facts])

    def around(self, policy: Policy, record: Record) -> dict[Policy, Facts]:
        """What a policy's rules may look at beside a record: without it, and without the other
        organisations unless a rule compares with them.
        """
        compares = any(compares_with_others(one) for one in (*self.facts, *all_used(policy)))
        code = record.organisation.code

        return {
            edition: Facts(
                tuple(
                    one
                    for one in facts.records
                    if (compares or one.organisation.code == code)
                    and not (
                        edition is policy
                        and one.organisation.code == code
                        and one.period == record.period
                    )
                ),
                facts.national,
            )
            for edition, facts in self.facts.items()
        }


@frozen(eq=False)
class Case:
    """A record with the edition that decides about it and all that was supplied beside it."""

    policy: Policy
    supplied: Supplied
    record: Record

    @property
    def facts(self) -> Facts:
        """The facts read in the words of the edition."""
        return self.supplied.facts[self.policy]

    def decide(self, choices: Choices = NO_CHOICES) -> Decision:
        """The decision about the record."""
        return able_to_reread(self._decide, choices, lambda: self._again(choices))

    def _decide(self, choices: Choices) -> Decision:
        ready = prepared(self.policy, choices)
        if ready.looks_around:
            decision = self.supplied.panel(choices).decide(ready, self.record)
        else:
            decision = ready.decide(self.record, self.facts.national.get(self.record.period))
        return evolve(decision, chosen=self.supplied.policies.chosen)

    def _again(self, choices: Choices) -> Again:
        """For deciding about the record with some of its facts changed, as often as asked."""
        ready = prepared(self.policy, choices)

        def changed(facts: Mapping[str, Fact]) -> Record:
            return evolve(self.record, facts={**self.record.facts, **facts})

        if not ready.looks_around:
            national = self.facts.national.get(self.record.period)
            return Again(self.record.facts, lambda facts: ready.decide(changed(facts), national))
        around = self.supplied.around(self.policy, self.record)
        held = around[self.policy]
        panel = Panel({}, self.supplied.judge(choices))

        def decide(facts: Mapping[str, Fact]) -> Decision:
            nonlocal panel
            record = changed(facts)
            own = Facts((*held.records, record), held.national)
            supplied = with_used({**around, self.policy: own})
            panel = panel.differing(supplied, record.period)
            return panel.decide(ready, record)

        return Again(self.record.facts, decide)

    def other_readings(self, choices: Choices = NO_CHOICES) -> tuple[OtherReading, ...]:
        """What would be different under each other reading of an open point."""
        return self.decide(choices).other_readings


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


def decide(cases: Sequence[Case], choices: Choices = NO_CHOICES) -> Iterator[Decision]:
    """The decisions about records, one by one."""
    return (case.decide(choices) for case in cases)


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
