"""Which names of a policy are read, and by what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy_dsl.check.policy import Meaning, Policy
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.nodes import Citation, LabelName, Node, Word


def nodes(policy: Policy) -> Iterator[Node]:
    """Every node of a policy's text."""
    for declaration in policy.file.declarations:
        yield from declaration.walk()


def read_by_rules(policy: Policy) -> set[Meaning]:
    """All that a name in a rule stands for; what examples say of it does not count."""
    written = [
        declaration
        for declaration in policy.file.declarations
        if not isinstance(declaration, Example | ExampleTable)
    ]
    return {
        policy.meanings[node]
        for declaration in written
        for node in declaration.walk()
        if node in policy.meanings
    }


def words_of_examples(policy: Policy) -> set[str]:
    """Every name that an example mentions."""
    return {
        node.text
        for declaration in policy.file.declarations
        if isinstance(declaration, Example | ExampleTable)
        for node in declaration.walk()
        if isinstance(node, Word | LabelName)
    }


def cited(all_nodes: Iterable[Node]) -> set[str]:
    """The sources that are cited somewhere."""
    return {node.source for node in all_nodes if isinstance(node, Citation)}
