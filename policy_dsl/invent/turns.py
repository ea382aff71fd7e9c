"""What would change a result: the ways, the changes and the decision that confirms them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Step
from policy_dsl.facts.records import Fact
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.scales import Label, Scale
from policy_dsl.values.types import Value

#: The decision with some facts changed.
Anew = Callable[[Mapping[str, Fact]], Decision]


class Way(Enum):
    """How a result would come out differently."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "different"
    SETTLED = "settled"


@frozen
class Change:
    """One fact as it is (None if it was not supplied) and as it would be.

    ``steps`` counts the thresholds crossed, or the places that a label moves.  ``said`` is what
    happens to a list; empty for anything else.
    """

    name: str
    now: Fact | None
    then: Fact
    steps: int = 1
    said: str = ""


@frozen(eq=False)
class Turn:
    """Changes that would together give a result another value, and the decision that says so."""

    way: Way
    changes: tuple[Change, ...]
    value: Value
    decision: Decision = field(repr=False)

    @property
    def steps(self) -> int:
        """How far it is from how things are."""
        return sum(change.steps for change in self.changes)


@frozen(eq=False)
class WouldChange:
    """What would change one result.

    ``turns`` has an entry for each way in which it could come out differently: the smallest change
    of each fact, nearest first; where no single fact is enough, pairs; empty where none was found.
    ``ones`` and ``twos`` say how many changes of one and of two facts were decided, and
    ``complete`` whether those were all that were worth trying.
    """

    name: str
    step: Step
    turns: Mapping[Way, tuple[Turn, ...]]
    ones: int
    twos: int
    complete: bool


def ways(policy: Policy, step: Step) -> tuple[Way, ...]:
    """The ways in which a result could come out differently."""
    value, type_ = step.value, policy.types.get(step.rule)
    match value:
        case Label() if isinstance(type_, Scale):
            best, worst = value is type_.labels[0], value is type_.labels[-1]
            return (*(() if best else (Way.BETTER,)), *(() if worst else (Way.WORSE,)))
        case Label() | bool():
            return (Way.OTHER,)
        case NotKnown() if value.missing:
            return (Way.SETTLED,)
    return ()


def comes_about(way: Way, before: Value, after: Value) -> bool:
    """Whether a result came out differently in a way."""
    if not isinstance(after, Label | bool):
        return False
    match way:
        case Way.SETTLED:
            return True
        case Way.OTHER:
            return after != before
        case Way.BETTER | Way.WORSE:
            assert isinstance(before, Label)
            assert isinstance(after, Label)
            return after.rank < before.rank if way is Way.BETTER else after.rank > before.rank
