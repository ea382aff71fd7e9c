"""A step of a decision: a value, the rule that gave it, and the steps it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from attrs import frozen

from policy_dsl.facts.records import Fact
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value


class Acted(Enum):
    """What an over-riding rule did to a rating."""

    DID_NOT_APPLY = "did not apply"
    CHANGED_NOTHING = "applied but changed nothing"
    DECIDED = "decided the rating"
    CONFLICTED = "conflicts with another"
    MAY_APPLY = "may apply"


#: What a step adds to its value: where a fact was read, the row a table took (from 0), what an
#: override did.
Detail = Fact | int | Acted | None


@frozen(eq=False)
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
