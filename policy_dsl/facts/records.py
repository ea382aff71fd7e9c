"""What is known: facts with the place each came from, by organisation and period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from attrs import field, frozen

from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import as_label_name
from policy_dsl.values.types import Value


@frozen
class Origin:
    """Where a fact was written. Line 0 means that it has no lines."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@frozen
class Judgement:
    """Whose decision a fact is, when it was made and why; None and empty where nothing is said."""

    by: str
    on: date | None = None
    because: str = ""


@frozen
class Fact:
    """A value, the text it was written as, and where.

    ``grade`` and ``source`` are what the facts file itself says of its figures.  A fact that is
    somebody's decision has a ``judgement``.  ``items`` are the records of a list.
    """

    value: Value
    written: str
    origin: Origin
    grade: Grade | None = None
    source: str = ""
    judgement: Judgement | None = None
    items: tuple[ItemFacts, ...] = ()


@frozen
class ItemFacts:
    """One record of a list: where it begins, and the fields it gives."""

    origin: Origin
    fields: Mapping[str, Fact]


@frozen
class Organisation:
    """Who is rated. ``kind`` is held as a policy writes it: ``Care Home`` is ``care_home``."""

    code: str
    name: str = ""
    kind: str = field(default="", converter=as_label_name)


@frozen
class Record:
    """The facts of one organisation in one period, and what the regulator ``published`` of it."""

    organisation: Organisation
    period: Period
    facts: Mapping[str, Fact]
    published: Mapping[str, Fact]


@frozen
class Facts:
    """All records, in order of organisation code and period, and the national figures."""

    records: tuple[Record, ...]
    national: Mapping[Period, Mapping[str, Fact]]

    @cached_property
    def organisations(self) -> tuple[Organisation, ...]:
        """Each organisation once, in order of code, as its latest record knows it."""
        return tuple(
            {record.organisation.code: record.organisation for record in self.records}.values()
        )

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods of the records, earliest first."""
        return tuple(sorted({record.period for record in self.records}))

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, Period], Record]:
        return {(record.organisation.code, record.period): record for record in self.records}

    def record(self, organisation: str, period: Period) -> Record | None:
        """The record of an organisation, by its code, in a period; None if there is none."""
        return self._by_place.get((organisation, period))

    def select(
        self,
        organisations: Iterable[str] | None = None,
        periods: Iterable[Period] | None = None,
    ) -> Facts:
        """Only these organisations (by code) and periods; None means all.

        National figures are of no organisation: they are chosen by period alone.
        """
        codes = None if organisations is None else frozenset(organisations)
        chosen = None if periods is None else frozenset(periods)
        records = tuple(
            record
            for record in self.records
            if (codes is None or record.organisation.code in codes)
            and (chosen is None or record.period in chosen)
        )
        national = {
            period: facts
            for period, facts in self.national.items()
            if chosen is None or period in chosen
        }
        return Facts(records, national)
