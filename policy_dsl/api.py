"""The way through for a Python program or a notebook: a few functions that raise where they must.

Underneath, an author's mistake is a value. Here, where a person types line by line, it is an
exception that shows itself as the command line would, and a warning is a Python warning.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from attrs import evolve, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.choices import Choices, read_choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.facts.choosing import not_held
from policy_dsl.facts.read import facts_of, record_of
from policy_dsl.facts.records import Fact, Facts, Record
from policy_dsl.facts.vocabulary import Vocabulary
from policy_dsl.library import Edition, editions, library_folder
from policy_dsl.pipeline import (
    Case,
    Editions,
    Supplied,
    check_file,
    read_cases,
    read_policy_facts,
)
from policy_dsl.pipeline import load as load_editions
from policy_dsl.reproduce.compare import Comparison, compare
from policy_dsl.source import Diagnostic, Severity, printable, render, render_all
from policy_dsl.testing import Outcome
from policy_dsl.testing import run_examples as run_policy
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value

PolicyOrEditions: TypeAlias = Policy | Editions
Chosen: TypeAlias = str | Iterable[str] | None
ChosenPeriods: TypeAlias = str | Period | Iterable[str | Period] | None


class _DiagnosedError(Exception):
    """An author's mistakes; ``diagnostics`` holds them, ``str`` shows them."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n" + render_all(self.diagnostics)


class PolicyError(_DiagnosedError):
    """There is no such policy, or it has mistakes: see ``diagnostics``."""


class FactsError(_DiagnosedError):
    """Facts have mistakes, or hold nothing of what is asked: see ``diagnostics``."""


class PolicyWarning(UserWarning):
    """Something about a policy or its facts that the reader should know."""


def load(
    reference: str | Path, library: str | Path | None = None, as_of: date | str | None = None
) -> Editions:
    """The editions of a policy.

    Args:
        reference: a name, ``nhs.oversight_framework`` (each period is decided by the edition in
            force when it ends); a name and version, ``nhs.oversight_framework@2025-26``; or a path.
        library: the folder of policies, instead of POLICY_LIBRARY or the installed library.
        as_of: a day (``2025-06-30``) whose edition decides, whatever the period.

    Raises:
        PolicyError: if there is no such policy or it has mistakes.
        ValueError: if ``as_of`` is no day.
    """
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    # A Path is a path even where it is a bare file name, which as a text would be a policy's name.
    given = str(reference.absolute()) if isinstance(reference, Path) else reference
    policies, said = load_editions(given, _path(library), day)
    if policies is None:
        raise PolicyError(said)
    _warn(said)
    return policies


def list_editions(library: str | Path | None = None) -> tuple[Edition, ...]:
    """The editions of the library, by name and first day in force.

    Each has a ``name``, a ``version`` and in ``heading`` its title, dates and whom it rates. A
    file that cannot be listed is warned of.

    Raises:
        PolicyError: if there is no such folder, or no file in it can be listed.
    """
    found, said = editions(library_folder(_path(library)))
    if said and not found:
        raise PolicyError(said)
    _warn(said)
    return tuple(found)


def check(path: str | Path) -> tuple[Diagnostic, ...]:
    """Every mistake in a policy file, errors and warnings alike; empty where there is none."""
    return check_file(Path(path))[1]


def read_facts(policy: PolicyOrEditions, *paths: str | Path) -> Facts:
    """The facts of files, read by what a policy wants to know: CSV as published, JSON or YAML.

    Each record is read in the words of the edition that will decide about it. One of a period in
    which no edition was in force is warned of: nothing is decided about it, but rules may look back
    at it. National figures supplied with the policy are among the facts.

    Raises:
        FactsError: if a file has mistakes, or holds no record of a period in force.
    """
    cases, said = read_cases(_editions(policy), [Path(path) for path in paths])
    if cases is None:
        raise FactsError(said)
    _warn(said)
    return _facts_of(cases[0].supplied)


def record(
    policy: PolicyOrEditions,
    organisation: str,
    period: str | Period,
    facts: Mapping[str, object],
    *,
    national: Mapping[str, object] | None = None,
    name: str = "",
    kind: str = "",
) -> Facts:
    """The facts of one organisation in one period from plain Python values, ready for `decide`.

    Args:
        policy: whose words they are in.
        organisation: its code.
        period: such as ``Q1 2025/26``, of the policy's own kind.
        facts: by name or published identifier: a number, text, bool or date; None for what is not
            known. The identifier of a published result gives what the regulator published.
        national: figures of the period, over those supplied with the policy.
        name: the organisation's name.
        kind: what kind of organisation it is.

    Raises:
        ValueError: if the period or a value is not one the policy can use, or a name is unknown.
        PolicyError: if no edition was in force in the period.
        FactsError: if the figures supplied with the policy have mistakes.
    """
    policies = _editions(policy)
    when = _period(period, policies)
    edition = policies.for_period(when)
    if edition is None:
        raise PolicyError([_not_in_force(policies, when)])
    words = policies.vocabularies[edition]
    one = record_of(organisation, when, facts, words, name=name, kind=kind)
    supplied, said = read_policy_facts(edition, [])
    if supplied is None:
        raise FactsError(said)
    figures = dict(supplied.national.get(when, {}))
    if national:
        figures.update(_national(national, edition, words))
    return Facts((one,), {when: figures} if figures else {})


def decide(
    policy: PolicyOrEditions,
    facts: Facts,
    organisation: Chosen = None,
    period: ChosenPeriods = None,
    *,
    interpretations: Mapping[str, object] | None = None,
    min_grade: str | Grade | None = None,
) -> tuple[Decision, ...]:
    """What a policy says of organisations, in order of code and period.

    Rules that look at earlier periods or at other organisations see all the facts, whichever are
    asked for.

    Args:
        policy: from `load`, or one edition of it.
        facts: from `read_facts` or `record`, with the same policy.
        organisation: only these, by code; one or several. None means all.
        period: only these, such as ``Q1 2025/26``; one or several. None means all.
        interpretations: by name, which reading to take of a point that the policy leaves open, such
            as ``{"red_from": "2.9"}``; the policy's own of those not named.
        min_grade: ``"published"``, ``"secondary"``, ``"derived"`` or ``"unverified"``: what rests
            on weaker evidence is taken as not known.

    Raises:
        FactsError: if the facts hold nothing of what is asked, or of a period in force.
        ValueError: if a period is not one of the policy's kind, if there is no such interpretation,
            reading or grade, or if the facts were read for another policy, or before the policy was
            loaded again.
    """
    policies = _editions(policy)
    choices = _choices(policies, interpretations or {}, min_grade)
    return tuple(case.decide(choices) for case in _cases(policies, facts, organisation, period))


def reproduce(
    policy: PolicyOrEditions,
    facts: Facts,
    organisation: Chosen = None,
    period: ChosenPeriods = None,
    *,
    interpretations: Mapping[str, object] | None = None,
    min_grade: str | Grade | None = None,
) -> tuple[Comparison, ...]:
    """Each published result in the facts beside ours: its ``verdict`` says whether they agree.

    Raises:
        FactsError: as `decide`.
        ValueError: as `decide`.
    """
    decisions = decide(
        policy,
        facts,
        organisation,
        period,
        interpretations=interpretations,
        min_grade=min_grade,
    )
    return tuple(one for decision in decisions for one in compare(decision))


def run_examples(policy: PolicyOrEditions) -> tuple[Outcome, ...]:
    """Runs every example in a policy's own text, edition by edition.

    Each outcome has the ``example``, whether it ``passed``, and the ``differences`` from what was
    expected of it, if any.

    Raises:
        FactsError: if the figures supplied with the policy have mistakes.
    """
    policies = _editions(policy).policies
    for edition in policies:
        supplied, said = read_policy_facts(edition, [])
        if supplied is None:
            raise FactsError(said)
    return tuple(outcome for edition in policies for outcome in run_policy(edition))


# ---- what the functions above share --------------------------------------------------------------


def _editions(policy: PolicyOrEditions) -> Editions:
    if isinstance(policy, Editions):
        return policy
    return Editions(policy.name, (policy,), pinned=True)


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)


def _warn(said: Iterable[Diagnostic]) -> None:
    for diagnostic in said:
        warnings.warn(render(diagnostic), PolicyWarning, stacklevel=3)


def _choices(
    policies: Editions, interpretations: Mapping[str, object], min_grade: str | Grade | None
) -> Choices:
    readings = [f"{name}={_as_written(value)}" for name, value in interpretations.items()]
    grade = min_grade.value if isinstance(min_grade, Grade) else min_grade
    choices, said = read_choices(policies.policies, readings, grade)
    if choices is None:
        raise ValueError("; ".join(f"{printable(one.message)}: {one.help}" for one in said))
    return choices


def _as_written(value: object) -> str:
    """A reading as a policy writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _facts_of(supplied: Supplied) -> Facts:
    """All that was read: of each period in the words of its own edition, and beside it what only
    the others know, since their rules may look back at it.
    """
    policies = supplied.policies
    records: dict[tuple[str, Period], Record] = {}
    national: dict[Period, Mapping[str, Fact]] = {}
    for edition, facts in supplied.facts.items():
        for period, figures in facts.national.items():
            known = national.get(period, {})
            own = _nearest(policies, period) is edition
            national[period] = {**known, **figures} if own else {**figures, **known}
        for one in facts.records:
            key = one.organisation.code, one.period
            before = records.get(key)
            if before is None:
                records[key] = one
            elif _nearest(policies, one.period) is edition:
                records[key] = evolve(one, facts={**before.facts, **one.facts})
            else:
                records[key] = evolve(before, facts={**one.facts, **before.facts})
    return Facts(
        tuple(records[key] for key in sorted(records)),
        {period: national[period] for period in sorted(national)},
    )


def _nearest(policies: Editions, period: Period) -> Policy:
    """The edition that decides about a period; of one without, the last before it or the first."""
    edition = policies.for_period(period)
    if edition is not None:
        return edition
    begun = [one for one in policies.policies if one.first_day <= period.last_day]
    return begun[-1] if begun else policies.policies[0]


def _national(
    values: Mapping[str, object], edition: Policy, words: Vocabulary
) -> Mapping[str, Fact]:
    found = facts_of(values, words)
    for name in found:
        if not words.facts[name].national:
            raise ValueError(f"`{name}` is no national fact of {edition.edition}")
    return found


def _period(period: str | Period, policies: Editions) -> Period:
    if isinstance(period, str):
        return Period.parse(period, policies.latest.period)
    return period


def _cases(
    policies: Editions, facts: Facts, organisation: Chosen, period: ChosenPeriods
) -> Iterator[Case]:
    codes = [organisation] if isinstance(organisation, str) else list(organisation or ())
    given = [period] if isinstance(period, str | Period) else list(period or ())
    periods = [_period(one, policies) for one in given]
    unheld = not_held(facts.records, codes, periods)
    if unheld:
        raise FactsError(unheld)
    supplied = _supplied(_Asked(policies, facts))
    chosen = facts.select(codes or None, periods or None).records
    without = [one.period for one in chosen if policies.for_period(one.period) is None]
    if without and (periods or len(without) == len(chosen)):
        raise FactsError([_not_in_force(policies, without[0])])
    for one in chosen:
        edition = policies.for_period(one.period)
        if edition is not None:
            yield Case(edition, supplied, _as_read(supplied.facts[edition], one))


def _not_in_force(policies: Editions, period: Period) -> Diagnostic:
    day = policies.as_of or period.last_day
    versions = ", ".join(policy.version for policy in policies.policies)
    return Diagnostic(
        "not-in-force",
        Severity.ERROR,
        f"no edition of {policies.name} was in force on {day},"
        f" so nothing is decided about {period}",
        None,
        help=f"its editions are {versions}",
    )


@frozen(eq=False)
class _Asked:
    """A policy and facts, the same if they are the same objects."""

    policies: Editions
    facts: Facts

    def _key(self) -> tuple[object, ...]:
        policies = self.policies
        return policies.policies, policies.pinned, policies.as_of, id(self.facts)

    def __hash__(self) -> int:
        return hash(self._key())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._key() == other._key()


@lru_cache(maxsize=2)
def _supplied(asked: _Asked) -> Supplied:
    """What the last questions were asked of, with all that was worked out on the way."""
    for one in asked.facts.records:
        _refuse_foreign(asked.policies, one.facts)
    for figures in asked.facts.national.values():
        _refuse_foreign(asked.policies, figures)
    return Supplied.of(asked.policies, asked.facts)


def _as_read(facts: Facts, one: Record) -> Record:
    """A record in the words of the edition whose facts these are."""
    own = facts.record(one.organisation.code, one.period)
    return one if own is None else own


def _refuse_foreign(policies: Editions, facts: Mapping[str, Fact]) -> None:
    """Labels are told apart by identity: those of another policy would be none of this one's."""
    for name, fact in facts.items():
        if not any(_is_of(edition, name, fact.value) for edition in policies.policies):
            versions = ", ".join(printable(edition.edition) for edition in policies.policies)
            raise ValueError(
                f"these facts were not read for this {versions}: read them again with the policy"
                " as it is now loaded"
            )


def _is_of(edition: Policy, name: str, value: Value) -> bool:
    if name not in edition.facts:
        return False
    if not isinstance(value, Label):
        return True
    scale = edition.scales.get(value.scale)
    return scale is not None and scale.by_text.get(value.name) is value
