"""The way through for a Python program or a notebook: a few functions that raise where they must.

Underneath, an author's mistake is a value. Here, where a person types line by line, it is an
exception that shows itself as the command line would, and a warning is a Python warning.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.facts.choosing import not_held
from policy_dsl.facts.read import facts_of, record_of
from policy_dsl.facts.records import Fact, Facts, Record
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
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Label

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

    Each record is read in the words of the edition that will decide about it; one of a period in
    which no edition was in force is warned of and left out. National figures supplied with the
    policy are among the facts.

    Raises:
        FactsError: if a file has mistakes, or holds no record of a period in force.
    """
    cases, said = read_cases(_editions(policy), [Path(path) for path in paths])
    if cases is None:
        raise FactsError(said)
    _warn(said)
    return _facts_of(cases)


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
    one = record_of(organisation, when, facts, edition.vocabulary, name=name, kind=kind)
    supplied, said = read_policy_facts(edition, [])
    if supplied is None:
        raise FactsError(said)
    figures = dict(supplied.national.get(when, {}))
    if national:
        figures.update(_national(national, edition))
    return Facts((one,), {when: figures} if figures else {})


def decide(
    policy: PolicyOrEditions,
    facts: Facts,
    organisation: Chosen = None,
    period: ChosenPeriods = None,
) -> tuple[Decision, ...]:
    """What a policy says of organisations, in order of code and period.

    Args:
        policy: from `load`, or one edition of it.
        facts: from `read_facts` or `record`, with the same policy.
        organisation: only these, by code; one or several. None means all.
        period: only these, such as ``Q1 2025/26``; one or several. None means all.

    Raises:
        FactsError: if the facts hold nothing of what is asked, or of a period in force.
        ValueError: if a period is not one of the policy's kind, or the facts were read for another
            policy, or before the policy was loaded again.
    """
    return tuple(case.decide() for case in _cases(_editions(policy), facts, organisation, period))


def reproduce(
    policy: PolicyOrEditions,
    facts: Facts,
    organisation: Chosen = None,
    period: ChosenPeriods = None,
) -> tuple[Comparison, ...]:
    """Each published result in the facts beside ours: its ``verdict`` says whether they agree.

    Raises:
        FactsError: as `decide`.
        ValueError: as `decide`.
    """
    decisions = decide(policy, facts, organisation, period)
    return tuple(one for decision in decisions for one in compare(decision))


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


def _facts_of(cases: Iterable[Case]) -> Facts:
    """The records of cases, with the national figures as their own editions read them."""
    records: list[Record] = []
    national: dict[Period, Mapping[str, Fact]] = {}
    for case in cases:
        period = case.record.period
        records.append(case.record)
        figures = case.facts.national.get(period)
        if figures:
            national[period] = figures
    return Facts(tuple(records), {period: national[period] for period in sorted(national)})


def _national(values: Mapping[str, object], edition: Policy) -> Mapping[str, Fact]:
    found = facts_of(values, edition.vocabulary)
    for name in found:
        if not edition.vocabulary.facts[name].national:
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
    supplied = Supplied.of(policies, facts)
    for one in facts.select(codes or None, periods or None).records:
        edition = policies.for_period(one.period)
        if edition is None:
            raise FactsError([_not_in_force(policies, one.period)])
        _refuse_foreign(edition, one.facts)
        _refuse_foreign(edition, facts.national.get(one.period, {}))
        yield Case(edition, supplied, one)


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


def _refuse_foreign(edition: Policy, facts: Mapping[str, Fact]) -> None:
    """Labels are told apart by identity: those of another policy would be none of this one's."""
    for name, fact in facts.items():
        value = fact.value
        foreign = name not in edition.facts
        if isinstance(value, Label):
            scale = edition.scales.get(value.scale)
            foreign = foreign or scale is None or scale.by_text.get(value.name) is not value
        if foreign:
            raise ValueError(
                f"these facts were not read for this {printable(edition.edition)}: read them"
                " again with the policy as it is now loaded"
            )
