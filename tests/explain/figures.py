"""Figures read back from the JSON of a decision."""

from datetime import date
from fractions import Fraction
from typing import Any

Json = dict[str, Any]

#: What cannot be worked out again: it rests on something that is not known.
SKIP = object()


def number(value: Any) -> Any:
    if isinstance(value, dict):
        return Fraction(int(value["numerator"]), int(value["denominator"]))
    try:
        return Fraction(value)
    except (ValueError, TypeError):
        return value


def day(item: Json) -> Any:
    return date.fromisoformat(item["value"]) if item["type"] == "date" else number(item["value"])


def summarised(summary: str, values: list[Any], labels: list[str]) -> Any:
    if summary in ("best", "worst"):
        ranks = [labels.index(value) for value in values]
        return labels[min(ranks) if summary == "best" else max(ranks)]
    if summary in ("earliest", "latest"):
        return (min if summary == "earliest" else max)(values)
    if summary == "average":
        return sum(values) / Fraction(len(values))
    if summary == "sum":
        return sum(values, Fraction())
    return (min if summary == "lowest" else max)(values)
