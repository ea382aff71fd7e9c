"""A step of a decision: a value, the rule that gave it, and the steps it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import ClassVar

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.facts.records import Fact, Organisation
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value


class Acted(Enum):
    """What an over-riding rule did to a rating."""

    DID_NOT_APPLY = "did not apply"
    CHANGED_NOTHING = "applied but changed nothing"
    DECIDED = "decided the rating"
    CONFLICTED = "conflicts with another"
    MAY_APPLY = "may apply"


@frozen
class RulesOut:
    """What an over-riding rule did to a rating that stays open: of the labels that the cases or
    the start leave possible, it does not let these through.  Best first, never empty.
    """

    labels: tuple[Label, ...]
    value: ClassVar = "rules labels out"


@frozen(eq=False)
class Placed:
    """How a measure counts in a scorecard.

    ``cell`` is the column that fitted, from 0; None where none is certain.  ``percent`` says that
    the weights are percents, and ``applies`` whether the row is for this kind of organisation, as
    far as that is known.  A missing measure is ``left_out``, or ``counted_as`` a band it was not
    placed in.
    """

    weight: Value
    points: Value
    percent: bool
    cell: int | None
    applies: Value
    left_out: bool
    counted_as: bool
    attributes: Mapping[str, Value]


@frozen
class OfItem:
    """Which item of a scorecard or list a step is about, from 0."""

    position: int


@frozen
class Place:
    """Whose step it is: of an organisation in a period, by the edition that decides about it.

    A step with this detail has one input, which belongs there with all that it came from.
    """

    organisation: Organisation
    period: Period
    policy: Policy


@frozen
class Cohort:
    """The organisations of a kind in a period, and how many have no value that counts."""

    kind: str
    period: Period
    left_out: int


#: What a step adds to its value: where a fact was read, the row a table took (from 0), what an
#: override did, in which period its input stood, which organisations its inputs are of.
Detail = Fact | int | Acted | RulesOut | Placed | OfItem | Place | Cohort | None


@frozen(eq=False, repr=False)
class Step:
    """One step.  Steps are shared: what two rules need is worked out once."""

    rule: Node
    value: Value
    inputs: tuple[Step, ...] = ()
    detail: Detail = None

    @property
    def known(self) -> bool:
        """Whether the value is settled."""
        return not isinstance(self.value, NotKnown)

    @property
    def missing(self) -> frozenset[str]:
        """The facts that would help to settle the value."""
        return self.value.missing if isinstance(self.value, NotKnown) else frozenset()

    @property
    def possible(self) -> tuple[Label, ...]:
        """The labels that can still come out, best first; a settled label is the only one."""
        if isinstance(self.value, NotKnown):
            return self.value.possible
        return (self.value,) if isinstance(self.value, Label) else ()

    def __repr__(self) -> str:
        # All that it came from may be thousands of steps: nothing to be shown at a prompt.
        name = getattr(self.rule, "name", None)
        called = getattr(name, "text", type(self.rule).__name__)
        return f"<Step {called}: {self.value}>"

    def walk(self) -> Iterator[Step]:
        """Every step below this one and then this one itself, each once, inputs first."""
        return walk([self])


def walk(steps: Iterable[Step]) -> Iterator[Step]:
    """Every step that ``steps`` rest on, each once, with a step's inputs before it."""
    seen: set[Step] = set()
    for first in steps:
        stack: list[tuple[Step, bool]] = [(first, False)]
        while stack:
            step, ready = stack.pop()
            if ready:
                yield step
            elif step not in seen:
                seen.add(step)
                stack.append((step, True))
                stack.extend((needed, False) for needed in reversed(step.inputs))
