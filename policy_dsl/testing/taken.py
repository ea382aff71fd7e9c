"""A step and where it was taken: under which policy, of which organisation, in which period."""

from __future__ import annotations

from attrs import evolve, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.check.used import UsedPart
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import OfItem, Place, Step
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.scorecards import CardRow
from policy_dsl.syntax.selections import Member
from policy_dsl.values.types import Value


@frozen
class Taken:
    """A step of a decision, wherever it was taken.

    ``place`` says in whose text its rule stands, and of whom and when it is; ``own`` is the
    example's own place.  ``alias`` is the name by which the policy is used, empty for the
    example's own.
    """

    step: Step
    place: Place
    own: Place
    alias: str = ""

    @classmethod
    def of(cls, decision: Decision, path: str) -> Taken:
        """The step of a result, by the path that ``Decision.part`` takes.

        Raises KeyError for any other path.
        """
        own = Place(decision.organisation, decision.period, decision.policy)
        first = path.partition(".")[0]
        used = decision.policy.used.get(first)
        edition = None if used is None else used.for_period(decision.period)
        step = decision.part(path)
        if edition is None:
            return cls(step, own, own)
        return cls(step, evolve(own, policy=edition), own, first)

    @property
    def rule(self) -> Node:
        """The rule that gave the value."""
        return self.step.rule

    @property
    def value(self) -> Value:
        """The value."""
        return self.step.value

    @property
    def policy(self) -> Policy:
        """The policy in whose text the rule stands."""
        return self.place.policy

    @property
    def here(self) -> bool:
        """Whether it is of the organisation and period of the example."""
        return not self.away(self.own)

    def away(self, here: Place) -> str:
        """`` of Trust B in Q3 2010/11``: of whom and when it is, where that is not ``here``."""
        organisation, period = self.place.organisation, self.place.period
        whose = "" if organisation.code == here.organisation.code else f" of {organisation.code}"
        return whose if period == here.period else f"{whose} in {period}"

    @property
    def inputs(self) -> tuple[Taken, ...]:
        """What it came from, each where that was taken."""
        detail, alias = self.step.detail, self.alias
        place = detail if isinstance(detail, Place) else self.place
        meaning = self.policy.meanings.get(self.rule) if isinstance(self.rule, Member) else None
        if isinstance(meaning, UsedPart):
            alias = self.named(meaning.used.alias)
        return tuple(Taken(step, place, self.own, alias) for step in self.step.inputs)

    @property
    def through(self) -> Taken | None:
        """The step that this one only places: elsewhere, or among the rows and records selected."""
        match self.step.detail:
            case Place() if self.step.inputs:
                return self.inputs[0]
            case OfItem() if isinstance(self.step.inputs[0].rule, CardRow | RecordDeclaration):
                return self.inputs[-1]  # the condition, asked of the row or record before it
            case _:
                return None

    def with_step(self, step: Step) -> Taken:
        """Another step that was taken there."""
        return evolve(self, step=step)

    def named(self, name: str) -> str:
        """A name of the policy as the example's would write it: ``cqc.beyond_warning``."""
        return f"{self.alias}.{name}" if self.alias else name

    def line_of(self, node: Node) -> str:
        """``2010-11.policy:43``, or of another policy ``cqc/registration/2010.policy:217``."""
        source = self.policy.source
        *folders, name = source.path.replace("\\", "/").split("/")
        if self.policy is not self.own.policy:
            for word, folder in zip(
                reversed(self.policy.name.split(".")), reversed(folders), strict=False
            ):
                if word != folder:
                    break
                name = f"{folder}/{name}"
        return f"{name}:{source.position(node.span.start).line}"
