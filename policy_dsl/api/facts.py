"""Facts: from files, or from plain Python values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve

from policy_dsl.api.errors import FactsError, PolicyError, warn
from policy_dsl.api.policies import PolicyOrEditions, editions_of, not_in_force, period_of
from policy_dsl.check.policy import Policy
from policy_dsl.facts.read import facts_of, record_of
from policy_dsl.facts.records import Fact, Facts, Record
from policy_dsl.facts.vocabulary import Vocabulary
from policy_dsl.pipeline import (
    Editions,
    Supplied,
    read_cases,
    read_policy_facts,
)
from policy_dsl.values.periods import Period


def read_facts(policy: PolicyOrEditions, *paths: str | Path) -> Facts:
    """The facts of files, read by what a policy wants to know: CSV as published, JSON or YAML.

    Each record is read in the words of the edition that will decide about it. One of a period in
    which no edition was in force is warned of: nothing is decided about it, but rules may look back
    at it. National figures supplied with the policy are among the facts.

    Raises:
        FactsError: if a file has mistakes, or holds no record of a period in force.
    """
    cases, said = read_cases(editions_of(policy), [Path(path) for path in paths])
    if cases is None:
        raise FactsError(said)
    warn(said)
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
    policies = editions_of(policy)
    when = period_of(period, policies)
    edition = policies.for_period(when)
    if edition is None:
        raise PolicyError([not_in_force(policies, when)])
    words = policies.vocabularies[edition]
    one = record_of(organisation, when, facts, words, name=name, kind=kind)
    supplied, said = read_policy_facts(edition, [])
    if supplied is None:
        raise FactsError(said)
    figures = dict(supplied.national.get(when, {}))
    if national:
        figures.update(_national(national, edition, words))
    return Facts((one,), {when: figures} if figures else {})


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
