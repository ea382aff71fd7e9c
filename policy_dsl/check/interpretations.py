"""Checking interpretations: at least two readings, of one type, each once."""

from __future__ import annotations

from decimal import Decimal

from policy_dsl.check.context import Context
from policy_dsl.check.header import check_date
from policy_dsl.check.units import NUMBER, as_quantity, comparable
from policy_dsl.syntax.expressions import Constant, Expression, Name
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.values.scales import Choice
from policy_dsl.values.types import Plain, Type, base, type_name


def check_interpretations(context: Context) -> None:
    """Notes every interpretation under its name, with the type of its readings."""
    for item in context.file.declarations:
        if isinstance(item, Interpretation):
            context.cite(item, item.citations)
            type_ = _type(context, item)
            if context.declare(item.name):
                context.named[item.name.text] = item
            if type_ is not None:
                context.types[item] = type_


def written(reading: Expression) -> str:
    """A reading as an author writes it, without its unit: ``3.0``, ``at_least``, ``yes``."""
    if isinstance(reading, Name):
        return reading.text
    assert isinstance(reading, Constant)
    if isinstance(reading.value, bool):
        return "yes" if reading.value else "no"
    return str(reading.value)


def reading_named(interpretation: Interpretation, text: str) -> int | None:
    """Which reading a text names, from 0; numbers are compared as numbers."""
    plain = text.strip().removesuffix("%").removeprefix("£").replace(",", "")
    for number, reading in enumerate(interpretation.readings):
        if written(reading) in (text.strip(), plain):
            return number
        if isinstance(reading, Constant) and isinstance(reading.value, Decimal):
            try:
                if Decimal(plain) == reading.value:
                    return number
            except ArithmeticError:
                continue
    return None


def _type(context: Context, item: Interpretation) -> Type | None:
    if not item.reason.text.strip():
        context.error(
            "interpretation",
            f"nothing says why `{item.name.text}` is read as it is",
            item.reason,
            "write what the text leaves open, and why the first reading is taken",
        )
    if len(item.readings) < 2:
        context.error(
            "interpretation",
            "an interpretation has at least two readings",
            item.name,
            "add the other: `= A or B`; what can be read in one way only is a `value`",
        )
    seen: set[object] = set()
    for reading in item.readings:
        if not isinstance(reading, Constant | Name):
            context.error(
                "interpretation",
                "a reading is a number, a date, yes or no, or a word",
                reading,
                "write a word that tells the readings apart, and ask for it where they matter",
            )
            return None
        key = reading.text if isinstance(reading, Name) else (reading.value, reading.type)
        if key in seen:
            context.error(
                "duplicate-reading",
                f"the reading `{written(reading)}` stands here twice",
                reading,
                "leave one of them out",
            )
        seen.add(key)
    words = [reading for reading in item.readings if isinstance(reading, Name)]
    constants = [reading for reading in item.readings if isinstance(reading, Constant)]
    if words and constants:
        context.error(
            "type",
            "the readings are partly words and partly not",
            constants[0] if words[0] is item.readings[0] else words[0],
            "write them all as words, or none",
        )
        return None
    return _words(context, item, words) if words else _constants(context, constants)


def _words(context: Context, item: Interpretation, words: list[Name]) -> Type:
    """The scale whose labels the words all are; else a choice of the interpretation's own."""
    names = tuple(dict.fromkeys(word.text for word in words))
    fitting = [
        scale for scale in context.scales.values() if all(scale.label(name) for name in names)
    ]
    scale = fitting[0] if len(fitting) == 1 else context.made_before(item)
    scale = scale or Choice.of(item.name.text, names)
    for word in words:
        context.label(word, word.text, scale)
    return scale


def _constants(context: Context, constants: list[Constant]) -> Type | None:
    found: Type | None = None
    for reading in constants:
        if reading.type is Plain.DATE and check_date(context, reading) is None:
            return None
        if found is not None and not comparable(found, reading.type):
            both = as_quantity(base(found)) is not None and as_quantity(reading.type) is not None
            context.error(
                "unit" if both else "type",
                f"the readings are of one type, and here `{type_name(found)}` meets "
                f"`{type_name(reading.type)}`",
                reading,
                "write the same unit beside each"
                if both
                else "write numbers alone, or dates, or words",
            )
            return None
        found = reading.type if found in (None, reading.type) else NUMBER
    return found
