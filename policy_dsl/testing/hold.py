"""Holding a decision against an expectation: what was expected, what came, and what decided it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from policy_dsl.check.expected import Expected
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.examples import Because, State
from policy_dsl.syntax.triggers import Due
from policy_dsl.testing.decided import decided_by, looks_wrong, reason_line
from policy_dsl.testing.parting import followed, passed_over
from policy_dsl.testing.reasons import stands_for
from policy_dsl.testing.taken import Taken
from policy_dsl.testing.wording import in_words
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.numbers import Rounding, round_to
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value

#: A ratio that ends within so many places is compared exactly.
_SHOWN_IN_FULL = 4


@frozen
class Difference:
    """How a result is not what was expected of it, in the words of the policy.

    ``got`` is as ``expected`` where only the reason is another.  ``reasons`` are lines that say
    what became of the reason expected, if there is one, and what decided the result.
    """

    result: str
    expected: str
    got: str
    agrees: bool
    reasons: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """As text: what is different, and the reasons below it."""
        first = (
            f"{self.result}: is {self.got} as expected, but for another reason"
            if self.agrees
            else f"{self.result}: expected {self.expected}, got {self.got}"
        )
        return first, *(f"    {reason}" for reason in self.reasons)


def fits(decision: Decision, expected: Expected) -> bool:
    """Whether a result is what was expected, for the reasons given, and due when it should be."""
    step = decision.part(".".join(expected.path))
    if not agrees(step.value, expected) or _wrong(step, expected):
        return False
    return expected.due is None or _due_on(step)[1] == expected.due


def difference(
    decision: Decision, expected: Expected, known: Container[str] = ()
) -> Difference | None:
    """How a decision differs from what was expected; None where it does not.

    ``known`` are the names of results of which the example says what they are: where they came
    out otherwise, a difference of their own tells why.
    """
    name = ".".join(expected.path)
    at = Taken.of(decision, name)
    step = at.step
    node, type_ = expected.node, at.policy.types.get(at.rule)
    wanted = node.state.value if node.state is not None else in_words(expected.value, type_)
    right = agrees(step.value, expected)
    wrong = _wrong(step, expected)
    if right and expected.due is not None:
        late = _due(at, name, expected.due)
        if late is not None:
            return late
    if right and not wrong:
        return None
    sought = None if right else expected.value
    reasons = [looks_wrong(at, because) for because in wrong]
    reasons += decided_by(at)
    reasons += () if wrong else passed_over(at, sought)
    reasons += followed(at, sought, known, _that_failed(at, wrong))
    return Difference(
        name, wanted, in_words(step.value, type_), right, tuple(dict.fromkeys(reasons))
    )


def _wrong(step: Step, expected: Expected) -> list[Because]:
    """The reasons that are not as expected."""
    reasons = expected.node.reasons
    return [because for because in reasons if stands_for(step, because) is because.refused]


def _that_failed(at: Taken, wrong: Iterable[Because]) -> Taken | None:
    """The first rule that was to decide a result and did not hold."""
    lines = (reason_line(at, because) for because in wrong if not because.refused)
    return next((line for line in lines if line is not None and line.value is False), None)


def _due(at: Taken, name: str, wanted: date) -> Difference | None:
    """How the date by which something is due differs from the one expected."""
    due, value = _due_on(at.step)
    if value == wanted:
        return None
    got = "nothing is due" if due is None else in_words(value)
    reasons = () if due is None else tuple(decided_by(at.with_step(due)))
    return Difference(f"{name} due", str(wanted), got, False, reasons)


def _due_on(step: Step) -> tuple[Step | None, Value | None]:
    """When what follows from a trigger is due, and the step that says so."""
    due = next((line for line in step.inputs if isinstance(line.rule, Due)), None)
    return due, None if due is None else due.value


def agrees(value: Value, expected: Expected) -> bool:
    """Whether a value is the one expected.

    Numbers are compared exactly.  Only a ratio whose decimals do not end within four places is
    first rounded, half up, to the places the expectation is written with: at least one.
    """
    match expected.node.state:
        case State.NOT_KNOWN:
            return isinstance(value, NotKnown)
        case State.DOES_NOT_APPLY:
            return value is DOES_NOT_APPLY
    wanted = expected.value
    if isinstance(value, Fraction) and isinstance(wanted, Decimal):
        if (value * 10**_SHOWN_IN_FULL).denominator == 1:
            return value == Fraction(wanted)
        places = -int(wanted.as_tuple().exponent)
        return places >= 1 and round_to(value, places, Rounding.HALF_UP) == wanted
    if isinstance(value, Label) and isinstance(wanted, Label):
        return value.name == wanted.name  # another edition has labels of its own
    return type(value) is type(wanted) and value == wanted
