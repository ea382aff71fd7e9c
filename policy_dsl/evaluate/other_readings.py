"""What a decision would be under the other readings of the open points it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import evolve, field, frozen

from policy_dsl.check.interpretations import written
from policy_dsl.evaluate.choices import Choices
from policy_dsl.evaluate.decision import Again, Decision
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.types import Value


@frozen(eq=False)
class OtherReading:
    """Another reading of an interpretation, and what it would change.

    ``taken`` and ``other`` are the two readings as the policy writes them; ``changes`` holds the
    ratings and triggers that would come out differently, by name, each as it is and as it would
    be.
    """

    interpretation: Interpretation
    taken: str
    other: str
    changes: Mapping[str, tuple[Step, Step]] = field(repr=False)
    decision: Decision = field(repr=False)


def able_to_reread(
    decide: Callable[[Choices], Decision],
    choices: Choices,
    again: Callable[[], Again] | None = None,
) -> Decision:
    """The decision under some choices, which can say what other readings would change.

    With ``again`` it can also be made again with other facts.
    """
    decision = decide(choices)
    return evolve(decision, others=lambda: other_readings(decision, choices, decide), again=again)


def other_readings(
    decision: Decision, choices: Choices, decide: Callable[[Choices], Decision]
) -> tuple[OtherReading, ...]:
    """Each other reading that would change a rating or trigger, in the order they are met.

    ``decide`` makes the same decision under other choices; ``choices`` are those of the decision.
    Interpretations of which no other reading changes anything are passed over.
    """
    found: list[OtherReading] = []
    for name, step in decision.interpretations.items():
        interpretation = step.rule
        assert isinstance(interpretation, Interpretation)
        for number, reading in enumerate(interpretation.readings):
            if number == step.detail:
                continue
            other = decide(choices.reading(name, written(reading)))
            changes = _changes(decision, other)
            if changes:
                taken = (
                    interpretation.readings[step.detail] if isinstance(step.detail, int) else None
                )
                found.append(
                    OtherReading(
                        interpretation,
                        written(taken) if taken is not None else "",
                        written(reading),
                        changes,
                        other,
                    )
                )
    return tuple(found)


def _changes(decision: Decision, other: Decision) -> dict[str, tuple[Step, Step]]:
    return {
        name: (step, other.results[name])
        for name, step in decision.results.items()
        if isinstance(step.rule, Rating | Trigger)
        and _outcome(step.value) != _outcome(other.results[name].value)
    }


def _outcome(value: Value) -> object:
    """What comes out or can still come out, without what is missing for it or why."""
    if isinstance(value, NotKnown):
        return frozenset(value.possible), value.low, value.high, value.gap
    return value
