"""What preparing a policy hands from construct to construct, and what evaluating it needs.

A checked policy is prepared once: every node becomes a function from a frame to a step.  So a
decision costs one call for each step of its trace, and nothing is looked up by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from attrs import Factory, define, frozen

from policy_dsl.check.policy import Meaning, Policy
from policy_dsl.evaluate.step import Step
from policy_dsl.facts.records import Fact, Organisation
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import Period
from policy_dsl.values.types import Type

if TYPE_CHECKING:
    from policy_dsl.evaluate.evaluate import Prepared
    from policy_dsl.evaluate.panel import Panel


@define(eq=False)
class Frame:
    """One organisation in one period while it is being decided.

    ``panel`` holds its other periods and the other organisations; without one they are not known.
    """

    facts: Mapping[str, Fact]
    kind: str
    read: list[Step | None]  # the step of each fact, once it has been read
    done: list[Step]  # the step of each result worked out so far, in the policy's order
    computes: Sequence[Compute]  # how each result is worked out
    prepared: Prepared
    organisation: Organisation
    period: Period
    panel: Panel | None = None
    item: Step | None = None  # the row or record that a `where` is asked of
    memo: dict[object, Step] = Factory(dict)  # what later periods have asked of this one
    used: dict[Policy, Frame] = Factory(dict)  # the same, as other policies see it

    def advance(self, position: int) -> None:
        """Works out the results up to ``position``, those that are not worked out yet."""
        done, computes = self.done, self.computes
        while len(done) <= position:
            done.append(computes[len(done)](self))

    def earlier(self, periods: int, position: int = -1) -> Frame | None:
        """This organisation so many periods back, worked out up to ``position``.

        None where that period is not known: nothing was supplied of it.
        """
        return None if self.panel is None else self.panel.earlier(self, periods, position)


Compute: TypeAlias = Callable[[Frame], Step]


@frozen(eq=False)
class Preparing:
    """A policy being prepared; ``positions`` says where a fact's or result's step is kept.

    ``shared`` holds the steps that are the same in every decision.  Evidence weaker than
    ``min_grade`` is not accepted.
    """

    policy: Policy
    positions: dict[Node, int] = Factory(dict)
    shared: dict[Node, Step] = Factory(dict)
    min_grade: Grade | None = None

    def type_of(self, node: Node) -> Type:
        """The type the checker gave a node."""
        return self.policy.types[node]

    def meaning_of(self, node: Node) -> Meaning:
        """What the checker found a name or label to mean."""
        return self.policy.meanings[node]
