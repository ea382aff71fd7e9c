"""A goal: one thing that some example of a policy should bring about."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.syntax.nodes import Node


class GoalKind(Enum):
    """What is to be reached, as a heading says it."""

    CASE = "cases"
    ROW = "rows"
    BAND = "bands"
    OVERRIDE = "overrides"
    TRIGGER = "triggers"
    THRESHOLD = "thresholds"
    MISSING = "missing"
    READING = "readings"


@frozen
class Goal:
    """One thing that some example should bring about.

    ``rule`` is the result it belongs to, ``what`` the part of it and ``side`` how it is to act:
    ``liquidity >= 15 days``, ``just below``.  Two goals are equal whatever their place.
    """

    kind: GoalKind
    rule: str
    what: str
    side: str = ""
    node: Node = field(eq=False, repr=False, kw_only=True)

    @property
    def text(self) -> str:
        """``liquidity >= 15 days: just below``."""
        return f"{self.what}: {self.side}" if self.side else self.what


def excerpt(policy: Policy, node: Node) -> str:
    """A node as it stands in the text, on one line, however it is laid out."""
    return policy.source.on_one_line(node.span)
