"""A hash of the figures supplied beside a policy, which are no part of its text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256

from policy_dsl.facts.records import Facts
from policy_dsl.meaning.meaning import DIGITS
from policy_dsl.values.numbers import without_noughts
from policy_dsl.values.types import Value


def figures_hash(facts: Facts) -> str:
    """A short hash of national figures by period and name, however they are written.

    Grades count, for a rating rests on them; the file and line a figure stands in do not.
    """
    found = sorted(
        (
            period.first_day.isoformat(),
            period.last_day.isoformat(),
            name,
            figure_text(fact.value),
            fact.grade.value if fact.grade is not None else "",
        )
        for period, figures in facts.national.items()
        for name, fact in figures.items()
    )
    return sha256(repr(found).encode()).hexdigest()[:DIGITS]


def figure_text(value: Value) -> str:
    """A figure by its value: 2.050 is 2.05."""
    match value:
        case Decimal():
            return f"{without_noughts(value):f}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
