"""The phase: a checked policy becomes a function from facts to a decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import assert_never

from attrs import field, frozen

from policy_dsl.check.policy import Policy, Result
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.grading import accepted
from policy_dsl.evaluate.interpretations import take_readings
from policy_dsl.evaluate.panel import Panel, looks_around
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.ratings import prepare_rating
from policy_dsl.evaluate.scorecards import prepare_scorecard
from policy_dsl.evaluate.step import Step
from policy_dsl.evaluate.tables import prepare_table
from policy_dsl.evaluate.triggers import prepare_trigger
from policy_dsl.evaluate.used import results_of
from policy_dsl.evaluate.values import prepare_value
from policy_dsl.facts.records import Fact, Organisation, Record
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.absence import DOES_NOT_APPLY
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import Period


@frozen(eq=False)
class Prepared:
    """A policy made ready once, to decide about many organisations."""

    policy: Policy
    names: tuple[str, ...] = field(repr=False)  # of the results, in the policy's order
    computes: tuple[Compute, ...] = field(repr=False)
    positions: Mapping[str, int] = field(repr=False)  # where each result is kept
    looks_around: bool = field(repr=False)  # at other periods or organisations: needs a panel
    used: Mapping[Policy, Prepared] = field(factory=dict, repr=False)  # the policies it uses
    min_grade: Grade | None = None  # the weakest evidence that is accepted

    def decide(self, record: Record, national: Mapping[str, Fact] | None = None) -> Decision:
        """Every result of one organisation in one period, with its reasons.

        ``national`` holds the period's reference figures.  An organisation of a kind the policy
        does not rate gets results that do not apply.
        """
        facts = {**record.facts, **national} if national else record.facts
        return self.decided(self.frame(facts, record.organisation, record.period), record)

    def frame(
        self,
        facts: Mapping[str, Fact],
        organisation: Organisation,
        period: Period,
        panel: Panel | None = None,
    ) -> Frame:
        """An organisation in a period, of which nothing is worked out yet."""
        kind = organisation.kind
        done: list[Step] = []
        if kind and kind not in self.policy.kinds:
            done = [Step(item, DOES_NOT_APPLY) for item in self.policy.results]
        read: list[Step | None] = [None] * len(self.policy.facts)
        return Frame(facts, kind, read, done, self.computes, self, organisation, period, panel)

    def decided(self, frame: Frame, record: Record) -> Decision:
        """The decision about a record, from its frame."""
        frame.advance(len(self.computes) - 1)
        results = dict(zip(self.names, frame.done, strict=True))
        return Decision(
            self.policy,
            record.organisation,
            record.period,
            results,
            record.published,
            self.min_grade,
            None,
            partial(results_of, frame),
        )


def prepare(
    policy: Policy,
    readings: Mapping[str, int] | None = None,
    min_grade: Grade | None = None,
    prepare_used: Callable[[Policy], Prepared] | None = None,
) -> Prepared:
    """Makes a policy ready; worth doing once for all the decisions that follow.

    Args:
        policy: a checked policy.
        readings: by an interpretation's name, which of its readings to take, from 0; the first of
            those not named.
        min_grade: the weakest evidence that is accepted; what rests on less is not known.
        prepare_used: makes ready an edition that the policy uses; if left out, it is prepared with
            the same ``min_grade``.

    Raises:
        KeyError: for a name in ``readings`` that is no interpretation of the policy.
        IndexError: for a reading that an interpretation does not have.
    """
    if prepare_used is None:
        return prepare(policy, readings, min_grade, lambda used: prepare(used, None, min_grade))
    preparing = Preparing(policy, min_grade=min_grade)
    take_readings(preparing, readings or {})
    used = {
        edition: prepare_used(edition) for item in policy.used.values() for edition in item.editions
    }
    preparing.positions.update((fact, number) for number, fact in enumerate(policy.facts.values()))
    # All of them beforehand: a result may look at an earlier period of any, itself included.
    preparing.positions.update((result, number) for number, result in enumerate(policy.results))
    return Prepared(
        policy,
        tuple(result.name.text for result in policy.results),
        tuple(
            accepted(preparing, result, _prepare_result(preparing, result))
            for result in policy.results
        ),
        {result.name.text: number for number, result in enumerate(policy.results)},
        any(looks_around(node) for item in policy.file.declarations for node in item.walk())
        or any(ready.looks_around for ready in used.values()),
        used,
        min_grade,
    )


def _prepare_result(preparing: Preparing, result: Result) -> Compute:
    match result:
        case ValueDeclaration():
            return prepare_value(preparing, result)
        case Table():
            return prepare_table(preparing, result)
        case Scorecard():
            return prepare_scorecard(preparing, result)
        case Rating():
            return prepare_rating(preparing, result)
        case Trigger():
            return prepare_trigger(preparing, result)
        case _:
            assert_never(result)
