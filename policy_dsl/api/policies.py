"""Policies: from the library, or one that is being written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypeAlias

from policy_dsl.api.errors import FactsError, PolicyError, warn
from policy_dsl.check.policy import Policy
from policy_dsl.findings import findings
from policy_dsl.library import Edition, editions, library_folder
from policy_dsl.pipeline import Editions, check_file, read_policy_facts
from policy_dsl.pipeline import load as load_editions
from policy_dsl.source import Diagnostic, Severity, sort_key
from policy_dsl.testing import Outcome
from policy_dsl.testing import run_examples as run_policy
from policy_dsl.values.periods import Period

PolicyOrEditions: TypeAlias = Policy | Editions


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
    warn(said)
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
    warn(said)
    return tuple(found)


def check(path: str | Path, library: str | Path | None = None) -> tuple[Diagnostic, ...]:
    """What `policy check` says of a policy file; empty where there is nothing to say.

    Every mistake, or in a file without mistakes what could be written better: gaps, rules that can
    never act, what is unused or uncited, all of them warnings.  ``library`` is where the policies
    are that it uses, as in `load`.
    """
    policy, said = check_file(Path(path), _path(library))
    found = findings(policy).said if policy is not None else ()
    return tuple(sorted((*said, *found), key=sort_key))


def run_examples(policy: PolicyOrEditions) -> tuple[Outcome, ...]:
    """Runs every example in a policy's own text, edition by edition.

    Each outcome has the ``example``, whether it ``passed``, and the ``differences`` from what was
    expected of it, if any.

    Raises:
        FactsError: if the figures supplied with the policy have mistakes.
    """
    policies = editions_of(policy).policies
    for edition in policies:
        supplied, said = read_policy_facts(edition, [])
        if supplied is None:
            raise FactsError(said)
    return tuple(outcome for edition in policies for outcome in run_policy(edition))


def editions_of(policy: PolicyOrEditions) -> Editions:
    """One edition as the only one there is, or several as they are."""
    if isinstance(policy, Editions):
        return policy
    return Editions(policy.name, (policy,), pinned=True)


def period_of(period: str | Period, policies: Editions) -> Period:
    """A period of the kind the policies rate; ValueError if it is not written as one."""
    if isinstance(period, str):
        return Period.parse(period, policies.latest.period)
    return period


def not_in_force(policies: Editions, period: Period) -> Diagnostic:
    """Says that nothing is decided about a period, and which editions there are."""
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


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)
