"""Reading a fact: its value with where it was read, or what is known of it although missing."""

from __future__ import annotations

from collections.abc import Callable

from policy_dsl.evaluate.grading import not_accepted, too_weak
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.records import list_step
from policy_dsl.evaluate.step import Step
from policy_dsl.facts.records import Fact as GivenFact
from policy_dsl.syntax.facts import Fact
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.grades import weakest
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import ListOf, OrNothing


def prepare_fact(preparing: Preparing, fact: Fact) -> Compute:
    """A function that reads the fact; it is read once in a decision, however many rules need it."""
    name = fact.name.text
    position = preparing.positions[fact]
    missing = Step(fact, _missing(preparing, fact))
    accept = _acceptance(preparing, fact)
    listed = isinstance(preparing.type_of(fact), ListOf)

    def read(frame: Frame) -> Step:
        step = frame.read[position]
        if step is None:
            found = frame.facts.get(name)
            if found is None:
                step = missing
            elif listed:
                step = list_step(preparing, fact, found)
            else:
                step = Step(fact, found.value, (), found)
            if accept is not None and found is not None:
                step = accept(step, found)
            frame.read[position] = step
        return step

    return read


def _acceptance(preparing: Preparing, declared: Fact) -> Callable[[Step, GivenFact], Step] | None:
    """What puts *not known* in place of a figure whose evidence is too weak, if any can be."""
    if preparing.min_grade is None:
        return None
    cited, type_ = preparing.policy.grade(declared), preparing.type_of(declared)

    def accept(step: Step, given: GivenFact) -> Step:
        grade = weakest(item for item in (cited, given.grade) if item is not None)
        if grade is None or not too_weak(preparing, grade):
            return step
        return Step(declared, not_accepted(grade, type_), (), given)

    return accept


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
