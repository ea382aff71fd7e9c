"""What each kind of rule says, as JSON: enough to work its step out again from its inputs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import assert_never

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import Acted, Step
from policy_dsl.explain.json_values import value_to_json
from policy_dsl.explain.rules import rule_of
from policy_dsl.facts.records import Fact as FactRead
from policy_dsl.syntax.aggregates import Aggregate, CountWhich, Round
from policy_dsl.syntax.expressions import (
    Arithmetic,
    Both,
    Compare,
    Constant,
    Either,
    Expression,
    Is,
    Name,
    Negative,
    Not,
    Target,
)
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.tables import (
    AnyCell,
    Cell,
    CellTest,
    ComparisonTest,
    EqualsTest,
    OrderTest,
    OtherwiseCell,
    RangeTest,
    Table,
    TestsCell,
)
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Quantity, Unit, base

Json = dict[str, object]


def rule_to_json(policy: Policy, step: Step) -> tuple[str, Json]:
    """The kind of a step and the fields of that kind."""
    rule = rule_of(step)
    match rule:
        case Fact():
            return "fact", _fact(policy, rule, step)
        case Constant() | Name():
            return "constant", {}
        case Negative():
            return "negative", {}
        case Arithmetic():
            return "arithmetic", {"sign": rule.sign, "percent": _percent(policy, rule)}
        case Compare():
            return "compare", {"sign": rule.sign}
        case Is():
            return "is", {"negated": rule.negated, **_target(rule.target)}
        case Not():
            return "not", {}
        case Both():
            return "both", {}
        case Either():
            return "either", {}
        case Aggregate():
            kind = rule.summary.name.lower()
            return kind, {"leaving_out_missing": rule.leaving_out_missing}
        case CountWhich(test=Target() as target):
            return "count", {"sign": None, **_target(target)}
        case CountWhich():
            assert not isinstance(rule.test, Target)
            return "count", {"sign": rule.test.sign, "order": None, "label": None}
        case Round():
            places = int(rule.places.value) if rule.places is not None else 0  # type: ignore[arg-type]  # a NUMBER
            return "round", {"rounding": rule.rounding.value, "places": places}
        case ValueDeclaration():
            return "value", {}
        case Table():
            return "table", _table(policy, rule, step)
        case Rating():
            return "rating", _rating(rule, step)
        case Case():
            return "case", {"label": rule.label.text, "otherwise": rule.condition is None}
        case Override():
            assert isinstance(step.detail, Acted)
            return "override", {
                "name": rule.name.text,
                "effect": rule.effect.value,
                "label": rule.label.text,
                "acted": step.detail.value,
            }
        case _:
            assert_never(rule)


def _fact(policy: Policy, rule: Fact, step: Step) -> Json:
    read = step.detail
    origin: Json | None = None
    if isinstance(read, FactRead):
        origin = {
            "file": read.origin.file,
            "line": read.origin.line,
            "written": read.written,
            "grade": read.grade.value if read.grade else None,
            "source": read.source,
        }
    entry = policy.vocabulary.facts[rule.name.text]
    return {
        "label": rule.label.text,
        "national": entry.national,
        "identifier": entry.identifier,
        "origin": origin,
    }


def _percent(policy: Policy, rule: Arithmetic) -> bool:
    """Whether a product is a share of something: 5% of 100 is 5."""
    types = [base(policy.types[operand]) for operand in (rule.left, rule.right)]
    return rule.sign == "*" and Quantity(Unit.PERCENT) in types


def _target(target: Target) -> Json:
    """``label`` null asks for nothing; ``order`` says how the value stands to the label."""
    return {
        "order": target.order.value or "exactly",
        "label": target.label.text if target.label is not None else None,
    }


def _rating(rule: Rating, step: Step) -> Json:
    kinds = [word.text for word in rule.applies_to.kinds] if rule.applies_to else None
    return {"applies_to": kinds, "starts_with_first_input": bool(rule.start and step.inputs)}


# ---- tables -------------------------------------------------------------------------------------


def _table(policy: Policy, rule: Table, step: Step) -> Json:
    """Its columns are the first inputs; ``input`` in a cell is the place of another one."""
    columns = [word.text for word in rule.columns.names[:-1]]
    reads = count(len(columns))
    rows: list[Json] = [
        {
            "cells": [_cell(policy, cell, reads) for cell in row.cells[:-1]],
            "output": _output(policy, row.cells[-1]),
        }
        for row in rule.rows
    ]
    number = step.detail if isinstance(step.detail, int) else None
    if number is not None and rows[number]["output"] == {"input": None}:
        rows[number]["output"] = {"input": next(reads)}
    return {"columns": columns, "rows": rows, "row": None if number is None else number + 1}


def _cell(policy: Policy, cell: Cell, reads: Iterator[int]) -> list[Json] | None:
    """Null where anything fits; otherwise the tests, of which one must hold."""
    match cell:
        case AnyCell() | OtherwiseCell():
            return None
        case TestsCell():
            return [_test(policy, test, reads) for test in cell.tests]


def _test(policy: Policy, test: CellTest, reads: Iterator[int]) -> Json:
    match test:
        case OrderTest():
            order = "or worse" if test.or_worse else "or better"
            return {"test": "label", "order": order, "label": test.label.text}
        case EqualsTest():
            meaning = policy.meanings.get(test.value)
            if isinstance(meaning, Label):
                return {"test": "label", "order": "exactly", "label": meaning.name}
            return {"test": "compare", "sign": "=", "with": _against(test.value, reads)}
        case ComparisonTest():
            return {"test": "compare", "sign": test.sign, "with": _against(test.value, reads)}
        case RangeTest():
            return {
                "test": "range",
                "low": _against(test.low, reads),
                "high": _against(test.high, reads),
            }
        case _:
            assert_never(test)


def _against(operand: Expression, reads: Iterator[int]) -> Json:
    """What a cell compares with: a constant, or the input that was read for it."""
    if isinstance(operand, Constant):
        return {"constant": value_to_json(operand.value)}
    return {"input": next(reads)}


def _output(policy: Policy, cell: Cell) -> Json:
    assert isinstance(cell, TestsCell)
    (output,) = cell.tests
    assert isinstance(output, EqualsTest)
    meaning = policy.meanings.get(output.value)
    if isinstance(meaning, Label):
        return {"constant": meaning.name}
    if isinstance(output.value, Constant):
        return {"constant": value_to_json(output.value.value)}
    return {"input": None}  # only the output of the row that was taken is read
