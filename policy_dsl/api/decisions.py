"""Decisions, and published results beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from attrs import frozen

from policy_dsl.api.errors import FactsError
from policy_dsl.api.policies import PolicyOrEditions, editions_of, not_in_force, period_of
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.choices import Choices, read_choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.facts.choosing import not_held
from policy_dsl.facts.records import Fact, Facts, Record
from policy_dsl.pipeline import (
    Case,
    Editions,
    Supplied,
)
from policy_dsl.reproduce.compare import Comparison, compare
from policy_dsl.source import printable
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value

Chosen: TypeAlias = str | Iterable[str] | None
ChosenPeriods: TypeAlias = str | Period | Iterable[str | Period] | None


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
    policies = editions_of(policy)
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


def _cases(
    policies: Editions, facts: Facts, organisation: Chosen, period: ChosenPeriods
) -> Iterator[Case]:
    codes = [organisation] if isinstance(organisation, str) else list(organisation or ())
    given = [period] if isinstance(period, str | Period) else list(period or ())
    periods = [period_of(one, policies) for one in given]
    unheld = not_held(facts.records, codes, periods)
    if unheld:
        raise FactsError(unheld)
    supplied = _supplied(_Asked(policies, facts))
    chosen = facts.select(codes or None, periods or None).records
    without = [one.period for one in chosen if policies.for_period(one.period) is None]
    if without and (periods or len(without) == len(chosen)):
        raise FactsError([not_in_force(policies, without[0])])
    for one in chosen:
        edition = policies.for_period(one.period)
        if edition is not None:
            yield Case(edition, supplied, _as_read(supplied.facts[edition], one))


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
