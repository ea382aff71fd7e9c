"""Deciding on strong evidence alone: what rests on a weaker grade is not known."""

from __future__ import annotations

from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.tables import Table
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.grades import Grade, weakest
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import Type


def too_weak(preparing: Preparing, grade: Grade | None) -> bool:
    """Whether evidence of a grade is weaker than the weakest accepted."""
    least = preparing.min_grade
    return least is not None and grade is not None and weakest([least, grade]) is not least


def not_accepted(grade: Grade, type_: Type | None = None) -> NotKnown:
    """What a rule, or a fact of ``type_``, is worth that rests on evidence of a grade too weak.

    Whether a rule holds is merely not known.  A value is besides a gap, for no fact supplied would
    fill it; and so that it is never left out as if it were only missing.
    """
    labels = type_.labels if isinstance(type_, Scale | Choice) else ()
    return NotKnown(
        possible=labels, gap=type_ is not None, reason=f"rests on {grade.value} evidence"
    )


def weak_rule(preparing: Preparing, node: Node) -> NotKnown | None:
    """What stands in place of a rule's truth if the evidence it cites is too weak."""
    grade = preparing.policy.grade(node)
    if grade is None or not too_weak(preparing, grade):
        return None
    return not_accepted(grade)


def accepted(preparing: Preparing, result: Node, compute: Compute) -> Compute:
    """``compute``, or where the result itself cites evidence too weak, what is not known of it."""
    grade = preparing.policy.grade(result)
    if grade is None or not too_weak(preparing, grade) or isinstance(result, Table):
        return compute  # a table is as strong as its rows
    unknown = not_accepted(grade, preparing.type_of(result))

    def withheld(frame: Frame) -> Step:
        step = compute(frame)
        if step.value is DOES_NOT_APPLY:
            return step
        return Step(step.rule, unknown, step.inputs, step.detail)

    return withheld
