"""What a policy wants to know, and how the files that say it are laid out.

A reader of facts sees nothing else of a policy: no rules, no syntax tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

from attrs import field, frozen

from policy_dsl.values.numbers import Precision
from policy_dsl.values.periods import PeriodKind
from policy_dsl.values.types import Type


@frozen
class FactEntry:
    """A fact the policy declares, by its own name and, if any, its published ``identifier``.

    A ``national`` fact is a reference figure of the period, the same for every organisation.
    ``judged_by`` names the body whose decision it is, None for what is measured.  Under
    ``former_names`` other editions have the same fact.
    """

    name: str
    type: Type
    precision: Precision
    label: str
    identifier: str | None
    national: bool
    judged_by: str | None = None
    former_names: tuple[str, ...] = ()


@frozen
class ResultEntry:
    """A result the regulator itself published; kept apart from facts, since no rule may read it.

    ``within`` is how far a reproduced number may lie from it.
    """

    name: str
    type: Type
    identifier: str
    within: Decimal | None


Entry = FactEntry | ResultEntry


@frozen
class FileLayout:
    """How a published CSV file is laid out; it is recognised by its columns.

    With ``identifier`` and ``value`` a row holds one fact, otherwise a fact in each column.
    Several ``organisation`` columns together name an organisation. Cells that say one of
    ``not_known`` are not supplied; unused columns and identifiers are passed over in silence.
    """

    title: str
    organisation: tuple[str, ...]
    name: str | None
    kind: str | None
    period: str
    identifier: str | None
    value: str | None
    yes: frozenset[str]
    no: frozenset[str]
    not_known: frozenset[str]
    unused_columns: frozenset[str]
    unused_identifiers: frozenset[str]

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns without which no row can be read."""
        long = (self.identifier, self.value)
        return (*self.organisation, self.period, *(column for column in long if column))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the layout itself speaks of, facts aside."""
        return (*self.keys, *(column for column in (self.name, self.kind) if column))


@frozen(eq=False)
class Vocabulary:
    """All that may stand in a policy's facts files. ``facts`` and ``results`` are by name."""

    policy: str
    period: PeriodKind
    facts: Mapping[str, FactEntry] = field(repr=False)
    results: Mapping[str, ResultEntry] = field(repr=False)
    layouts: tuple[FileLayout, ...] = field(repr=False)

    @cached_property
    def _by_former_name(self) -> Mapping[str, FactEntry]:
        return {name: entry for entry in self.facts.values() for name in entry.former_names}

    def fact_called(self, name: str) -> FactEntry | None:
        """The fact that has a name or once had it; None if there is none."""
        return self.facts.get(name) or self._by_former_name.get(name)

    @cached_property
    def by_word(self) -> Mapping[str, tuple[Entry, ...]]:
        """What a column or an identifier of a file stands for.

        A fact's name, a fact's identifier or a result's identifier. What is published under one
        identifier may be both a fact and a result. A fact's own name goes before the identifier
        of another fact, and that before a name that another fact once had.
        """
        facts = dict(self._by_former_name)
        facts.update({entry.identifier: entry for entry in self.facts.values() if entry.identifier})
        facts.update(self.facts)
        found: dict[str, tuple[Entry, ...]] = {word: (entry,) for word, entry in facts.items()}
        for result in self.results.values():
            found[result.identifier] = (*found.get(result.identifier, ()), result)
        return found

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """Every column and identifier of which the policy says something, if only to pass it
        over."""
        found = set(self.by_word)
        for layout in self.layouts:
            found.update(layout.columns, layout.unused_columns, layout.unused_identifiers)
        return frozenset(found)

    @cached_property
    def results_by_word(self) -> Mapping[str, tuple[Entry, ...]]:
        """What a word stands for where only results are meant: their names and identifiers."""
        found: dict[str, tuple[Entry, ...]] = {}
        for result in self.results.values():
            found[result.identifier] = (*found.get(result.identifier, ()), result)
        found.update((name, (result,)) for name, result in self.results.items())
        return found
