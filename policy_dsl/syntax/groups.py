"""``group NAME = a, b, c``: several facts or results under one name, such as a domain."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.nodes import Citation, Node, Word


@frozen(eq=False)
class Group(Node):
    """``group key_questions = safe, effective, caring, responsive, well_led``."""

    name: Word
    members: tuple[Word, ...]
    citations: tuple[Citation, ...]


class GroupRules(Building):
    """The grammar's rule for groups."""

    def group(self, parts: list[Any]) -> Group:
        _, name, members, citations = parts
        return Group(span_of(parts), self.word_of(name), members, citations)
