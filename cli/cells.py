"""Values and what is missing, as the cells of a table say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Step
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.numbers import as_text
from policy_dsl.values.types import Value


def cell(value: Value, labels: int | None = None) -> str:
    """A value as a cell: ``3``, ``yes``, ``not known (3 or 5)``.

    Args:
        value: of a step.
        labels: how many labels the scale has; that all of them are possible goes without saying.
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal() | Fraction():
            return as_text(value)
        case date():
            return value.isoformat()
        case NotKnown() if value.possible and len(value.possible) != labels:
            return f"not known ({' or '.join(label.name for label in value.possible)})"
        case _:
            return str(value)


def rating_cell(decision: Decision, name: str) -> str:
    """The cell of a rating; empty where the decision's edition has no rating of that name."""
    value = decision.ratings.get(name)
    if value is None:
        return ""
    if isinstance(value, NotKnown) and value.possible:
        scale = decision.policy.scales[value.possible[0].scale]
        return cell(value, len(scale.labels))
    return cell(value)


def waits_for(decision: Decision, steps: Iterable[Step]) -> list[str]:
    """The facts that would help to settle steps, in the policy's order, and then those of other
    periods and organisations; last the reasons why other steps are not known.
    """
    open_ = [step.value for step in steps if isinstance(step.value, NotKnown)]
    missing = {name for value in open_ for name in value.missing}
    own = [name for name in decision.policy.facts if name in missing]
    reasons = (value.reason for value in open_ if value.reason and not value.missing)
    return [*own, *sorted(missing.difference(own)), *dict.fromkeys(reasons)]


def some(names: Sequence[str], most: int = 3) -> str:
    """The first few names, and how many are left."""
    left = len(names) - most
    shown = [*names[:most], *([f"{left} more"] if left > 0 else [])]
    return ", ".join(shown)


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 decision``, ``1,200 decisions``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
