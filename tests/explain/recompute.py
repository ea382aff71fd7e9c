"""Works every settled step of a decision out again from its JSON alone.

Nothing of the product is used here, so that an error of its own cannot hide.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

Json = dict[str, Any]

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
}
#: Kinds of steps that are read, not worked out.
READ = ("fact", "field", "record", "constant", "interpretation")
ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def disagreements(decision: Json) -> Iterator[str]:
    """The steps whose value is not what their rule makes of their inputs."""
    for step in decision["steps"]:
        found = Recomputed(decision, step).value()
        if found is not SKIP and found != step["value"] and found != number(step["value"]):
            yield f"step {step['id']} ({step['kind']}): {step['value']} is not {found}"


def recomputed(decision: Json) -> int:
    """How many steps could be worked out again."""
    return sum(Recomputed(decision, s).value() is not SKIP for s in decision["steps"])


SKIP = object()


def number(value: Any) -> Any:
    if isinstance(value, dict):
        return Fraction(int(value["numerator"]), int(value["denominator"]))
    try:
        return Fraction(value)
    except (ValueError, TypeError):
        return value


class Recomputed:
    def __init__(self, decision: Json, step: Json) -> None:
        self.decision, self.step = decision, step
        self.inputs: list[Json] = [decision["steps"][number] for number in step["inputs"]]

    def value(self) -> Any:
        kind = self.step["kind"]
        if kind in READ or self.step["state"] != "known":
            return SKIP
        if kind in CONSTRUCTS:
            return CONSTRUCTS[kind](self)
        if kind in ("both", "either"):
            return self._joined(kind == "either")
        if kind in ("average", "sum", "lowest", "highest", "best", "worst"):
            return self._summary(kind)
        if kind == "rating":
            return self._rating()
        if kind == "case" and self.step["otherwise"]:
            return True
        if kind == "table":
            return self._table()
        if any(item["state"] not in ("known", "nothing") for item in self.inputs):
            return SKIP
        values = [number(item["value"]) for item in self.inputs]
        match kind:
            case "value" | "case" | "override":
                return values[0] if self.inputs[0]["state"] == "known" else SKIP
            case "negative":
                return -values[0]
            case "arithmetic":
                if self.step["type"] == "date" or self.inputs[0]["type"] == "date":
                    return self._of_dates()
                found = ARITHMETIC[self.step["sign"]](*values)
                return found / 100 if self.step["percent"] else found
            case "compare":
                return COMPARE[self.step["sign"]](*values)
            case "not":
                return not values[0]
            case "is":
                return self._stands(self.inputs[0], self.step) is not self.step["negated"]
            case "count":
                return self._count()
            case "round":
                return rounded(values[0], self.step["places"], self.step["rounding"])
        raise AssertionError(kind)

    def _labels(self, step: Json) -> list[str]:
        """The labels of a step's scale, in the policy in which the step stands."""
        other = self.decision["other_policies"].get(step["at"]["policy"], self.decision)
        labels: list[str] = {**self.decision["scales"], **other["scales"]}[step["type"]]["labels"]
        return labels

    def _of_dates(self) -> Any:
        days = [item["type"] == "date" for item in self.inputs]
        first, second = (day(item) for item in self.inputs)
        if all(days):
            return Fraction((first - second).days)
        start, count = (first, second) if days[0] else (second, first)
        sign = 1 if self.step["sign"] == "+" else -1
        return (start + timedelta(days=sign * int(count))).isoformat()

    def _joined(self, decisive: bool) -> Any:
        known = [item["value"] for item in self.inputs if item["state"] == "known"]
        return decisive if decisive in known else not decisive

    def _summary(self, kind: str) -> Any:
        leaving = self.step["leaving_out_missing"]
        counted = [
            item
            for item in self.inputs
            if item["state"] != "does not apply"
            and not (leaving and item["state"] == "not known" and not item["gap"])
        ]
        if any(item["state"] != "known" for item in counted):
            return SKIP
        if kind in ("best", "worst"):
            labels = self._labels(self.step)
            ranks = [labels.index(item["value"]) for item in counted]
            return labels[min(ranks) if kind == "best" else max(ranks)]
        values = [number(item["value"]) for item in counted]
        if kind == "average":
            return sum(values) / len(values)
        return sum(values) if kind == "sum" else min(values) if kind == "lowest" else max(values)

    def _stands(self, subject: Json, test: Json) -> bool:
        if test["label"] is None:
            return bool(subject["state"] == "nothing")
        if subject["state"] != "known":
            return False
        labels = self._labels(subject)
        mine, theirs = labels.index(subject["value"]), labels.index(test["label"])
        order = {"or worse": ">=", "or better": "<=", "better than": "<", "worse than": ">"}
        return COMPARE[order.get(test["order"], "=")](mine, theirs)

    def _count(self) -> int:
        if self.step["sign"] is None:
            return sum(self._stands(item, self.step) for item in self.inputs)
        *values, limit = (number(item["value"]) for item in self.inputs)
        return sum(COMPARE[self.step["sign"]](value, limit) for value in values)

    def _table(self) -> Any:
        columns = self.inputs[: len(self.step["columns"])]
        if self.step["row"] is None or any(item["state"] != "known" for item in columns):
            return SKIP
        for place, row in enumerate(self.step["rows"], start=1):
            cells = zip(row["cells"], columns, strict=True)
            if all(cell is None or any(self._fits(t, c) for t in cell) for cell, c in cells):
                assert place == self.step["row"]
                output = row["output"]
                return output["constant"] if "constant" in output else self._operand(output)
        raise AssertionError("no row fits")

    def _fits(self, test: Json, column: Json) -> bool:
        value = number(column["value"])
        match test["test"]:
            case "label":
                return self._stands(column, test)
            case "compare":
                return COMPARE[test["sign"]](value, self._operand(test["with"]))
            case _:
                return bool(self._operand(test["low"]) <= value <= self._operand(test["high"]))

    def _operand(self, operand: Json) -> Any:
        if "constant" in operand:
            return number(operand["constant"])
        return number(self.inputs[operand["input"]]["value"])

    def _rating(self) -> Any:
        labels = self._labels(self.step)
        lines = list(self.inputs)
        if self.step["starts_with_first_input"]:
            base = lines.pop(0)["value"]
        else:
            base = next((s["label"] for s in lines if s["kind"] == "case" and s["value"]), None)
        if base is None or any(item["state"] == "not known" for item in lines):
            return SKIP
        if base not in labels:
            base = next((label for label in labels if number(label) == number(base)), None)
        if base is None:
            return None
        holding = [s for s in lines if s["kind"] == "override" and s["value"]]
        becomes = {s["label"] for s in holding if s["effect"] == "becomes"}
        if becomes:
            (only,) = becomes
            return only
        rank = labels.index(base)
        for override in holding:
            limit = labels.index(override["label"])
            cap = override["effect"] == "no better than"
            rank = max(rank, limit) if cap else min(rank, limit)
        return labels[rank]


def day(item: Json) -> Any:
    return date.fromisoformat(item["value"]) if item["type"] == "date" else number(item["value"])


# ---- scorecards, selections, time, population, triggers -----------------------------------------


def figure(value: Any) -> Any:
    """A figure of a scorecard's row; SKIP where it is not known."""
    return SKIP if isinstance(value, dict) and "state" in value else number(value)


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


def same(it: Recomputed) -> Any:
    """What a step takes over from its only input."""
    (below,) = it.inputs
    return below["value"] if below["state"] == "known" else SKIP


def item(it: Recomputed) -> Any:
    return it.inputs[1]["value"] if it.inputs[1]["state"] == "known" else SKIP


def rows_counted(it: Recomputed, card: Json) -> list[Json]:
    rows = [it.decision["steps"][needed] for needed in card["inputs"][: card["rows"]]]
    return [row for row in rows if row["counts"] in ("yes", "perhaps")]


def card_part(it: Recomputed, card: Json, part: str) -> Any:
    rows = rows_counted(it, card)
    if card["taken_over"] or not rows or any(row["counts"] == "perhaps" for row in rows):
        return SKIP
    points, weights = ([figure(row[name]) for row in rows] for name in ("points", "weight"))
    if SKIP in points:
        return SKIP
    if part in ("lowest", "highest"):
        return min(points) if part == "lowest" else max(points)
    if SKIP in weights:
        return SKIP
    total = sum(weight * point for weight, point in zip(weights, points, strict=True))
    if part == "total":
        return total / 100 if card["percent"] else total
    return Fraction(total) / sum(weights)


def scorecard(it: Recomputed) -> Any:
    if it.step["points"]:
        return card_part(it, it.step, "average")
    rows = rows_counted(it, it.step)
    if it.step["taken_over"] or any(row["state"] != "known" for row in rows):
        return SKIP
    return summarised("worst", [row["value"] for row in rows], it._labels(it.step))


def part(it: Recomputed) -> Any:
    (of,) = it.inputs
    name = it.step["part"]
    if of["kind"] == "scorecard":
        return card_part(it, of, name)
    if of["kind"] != "scorecard row" or "points" not in of:
        return SKIP
    return row_part(it, of, name)


def row_part(it: Recomputed, row: Json, name: str) -> Any:
    if name == "band":
        return row["value"] if row["state"] == "known" else SKIP
    if name == "value":
        measure = it.decision["steps"][row["inputs"][0]]
        return number(measure["value"]) if measure["state"] == "known" else SKIP
    found = row[name] if name in ("points", "weight") else row["attributes"][name]
    return figure(found)


def row(it: Recomputed) -> Any:
    bands = it.step["bands"]
    away = any(below["kind"] == "elsewhere" for below in it.inputs)
    if not bands or it.step["counted_as_missing"] or it.step["band"] is None or away:
        return SKIP
    measure = it.inputs[0]
    for band in bands:
        if band["tests"] is None or any(fits(it, test, measure) for test in band["tests"]):
            return band["label"]
    raise AssertionError("no band fits")


def fits(it: Recomputed, test: Json, measure: Json) -> bool:
    if test["test"] == "condition":
        return it.inputs[test["input"]]["value"] is True
    return it._fits(test, measure)


def selected(it: Recomputed) -> list[Json] | None:
    """The items selected; None where that is not settled."""
    of, *asked = it.inputs
    if not it.step["where"]:
        if of["kind"] == "scorecard":
            return rows_counted(it, of)
        return [it.decision["steps"][needed] for needed in of["inputs"]]
    if any(one["state"] == "not known" for one in asked) or of["state"] == "not known":
        return None
    holding = [one for one in asked if one["value"] is True]
    return [it.decision["steps"][one["inputs"][0]] for one in holding]


def selection(it: Recomputed) -> Any:
    quantifier = it.step["quantifier"]
    asked = it.inputs[1:]
    found = selected(it)
    if found is None:
        values = [one["value"] for one in asked]
        return {"any of": True in values, "every of": False not in values}.get(quantifier, SKIP)
    if any(one.get("counts") == "perhaps" for one in found):
        return SKIP
    if quantifier == "count of":
        return len(found)
    return bool(found) if quantifier == "any of" else len(found) == len(asked)


def values_of(it: Recomputed, items: list[Json]) -> list[Any] | None:
    """The values of a field in several items, without `nothing`; None where one is not known."""
    name, found = it.step["field"], []
    for one in items:
        if one["kind"] == "record":
            below = [it.decision["steps"][needed] for needed in one["inputs"]]
            (field,) = [step for step in below if step["name"] == name]
            if field["state"] == "not known":
                return None
            if field["state"] == "known":
                value = field["value"]
                found.append(value if field["type"] == "date" else number(value))
        else:
            value = row_part(it, one, name)
            if value is SKIP:
                return None
            found.append(value)
    return found


def distinct(it: Recomputed) -> Any:
    items = selected(it)
    values = None if items is None else values_of(it, items)
    return SKIP if values is None else len(set(values))


def field_of(it: Recomputed) -> Any:
    items = selected(it)
    values = None if items is None else values_of(it, items)
    if values is None:
        return SKIP
    labels = it._labels(it.step) if it.step["summary"] in ("best", "worst") else []
    return summarised(it.step["summary"], values, labels)


def window(it: Recomputed) -> Any:
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


def year_to_date(it: Recomputed) -> Any:
    return sum(number(one["value"]) for one in it.inputs if one["state"] == "known")


def in_the_period(it: Recomputed) -> Any:
    (when,) = it.inputs
    if when["state"] == "nothing":
        return False
    return bool(it.step["first_day"] <= when["value"] <= it.step["last_day"])


def period_bound(it: Recomputed) -> Any:
    return it.step["last_day" if it.step["end"] else "first_day"]


def date_from(it: Recomputed) -> Any:
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


def group_values(it: Recomputed) -> list[Any]:
    group = it.inputs[-1]
    of = [it.decision["steps"][needed] for needed in group["inputs"]]
    return [number(one["value"]) for one in of if one["state"] == "known"]


def group(it: Recomputed) -> Any:
    return len(it.inputs) - it.step["left_out"]


def across(it: Recomputed) -> Any:
    values, summary = group_values(it), it.step["summary"]
    if summary != "standard deviation":
        labels = it._labels(it.step) if summary in ("best", "worst") else []
        return summarised(summary, values, labels)
    mean = sum(values) / Fraction(len(values))
    variance = sum((value - mean) ** 2 for value in values) / len(values)
    given = number(it.step["value"])
    near = abs(given * given - variance) <= max(variance, Fraction(1)) / 10**40
    return it.step["value"] if near else variance


def quantile(it: Recomputed) -> Any:
    values = sorted(group_values(it))
    place = number(it.inputs[0]["value"]) * (len(values) - 1) / 100
    whole, rest = divmod(place, 1)
    if not rest:
        return values[whole]
    return values[whole] + rest * (values[whole + 1] - values[whole])


def rank(it: Recomputed) -> Any:
    own = number(it.inputs[0]["value"])
    values = group_values(it)
    return 1 + sum(other > own if it.step["highest_first"] else other < own for other in values)


def trigger(it: Recomputed) -> Any:
    return any(one["value"] is True for one in it.inputs if one["kind"] == "trigger condition")


def elsewhere(it: Recomputed) -> Any:
    (there,) = it.inputs[-1:]
    if it.step["part"] is not None:
        return card_part(it, there, it.step["part"])
    return there["value"] if there["state"] == "known" else SKIP


CONSTRUCTS: dict[str, Callable[[Recomputed], Any]] = {
    "scorecard": scorecard,
    "scorecard row": row,
    "part": part,
    "item": item,
    "selection": selection,
    "count distinct": distinct,
    "field of": field_of,
    "window": window,
    "earlier": same,
    "year to date": year_to_date,
    "in the period": in_the_period,
    "period bound": period_bound,
    "date from": date_from,
    "across": across,
    "quantile": quantile,
    "rank": rank,
    "group": group,
    "elsewhere": elsewhere,
    "trigger": trigger,
    "trigger condition": same,
    "due": same,
}


def rounded(value: Fraction, places: int, rounding: str) -> Fraction:
    scaled = value * 10**places
    if rounding == "half up":
        whole = floor(abs(scaled) + Fraction(1, 2)) * (1 if scaled >= 0 else -1)
    else:
        whole = {"up": ceil(scaled), "down": floor(scaled), "half even": round(scaled)}[rounding]
    return Fraction(whole, 10**places)
