"""Facts given by a Python program: a plain mapping of names to values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from policy_dsl.facts.judgements import judgement_of, plain_judgement
from policy_dsl.facts.lists import field_entries, list_fact, unknown_field
from policy_dsl.facts.records import Fact, ItemFacts, Judgement, Organisation, Origin, Record
from policy_dsl.facts.typed import (
    NOT_A_LIST,
    Mistake,
    clean,
    in_range,
    label_numbered,
    no_label,
    precision_of,
    quoted,
    read_value,
    wanted_of,
    wrong,
)
from policy_dsl.facts.vocabulary import Entry, FactEntry, Vocabulary
from policy_dsl.source import did_you_mean, printable
from policy_dsl.values.absence import NOTHING, Nothing
from policy_dsl.values.periods import Period, PeriodKind
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import ListOf, OrNothing, Plain, Quantity, Value, base, type_name

#: Where facts given by a program come from.
GIVEN = Origin("given by the program", 0)

_Number: TypeAlias = Decimal | int | float
_Numbered: TypeAlias = Quantity | Scale | Choice

# Every float has fewer digits on either side of the point.
_MOST_DIGITS = 1100


class GivenFactError(ValueError):
    """A value is no value of its fact; ``code`` is that of the same mistake in a facts file."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def record_of(
    organisation: str,
    period: str | Period,
    values: Mapping[str, object],
    vocabulary: Vocabulary,
    *,
    name: str = "",
    kind: str = "",
) -> Record:
    """A record from plain values.

    Args:
        organisation: its code.
        period: of the policy's own kind.
        values: by a fact's name or identifier, or a published result's identifier: Decimal, int,
            str (read as in a file), bool, float (as the shortest decimal that stands for it),
            date, or None (or a blank text) for what is not known.  A judgement may be a mapping of
            its `value` and who decided it: `by`, `on` and `because`.  A list of records is a
            sequence of mappings of their fields.
        vocabulary: the policy's.
        name: the organisation's name.
        kind: what kind of organisation it is.

    Raises:
        GivenFactError: (a ValueError) if a value or the period is not one the policy can use, a
            name is unknown, a fact is given twice, or a national fact is given.
    """
    if not clean(organisation):
        raise GivenFactError("facts-organisation", "the organisation has no code")
    facts: dict[str, Fact] = {}
    published: dict[str, Fact] = {}
    by_word = vocabulary.by_word
    for word, given in values.items():
        entries = by_word.get(word)
        if entries is None:
            raise _unknown(word, vocabulary)
        if given is None:
            continue
        for entry in entries:
            if isinstance(entry, FactEntry):
                if entry.national:
                    raise GivenFactError(
                        "facts-organisation",
                        f"`{entry.name}` is a national fact and belongs to no one organisation",
                    )
                _put(facts, entry, given)
            else:
                _put(published, entry, given)
    who = Organisation(clean(organisation), clean(name), kind)
    return Record(who, _period(period, vocabulary.period), facts, published)


def facts_of(values: Mapping[str, object], vocabulary: Vocabulary) -> Mapping[str, Fact]:
    """Facts from plain values, national ones or not, by name: as `record_of`, for no organisation.

    Raises:
        GivenFactError: as `record_of`, but for national facts, which are welcome.
    """
    facts: dict[str, Fact] = {}
    for word, given in values.items():
        entries = vocabulary.by_word.get(word)
        if entries is None:
            raise _unknown(word, vocabulary)
        if given is not None:
            for entry in entries:
                if isinstance(entry, FactEntry):
                    _put(facts, entry, given)
    return facts


def _put(facts: dict[str, Fact], entry: Entry, given: object) -> None:
    judgement: Judgement | Mistake | None = plain_judgement(entry)
    if judgement is not None and isinstance(given, Mapping):
        judgement, given = judgement_of(entry, given), given.get("value")
    if isinstance(judgement, Mistake):
        raise GivenFactError(judgement.code, f"`{entry.name}` {judgement.reason}")
    if (
        entry.type.__class__ is ListOf
        and isinstance(given, Sequence)
        and given.__class__ is not str
    ):
        facts[entry.name] = _list(entry, given)
        return
    written = _written(given)
    value = _value(entry, given, written)
    if value is None:
        return
    if isinstance(value, Mistake):
        help = f": {value.help}" if value.help else ""
        raise GivenFactError(value.code, f"`{entry.name}` {value.reason}{help}")
    known = facts.get(entry.name)
    if known is not None and known.value != value:
        raise GivenFactError(
            "fact-twice",
            f"`{entry.name}` is given twice, as {quoted(known.written)} and {quoted(written)}",
        )
    facts[entry.name] = Fact(value, written, GIVEN, judgement=judgement)


def _list(entry: Entry, given: Sequence[object]) -> Fact:
    """A list of records from plain mappings of their fields."""
    fields = field_entries(entry)
    assert fields is not None
    records = []
    for record in given:
        if not isinstance(record, Mapping):
            raise GivenFactError(NOT_A_LIST.code, f"`{entry.name}` {NOT_A_LIST.reason}")
        found: dict[str, Fact] = {}
        for name, value in record.items():
            field = fields.get(name)
            if field is None:
                mistake = unknown_field(entry, str(name))
                raise GivenFactError(
                    mistake.code, f"`{entry.name}` {mistake.reason}: {mistake.help}"
                )
            if value is not None:
                _put(found, field, value)
        # By the field's own name: a fact of a record is not one of the organisation.
        own = {field.label: found[field.name] for field in fields.values() if field.name in found}
        records.append(ItemFacts(GIVEN, own))
    return list_fact(entry, records, GIVEN)


def _value(entry: Entry, given: object, written: str) -> Value | Mistake | None:
    """The value of ``entry`` that a plain value stands for; None for a blank text."""
    if isinstance(given, str):
        return read_value(given, entry) if given and not given.isspace() else None
    type_ = entry.type
    if isinstance(type_, OrNothing):
        if isinstance(given, Nothing):
            return NOTHING
        type_ = type_.of
    if isinstance(given, bool):
        if type_ is Plain.YES_OR_NO:
            return given
    elif isinstance(given, _Number):
        if isinstance(type_, _Numbered):
            return _number(entry, type_, given, written)
    elif isinstance(given, Label):
        if isinstance(type_, Scale | Choice) and given in type_.labels:
            return given
    elif isinstance(given, date) and not isinstance(given, datetime) and type_ is Plain.DATE:
        return given
    return wrong(written, _wanted(entry), f"it is a Python {type(given).__name__}")


def _number(entry: Entry, type_: _Numbered, given: _Number, written: str) -> Value | Mistake:
    number = Decimal(written if isinstance(given, float) else given)
    if not number.is_finite():
        return wrong(written, _wanted(entry), "it is not a finite number")
    if not -_MOST_DIGITS < number.adjusted() < _MOST_DIGITS:
        return wrong(written, _wanted(entry), "it has too many digits")
    if isinstance(type_, Quantity):
        return in_range(number, written, type_.unit, precision_of(entry))
    return label_numbered(number, type_) or no_label(written, type_)


def _wanted(entry: Entry) -> str:
    type_ = base(entry.type)
    if isinstance(type_, Quantity):
        return wanted_of(type_)
    if isinstance(type_, Plain):
        return {Plain.YES_OR_NO: "yes or no", Plain.DATE: "a date", Plain.TEXT: "a text"}[type_]
    if isinstance(type_, ListOf):
        return "a list of records"
    return f"a label of `{type_name(type_)}`"


def _written(given: object) -> str:
    if isinstance(given, bool):
        return "yes" if given else "no"
    # The float's own repr: the shortest decimal that stands for it, whatever a subclass would say.
    return float.__repr__(given) if isinstance(given, float) else str(given)


def _unknown(word: str, vocabulary: Vocabulary) -> GivenFactError:
    help = did_you_mean(str(word), vocabulary.by_word)
    return GivenFactError(
        "unknown-identifier",
        f"the policy `{printable(vocabulary.policy)}` has no fact {quoted(str(word))}"
        + (f": {help}" if help else ""),
    )


def _period(period: str | Period, kind: PeriodKind) -> Period:
    if isinstance(period, str):
        try:
            return _parsed(period, kind)
        except ValueError as problem:
            raise GivenFactError("fact-period", str(problem)) from None
    if period.kind is not kind:
        raise GivenFactError(
            "fact-period", f"{period} is a {period.kind.value}, where a {kind.value} is wanted"
        )
    return period


@lru_cache(maxsize=1024)
def _parsed(text: str, kind: PeriodKind) -> Period:
    return Period.parse(text, kind)
