"""Values and situations as an author writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from policy_dsl.check.policy import Policy
from policy_dsl.facts.records import Fact
from policy_dsl.values.absence import Nothing
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Label
from policy_dsl.values.types import ListOf, Quantity, Type, Unit, Value, base

if TYPE_CHECKING:
    from policy_dsl.invent.situation import Given, Situation

_WIDTH: Final = 100


def in_words(value: Value, type_: Type) -> str:
    """A fact's value as an author writes it: ``6%``, ``20 days``, ``£4,000``, ``yes``."""
    kind = base(type_)
    match value:
        case bool():
            return "yes" if value else "no"
        case Label():
            return value.name
        case Decimal():
            return _number(value, kind.unit if isinstance(kind, Quantity) else Unit.NUMBER)
        case date():
            return value.isoformat()
        case str():
            return quoted(value)
        case Nothing():
            return "nothing"
        case _:
            return str(value)


def _number(value: Decimal, unit: Unit) -> str:
    sign = "-" if value < 0 else ""
    figure = value.copy_abs()
    match unit:
        case Unit.PERCENT:
            return f"{sign}{figure:f}%"
        case Unit.MONEY:
            return f"{sign}£{figure:,f}"
        case Unit.DAYS:
            return f"{sign}{figure:f} day{'' if figure == 1 else 's'}"
        case _:
            return f"{sign}{figure:f}"


def given_words(policy: Policy, name: str, fact: Fact) -> str:
    """``liquidity 20 days``, ``notices (regulation "12", issued 2010-05-01)``, ``no notices``."""
    type_ = policy.vocabulary.facts[name].type
    if not isinstance(type_, ListOf):
        return f"{name} {in_words(fact.value, type_)}"
    if not fact.items:
        return f"no {name}"
    fields = type_.record.fields
    records = (
        ", ".join(
            f"{field} {in_words(one.value, fields[field])}" for field, one in item.fields.items()
        )
        for item in fact.items
    )
    return f"{name} {' '.join(f'({record})' for record in records)}"


def as_example(
    policy: Policy,
    situation: Situation,
    title: str,
    expectations: Iterable[str],
    citation: str = "",
) -> str:
    """A situation as an ``example``, ready to be pasted into the policy; no blank line around it.

    Args:
        title: what it shows; without quotes.
        expectations: as written after ``expect``: ``financial_risk 3 because late_plan``.
        citation: the id of a source, or empty.
    """
    head = f"example {quoted(title)}"
    lines = [f"{head:<77} [{citation}]" if citation else head]
    lines.extend(f"    {line}" for line in _around(policy, situation))
    for whose, part in supplied_words(situation):
        for back in sorted(part):
            of_when = earlier_words(policy, whose, back)
            named = [given_words(policy, name, fact) for name, fact in part[back].items()]
            lines.extend(_wrapped(f"    given {of_when}", named))
    readings = [f"{name} {reading}" for name, reading in situation.readings]
    lines.extend(_wrapped("    given ", readings))
    lines.extend(_wrapped("    expect ", list(expectations)))
    return "\n".join(lines) + "\n"


def supplied_words(situation: Situation) -> Iterator[tuple[str, Given]]:
    """All that is supplied, with the words that say of whom: ``for "Trust B"``, or none."""
    yield "", situation.national
    yield "", situation.given
    for other in situation.others:
        kind = f" of kind {other.kind}" if other.kind != situation.kind else ""
        yield f"for {quoted(other.name)}{kind}", other.given


def earlier_words(policy: Policy, whose: str, back: int) -> str:
    """What stands between ``given`` and facts: ``for "Trust B" 1 quarter earlier: ``, or less."""
    word = policy.period.value
    earlier = f"{back} {word}{'' if back == 1 else 's'} earlier" if back else ""
    before = " ".join(filter(None, (whose, earlier)))
    return f"{before}: " if before else ""


def quoted(text: str) -> str:
    """A text between quotation marks, on one line."""
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _around(policy: Policy, situation: Situation) -> Iterator[str]:
    """The kind and the period, where they are not those that an example has unsaid."""
    kinds = policy.kinds
    if situation.kind and kinds != (situation.kind,):
        yield f"of kind {situation.kind}"
    if situation.period != Period.containing(policy.first_day, policy.period):
        yield f"in {quoted(str(situation.period))}"


def _wrapped(start: str, parts: list[str]) -> Iterator[str]:
    """The parts with commas between them, on as many lines as they need, each begun alike."""
    line: list[str] = []
    for part in parts:
        if line and len(start) + len(", ".join([*line, part])) > _WIDTH:
            yield start + ", ".join(line)
            line = []
        line.append(part)
    if line:
        yield start + ", ".join(line)
