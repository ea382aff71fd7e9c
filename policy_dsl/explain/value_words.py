"""Values as people read them: ``6%``, ``£4,000``, ``yes``, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, assert_never

from policy_dsl.evaluate.step import Step
from policy_dsl.explain.homes import Homes
from policy_dsl.values.absence import DoesNotApply, Nothing, NotKnown
from policy_dsl.values.numbers import Number, as_text, negative
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Item, Items, OrNothing, Quantity, Type, Unit, Value, base

#: More names than this in one sentence are counted instead.
MOST_NAMES: Final = 4
_MOST_PLACES: Final = 12  # more decimal places are cut off: a square root has fifty digits


def number_words(number: Number, type_: Type | None) -> str:
    """A number in its unit: ``6%``, ``£4,000``, ``20 days``, ``1.77``."""
    kind = base(type_) if type_ is not None else None
    if isinstance(number, Decimal) and -int(number.as_tuple().exponent) > _MOST_PLACES:
        number = Fraction(number)
    if not isinstance(kind, Quantity):
        return as_text(number)
    match kind.unit:
        case Unit.NUMBER | Unit.COUNT:
            return as_text(number)
        case Unit.PERCENT:
            return f"{as_text(number)}%"
        case Unit.MONEY:
            sign, size = ("-", negative(number)) if number < 0 else ("", number)
            figure = f"{size:,f}" if isinstance(size, Decimal) else as_text(size)
            return f"{sign}£{figure}"
        case Unit.DAYS:
            return f"{as_text(number)} {'day' if number == 1 else 'days'}"


def value_words(value: Value, type_: Type | None) -> str:
    """A value as people read it; what is not known is only called that (see ``still_open``)."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal() | Fraction():
            return number_words(value, type_)
        case date():
            return value.isoformat()
        case str():
            return f'"{value}"'
        case Label():
            return value.name
        case NotKnown() | DoesNotApply() | Nothing() | Item() | Items():
            return str(value)
        case _:
            assert_never(value)


def words_of(homes: Homes, step: Step) -> str:
    """The value of a step in its type."""
    type_ = homes.type_of(step.rule)
    if isinstance(step.value, NotKnown):
        within = range_words(step.value, type_)
        return f"not known, {within}" if within else "not known"
    return value_words(step.value, type_)


def range_words(value: NotKnown, type_: Type | None) -> str:
    """Between which ends a number that is not known lies, as far as that is settled."""
    if value.gap or isinstance(type_, OrNothing):
        return ""
    low = None if value.low is None else number_words(value.low, type_)
    high = None if value.high is None else number_words(value.high, type_)
    if low is not None and high is not None:
        return f"between {low} and {high}"
    if low is not None:
        return f"at least {low}"
    return f"at most {high}" if high is not None else ""


def still_open(homes: Homes, step: Step, labels: bool = True) -> str:
    """What can still come out of a step that is not known, why, and which facts it waits for, with
    their ``labels`` or without."""
    value = step.value
    assert isinstance(value, NotKnown)
    parts = []
    if len(value.possible) > 1 or (value.possible and value.missing):
        parts.append(f"still possible {listed([label.name for label in value.possible], 'or')}")
    within = range_words(value, homes.type_of(step.rule))
    if within:
        parts.append(within)
    if value.reason:
        parts.append(value.reason)
    if value.missing:
        ordered = in_order(homes, value.missing)
        first = ordered[:MOST_NAMES]
        shown = [labelled(homes, name) for name in first] if labels else first
        more = len(ordered) - len(shown)
        parts.append(f"waits for {listed([*shown, *([f'{more} more'] if more else [])])}")
    return "; ".join(parts)


def in_order(homes: Homes, missing: Iterable[str]) -> list[str]:
    """Missing facts in the order of the policy; those of other places come last."""
    names = set(missing)
    return [name for name in homes.policy.facts if name in names] + sorted(
        name for name in names if name not in homes.policy.facts
    )


def labelled(homes: Homes, name: str) -> str:
    """A fact's name with its label: ``in_recovery (In the Recovery Support Programme)``."""
    fact = homes.policy.facts.get(name)
    return f"{name} ({fact.label.text})" if fact is not None and fact.label.text else name


def listed(words: Sequence[str], joining: str = "and") -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joining} {words[-1]}"


def truth_words(value: Value) -> str:
    """A condition's value: ``holds``, ``does not hold``."""
    if isinstance(value, bool):
        return "holds" if value else "does not hold"
    return str(value)


def and_more(names: Iterable[str]) -> str:
    """Names in a sentence, the last of very many only counted."""
    every = list(names)
    shown = every if len(every) <= 3 * MOST_NAMES else every[: 3 * MOST_NAMES]
    more = len(every) - len(shown)
    return listed([*shown, *([f"{more} more"] if more else [])])
