"""``layout``: how a published file is laid out, said once and recognised by its header."""

from __future__ import annotations

from enum import Enum
from typing import Any

from attrs import frozen
from lark import Token

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.nodes import Citation, Node, Text, Word


class LayoutKey(Enum):
    """What a line of a layout speaks of, as a policy writes it."""

    ORGANISATION_IN = "organisation in"
    NAME_IN = "name in"
    KIND_IN = "kind in"
    PERIOD_IN = "period in"
    IDENTIFIER_IN = "identifier in"
    VALUE_IN = "value in"
    YES_IS = "yes is"
    NO_IS = "no is"
    NOT_KNOWN_IS = "not known is"
    UNUSED_COLUMNS = "unused columns"
    UNUSED_IDENTIFIERS = "unused identifiers"


@frozen(eq=False)
class LayoutLine(Node):
    """``organisation in Trust_code``; several columns together name an organisation."""

    key: LayoutKey
    words: tuple[Word, ...]


@frozen(eq=False)
class Layout(Node):
    """``layout "League table file"``.

    With ``identifier in`` and ``value in`` a row of the file holds one fact; without them it holds
    a fact in each column.
    """

    title: Text
    lines: tuple[LayoutLine, ...]
    citations: tuple[Citation, ...]

    def words(self, key: LayoutKey) -> tuple[str, ...]:
        """What the layout says under ``key``, empty where it says nothing."""
        return tuple(word.text for line in self.lines if line.key is key for word in line.words)


class LayoutRules(Building):
    """The grammar's rules for layouts."""

    def layout(self, parts: list[Any]) -> Layout:
        _, title, citations, *lines = parts
        return Layout(span_of(parts), self.text_of(title), tuple(lines), citations)

    def layout_line(self, parts: list[Any]) -> LayoutLine:
        key, *words = parts
        return LayoutLine(span_of(parts), LayoutKey[key.type], tuple(words))

    def layout_key(self, parts: list[Any]) -> Token:
        token: Token = parts[0]
        return token
