"""Works every settled step of a decision out again from its JSON alone.

Nothing of the product is used here, so that an error of its own cannot hide.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

from . import recompute_around as around
from . import recompute_cards as cards
from .figures import SKIP, Json, day, number

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
        for override, label in Recomputed(decision, step).let_through():
            yield f"step {step['id']}: {override['name']} rules out {label}, and yet it does not"


def recomputed(decision: Json) -> int:
    """How many steps could be worked out again."""
    return sum(Recomputed(decision, s).value() is not SKIP for s in decision["steps"])


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

    def labels_of(self, step: Json) -> list[str]:
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
            labels = self.labels_of(self.step)
            ranks = [labels.index(item["value"]) for item in counted]
            return labels[min(ranks) if kind == "best" else max(ranks)]
        values = [number(item["value"]) for item in counted]
        if kind == "average":
            return sum(values) / len(values)
        return sum(values) if kind == "sum" else min(values) if kind == "lowest" else max(values)

    def _stands(self, subject: Json, test: Json) -> bool:
        label = test["label"]
        if test.get("label_of") is not None:
            other = self.inputs[1]
            if "nothing" in (subject["state"], other["state"]):
                return bool(subject["state"] == other["state"])
            label = other["value"]
        if label is None:
            return bool(subject["state"] == "nothing")
        if subject["state"] != "known":
            return False
        labels = self.labels_of(subject)
        mine, theirs = labels.index(subject["value"]), labels.index(label)
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
            if all(cell is None or any(self.fits(t, c) for t in cell) for cell, c in cells):
                assert place == self.step["row"]
                output = row["output"]
                return output["constant"] if "constant" in output else self._operand(output)
        raise AssertionError("no row fits")

    def fits(self, test: Json, column: Json) -> bool:
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
        labels = self.labels_of(self.step)
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
        named = {s["id"]: self._named(s) for s in holding}
        if SKIP in named.values():
            return SKIP
        becomes = {named[s["id"]] for s in holding if s["effect"] == "becomes"}
        if becomes:
            (only,) = becomes
            return only
        rank = labels.index(base)
        for override in holding:
            limit = labels.index(named[override["id"]])
            cap = override["effect"] == "no better than"
            rank = max(rank, limit) if cap else min(rank, limit)
        return labels[rank]

    def let_through(self) -> Iterator[tuple[Json, str]]:
        """The labels that an override is said to rule out of this rating, and does not."""
        for line in self.inputs if self.step["kind"] == "rating" else ():
            for label in line.get("ruled_out", ()):
                labels = self.labels_of(self.step)
                beside = labels.index(label) - labels.index(self._named(line))
                held = beside < 0 if line["effect"] == "no better than" else beside > 0
                if label in self.step["possible"] or not (held or line["effect"] == "becomes"):
                    yield line, label

    def _named(self, override: Json) -> Any:
        """The label of an override, be it written or that of something else."""
        if override["label"] is not None:
            assert override["label_of"] is None
            return override["label"]
        other = self.decision["steps"][override["inputs"][1]]
        return other["value"] if other["state"] == "known" else SKIP


def rounded(value: Fraction, places: int, rounding: str) -> Fraction:
    scaled = value * 10**places
    if rounding == "half up":
        whole = floor(abs(scaled) + Fraction(1, 2)) * (1 if scaled >= 0 else -1)
    else:
        whole = {"up": ceil(scaled), "down": floor(scaled), "half even": round(scaled)}[rounding]
    return Fraction(whole, 10**places)


CONSTRUCTS: dict[str, Callable[[Recomputed], Any]] = {
    "scorecard": cards.scorecard,
    "scorecard row": cards.row,
    "part": cards.part,
    "item": around.item,
    "selection": cards.selection,
    "count distinct": cards.distinct,
    "field of": cards.field_of,
    "window": around.window,
    "earlier": around.same,
    "year to date": around.year_to_date,
    "in the period": around.in_the_period,
    "period bound": around.period_bound,
    "date from": around.date_from,
    "across": around.across,
    "quantile": around.quantile,
    "rank": around.rank,
    "group": around.group,
    "elsewhere": cards.elsewhere,
    "trigger": around.trigger,
    "trigger condition": around.same,
    "due": around.same,
}
