"""Where in the steps of a decision a cut is tested, and on which values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import Step
from policy_dsl.invent.cuts import Cut, counted
from policy_dsl.syntax.aggregates import CountWhich, WhichCompare
from policy_dsl.syntax.expressions import Compare
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.values.types import Value

#: The values of a cut's subject in a step of the rule that tests it.
Subject: TypeAlias = Callable[[Step], Sequence[Value]]
#: The steps that have those values.
Tested: TypeAlias = Callable[[Step], Sequence[Step]]


def where_tested(policy: Policy, cut: Cut) -> tuple[Node, Subject]:
    """The rule whose step shows what a cut tests, and how to find its values in such a step."""
    rule, tested = steps_tested(policy, cut)
    return rule, lambda step: [one.value for one in tested(step)]


def steps_tested(policy: Policy, cut: Cut) -> tuple[Node, Tested]:
    """The rule whose step shows what a cut tests, and how to find the steps of it in such a one."""
    test = cut.test
    if isinstance(test, Compare):
        place = 0 if cut.at is test.right else 1
        return test, lambda step: [step.inputs[place]] if is_itself(step) else []
    if isinstance(test, WhichCompare):
        nodes = (node for node in cut.result.walk() if isinstance(node, CountWhich))
        count = next(node for node in nodes if node.test is test)
        # One thing may be counted twice; then both hold the same value.
        at = next(
            place
            for place, operand in enumerate(counted(policy, count.operands))
            if operand is cut.subject
        )
        return count, lambda step: step.inputs[at : at + 1]
    if isinstance(cut.result, Scorecard):
        row = next(row for row in cut.result.rows if any(node is test for node in row.walk()))
        return row, lambda step: step.inputs[:1]
    assert isinstance(cut.result, Table)
    columns = cut.result.columns.names[:-1]
    # One thing may stand in two columns; then both hold the same value.
    at = next(
        place for place, word in enumerate(columns) if policy.meanings.get(word) is cut.subject
    )
    return cut.result, lambda step: step.inputs[at : at + 1]


def is_itself(step: Step) -> bool:
    """Whether a step of a comparison is the comparison, and not that of one item or period."""
    return len(step.inputs) == 2 and step.inputs[1].rule is not step.rule
