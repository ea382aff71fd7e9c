"""Deciding again what a log says: the same question, the same facts, the policy of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from attrs import define, evolve, field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.choices import Choices, read_choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.facts.read import facts_of, record_of
from policy_dsl.facts.records import Fact, Facts, Record
from policy_dsl.facts.renamed import knowing_each_other
from policy_dsl.facts.vocabulary import Vocabulary
from policy_dsl.pipeline import Case, Editions, Supplied, load
from policy_dsl.replay.read import Entry, LoggedFacts
from policy_dsl.source import Diagnostic, Severity
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import Period


@frozen
class Impossible(Exception):  # noqa: N818  # it becomes the reason beside the entry
    """A decision cannot be made again; ``reason`` says why."""

    reason: str


@define
class Again:
    """Decides logged decisions again, each policy loaded once.

    ``against`` are the editions to decide by instead of those asked for then.
    """

    library: Path | None = None
    against: Editions | None = None
    _loaded: dict[tuple[str, date | None], Editions | str] = field(factory=dict)

    def decide(self, entry: Entry) -> Decision:
        """The decision about the same organisation and period on the same facts.

        Raises:
            Impossible: if it cannot be made.
        """
        editions = self.against or self._editions(entry.asked.policy, entry.asked.as_of)
        try:
            period = Period.parse(entry.period, editions.latest.period)
            policy = editions.for_period(period)
            if policy is None:
                raise Impossible(f"no edition of {editions.name} was in force in {period}")
            known = self._words(editions, entry)
            facts = {one: _facts(entry, words) for one, words in known.items()}
        except ValueError as problem:
            raise Impossible(str(problem)) from None
        code = entry.organisation.code
        record = facts[policy].record(code, period)
        if record is None:
            record = Record(entry.organisation, period, {}, {})
        record = evolve(record, organisation=entry.organisation)
        case = Case(policy, Supplied(editions, facts), record)
        return case.decide(self._choices(editions, entry))

    def _words(self, editions: Editions, entry: Entry) -> Mapping[Policy, Vocabulary]:
        """The vocabulary of each edition; another one also knows the names that were logged."""
        if self.against is None:
            return editions.vocabularies
        try:
            then = self._editions(entry.asked.policy, entry.asked.as_of).policies
        except Impossible:
            return editions.vocabularies
        policies = (*editions.policies, *then)
        known = knowing_each_other([one.vocabulary for one in policies])
        return dict(zip(editions.policies, known, strict=False))

    def _editions(self, reference: str, as_of: date | None) -> Editions:
        key = (reference, as_of)
        found = self._loaded.get(key)
        if found is None:
            editions, said = load(reference, self.library, as_of)
            found = self._loaded[key] = _first(said) if editions is None else editions
        if isinstance(found, str):
            raise Impossible(found)
        return found

    def _choices(self, editions: Editions, entry: Entry) -> Choices:
        """The same readings; an edition put in place of another may not have the point at all."""
        readings = [f"{name}={text}" for name, text in entry.readings.items()]
        choices, said = read_choices(editions.policies, readings, entry.min_grade)
        if choices is None and self.against is None:
            raise Impossible(_first(said))
        if choices is None:
            grade = Grade(entry.min_grade) if entry.min_grade is not None else None
            return Choices(tuple(sorted(entry.readings.items())), grade)
        return choices


def _first(said: Iterable[Diagnostic]) -> str:
    errors = [one for one in said if one.severity is Severity.ERROR]
    return errors[0].message if errors else "the policy cannot be had"


# ---- facts as they were logged -------------------------------------------------------------------


def _facts(entry: Entry, words: Vocabulary) -> Facts:
    """All that the line holds, in the words of an edition."""
    records = [_record(one, words) for one in entry.records]
    records.sort(key=lambda one: (one.organisation.code, one.period))
    national: dict[Period, dict[str, Fact]] = {}
    for figures in entry.national:
        given = _known(figures, words)
        period = Period.parse(figures.period, words.period)
        found = facts_of(_plain(given, words), words)
        national[period] = _graded(found, given, words)
    return Facts(tuple(records), national)


def _record(logged: LoggedFacts, words: Vocabulary) -> Record:
    given = _known(logged, words)
    plain = _plain(given, words)
    record = record_of(logged.code, logged.period, plain, words, kind=logged.kind)
    return evolve(record, facts=_graded(record.facts, given, words))


def _known(logged: LoggedFacts, words: Vocabulary) -> dict[str, object]:
    """The facts that the edition knows, by the name that it has for them."""
    found: dict[str, object] = {}
    for name, value in logged.facts.items():
        entry = words.fact_called(name)
        if entry is not None and (entry.name == name or entry.name not in logged.facts):
            found[entry.name] = value
    return found


def _plain(given: Mapping[str, object], words: Vocabulary) -> dict[str, object]:
    """The values alone, and of judgements whose they are."""
    found: dict[str, object] = {}
    for name, value in given.items():
        if isinstance(value, dict):
            judged = words.facts[name].judged_by is not None
            about = {key: said for key, said in value.items() if key != "grade"}
            found[name] = about if judged and len(about) > 1 else value.get("value")
        else:
            found[name] = value
    return found


def _graded(
    facts: Mapping[str, Fact], given: Mapping[str, object], words: Vocabulary
) -> dict[str, Fact]:
    """The facts, each with the grade that its file gave it."""
    found: dict[str, Fact] = {}
    for name, fact in facts.items():
        value = given[name]
        grade = value.get("grade") if isinstance(value, dict) else None
        found[name] = evolve(fact, grade=Grade(grade)) if grade is not None else fact
    return found
