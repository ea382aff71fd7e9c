"""Evaluating values: the expression's value under the value's own name."""

from __future__ import annotations

from policy_dsl.evaluate.expressions import prepare
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.values import ValueDeclaration


def prepare_value(preparing: Preparing, value: ValueDeclaration) -> Compute:
    """A step of the value that holds the step of its expression."""
    expression = prepare(preparing, value.expression)

    def named(frame: Frame) -> Step:
        step = expression(frame)
        return Step(value, step.value, (step,))

    return named
