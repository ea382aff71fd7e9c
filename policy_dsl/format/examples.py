"""Examples: their lines in their order, long ones continued after a comma."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from policy_dsl.format.entries import Entry, before_body, cited
from policy_dsl.format.expressions import expression
from policy_dsl.format.pieces import (
    Atom,
    Chain,
    Piece,
    bracketed,
    flat,
    joined,
    listed,
    tight,
    words,
)
from policy_dsl.format.selections import member
from policy_dsl.format.written import Written
from policy_dsl.syntax.examples import (
    Example,
    ExampleValue,
    Expect,
    Expectation,
    Given,
    GivenFact,
    GivenList,
    GivenRecord,
    InPeriod,
    NothingWord,
    OfKind,
)


def example(node: Example, written: Written) -> Iterator[Entry]:
    """Its lines in their order."""
    title = joined("example", written.as_it_is(node.title))
    first = node.lines[0] if node.lines else None
    yield Entry(before_body(node, first, written), rest=title, citations=cited(node.citations))
    for line in node.lines:
        yield Entry(line.span, rest=line_of(line, written))


def line_of(line: Given | Expect | OfKind | InPeriod, written: Written) -> Piece:
    """A line of an example."""
    match line:
        case Given():
            opening = _given_of(line, line.facts[0].span.start, written)
            return joined(opening, listed(_given(fact, written) for fact in line.facts))
        case Expect():
            expected = (_expectation(one, written) for one in line.expectations)
            return joined("expect", listed(expected))
        case OfKind():
            return joined("of kind", line.kind.text)
        case InPeriod():
            return joined("in", written.as_it_is(line.period))
        case _:
            assert_never(line)


def _given_of(line: Given, end: int, written: Written) -> Piece:
    """What stands before the facts: ``given``, of whom and of when."""
    if line.organisation is None:
        return written.words(line.span.start, end)
    name = line.organisation.name
    rest = written.words(name.span.end, end)
    called = written.as_it_is(name)
    return joined("given for", tight(called, rest) if flat(rest) == ":" else joined(called, rest))


def _given(node: GivenFact, written: Written) -> Piece:
    if isinstance(node.value, GivenList) and not node.value.records:
        return joined("no", node.name.text)
    if isinstance(node.value, GivenList):
        records = (_record(record, written) for record in node.value.records)
        return Chain((words(node.name.text), *records), together=True)
    return joined(node.name.text, value_of(node.value, written))


def value_of(node: ExampleValue, written: Written) -> Piece:
    """What is given or expected."""
    if isinstance(node, GivenList):
        return joined(*(_record(record, written) for record in node.records))
    return words("nothing") if isinstance(node, NothingWord) else expression(node, written)


def _record(node: GivenRecord, written: Written) -> Piece:
    return bracketed(listed((_given(field, written) for field in node.fields), step=1))


def _expectation(node: Expectation, written: Written) -> Piece:
    parts: list[Piece] = [member(node.of)]
    if node.value is not None:
        parts.append(value_of(node.value, written))
    if node.state is not None:
        parts.append(words(node.state.value))
    if node.due is not None:
        parts += [Atom("due"), written.as_it_is(node.due)]
    parts += (written.words(reason.span.start, reason.span.end) for reason in node.reasons)
    return joined(*parts)
