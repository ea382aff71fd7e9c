"""Triggers: conditions, the consequence, who leads and by when, one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from policy_dsl.format.entries import Entry, before_body, cited
from policy_dsl.format.expressions import expression
from policy_dsl.format.pieces import Chain, joined
from policy_dsl.format.ratings import applies_to
from policy_dsl.format.written import Written
from policy_dsl.syntax.ratings import AppliesTo
from policy_dsl.syntax.triggers import Due, LedBy, Trigger, TriggerThen, TriggerWhen


def trigger(node: Trigger, written: Written) -> Iterator[Entry]:
    """Its lines in their order."""
    yield Entry(
        before_body(node, node.lines[0], written),
        rest=joined("trigger", node.name.text),
        citations=cited(node.citations),
    )
    for line in node.lines:
        yield _line(line, written)


def _line(line: AppliesTo | TriggerWhen | TriggerThen | LedBy | Due, written: Written) -> Entry:
    match line:
        case AppliesTo():
            return applies_to(line, written)
        case TriggerWhen():
            when = joined("when", expression(line.condition, written))
            return Entry(line.span, rest=when, citations=cited(line.citations))
        case TriggerThen():
            texts = tuple(atom for _, atom in written.strings(line.span))
            return Entry(line.span, rest=joined("then", Chain(texts)))
        case LedBy():
            return Entry(line.span, rest=joined("led by", line.body.text))
        case Due():
            return Entry(line.span, rest=joined("due", expression(line.date, written)))
        case _:
            assert_never(line)
