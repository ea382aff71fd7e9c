"""Selections, time and population as JSON: what is asked of several items, periods or others."""

from __future__ import annotations

from typing import assert_never

from policy_dsl.evaluate.step import Cohort, Step
from policy_dsl.explain.history import around
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.rules import Population, Selection
from policy_dsl.syntax.history import (
    DateFrom,
    Earlier,
    Held,
    InThePeriod,
    PeriodBound,
    Window,
    YearToDate,
)
from policy_dsl.syntax.nodes import Word
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Quantified

Json = dict[str, object]

_WINDOWS = {
    Window.CONSECUTIVE: "consecutive",
    Window.EACH_OF: "each of the previous",
    Window.ANY_OF: "any of the previous",
    Window.AT_LEAST: "at least",
}


def selection_to_json(rule: Selection) -> tuple[str, Json]:
    """The first input is the list or scorecard; with a condition, the others are its items."""
    match rule:
        case Quantified():
            return "selection", {
                "quantifier": rule.quantifier.value,
                "where": rule.where is not None,
            }
        case CountDistinct():
            return "count distinct", {"field": rule.field.text, "where": rule.where is not None}
        case FieldOf():
            return "field of", {
                "summary": rule.summary.value.removesuffix(" of"),
                "field": rule.field.text,
                "where": rule.where is not None,
            }
        case _:
            assert_never(rule)


def time_to_json(
    homes: Homes,
    rule: Held | Earlier | YearToDate | InThePeriod | PeriodBound | DateFrom,
    step: Step,
) -> tuple[str, Json]:
    """Windows and earlier values have an input for each period, the oldest first."""
    match rule:
        case Held():
            return "window", {
                "window": _WINDOWS[rule.window],
                "least": int(rule.least.value) if rule.least is not None else None,  # type: ignore[arg-type]  # a NUMBER
                "periods": int(rule.periods.value),  # type: ignore[arg-type]  # a NUMBER
            }
        case Earlier():
            return "earlier", {"periods": int(rule.periods.value)}  # type: ignore[arg-type]  # a NUMBER
        case YearToDate():
            return "year to date", {}
        case InThePeriod():
            return "in the period", _days(homes, rule, step)
        case PeriodBound():
            return "period bound", {"end": rule.end, **_days(homes, rule, step)}
        case DateFrom():
            return "date from", {
                "amount": int(rule.amount.value),  # type: ignore[arg-type]  # a NUMBER
                "unit": rule.unit.value,
                "after": rule.after,
            }
        case _:
            assert_never(rule)


def _days(homes: Homes, rule: InThePeriod | PeriodBound, step: Step) -> Json:
    period = around(homes, step, rule.word.text)
    return {
        "period": str(period),
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
    }


def population_to_json(rule: Population | Word, step: Step) -> tuple[str, Json]:
    """The last input of a figure is the group, whose inputs are the organisations."""
    match rule:
        case Across():
            return "across", {"summary": rule.summary.value.removesuffix(" of"), **_of(rule)}
        case Quantile():
            return "quantile", _of(rule)
        case Rank():
            return "rank", {"highest_first": rule.highest_first, **_of(rule)}
        case Word():
            group = step.detail
            assert isinstance(group, Cohort)
            return "group", {
                "organisations": group.kind,
                "period": str(group.period),
                "left_out": group.left_out,
            }
        case _:
            assert_never(rule)


def _of(rule: Population) -> Json:
    return {
        "of": rule.name.text,
        "organisations": rule.kind.text,
        "leaving_out_missing": rule.leaving_out_missing,
    }
