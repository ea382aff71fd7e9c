"""Works scorecards and selections out again from the JSON of a decision."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .figures import SKIP, Json, number, summarised

if TYPE_CHECKING:
    from .recompute import Recomputed


def figure(value: Any) -> Any:
    """A figure of a scorecard's row; SKIP where it is not known."""
    return SKIP if isinstance(value, dict) and "state" in value else number(value)


def rows_counted(it: "Recomputed", card: Json) -> list[Json]:
    rows = [it.decision["steps"][needed] for needed in card["inputs"][: card["rows"]]]
    return [row for row in rows if row["counts"] in ("yes", "perhaps")]


def card_part(it: "Recomputed", card: Json, part: str) -> Any:
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


def scorecard(it: "Recomputed") -> Any:
    if it.step["points"]:
        return card_part(it, it.step, "average")
    rows = rows_counted(it, it.step)
    if it.step["taken_over"] or any(row["state"] != "known" for row in rows):
        return SKIP
    return summarised("worst", [row["value"] for row in rows], it.labels_of(it.step))


def part(it: "Recomputed") -> Any:
    (of,) = it.inputs
    name = it.step["part"]
    if of["kind"] == "scorecard":
        return card_part(it, of, name)
    if of["kind"] != "scorecard row" or "points" not in of:
        return SKIP
    return row_part(it, of, name)


def row_part(it: "Recomputed", row: Json, name: str) -> Any:
    if name == "band":
        return row["value"] if row["state"] == "known" else SKIP
    if name == "value":
        measure = it.decision["steps"][row["inputs"][0]]
        return number(measure["value"]) if measure["state"] == "known" else SKIP
    found = row[name] if name in ("points", "weight") else row["attributes"][name]
    return figure(found)


def row(it: "Recomputed") -> Any:
    bands = it.step["bands"]
    away = any(below["kind"] == "elsewhere" for below in it.inputs)
    if not bands or it.step["counted_as_missing"] or it.step["band"] is None or away:
        return SKIP
    measure = it.inputs[0]
    for band in bands:
        if band["tests"] is None or any(fits(it, test, measure) for test in band["tests"]):
            return band["label"]
    raise AssertionError("no band fits")


def fits(it: "Recomputed", test: Json, measure: Json) -> bool:
    if test["test"] == "condition":
        return it.inputs[test["input"]]["value"] is True
    return it.fits(test, measure)


def selected(it: "Recomputed") -> list[Json] | None:
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


def selection(it: "Recomputed") -> Any:
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


def values_of(it: "Recomputed", items: list[Json]) -> list[Any] | None:
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


def distinct(it: "Recomputed") -> Any:
    items = selected(it)
    values = None if items is None else values_of(it, items)
    return SKIP if values is None else len(set(values))


def field_of(it: "Recomputed") -> Any:
    items = selected(it)
    values = None if items is None else values_of(it, items)
    if values is None:
        return SKIP
    labels = it.labels_of(it.step) if it.step["summary"] in ("best", "worst") else []
    return summarised(it.step["summary"], values, labels)


def elsewhere(it: "Recomputed") -> Any:
    (there,) = it.inputs[-1:]
    if it.step["part"] is not None:
        return card_part(it, there, it.step["part"])
    return there["value"] if there["state"] == "known" else SKIP
