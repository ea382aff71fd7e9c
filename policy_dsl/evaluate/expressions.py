"""Evaluating expressions: each gives a step that holds its value and its operands' steps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import assert_never

from policy_dsl.check.items import CardPart, ItemPart
from policy_dsl.check.used import UsedPart
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.aggregates import prepare_aggregate, prepare_count, prepare_round
from policy_dsl.evaluate.facts import prepare_fact
from policy_dsl.evaluate.history import (
    date_arithmetic,
    prepare_date_from,
    prepare_earlier,
    prepare_held,
    prepare_in_the_period,
    prepare_period_bound,
    prepare_year_to_date,
)
from policy_dsl.evaluate.interpretations import prepare_interpretation
from policy_dsl.evaluate.population import prepare_across, prepare_quantile, prepare_rank
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.selecting import prepare_item_part
from policy_dsl.evaluate.selections import (
    prepare_distinct,
    prepare_field_of,
    prepare_member,
    prepare_quantified,
)
from policy_dsl.evaluate.step import Step
from policy_dsl.evaluate.used import prepare_used
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
from policy_dsl.syntax.history import (
    DateFrom,
    Earlier,
    Held,
    InThePeriod,
    PeriodBound,
    YearToDate,
)
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member, Quantified
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Quantity, Unit, Value, base


def prepare(preparing: Preparing, node: Expression) -> Compute:
    """The function that evaluates an expression."""
    match node:
        case Constant():
            return _constant(preparing, node)
        case Name():
            return reference(preparing, node)
        case Negative():
            return _one(node, prepare(preparing, node.operand), ops.negative)
        case Arithmetic():
            return _arithmetic(preparing, node)
        case Compare():
            left, right = prepare(preparing, node.left), prepare(preparing, node.right)
            return _two(node, left, right, ops.comparison(node.sign))
        case Is():
            return _is(preparing, node)
        case Not():
            return _one(node, prepare(preparing, node.operand), ops.refuse)
        case Both():
            return _several(preparing, node, ops.both)
        case Either():
            return _several(preparing, node, ops.either)
        case Aggregate():
            return prepare_aggregate(preparing, node, prepare)
        case CountWhich():
            return prepare_count(preparing, node, prepare, target_test)
        case Round():
            return prepare_round(preparing, node, prepare)
        case Member():
            meaning = preparing.meaning_of(node)
            if isinstance(meaning, UsedPart):
                return prepare_used(preparing, node, meaning)
            return prepare_member(preparing, node)
        case Quantified():
            return prepare_quantified(preparing, node, prepare)
        case CountDistinct():
            return prepare_distinct(preparing, node, prepare)
        case FieldOf():
            return prepare_field_of(preparing, node, prepare)
        case Held():
            return prepare_held(preparing, node, prepare)
        case InThePeriod():
            return prepare_in_the_period(preparing, node, prepare)
        case Earlier():
            return prepare_earlier(preparing, node, prepare)
        case YearToDate():
            return prepare_year_to_date(preparing, node, prepare)
        case DateFrom():
            return prepare_date_from(preparing, node, prepare)
        case PeriodBound():
            return prepare_period_bound(node)
        case Across():
            return prepare_across(preparing, node)
        case Quantile():
            return prepare_quantile(preparing, node, prepare)
        case Rank():
            return prepare_rank(preparing, node)
        case _:
            assert_never(node)


def reference(preparing: Preparing, node: Node) -> Compute:
    """The function that finds what a name stands for: its step is shared by all who use it."""
    meaning = preparing.meaning_of(node)
    if isinstance(meaning, Label):
        label = Step(node, meaning)
        return lambda frame: label
    if isinstance(meaning, Fact):
        return prepare_fact(preparing, meaning)
    if isinstance(meaning, Interpretation):
        return prepare_interpretation(preparing, meaning)
    if isinstance(meaning, ItemPart):
        return prepare_item_part(node, meaning)
    assert not isinstance(meaning, CardPart | UsedPart)
    position = preparing.positions[meaning]

    def result(frame: Frame) -> Step:
        return frame.done[position]

    return result


def target_test(preparing: Preparing, target: Target) -> Callable[[Value], ops.Truth]:
    """The test of what stands after ``is``."""
    if target.label is None:
        return ops.is_nothing
    meaning = preparing.meaning_of(target.label)
    assert isinstance(meaning, Label)
    test = ops.stands(target.order, meaning)
    return partial(ops.holds, test)


def _constant(preparing: Preparing, node: Constant) -> Compute:
    meaning = preparing.policy.meanings.get(node)
    step = Step(node, meaning if isinstance(meaning, Label) else node.value)
    return lambda frame: step


def _one(node: Node, operand: Compute, operation: Callable[[Value], Value]) -> Compute:
    def one(frame: Frame) -> Step:
        step = operand(frame)
        return Step(node, operation(step.value), (step,))

    return one


def _two(
    node: Node, left: Compute, right: Compute, operation: Callable[[Value, Value], Value]
) -> Compute:
    def two(frame: Frame) -> Step:
        a, b = left(frame), right(frame)
        return Step(node, operation(a.value, b.value), (a, b))

    return two


def _several(
    preparing: Preparing, node: Both | Either, operation: Callable[[list[Value]], Value]
) -> Compute:
    operands = [prepare(preparing, operand) for operand in node.operands]

    def several(frame: Frame) -> Step:
        steps = tuple([operand(frame) for operand in operands])
        return Step(node, operation([step.value for step in steps]), steps)

    return several


def _arithmetic(preparing: Preparing, node: Arithmetic) -> Compute:
    left, right = prepare(preparing, node.left), prepare(preparing, node.right)
    of_dates = date_arithmetic(preparing, node)
    if of_dates is not None:
        return _two(node, left, right, of_dates)
    operation = {"+": ops.add, "-": ops.subtract, "*": ops.multiply, "/": ops.divide}[node.sign]
    types = [base(preparing.type_of(operand)) for operand in (node.left, node.right)]
    if node.sign == "*" and Quantity(Unit.PERCENT) in types:
        operation = ops.share
    return _two(node, left, right, operation)


def _is(preparing: Preparing, node: Is) -> Compute:
    subject = prepare(preparing, node.subject)
    label = node.target.label
    if label is not None and not isinstance(preparing.meaning_of(label), Label):
        other = reference(preparing, label)
        compare = partial(ops.stands_to, node.target.order)
        if node.negated:
            return _two(node, subject, other, lambda a, b: ops.refuse(compare(a, b)))
        return _two(node, subject, other, compare)
    test = target_test(preparing, node.target)
    if node.negated:
        return _one(node, subject, lambda value: ops.refuse(test(value)))
    return _one(node, subject, test)
