"""What a log says of results, in words."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from policy_dsl.replay.replay import Replayed, Why
from policy_dsl.source import printable
from policy_dsl.values.numbers import as_text

# A text of a log may be of any length; a cell is not.
_LONGEST = 60


def value_words(value: object) -> str:
    """A result as ``entry.py`` writes it: ``3``, ``not known (3 or 5)``; empty for none."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case {"numerator": str(over), "denominator": str(under)}:
            return _ratio(over, under)
        case {"state": str(state), "possible": [str(), *_] as labels}:
            return _short(f"{state} ({' or '.join(map(str, labels))})")
        case {"state": str(state)}:
            return _short(state)
        case str():
            return _short(value)
        case _:
            return _short(str(value))


def why_words(replayed: Replayed) -> str:
    """Why a decision does not come out as it was logged."""
    if replayed.why is None:
        return ""
    if replayed.why is Why.NOT_RUN:
        return f"not decided again: {replayed.about}"
    why: str = replayed.why.value
    return f"{why}: {replayed.about}" if replayed.about else why


def _ratio(over: str, under: str) -> str:
    try:
        return as_text(Fraction(Decimal(over)) / Fraction(Decimal(under)))
    except (InvalidOperation, ZeroDivisionError, OverflowError, ValueError):
        return _short(f"{over}/{under}")


def _short(text: str) -> str:
    return printable(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...")
