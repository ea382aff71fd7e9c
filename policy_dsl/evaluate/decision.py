"""A decision: every rating, value and table of one organisation in one period, with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.check.used import Used
from policy_dsl.evaluate.cards import part_of
from policy_dsl.evaluate.evidence import grades
from policy_dsl.evaluate.operations_time import named
from policy_dsl.evaluate.step import Place, Step, walk
from policy_dsl.facts.records import Fact, Organisation
from policy_dsl.syntax.facts import Fact as FactDeclaration
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.triggers import Due, Trigger
from policy_dsl.values.grades import Grade, weakest
from policy_dsl.values.periods import Period
from policy_dsl.values.types import Value

if TYPE_CHECKING:
    from policy_dsl.evaluate.other_readings import OtherReading


class ChosenBy(Enum):
    """Why an edition decides: it was in force when the period ended, or on a day that was named;
    or it was named itself, or the file that it is in."""

    PERIOD = "period"
    DAY = "day"
    NAME = "name"
    FILE = "file"


@frozen
class Chosen:
    """How the edition was chosen that decides; ``day`` is the one named, if it was by a day."""

    by: ChosenBy
    day: date | None = None


@frozen(eq=False)
class Triggered:
    """Whether a trigger is pulled and what follows: ``step.value`` is yes, no or not known.

    ``due`` is the step of the date by which it is due, None where the policy names none or the
    trigger is not pulled.
    """

    name: str
    step: Step
    consequence: str
    led_by: str | None
    due: Step | None

    @classmethod
    def of(cls, trigger: Trigger, step: Step) -> Triggered:
        """What the step of a trigger says."""
        due = next((item for item in step.inputs if isinstance(item.rule, Due)), None)
        return cls(trigger.name.text, step, trigger.consequence, trigger.led_by, due)


@frozen(eq=False)
class Again:
    """What it takes to decide again with something changed.

    ``facts`` are the organisation's own of the period, and ``decide`` makes the same decision with
    some of them changed; nothing else is: neither other periods nor other organisations.
    """

    facts: Mapping[str, Fact]
    decide: Callable[[Mapping[str, Fact]], Decision] = field(repr=False)


@frozen(eq=False, repr=False)
class Decision:
    """What a policy says of one organisation in one period.

    ``decision["final"]`` is the step of a result: its ``value``, and in ``inputs`` the steps it
    came from, down to the facts and constants.  ``published`` holds what the regulator itself
    published, where the facts file has it.  ``chosen`` says why this edition decides, where it was
    chosen among several or named.
    """

    policy: Policy
    organisation: Organisation
    period: Period
    results: Mapping[str, Step] = field(repr=False)
    published: Mapping[str, Fact] = field(factory=dict, repr=False)
    min_grade: Grade | None = None
    chosen: Chosen | None = None
    _of_used: Callable[[Used], Mapping[str, Step]] = field(default=lambda used: {}, repr=False)
    _others: Callable[[], tuple[OtherReading, ...]] = field(default=tuple, repr=False)
    _again: Callable[[], Again] | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        results = ", ".join(f"{name} {value}" for name, value in self.ratings.items())
        who = f"{self.organisation.code} in {self.period}"
        return f"<Decision {who} by {self.policy.edition}: {results}>"

    def __getitem__(self, name: str) -> Step:
        """The step of a value, table or rating; raises KeyError for any other name."""
        return self.results[name]

    def part(self, path: str) -> Step:
        """The step of a result, of a part of a scorecard such as ``finance.average``, or of a
        result of another policy that this one uses, such as ``cqc.enforcement``.

        Raises KeyError for any other path.
        """
        name, *rest = path.split(".")
        results = self.results
        if name in self.policy.used and rest:
            results = self.used(name)
            name, *rest = rest
        step: Step | None = results[name]
        for part in rest:
            step = part_of(step, part) if step is not None else None
        if step is None:
            raise KeyError(path)
        return step

    @property
    def ratings(self) -> dict[str, Value]:
        """The value of each rating by its name, in the order of the policy."""
        return {
            name: step.value for name, step in self.results.items() if isinstance(step.rule, Rating)
        }

    def used(self, alias: str) -> Mapping[str, Step]:
        """What another policy says of the same organisation and period, by its own names.

        Empty where no edition of it was in force.  Raises KeyError for an alias of none.
        """
        return self._of_used(self.policy.used[alias])

    @property
    def triggers(self) -> tuple[Triggered, ...]:
        """Every trigger and what follows from it, in the order of the policy."""
        return tuple(
            Triggered.of(step.rule, step)
            for step in self.results.values()
            if isinstance(step.rule, Trigger)
        )

    @property
    def interpretations(self) -> dict[str, Step]:
        """The interpretations the decision rests on, by name; the detail says which reading."""
        return {
            step.rule.name.text: step
            for step in self.trace()
            if isinstance(step.rule, Interpretation)
        }

    @property
    def other_readings(self) -> tuple[OtherReading, ...]:
        """Each other reading of an open point that would change a rating or trigger.

        Worked out when asked for: it takes a decision for every other reading.
        """
        return self._others()

    @property
    def again(self) -> Again:
        """For deciding again with some facts changed.

        Raises ValueError if the decision stands by itself, without what was supplied beside it.
        """
        if self._again is None:
            raise ValueError("this decision cannot be made again: decide a case of the pipeline")
        return self._again()

    @property
    def judgements(self) -> tuple[Step, ...]:
        """The facts that are somebody's decision, in the order read; ``detail`` says whose."""
        return tuple(
            step
            for step in self.trace()
            if isinstance(step.detail, Fact) and step.detail.judgement is not None
        )

    def trace(self) -> Iterator[Step]:
        """Every step of the decision once, each after the steps it came from."""
        return walk(self.results.values())

    def grade(self, name: str) -> Grade | None:
        """The weakest grade among the steps that decided a result; None where nothing is cited.

        Evidence weaker than ``min_grade`` was not accepted, so nothing rests on it.
        """
        least = self.min_grade
        return weakest(
            grade
            for grade in grades(self.policy, self.results[name])
            if least is None or weakest([least, grade]) is least
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that were read and not supplied, in the order in which they were read.

        Of another period or organisation: ``a_and_e in Q3 2024/25``, ``survey of RJ1``.
        """
        names: dict[str, None] = {}
        seen: set[tuple[Step, Organisation, Period]] = set()
        stack = [(step, self.organisation, self.period) for step in self.results.values()][::-1]
        while stack:
            item = step, organisation, period = stack.pop()
            if item in seen:
                continue
            seen.add(item)
            if isinstance(step.rule, FactDeclaration):
                if step.detail is None:
                    names[self._named(step.rule.name.text, organisation, period)] = None
                continue
            if isinstance(step.detail, Place):
                organisation, period = step.detail.organisation, step.detail.period
                if not step.inputs:
                    names.update(dict.fromkeys(sorted(step.missing)))
            stack.extend((needed, organisation, period) for needed in reversed(step.inputs))
        return tuple(names)

    def _named(self, name: str, organisation: Organisation, period: Period) -> str:
        if organisation.code != self.organisation.code:
            name = named(name, "of", organisation.code)
        return name if period == self.period else named(name, "in", str(period))
