"""Evaluating interpretations: the reading chosen, shared by all that rests on it."""

from __future__ import annotations

from collections.abc import Mapping

from policy_dsl.evaluate.grading import not_accepted, too_weak
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value


def take_readings(preparing: Preparing, readings: Mapping[str, int]) -> None:
    """Makes the step of every interpretation: the reading named, or else the first.

    The step's detail is the number of the reading, from 0.  Raises KeyError for a name that is no
    interpretation of the policy, and IndexError for a reading that it does not have.
    """
    policy = preparing.policy
    for name in readings:
        policy.interpretations[name]
    for name, item in policy.interpretations.items():
        number = readings.get(name, 0)
        reading = item.readings[number]
        meaning = policy.meanings.get(reading)
        value: Value
        if isinstance(meaning, Label):
            value = meaning
        else:
            assert isinstance(reading, Constant)
            value = reading.value
        grade = policy.grade(item)
        if grade is not None and too_weak(preparing, grade):
            value = not_accepted(grade, preparing.type_of(item))
        preparing.shared[item] = Step(item, value, (), number)


def prepare_interpretation(preparing: Preparing, item: Interpretation) -> Compute:
    """The function that gives the reading chosen."""
    step = preparing.shared[item]

    def read(frame: Frame) -> Step:
        return step

    return read
