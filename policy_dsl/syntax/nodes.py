"""What every node of a syntax tree has in common.

Nodes are frozen and compared by identity: two like nodes in different places are two nodes, so a
later phase may keep what it learned of a node in a table of its own, keyed by the node.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from attrs import frozen

from policy_dsl.source import Span


@frozen(eq=False)
class Node:
    """A piece of a policy and where it stands in the text."""

    span: Span

    def children(self) -> list[Node]:
        """The nodes directly below this one, in the order of the text."""
        found: list[Node] = []
        for name in _node_fields(self.__class__):
            value = getattr(self, name)
            if value.__class__ is tuple:
                found.extend([item for item in value if isinstance(item, Node)])
            elif isinstance(value, Node):
                found.append(value)
        return found

    def walk(self) -> Iterator[Node]:
        """This node and all below it, without recursion."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            yield node
            below = node.children()
            below.reverse()
            stack += below


_FIELDS: dict[type, tuple[str, ...]] = {}
#: Types of fields in which no node stands; they need no looking at.
_NO_NODES = frozenset({"str", "bool", "int", "Span"})


def _node_fields(kind: type) -> tuple[str, ...]:
    found = _FIELDS.get(kind)
    if found is None:
        fields = (field.name for field in attrs.fields(kind) if field.type not in _NO_NODES)
        found = _FIELDS[kind] = tuple(fields)
    return found


@frozen(eq=False)
class Word(Node):
    """A name where it is declared or referred to, with its place."""

    text: str


@frozen(eq=False)
class Text(Node):
    """A quoted text, without its quotes."""

    text: str


@frozen(eq=False)
class LabelName(Node):
    """A label as written: ``amber``, ``3``."""

    text: str


@frozen(eq=False)
class Each(Node):
    """How often: ``each quarter``, ``on a date``.  ``word`` is the period's word, or ``date``."""

    word: str


@frozen(eq=False)
class Citation(Node):
    """``[MM step 2]``: the source's id and the place in it (empty for the whole document)."""

    source: str
    place: str
