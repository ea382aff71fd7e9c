"""Facts that are lists of records: each record is a mapping of its fields, each field typed.

notices:
  - {regulation: "12", issued: 2025-05-02, lifted: nothing}
  - {regulation: "17", issued: 2025-06-30}     `lifted` is then not known

No list at all is not known; `[]` is a list without records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policy_dsl.facts.records import Fact, ItemFacts, Origin
from policy_dsl.facts.typed import Mistake, quoted
from policy_dsl.facts.vocabulary import Entry, FactEntry
from policy_dsl.source import did_you_mean
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.numbers import Precision
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import Item, Items, ListOf, Value

_ANY = Precision()


def field_entries(entry: Entry) -> Mapping[str, FactEntry] | None:
    """How each field of a list's records is read; None for a fact that is no list."""
    type_ = entry.type
    if not isinstance(type_, ListOf):
        return None
    return {
        name: FactEntry(f"{entry.name}.{name}", found, _ANY, name, None, False)
        for name, found in type_.record.fields.items()
    }


def unknown_field(entry: Entry, name: str) -> Mistake:
    """The mistake of a field that the record does not have."""
    fields = field_entries(entry) or {}
    help = did_you_mean(name, fields) or f"its fields are {', '.join(fields)}"
    return Mistake("unknown-field", f"has records without a field {quoted(name)}", help)


def list_fact(entry: Entry, records: Iterable[ItemFacts], origin: Origin) -> Fact:
    """The fact of a list; a field that a record does not give is not known."""
    fields = field_entries(entry)
    assert fields is not None
    given = tuple(records)
    unknown = {name: _not_given(field) for name, field in fields.items()}
    items = Items(
        tuple(
            Item(
                {
                    name: fact.value if (fact := record.fields.get(name)) else unknown[name]
                    for name in fields
                }
            )
            for record in given
        )
    )
    return Fact(items, str(items), origin, items=given)


def _not_given(entry: FactEntry) -> Value:
    labels = entry.type.labels if isinstance(entry.type, Scale | Choice) else ()
    return NotKnown(missing=frozenset({entry.name}), possible=labels)
