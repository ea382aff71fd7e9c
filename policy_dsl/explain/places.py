"""How files are called in an explanation: by their last name, where that is clear."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import Step
from policy_dsl.explain.rules import position
from policy_dsl.facts.records import Fact
from policy_dsl.syntax.nodes import Node


class Places:
    """The files a decision read, each with the name it is called by."""

    def __init__(self, policy: Policy, steps: Iterable[Step]) -> None:
        self._policy = policy
        paths = {policy.source.path: None}
        paths.update((s.detail.origin.file, None) for s in steps if isinstance(s.detail, Fact))
        short = {path: re.split(r"[/\\]", path)[-1] or path for path in paths}
        names = list(short.values())
        #: What each path is called: its last name, or all of it where two end in the same name.
        self.names = {
            path: name if names.count(name) == 1 else path for path, name in short.items()
        }

    def of_fact(self, fact: Fact) -> str:
        """``rxg.csv:12``."""
        line = f":{fact.origin.line}" if fact.origin.line else ""
        return f"{self.names[fact.origin.file]}{line}"

    def of_rule(self, node: Node) -> str:
        """``2025-26.policy:88``."""
        return f"{self.names[self._policy.source.path]}:{position(self._policy, node).line}"

    @property
    def shortened(self) -> tuple[str, ...]:
        """The files that are called by less than their path."""
        return tuple(path for path, name in self.names.items() if path != name)
