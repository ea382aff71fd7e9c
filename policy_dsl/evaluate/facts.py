"""Reading a fact: its value with where it was read, or what is known of it although missing."""

from __future__ import annotations

from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.facts import Fact
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import OrNothing


def prepare_fact(preparing: Preparing, fact: Fact) -> Compute:
    """A function that reads the fact; it is read once in a decision, however many rules need it."""
    name = fact.name.text
    position = preparing.positions[fact]
    missing = Step(fact, _missing(preparing, fact))

    def read(frame: Frame) -> Step:
        step = frame.read[position]
        if step is None:
            found = frame.facts.get(name)
            step = missing if found is None else Step(fact, found.value, (), found)
            frame.read[position] = step
        return step

    return read


def _missing(preparing: Preparing, fact: Fact) -> NotKnown:
    """A fact that is not supplied is still a label of its scale, or a number within its range."""
    type_ = preparing.type_of(fact)
    entry = preparing.policy.vocabulary.facts[fact.name.text]
    return NotKnown(
        missing=frozenset({fact.name.text}),
        possible=type_.labels if isinstance(type_, Scale | Choice) else (),
        low=None if isinstance(type_, OrNothing) else entry.precision.low,
        high=None if isinstance(type_, OrNothing) else entry.precision.high,
    )
