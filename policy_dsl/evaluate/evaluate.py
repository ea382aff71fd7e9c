"""The phase: a checked policy becomes a function from facts to a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from attrs import field, frozen

from policy_dsl.check.policy import Policy, Result
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.ratings import prepare_rating
from policy_dsl.evaluate.step import Step
from policy_dsl.evaluate.tables import prepare_table
from policy_dsl.evaluate.values import prepare_value
from policy_dsl.facts.records import Fact, Organisation, Record
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.absence import DOES_NOT_APPLY
from policy_dsl.values.periods import Period


@frozen(eq=False)
class Prepared:
    """A policy made ready once, to decide about many organisations."""

    policy: Policy
    _computes: tuple[tuple[str, Compute], ...] = field(repr=False)
    _facts: int = field(repr=False)

    def decide(self, record: Record, national: Mapping[str, Fact] | None = None) -> Decision:
        """Every result of one organisation in one period, with its reasons.

        ``national`` holds the period's reference figures.  An organisation of a kind the policy
        does not rate gets results that do not apply.
        """
        facts = {**record.facts, **national} if national else record.facts
        organisation = record.organisation
        results = self.results(facts, organisation, record.period)
        return Decision(self.policy, organisation, record.period, results, record.published)

    def results(
        self, facts: Mapping[str, Fact], organisation: Organisation, period: Period
    ) -> dict[str, Step]:
        """The step of every result by its name."""
        if organisation.kind and organisation.kind not in self.policy.kinds:
            return {item.name.text: Step(item, DOES_NOT_APPLY) for item in self.policy.results}
        done: list[Step] = []
        frame = Frame(facts, organisation.kind, [None] * self._facts, done)
        for _, compute in self._computes:
            done.append(compute(frame))
        return {name: step for (name, _), step in zip(self._computes, done, strict=True)}


def prepare(policy: Policy) -> Prepared:
    """Makes a policy ready; worth doing once for all the decisions that follow."""
    preparing = Preparing(policy)
    preparing.positions.update((fact, number) for number, fact in enumerate(policy.facts.values()))
    computes = []
    for number, result in enumerate(policy.results):
        preparing.positions[result] = number
        computes.append((result.name.text, _prepare_result(preparing, result)))
    return Prepared(policy, tuple(computes), len(policy.facts))


def _prepare_result(preparing: Preparing, result: Result) -> Compute:
    match result:
        case ValueDeclaration():
            return prepare_value(preparing, result)
        case Table():
            return prepare_table(preparing, result)
        case Rating():
            return prepare_rating(preparing, result)
        case _:
            assert_never(result)
