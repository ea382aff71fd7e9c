"""``scale`` and ``choice``: the labels a rating or a fact can take."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.nodes import Citation, LabelName, Node, Word


@frozen(eq=False)
class ScaleDeclaration(Node):
    """``scale traffic_light best to worst: green, amber, red``; ``labels`` as written."""

    name: Word
    best_first: bool
    labels: tuple[LabelName, ...]
    citations: tuple[Citation, ...]


@frozen(eq=False)
class ChoiceDeclaration(Node):
    """``choice certification: complete, incomplete, unsatisfactory``."""

    name: Word
    labels: tuple[LabelName, ...]
    citations: tuple[Citation, ...]


class ScaleRules(Building):
    """The grammar's rules for scales and choices."""

    def scale(self, parts: list[Any]) -> ScaleDeclaration:
        _, name, order, labels, citations = parts
        best_first = order.type == "BEST_TO_WORST"
        return ScaleDeclaration(span_of(parts), self.word_of(name), best_first, labels, citations)

    def choice(self, parts: list[Any]) -> ChoiceDeclaration:
        _, name, labels, citations = parts
        return ChoiceDeclaration(span_of(parts), self.word_of(name), labels, citations)

    def labels(self, parts: list[Any]) -> tuple[LabelName, ...]:
        return tuple(parts)
