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
        #: What each path is called: as much of its end as tells it from the others.
        self.names = {path: _shortest(path, paths) for path in paths}

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


def _shortest(path: str, paths: Iterable[str]) -> str:
    """The last name of a path, with as many folders before it as make it the only one so called."""
    others = [_parts(other) for other in paths if other != path]
    parts = _parts(path)
    for taken in range(1, len(parts)):
        end = parts[-taken:]
        if end[0] and not any(other[-taken:] == end for other in others):
            return "/".join(end)
    return path


def _parts(path: str) -> list[str]:
    return re.split(r"[/\\]", path)
