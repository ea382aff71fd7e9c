"""Checking records: their fields, each with a type a file can hold."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.syntax.facts import FactType
from policy_dsl.syntax.records import Field, RecordDeclaration
from policy_dsl.values.types import BUILT_IN, ListOf, OrNothing, RecordType, Type


def check_records(context: Context) -> None:
    """Makes a type of every declaration of a record."""
    for item in context.file.declarations:
        if not isinstance(item, RecordDeclaration):
            continue
        context.cite(item, item.citations)
        fields: dict[str, Type] = {}
        for field in item.fields:
            type_ = _field_type(context, field)
            if field.name.text in fields:
                context.error(
                    "duplicate-name",
                    f"the record `{item.name.text}` has two fields named `{field.name.text}`",
                    field.name,
                    "leave one of them out",
                )
            if type_ is not None:
                fields[field.name.text] = type_
                context.types[field] = type_
        if context.declare(item.name):
            record = RecordType(item.name.text, fields)
            context.records[item.name.text] = record
            context.declarations[record] = item


def _field_type(context: Context, field: Field) -> Type | None:
    if field.type.is_list or field.type.name.text in context.records:
        context.error(
            "type",
            "a field holds one value, not a list or another record",
            field.type,
            "keep the other records in a list of their own",
        )
        return None
    named = context.type_named(field.type.name)
    if named is None or not field.type.or_nothing:
        return named
    assert not isinstance(named, OrNothing | ListOf)
    return OrNothing(named)


def list_type(context: Context, fact_type: FactType) -> ListOf | None:
    """The type of ``list of warning_notice``; None with a mistake reported."""
    record = context.records.get(fact_type.name.text)
    if record is None:
        if fact_type.name.text in BUILT_IN or fact_type.name.text in context.scales:
            context.error(
                "type",
                "a list is of records",
                fact_type.name,
                "declare `record NAME` with what is known of each",
            )
        else:
            context.unknown(
                "unknown-type", "record", fact_type.name.text, fact_type.name, context.records
            )
        return None
    return ListOf(record)
