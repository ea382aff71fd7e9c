"""What preparing a policy hands from construct to construct, and what evaluating it needs.

A checked policy is prepared once: every node becomes a function from a frame to a step.  So a
decision costs one call for each step of its trace, and nothing is looked up by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from attrs import Factory, define, frozen

from policy_dsl.check.policy import Meaning, Policy
from policy_dsl.evaluate.step import Step
from policy_dsl.facts.records import Fact
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.types import Type


@define(eq=False)
class Frame:
    """One organisation in one period while it is being decided."""

    facts: Mapping[str, Fact]
    kind: str
    read: list[Step | None]  # the step of each fact, once it has been read
    done: list[Step]  # the step of each result, in the policy's order


Compute: TypeAlias = Callable[[Frame], Step]


@frozen(eq=False)
class Preparing:
    """A policy being prepared; ``positions`` says where a fact's or result's step is kept."""

    policy: Policy
    positions: dict[Node, int] = Factory(dict)

    def type_of(self, node: Node) -> Type:
        """The type the checker gave a node."""
        return self.policy.types[node]

    def meaning_of(self, node: Node) -> Meaning:
        """What the checker found a name or label to mean."""
        return self.policy.meanings[node]
