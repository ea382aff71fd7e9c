"""What a suite of examples should reach: every rule, and every threshold on its three sides."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policy_dsl.check.interpretations import written
from policy_dsl.check.items import Role
from policy_dsl.check.policy import Policy
from policy_dsl.syntax.aggregates import Aggregate
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import CardRow, NoCell, Scorecard, WhenMissing
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.testing.goal import Goal, GoalKind, excerpt
from policy_dsl.testing.thresholds import thresholds

TAKEN, NOT_TAKEN = "taken", "not taken"
PULLED, NOT_PULLED = "pulled", "not pulled"


@lru_cache(maxsize=64)
def goals(policy: Policy) -> tuple[Goal, ...]:
    """Everything that a suite should reach, rule by rule, in the order of the policy's text."""
    found = [*_rules(policy), *_readings(policy)]
    found.extend(goal for one in thresholds(policy) for goal in one.goals.values())
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda goal: goal.node.span.start))


def _rules(policy: Policy) -> Iterator[Goal]:
    for result in policy.results:
        name = result.name.text
        match result:
            case Rating():
                for number, case in enumerate(result.cases, start=1):
                    what = f"case {number} ({case.label.text})"
                    yield Goal(GoalKind.CASE, name, what, node=case)
                for override in result.overrides:
                    for side in (TAKEN, NOT_TAKEN):
                        what = f"override {override.name.text}"
                        yield Goal(GoalKind.OVERRIDE, name, what, side, node=override)
            case Table():
                for number, row in enumerate(result.rows, start=1):
                    yield Goal(GoalKind.ROW, name, f"row {number}", node=row)
            case Scorecard():
                yield from _bands(policy, result)
            case Trigger():
                for side in (PULLED, NOT_PULLED):
                    yield Goal(GoalKind.TRIGGER, name, f"trigger {name}", side, node=result)
        for node in result.walk():
            if isinstance(node, Aggregate) and node.leaving_out_missing:
                what = f"{node.summary.value} ... leaving out missing"
                yield Goal(GoalKind.MISSING, name, what, "one left out", node=node)
            elif isinstance(node, WhenMissing):
                yield Goal(
                    GoalKind.MISSING, name, excerpt(policy, node), "a measure missing", node=node
                )


def measure_words(policy: Policy, card: Scorecard, row: CardRow) -> str:
    """The measure of a row, as its cell says it."""
    place = policy.cards[card].position(Role.MEASURE)
    return excerpt(policy, row.cells[place or 0])


def _bands(policy: Policy, card: Scorecard) -> Iterator[Goal]:
    for row in card.rows:
        measure = measure_words(policy, card, row)
        for cell, column in zip(row.cells, policy.cards[card].columns, strict=True):
            if column.role is Role.BAND and not isinstance(cell, NoCell):
                what = f"{measure} in {column.heading.text}"
                yield Goal(GoalKind.BAND, card.name.text, what, node=cell)


def _readings(policy: Policy) -> Iterator[Goal]:
    for name, item in policy.interpretations.items():
        for reading in item.readings:
            what = f"read as {written(reading)}"
            yield Goal(GoalKind.READING, name, what, node=reading)
