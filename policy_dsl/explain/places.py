"""How files are called in an explanation: by their last name, where that is clear."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policy_dsl.evaluate.step import Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.rules import position
from policy_dsl.facts.records import Fact
from policy_dsl.syntax.nodes import Node


class Places:
    """The files a decision read, each with the name it is called by."""

    def __init__(self, homes: Homes, steps: Iterable[Step]) -> None:
        self._homes = homes
        paths = {homes.policy.source.path: None}
        for step in steps:
            paths[homes.home(step.rule).source.path] = None
            if isinstance(step.detail, Fact):
                paths[step.detail.origin.file] = None
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
        file = self._homes.home(node).source.path
        return f"{self.names[file]}:{position(self._homes, node).line}"

    @property
    def shortened(self) -> tuple[str, ...]:
        """The files that are called by less than their path."""
        return tuple(path for path, name in self.names.items() if path != name)
