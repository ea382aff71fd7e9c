"""Citations as the document writes them, and which rules cite a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.facts import Facts
from policy_dsl.syntax.layouts import Layout
from policy_dsl.syntax.nodes import Citation, Node
from policy_dsl.syntax.parse import Declaration, PolicyFile
from policy_dsl.syntax.ratings import Override
from policy_dsl.syntax.results import PublishedResults
from policy_dsl.values.grades import Grade

_UNVERIFIED = Grade.UNVERIFIED.value
_UNNAMED = {Facts: "facts", PublishedResults: "published results", Layout: "layout"}


@frozen
class Citing:
    """Writes citations, those to an unverified source marked as such."""

    policy: Policy

    def __call__(self, citations: Iterable[Citation]) -> str:
        """``[MM step 2] [REC] unverified``."""
        return " ".join(map(self._one, citations))

    def _one(self, citation: Citation) -> str:
        place = f" {citation.place}" if citation.place else ""
        source = self.policy.sources.get(citation.source)
        weak = source is not None and source.grade.text == _UNVERIFIED
        return f"[{citation.source}{place}]" + (f" {_UNVERIFIED}" if weak else "")


def cited_by(file: PolicyFile) -> Mapping[str, tuple[str, ...]]:
    """Of each source the rules that cite it, in the order of the text; examples are counted."""
    found: dict[str, dict[str, None]] = {}
    examples: dict[str, int] = {}
    for node in file.declarations:
        if isinstance(node, Example | ExampleTable):
            for citation in node.citations:
                examples[citation.source] = examples.get(citation.source, 0) + 1
        else:
            for source, name in _citing(node):
                found.setdefault(source, {})[name] = None
    for source, count in examples.items():
        noun = "worked case" if count == 1 else "worked cases"
        found.setdefault(source, {})[f"{count} {noun}"] = None
    return {source: tuple(names) for source, names in found.items()}


def _citing(declaration: Declaration) -> Iterator[tuple[str, str]]:
    named = getattr(declaration, "name", None)
    name = named.text if named is not None else _UNNAMED[type(declaration)]
    within = isinstance(declaration, Facts)
    for node in declaration.walk():
        for child in node.children():
            if isinstance(child, Citation):
                yield child.source, _owner(node, name, within)


def _owner(node: Node, name: str, within: bool) -> str:
    own = getattr(node, "name", None)
    if isinstance(node, Override):
        return f"{name}.{node.name.text}"
    return str(own.text) if within and own is not None else name
