"""`record NAME` and its fields: name, type and label in columns."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.format.entries import Entry, before_body, cited
from policy_dsl.format.pieces import joined
from policy_dsl.format.written import Written
from policy_dsl.syntax.records import RecordDeclaration


def record(node: RecordDeclaration, written: Written) -> Iterator[Entry]:
    """What is known of each record."""
    span = before_body(node, node.fields[0], written)
    yield Entry(span, rest=joined("record", node.name.text), citations=cited(node.citations))
    for field in node.fields:
        name = joined(field.name.text)
        type_ = written.words(field.type.span.start, field.type.span.end)
        if field.label is None:
            yield Entry(field.span, (name,), type_, family="field")
        else:
            label = written.as_it_is(field.label)
            yield Entry(field.span, (name, type_), label, family="field")
