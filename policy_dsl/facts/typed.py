"""Written text to a value of a fact's type, exactly, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import assert_never

from attrs import field, frozen

from policy_dsl.facts.vocabulary import Entry, FactEntry
from policy_dsl.source import did_you_mean, printable
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.numbers import Precision, parse_number
from policy_dsl.values.period_texts import date_in_words
from policy_dsl.values.scales import Choice, Label, Scale, as_label_name
from policy_dsl.values.types import ListOf, OrNothing, Plain, Quantity, Unit, Value, type_name

# A message repeats no more of a cell, and lists no more labels, than a person wants to read.
_LONGEST_QUOTE = 60
_MOST_LABELS = 12

_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_POUNDS = re.compile(r"([+-]?)£ ?(?=[0-9])")
_DAYS = re.compile(r" ?days?$")
_IN_BRACKETS = re.compile(r"\(([0-9.,]+)\)(%?)")
_MINUS = str.maketrans({"\u2212": "-"})
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_WANTED = {
    Unit.NUMBER: "a number",
    Unit.COUNT: "a whole number",
    Unit.PERCENT: "a percentage",
    Unit.MONEY: "an amount of money",
    Unit.DAYS: "a number of days",
}
_HELP = {
    Unit.NUMBER: "write it in digits: 1234.5 or 1,234.5",
    Unit.COUNT: "write it in digits: 1234 or 1,234",
    Unit.PERCENT: "write it in digits: 93.6 or 93.6%",
    Unit.MONEY: "write it in digits: 1234.50 or £1,234.50",
    Unit.DAYS: "write it in digits: 25 or 25 days",
}
# For what holds no figure, such as `n/a` or a dash.
_IF_NOT_KNOWN = "if it is not known, leave it empty or add the word to `not known is` in a layout"


@frozen
class Mistake:
    """Why a text is no value of its fact: a code and what to say after the fact's name."""

    code: str
    reason: str
    help: str | None = None


def _numbers(words: frozenset[str]) -> frozenset[Decimal]:
    return frozenset(number for word in words if (number := number_in(word)) is not None)


@frozen
class Words:
    """The words of a file for yes and no. One that is a number stands for the number: 1 is 1.0."""

    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    yes_numbers: frozenset[Decimal] = field(init=False)
    no_numbers: frozenset[Decimal] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "yes_numbers", _numbers(self.yes))
        object.__setattr__(self, "no_numbers", _numbers(self.no))


PLAIN_WORDS = Words()


def quoted(text: str) -> str:
    """``text`` between back-ticks, safe for a terminal and of a sensible length."""
    return f"`{printable(text[:_LONGEST_QUOTE])}{'...' if len(text) > _LONGEST_QUOTE else ''}`"


def clean(text: str) -> str:
    """``text`` trimmed and in Unicode's composed form, so that equal texts are equal."""
    trimmed = text.strip()
    return trimmed if trimmed.isascii() else unicodedata.normalize("NFC", trimmed)


def number_in(text: str) -> Decimal | None:
    """The number a text is written as, or None."""
    try:
        return parse_number(text)
    except ValueError:
        return None


def precision_of(entry: Entry) -> Precision:
    """The grid and range of a fact; a published result has none."""
    return entry.precision if isinstance(entry, FactEntry) else _ANY


_ANY = Precision()
NOT_A_LIST = Mistake(
    "fact-type",
    "is a list of records",
    "in JSON or YAML, give a list of mappings; without any records, `[]`",
)


def read_value(text: str, entry: Entry, words: Words = PLAIN_WORDS) -> Value | Mistake:
    """The value of ``entry`` that ``text``, which is not blank, is written for."""
    type_ = entry.type
    if isinstance(type_, OrNothing):
        if text.strip().casefold() == "nothing":
            return NOTHING
        type_ = type_.of
    match type_:
        case Quantity():
            return _quantity(text, type_.unit, precision_of(entry))
        case Plain.YES_OR_NO:
            return _yes_or_no(text.strip(), words)
        case Plain.TEXT:
            return clean(text)
        case Plain.DATE:
            return _date(text.strip())
        case Scale() | Choice():
            return _label(clean(text), type_)
        case ListOf():
            return NOT_A_LIST
        case _:
            assert_never(type_)


def in_range(value: Decimal, written: str, unit: Unit, precision: Precision) -> Decimal | Mistake:
    """``value`` if it is whole where it has to be, on its grid and in its range."""
    if unit is Unit.COUNT:
        if value != value.to_integral_value():
            return wrong(written, _WANTED[unit], "a count has no decimal places")
        value = Decimal(int(value))  # 3.0 of something is 3
    objection = precision.objection(value)
    if objection is None:
        return value
    return Mistake(
        "fact-range",
        f"is given as {quoted(written)}, which {objection}",
        f"the policy has it `{precision}`: mend the figure, or the policy",
    )


def wrong(written: str, wanted: str, help: str | None) -> Mistake:
    """The mistake of writing something else than what is wanted."""
    return Mistake("fact-type", f"is given as {quoted(written)}, where {wanted} is wanted", help)


def wanted_of(type_: Quantity) -> str:
    """What to call a value of a unit in a message."""
    return _WANTED[type_.unit]


def label_numbered(number: Decimal, type_: Scale | Choice) -> Label | None:
    """The label written as this number, whatever its zeros, or None."""
    return next((label for label in type_.labels if label.number == number), None)


def no_label(written: str, type_: Scale | Choice) -> Mistake:
    """The mistake of writing what is no label of a scale or choice."""
    names = [label.name for label in type_.labels]
    shown = ", ".join(names[:_MOST_LABELS]) + (", ..." if len(names) > _MOST_LABELS else "")
    return Mistake(
        "fact-type",
        f"is given as {quoted(written)}, which is no label of `{type_name(type_)}`",
        did_you_mean(as_label_name(written[: 2 * _LONGEST_QUOTE]), names) or f"it has {shown}",
    )


def _quantity(text: str, unit: Unit, precision: Precision) -> Decimal | Mistake:
    plain = text.strip().translate(_MINUS)
    if unit is Unit.PERCENT:
        plain = plain.removesuffix("%")
    elif unit is Unit.MONEY:
        plain = _POUNDS.sub(r"\1", plain, count=1) if _POUNDS.match(plain) else plain
    elif unit is Unit.DAYS:
        plain = _DAYS.sub("", plain)
    if "," in plain and _THOUSANDS.fullmatch(plain.strip()):
        plain = plain.replace(",", "")
    number = number_in(plain)
    if number is None:
        return wrong(text, _WANTED[unit], _number_help(plain, unit))
    return in_range(number, text, unit, precision)


def _number_help(plain: str, unit: Unit) -> str:
    below = _IN_BRACKETS.fullmatch(plain)
    if below is not None:
        return f"write a figure below nought with a minus: -{below[1]}{below[2]}"
    return _HELP[unit] if _has_digit(plain) else f"{_HELP[unit]}; {_IF_NOT_KNOWN}"


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _yes_or_no(text: str, words: Words) -> bool | Mistake:
    # The file's own words go first: it may well mean something else by "true".
    if text in words.yes:
        return True
    if text in words.no:
        return False
    folded = text.casefold()
    if folded in ("yes", "y", "true"):
        return True
    if folded in ("no", "n", "false"):
        return False
    if words.yes_numbers or words.no_numbers:
        number = number_in(text)
        if number in words.yes_numbers:
            return True
        if number in words.no_numbers:
            return False
    own = [f"`{printable(word)}`" for word in (*sorted(words.yes), *sorted(words.no))]
    help = f"write {' or '.join(['yes', 'no', *own])}"
    return wrong(text, "yes or no", help if _has_digit(text) else f"{help}; {_IF_NOT_KNOWN}")


def _date(text: str) -> date | Mistake:
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return wrong(text, "a date", "there is no such day in the calendar")
    in_words = date_in_words(" ".join(text.split()))
    if in_words is not None:
        return in_words
    help = "write year, month and day: 2025-06-30"
    if not _has_digit(text):
        return wrong(text, "a date", f"{help}; {_IF_NOT_KNOWN}")
    found = _DAY_FIRST.fullmatch(text)
    if found is not None:  # which the first figure is differs from country to country
        day, month, year = found.groups()
        help = f"write year, month and day: {year}-{month:0>2}-{day:0>2}, if the day stands first"
    return wrong(text, "a date", help)


def _label(text: str, type_: Scale | Choice) -> Label | Mistake:
    label = type_.label(text)
    if label is not None:
        return label
    number = number_in(text)
    if number is not None:
        return label_numbered(number, type_) or no_label(text, type_)
    name = as_label_name(text)
    for label in type_.labels:
        # Only words are known by their published wording: `-1`, `(1)` and `1%` are not label 1.
        if label.number is None and name == as_label_name(label.name) != "":
            return label
    return no_label(text, type_)
