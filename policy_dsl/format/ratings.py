"""Ratings: the labels of cases and the names of overrides in a column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from policy_dsl.format.entries import Entry, before_body, cited
from policy_dsl.format.expressions import expression
from policy_dsl.format.pieces import Chain, joined, listed, words
from policy_dsl.format.written import Written
from policy_dsl.syntax.ratings import AppliesTo, Case, Override, Rating, StartWith

#: An override is broken before `when` a little earlier than other lines.
_ROOM = 10


def rating(node: Rating, written: Written) -> Iterator[Entry]:
    """Its cases or its start, and its overrides."""
    yield Entry(
        before_body(node, node.lines[0], written),
        rest=joined("rating", node.name.text + ":", node.type.text),
        citations=cited(node.citations),
    )
    for line in node.lines:
        yield _line(line, written)


def _line(line: AppliesTo | StartWith | Case | Override, written: Written) -> Entry:
    match line:
        case AppliesTo():
            return applies_to(line, written)
        case StartWith():
            start = joined("start with", expression(line.expression, written))
            return Entry(line.span, rest=start, citations=cited(line.citations))
        case Case():
            rest = (
                words("otherwise")
                if line.condition is None
                else joined("when", expression(line.condition, written))
            )
            label = (written.as_it_is(line.label),)
            return Entry(line.span, label, rest, cited(line.citations), family="case")
        case Override():
            effect = joined(line.effect.value, written.as_it_is(line.label))
            when = joined("when", expression(line.condition, written))
            return Entry(
                line.span,
                (joined("override", line.name.text),),
                Chain((effect, when)),
                cited(line.citations),
                family="override",
                room=_ROOM,
            )
        case _:
            assert_never(line)


def applies_to(line: AppliesTo, written: Written) -> Entry:
    """The kinds of organisation that a rating or a trigger is about."""
    kinds = listed(map(written.as_it_is, line.kinds))
    return Entry(line.span, rest=joined("applies to", kinds))
