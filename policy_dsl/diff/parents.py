"""What each node of a policy's rules stands in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from policy_dsl.check.policy import Policy
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.nodes import Node


@lru_cache(maxsize=16)
def parents_of(policy: Policy) -> Mapping[Node, Node]:
    """The node around each node of the rules; examples are left out."""
    return {
        child: node
        for item in policy.file.declarations
        if not isinstance(item, Example | ExampleTable)
        for node in item.walk()
        for child in node.children()
    }
