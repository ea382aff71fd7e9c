"""Evaluating triggers: whether any of its conditions holds, and when what follows is due."""

from __future__ import annotations

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.expressions import prepare
from policy_dsl.evaluate.grading import weak_rule
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.types import Value


def prepare_trigger(preparing: Preparing, trigger: Trigger) -> Compute:
    """The inputs of a trigger's step are its conditions and, unless it is no, its due date."""
    conditions = [
        (line, prepare(preparing, line.condition), weak_rule(preparing, line))
        for line in trigger.conditions
    ]
    due_line = trigger.due
    due = prepare(preparing, due_line.date) if due_line is not None else None
    applies = trigger.applies_to
    kinds = frozenset(kind.text for kind in applies.kinds) if applies is not None else None
    several = len(preparing.policy.kinds) > 1

    def pull(frame: Frame) -> Step:
        if kinds is not None and frame.kind not in kinds and (frame.kind or several):
            return Step(trigger, _not_of_kind(frame.kind))
        steps: list[Step] = []
        for line, condition, weak in conditions:
            step = condition(frame)
            steps.append(Step(line, step.value if weak is None else weak, (step,)))
        value = ops.either([step.value for step in steps])
        # A date by which nothing has to be done is nobody's concern, and nor is a fact it lacks.
        if due is not None and value is not False and value is not DOES_NOT_APPLY:
            assert due_line is not None
            step = due(frame)
            steps.append(Step(due_line, step.value, (step,)))
        return Step(trigger, value, tuple(steps))

    return pull


def _not_of_kind(kind: str) -> Value:
    if kind:
        return DOES_NOT_APPLY
    return NotKnown(reason="the kind of organisation is not known")
