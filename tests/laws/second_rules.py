"""A second opinion on tables and ratings: every case that is still possible is tried."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax import expressions, ratings, tables
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.absence import DOES_NOT_APPLY, NOTHING, NotKnown
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import base
from tests.laws.second_labels import as_label, can_be, joined, one_of, stands
from tests.laws.second_numbers import Unknown, as_number, compared, ends_of, plain, unknown


def table(policy: Policy, table: tables.Table, step: Step) -> Any:
    by_rule = {needed.rule: plain(needed.value) for needed in step.inputs}
    names = table.columns.names[:-1]
    columns = [by_rule[policy.meanings[name]] for name in names]  # type: ignore[index]
    if any(value is DOES_NOT_APPLY for value in columns):
        return DOES_NOT_APPLY
    types = [base(policy.types[policy.meanings[name]]) for name in names]  # type: ignore[index]
    type_ = policy.types[table]
    tried = [sorted(_labels(value), key=lambda label: label.rank) or [value] for value in columns]
    if prod(len(each) for each in tried) > 256:
        tried = [[value] for value in columns]
    reached: list[Any] = []
    doubts: list[Any] = [value for value, each in zip(columns, tried, strict=True) if len(each) > 1]
    for several in product(*tried):
        one, more = _rows(policy, table, by_rule, several, types, type_)
        reached += one
        doubts += more
    return _comes_out(type_, reached, doubts)


def _labels(value: Any) -> frozenset[Label]:
    """The labels of which one is certain to come out; none of anything else."""
    return value.labels if isinstance(value, Unknown) and not value.none else frozenset()


def _rows(
    policy: Policy,
    table: tables.Table,
    by_rule: dict[Node, Any],
    columns: tuple[Any, ...],
    types: list[Any],
    type_: Any,
) -> tuple[list[Any], list[Any]]:
    """What can come out for some values of the columns (None for no row), and every doubt."""
    reached: list[Any] = []
    doubts: list[Any] = []
    for row in table.rows:
        fits: list[Any] = [
            joined([cell_fits(policy, by_rule, test, value, column) for test in cell.tests], True)
            for cell, value, column in zip(row.cells[:-1], columns, types, strict=True)
            if isinstance(cell, tables.TestsCell)
        ]
        if any(fit is False or fit is DOES_NOT_APPLY for fit in fits):
            continue
        (test,) = row.cells[-1].tests  # type: ignore[union-attr]
        out = _operand(policy, by_rule, test.value)  # type: ignore[union-attr]
        reached.append(as_label(type_, out) if isinstance(type_, Scale | Choice) else out)
        doubts.extend(fit for fit in fits if isinstance(fit, Unknown))
        if all(fit is True for fit in fits):
            break
    else:
        reached.append(None)
    return reached, doubts


def _comes_out(type_: object, reached: list[Any], doubts: list[Any]) -> Any:
    """What comes out of one of the rows reached; None stands for no row."""
    if all(value == reached[0] for value in reached):
        return Unknown(none=True) if reached[0] is None else reached[0]
    none = any(
        value is None or value is DOES_NOT_APPLY or (isinstance(value, Unknown) and value.none)
        for value in reached
    )
    missing = unknown([*doubts, *reached]).missing
    if isinstance(type_, Scale | Choice):
        labelled = [value for value in reached if isinstance(value, Label | Unknown)]
        outcomes = {label for value in labelled for label in can_be(value)}
        return one_of(outcomes | ({None} if none else set()), [Unknown(missing)])
    ends = [ends_of(value) for value in reached]
    lows, highs = zip(*ends, strict=True)
    low = None if none or None in lows else min(lows)
    high = None if none or None in highs else max(highs)
    return Unknown(missing, frozenset(), low, high, none)


def _operand(policy: Policy, by_rule: dict[Node, Any], node: Node) -> Any:
    meaning = policy.meanings.get(node)
    if isinstance(meaning, Label):
        return meaning
    if isinstance(node, expressions.Constant):
        return plain(node.value)
    assert meaning is None or isinstance(meaning, Node)
    return by_rule[node if meaning is None else meaning]


def cell_fits(
    policy: Policy, by_rule: dict[Node, Any], test: tables.CellTest, value: Any, column: object
) -> Any:
    match test:
        case tables.OrderTest():
            label = policy.meanings[test.label]
            assert isinstance(label, Label)
            order = expressions.Order.OR_WORSE if test.or_worse else expressions.Order.OR_BETTER
            return stands(order, label, value)
        case tables.RangeTest():
            low, high = (_operand(policy, by_rule, end) for end in (test.low, test.high))
            return joined([compared(">=", value, low), compared("<=", value, high)], False)
        case tables.ComparisonTest():
            return compared(test.sign, value, _operand(policy, by_rule, test.value))
        case tables.EqualsTest():
            other = _operand(policy, by_rule, test.value)
            if not isinstance(column, Scale | Choice):
                return compared("=", value, other)
            if isinstance(other, Label) and other.scale == column.name:
                return stands(expressions.Order.EXACTLY, other, value)
            if base(policy.types[test.value]) != column:
                return compared("=", value, other)
            return _same(value, other)


def _same(a: Any, b: Any) -> Any:
    if DOES_NOT_APPLY in (a, b):
        return DOES_NOT_APPLY
    if not isinstance(a, Unknown) and not isinstance(b, Unknown):
        return a is b
    if NOTHING in (a, b) or not (can_be(a) and can_be(b)):
        return unknown([a, b])
    apart = not (can_be(a) & can_be(b)) and None not in can_be(a) | can_be(b)
    return False if apart else unknown([a, b])


def rating(policy: Policy, rating: ratings.Rating, step: Step) -> Any:
    scale = policy.types[rating]
    assert isinstance(scale, Scale | Choice)
    if rating.applies_to is not None and not step.inputs:
        if isinstance(step.value, NotKnown):
            return Unknown(frozenset(), frozenset(scale.labels), none=True)
        return DOES_NOT_APPLY
    rules = [needed for needed in step.inputs if isinstance(needed.rule, ratings.Override)]
    first = [needed for needed in step.inputs if not isinstance(needed.rule, ratings.Override)]
    if rating.start is not None:
        start = _started(policy, rating, scale, plain(first[0].value))
        if start is DOES_NOT_APPLY:
            return start
        outcomes, doubts = can_be(start), [start]
    else:
        outcomes, doubts = _first_case(policy, first)
        if len(outcomes) == 1 and None not in outcomes:
            doubts = []  # one label comes first, whatever is not known
    ruled: set[Label | None] = set()
    for several in product(*(_actings(policy, scale, needed) for needed in rules)):
        acting = [one for one in several if one is not None]
        ruled |= {_overridden(acting, label) for label in outcomes}
    targets = [
        plain(target.value)
        for needed in rules
        for target in needed.inputs[1:]
        if needed.value is True or isinstance(needed.value, NotKnown)
    ]
    return one_of(ruled, [*doubts, *(plain(needed.value) for needed in rules), *targets])


Acting = tuple[ratings.Effect, Label | None]


def _actings(policy: Policy, scale: Scale | Choice, needed: Step) -> list[Acting | None]:
    """Each way in which an override may act, with which label; None for not at all."""
    rule = needed.rule
    assert isinstance(rule, ratings.Override)
    found: list[Acting | None] = []
    doubtful = isinstance(plain(needed.value), Unknown)
    if doubtful or needed.value is not True:
        found.append(None)
    if doubtful or needed.value is True:
        meaning = policy.meanings[rule.label]
        label = meaning if isinstance(meaning, Label) else plain(needed.inputs[1].value)
        found += [(rule.effect, one) for one in can_be(as_label(scale, label))]
    return found


def _started(policy: Policy, rating: ratings.Rating, scale: Scale | Choice, value: Any) -> Any:
    assert rating.start is not None
    if base(policy.types[rating.start.expression]) is scale:
        return as_label(scale, value)
    figure = as_number(value)
    if not isinstance(figure, Unknown):
        by_number = {Fraction(label.name): label for label in scale.labels}
        return figure if figure is DOES_NOT_APPLY else by_number.get(figure, Unknown(none=True))
    low, high = ends_of(figure)
    fitting = frozenset(
        label
        for label in scale.labels
        if (low is None or Fraction(label.name) >= low)
        and (high is None or Fraction(label.name) <= high)
    )
    return Unknown(figure.missing, fitting, none=True)


def _first_case(policy: Policy, cases: list[Step]) -> tuple[set[Label | None], list[Any]]:
    """Every label that comes first for some answers to what is not known; None without a case."""
    answers = [plain(case.value) for case in cases]
    labels = [policy.meanings[case.rule.label] for case in cases]  # type: ignore[attr-defined]
    outcomes: set[Label | None] = set()
    choices = [[True, False] if isinstance(a, Unknown) else [a is True] for a in answers]
    for several in product(*choices):
        fitting = (label for label, fits in zip(labels, several, strict=True) if fits)
        first = next(fitting, None)
        assert first is None or isinstance(first, Label)
        outcomes.add(first)
    return outcomes, answers


def _overridden(acting: list[Acting], label: Label | None) -> Label | None:
    """The label after the rules that apply; None where they conflict, or there was none."""
    becomes = {to for effect, to in acting if effect is ratings.Effect.BECOMES}
    if becomes:
        one, *others = becomes
        return None if others else one
    if label is None or any(to is None for _, to in acting):
        return None
    effects: dict[ratings.Effect, set[Label]] = {effect: set() for effect in ratings.Effect}
    for effect, to in acting:
        assert to is not None
        effects[effect].add(to)
    best = max((cap.rank for cap in effects[ratings.Effect.NO_BETTER_THAN]), default=0)
    worst = min((f.rank for f in effects[ratings.Effect.NO_WORSE_THAN]), default=99)
    if best > worst:
        return None
    rank = min(max(label.rank, best), worst)
    every = {label, *(other for several in effects.values() for other in several)}
    return next(other for other in every if other.rank == rank)
