"""Works time, populations and triggers out again from the JSON of a decision."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .figures import SKIP, day, number, summarised

if TYPE_CHECKING:
    from .recompute import Recomputed


def same(it: "Recomputed") -> Any:
    """What a step takes over from its only input."""
    (below,) = it.inputs
    return below["value"] if below["state"] == "known" else SKIP


def item(it: "Recomputed") -> Any:
    return it.inputs[1]["value"] if it.inputs[1]["state"] == "known" else SKIP


def window(it: "Recomputed") -> Any:
    known = [one["value"] is True for one in it.inputs if one["state"] != "not known"]
    open_ = len(it.inputs) - len(known)
    match it.step["window"]:
        case "any of the previous":
            least = 1
        case "at least":
            least = it.step["least"]
        case _:
            least = len(it.inputs)
    if sum(known) >= least:
        return True
    assert sum(known) + open_ < least, "the window is not settled"
    return False


def year_to_date(it: "Recomputed") -> Any:
    return sum(number(one["value"]) for one in it.inputs if one["state"] == "known")


def in_the_period(it: "Recomputed") -> Any:
    (when,) = it.inputs
    if when["state"] == "nothing":
        return False
    return bool(it.step["first_day"] <= when["value"] <= it.step["last_day"])


def period_bound(it: "Recomputed") -> Any:
    return it.step["last_day" if it.step["end"] else "first_day"]


def date_from(it: "Recomputed") -> Any:
    start = day(it.inputs[0])
    amount = it.step["amount"] * (1 if it.step["after"] else -1)
    match it.step["unit"]:
        case "days":
            return (start + timedelta(days=amount)).isoformat()
        case "weeks":
            return (start + timedelta(weeks=amount)).isoformat()
        case "working days":
            return SKIP
    months = amount * (12 if it.step["unit"] == "years" else 1) + start.year * 12 + start.month - 1
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).isoformat()


def group_values(it: "Recomputed") -> list[Any]:
    group = it.inputs[-1]
    of = [it.decision["steps"][needed] for needed in group["inputs"]]
    return [number(one["value"]) for one in of if one["state"] == "known"]


def group(it: "Recomputed") -> Any:
    return len(it.inputs) - it.step["left_out"]


def across(it: "Recomputed") -> Any:
    summary = it.step["summary"]
    if summary == "count":
        of = [it.decision["steps"][needed] for needed in it.inputs[-1]["inputs"]]
        return sum(one["state"] == "known" and one["value"] is True for one in of)
    values = group_values(it)
    if summary != "standard deviation":
        labels = it.labels_of(it.step) if summary in ("best", "worst") else []
        return summarised(summary, values, labels)
    mean = sum(values) / Fraction(len(values))
    variance = sum((value - mean) ** 2 for value in values) / len(values)
    given = number(it.step["value"])
    near = abs(given * given - variance) <= max(variance, Fraction(1)) / 10**40
    return it.step["value"] if near else variance


def quantile(it: "Recomputed") -> Any:
    values = sorted(group_values(it))
    place = number(it.inputs[0]["value"]) * (len(values) - 1) / 100
    whole, rest = divmod(place, 1)
    if not rest:
        return values[whole]
    return values[whole] + rest * (values[whole + 1] - values[whole])


def rank(it: "Recomputed") -> Any:
    own = number(it.inputs[0]["value"])
    values = group_values(it)
    return 1 + sum(other > own if it.step["highest_first"] else other < own for other in values)


def trigger(it: "Recomputed") -> Any:
    return any(one["value"] is True for one in it.inputs if one["kind"] == "trigger condition")
