"""A decision: every rating, value and table of one organisation in one period, with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import Step, walk
from policy_dsl.facts.records import Fact, Organisation
from policy_dsl.syntax.facts import Fact as FactDeclaration
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.tables import Table
from policy_dsl.values.grades import Grade, weakest
from policy_dsl.values.periods import Period
from policy_dsl.values.types import Value


@frozen(eq=False)
class Decision:
    """What a policy says of one organisation in one period.

    ``decision["final"]`` is the step of a result: its ``value``, and in ``inputs`` the steps it
    came from, down to the facts and constants.  ``published`` holds what the regulator itself
    published, where the facts file has it.
    """

    policy: Policy
    organisation: Organisation
    period: Period
    results: Mapping[str, Step] = field(repr=False)
    published: Mapping[str, Fact] = field(factory=dict, repr=False)

    def __getitem__(self, name: str) -> Step:
        """The step of a value, table or rating; raises KeyError for any other name."""
        return self.results[name]

    @property
    def ratings(self) -> dict[str, Value]:
        """The value of each rating by its name, in the order of the policy."""
        return {
            name: step.value for name, step in self.results.items() if isinstance(step.rule, Rating)
        }

    def trace(self) -> Iterator[Step]:
        """Every step of the decision once, each after the steps it came from."""
        return walk(self.results.values())

    def grade(self, name: str) -> Grade | None:
        """The weakest grade of evidence that a result rests on, None where nothing is cited."""
        return weakest(grade for step in self.results[name].walk() for grade in self._grades(step))

    def _grades(self, step: Step) -> Iterator[Grade]:
        for rule in _cited(step):
            own = self.policy.grade(rule)
            if own is not None:
                yield own
        if isinstance(step.detail, Fact) and step.detail.grade is not None:
            yield step.detail.grade

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that were read and not supplied, in the order in which they were read."""
        return tuple(
            step.rule.name.text
            for step in self.trace()
            if isinstance(step.rule, FactDeclaration) and step.detail is None
        )


def _cited(step: Step) -> Iterator[Node]:
    """The rules of a step that carry citations: its own, a row taken, a rating's start."""
    rule = step.rule
    if isinstance(rule, Table):
        # Until the row is settled, any row may be the one.
        yield from (rule.rows[step.detail],) if isinstance(step.detail, int) else rule.rows
    else:
        yield rule
    if isinstance(rule, Rating) and rule.start is not None:
        yield rule.start
