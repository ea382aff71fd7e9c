"""The header: ``policy NAME version V`` with its title, dates and whom it rates."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.expressions import Constant, date_constant
from policy_dsl.syntax.nodes import Each, Node, Text, Word


@frozen(eq=False)
class Title(Node):
    """``title "NHS Oversight Framework"``."""

    text: Text


@frozen(eq=False)
class InForce(Node):
    """``in force 2008-04-01 to 2009-03-31``, both ends included; no last day while it lasts."""

    first: Constant
    last: Constant | None


@frozen(eq=False)
class Rates(Node):
    """``rates acute_trust, mental_health_trust each quarter``."""

    kinds: tuple[Word, ...]
    each: Each


@frozen(eq=False)
class Header(Node):
    """``policy nhs.oversight_framework version 2025-26`` and the lines below it."""

    name: Word
    version: Word
    lines: tuple[Title | InForce | Rates, ...]

    def first(self, kind: type[Node]) -> Node | None:
        """The first line of a kind, or None."""
        return next((line for line in self.lines if isinstance(line, kind)), None)


class HeaderRules(Building):
    """The grammar's rules for the header."""

    def policy(self, parts: list[Any]) -> Header:
        _, name, _, version, *lines = parts
        return Header(span_of(parts), self.word_of(name), self.word_of(version), tuple(lines))

    def title(self, parts: list[Any]) -> Title:
        return Title(span_of(parts), self.text_of(parts[1]))

    def in_force(self, parts: list[Any]) -> InForce:
        first, *last = (date_constant(part) for part in parts if part.type == "DATE")
        return InForce(span_of(parts), first, last[0] if last else None)

    def rates(self, parts: list[Any]) -> Rates:
        _, kinds, each = parts
        return Rates(span_of(parts), kinds, each)

    def each(self, parts: list[Any]) -> Each:
        word = "date" if parts[0].type == "ON_A_DATE" else str(parts[1])
        return Each(span_of(parts), word)
