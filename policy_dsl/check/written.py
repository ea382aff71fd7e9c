"""Facts and values as an example writes them: each must fit the type of what it is of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import evolve

from policy_dsl.check.context import Context
from policy_dsl.check.facts import precision_of
from policy_dsl.check.header import check_date
from policy_dsl.check.units import NUMBER, as_quantity, comparable, with_unit
from policy_dsl.facts import records
from policy_dsl.facts.lists import list_fact
from policy_dsl.facts.typed import Mistake, in_range
from policy_dsl.facts.vocabulary import FactEntry
from policy_dsl.source import did_you_mean
from policy_dsl.syntax.examples import ExampleValue, GivenList, GivenRecord, NothingWord
from policy_dsl.syntax.expressions import Constant, Name
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.numbers import Precision
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import (
    ListOf,
    OrNothing,
    Plain,
    Quantity,
    Type,
    Unit,
    Value,
    base,
    type_name,
)

_UNITS = {Unit.PERCENT: "6%", Unit.DAYS: "20 days", Unit.MONEY: "£4,000"}
_MISSING = frozenset(["blank", "empty", "missing", "n_a", "na", "none", "null", "unknown"])
_PLAIN = {
    Plain.YES_OR_NO: "yes or no",
    Plain.DATE: "a date, YYYY-MM-DD",
    Plain.TEXT: 'a "quoted text"',
}


def text_of(context: Context, node: Node) -> str:
    """A value as it stands in the policy."""
    return context.file.source.text[node.span.start : node.span.end]


def given_fact(
    context: Context, node: ExampleValue, fact: Fact, body: str | None
) -> records.Fact | None:
    """A fact as it would be read from a file; None with a mistake reported.

    ``body`` is whose judgement it is, None for what is measured.
    """
    type_ = context.types.get(fact)
    if type_ is None:
        return None
    name = fact.name.text
    if isinstance(node, GivenList) and isinstance(type_, ListOf):
        return _listed(context, node, name, type_)
    value = written_value(context, node, type_, name)
    value = _on_grid(context, node, value, type_, precision_of(fact), name)
    if value is None:
        return None
    judgement = records.Judgement(body) if body is not None else None
    return evolve(_fact(context, node, value), judgement=judgement)


def _fact(context: Context, node: Node, value: Value) -> records.Fact:
    return records.Fact(value, text_of(context, node), _origin(context, node))


def _origin(context: Context, node: Node) -> records.Origin:
    source = context.file.source
    return records.Origin(source.path, source.position(node.span.start).line)


def written_value(context: Context, node: ExampleValue, type_: Type, name: str) -> Value | None:
    """The value of something of a type; None with a mistake reported."""
    if isinstance(node, NothingWord):
        if isinstance(type_, OrNothing):
            return NOTHING
        return _wrong(context, node, type_, name)
    kind = base(type_)
    match kind:
        case Scale() | Choice():
            return _label(context, node, kind, type_, name)
        case Quantity():
            return _number(context, node, kind, type_, name)
        case Plain():
            return _plain(context, node, kind, type_, name)
    return _wrong(context, node, type_, name)


def _label(
    context: Context, node: ExampleValue, scale: Scale | Choice, type_: Type, name: str
) -> Value | None:
    if isinstance(node, Name):
        return context.label(node, node.text, scale)
    if isinstance(node, Constant) and isinstance(node.value, Decimal):
        return context.label(node, str(node.value), scale)
    return _wrong(context, node, type_, name)


def _number(
    context: Context, node: ExampleValue, kind: Quantity, type_: Type, name: str
) -> Value | None:
    if not isinstance(node, Constant) or not isinstance(node.value, Decimal):
        return _wrong(context, node, type_, name)
    unit = as_quantity(node.type)
    if unit is None or not comparable(unit, kind):
        plain = unit == NUMBER and kind.unit in _UNITS
        wanted = with_unit(text_of(context, node), kind.unit) if plain else _UNITS.get(kind.unit)
        context.error(
            "unit",
            f"`{name}` is in {kind}, and this is in {type_name(node.type)}",
            node,
            f"write `{wanted}`" if wanted else "write a plain number",
        )
        return None
    return node.value


def _plain(
    context: Context, node: ExampleValue, kind: Plain, type_: Type, name: str
) -> Value | None:
    if not isinstance(node, Constant) or node.type is not kind:
        return _wrong(context, node, type_, name)
    if kind is Plain.DATE:
        return check_date(context, node)
    value = node.value
    assert isinstance(value, bool | str | date)
    return value


def _wrong(context: Context, node: Node, type_: Type, name: str) -> Value | None:
    kind = base(type_)
    if isinstance(node, Name) and node.text.lower() in _MISSING and not isinstance(kind, ListOf):
        context.error(
            "type",
            f"`{node.text}` is no word of the language for what is missing",
            node,
            "leave the fact out, or write `-` in a table: what is not supplied is not known",
        )
        return None
    if isinstance(kind, Scale | Choice):
        wanted = f"one of {', '.join(label.name for label in kind.labels)}"
    elif isinstance(kind, ListOf):
        wanted = f"records, as in `{name} (FIELD VALUE, ...)`, or `no {name}`"
    elif isinstance(kind, Plain):
        wanted = _PLAIN[kind]
    else:
        wanted = f"`{_UNITS[kind.unit]}`" if kind.unit in _UNITS else "a number"
    context.error(
        "type",
        f"`{name}` is of the type `{type_name(type_)}`, and this is not",
        node,
        f"write {wanted}",
    )
    return None


def _on_grid(
    context: Context,
    node: ExampleValue,
    value: Value | None,
    type_: Type,
    precision: Precision,
    name: str,
) -> Value | None:
    kind = base(type_)
    if not isinstance(value, Decimal) or not isinstance(kind, Quantity):
        return value
    found = in_range(value, text_of(context, node), kind.unit, precision)
    if isinstance(found, Mistake):
        context.error(found.code, f"`{name}` {found.reason}", node, found.help)
        return None
    return found


def _listed(context: Context, node: GivenList, name: str, type_: ListOf) -> records.Fact | None:
    items = [_item(context, record, type_) for record in node.records]
    whole = [item for item in items if item is not None]
    if len(whole) < len(items):
        return None
    entry = FactEntry(name, type_, Precision(), name, None, False)
    return list_fact(entry, whole, _origin(context, node))


def _item(context: Context, record: GivenRecord, type_: ListOf) -> records.ItemFacts | None:
    known = type_.record.fields
    fields: dict[str, records.Fact] = {}
    whole = True
    for field in record.fields:
        name = field.name.text
        if name not in known:
            context.error(
                "unknown-field",
                f"`{type_.record.name}` has no field `{name}`",
                field.name,
                did_you_mean(name, known) or f"its fields are {', '.join(known)}",
            )
            whole = False
            continue
        if name in fields:
            context.error(
                "fact-twice", f"`{name}` is given twice", field.name, "leave one of them out"
            )
        value = written_value(context, field.value, known[name], name)
        if value is None:
            whole = False
        else:
            fields[name] = _fact(context, field.value, value)
    return records.ItemFacts(_origin(context, record), fields) if whole else None
