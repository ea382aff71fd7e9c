"""What a suite of examples reaches, read from the steps of their decisions alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import field, frozen

from policy_dsl.check.items import Role
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Placed, Step
from policy_dsl.invent import Subject, where_tested
from policy_dsl.syntax.aggregates import Aggregate
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.scorecards import CardRow, WhenMissing
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.testing.goal import Goal, GoalKind
from policy_dsl.testing.goals import NOT_PULLED, NOT_TAKEN, PULLED, TAKEN, goals
from policy_dsl.testing.thresholds import Threshold, thresholds
from policy_dsl.values.types import Value


@frozen(eq=False)
class Coverage:
    """The goals of a policy, and those that were reached."""

    policy: Policy
    goals: tuple[Goal, ...] = field(repr=False)
    reached: frozenset[Goal] = field(repr=False)

    @property
    def missed(self) -> tuple[Goal, ...]:
        """The goals that nothing reached, in the order of the policy's text."""
        return tuple(goal for goal in self.goals if goal not in self.reached)

    def counts(self, kind: GoalKind) -> tuple[int, int]:
        """How many goals of a kind were reached, and how many there are."""
        of_kind = [goal for goal in self.goals if goal.kind is kind]
        return sum(goal in self.reached for goal in of_kind), len(of_kind)


def coverage(policy: Policy, decisions: Iterable[Decision]) -> Coverage:
    """What decisions of a policy reach of all that there is to reach."""
    reader = Reader(policy)
    found: set[Goal] = set()
    for decision in decisions:
        found |= reader.reached(decision)
    return Coverage(policy, goals(policy), frozenset(found))


class Reader:
    """Reads which goals of a policy a decision reaches; made once for many decisions."""

    def __init__(self, policy: Policy) -> None:
        self._by_node: dict[Node, list[Goal]] = {}
        for goal in goals(policy):
            if goal.kind is not GoalKind.THRESHOLD:
                self._by_node.setdefault(goal.node, []).append(goal)
        self._tests: dict[Node, list[tuple[Threshold, Subject]]] = {}
        for threshold in thresholds(policy):
            rule, subject = where_tested(policy, threshold.cut)
            self._tests.setdefault(rule, []).append((threshold, subject))
        self._bands = {
            row: [
                (place, cell)
                for place, (cell, column) in enumerate(
                    zip(row.cells, policy.cards[card].columns, strict=True)
                )
                if column.role is Role.BAND
            ]
            for card in policy.cards
            for row in card.rows
        }
        self._missing = {
            row: line
            for card in policy.cards
            for line in card.lines
            if isinstance(line, WhenMissing)
            for row in card.rows
        }

    def reached(self, decision: Decision) -> set[Goal]:
        """The goals that a decision reaches, by any of its steps."""
        return {goal for step in decision.trace() for goal in self._of(step)}

    def _of(self, step: Step) -> Iterator[Goal]:
        rule = step.rule
        for threshold, subject in self._tests.get(rule, ()):
            side = _side(threshold, subject(step), step)
            if side in threshold.goals:
                yield threshold.goals[side]
        match rule:
            case Rating():
                yield from self._of_rating(step)
            case Table() if isinstance(step.detail, int):
                yield from self._by_node.get(rule.rows[step.detail], ())
            case CardRow() if isinstance(step.detail, Placed):
                yield from self._of_row(rule, step.detail)
            case Trigger() if isinstance(step.value, bool):
                yield from self._sided(rule, PULLED if step.value else NOT_PULLED)
            case Aggregate():
                if any(not one.known for one in step.inputs):
                    yield from self._by_node.get(rule, ())
            case Interpretation() if isinstance(step.detail, int):
                yield from self._by_node.get(rule.readings[step.detail], ())

    def _of_rating(self, step: Step) -> Iterator[Goal]:
        cases = [line for line in step.inputs if isinstance(line.rule, Case)]
        if cases and cases[-1].value is True and all(line.known for line in cases):
            yield from self._by_node.get(cases[-1].rule, ())
        for line in step.inputs:
            if isinstance(line.rule, Override) and isinstance(line.value, bool):
                yield from self._sided(line.rule, TAKEN if line.value else NOT_TAKEN)

    def _of_row(self, row: CardRow, placed: Placed) -> Iterator[Goal]:
        for place, cell in self._bands.get(row, ()):
            if placed.cell == place:
                yield from self._by_node.get(cell, ())
        if (placed.left_out or placed.counted_as) and row in self._missing:
            yield from self._by_node.get(self._missing[row], ())

    def _sided(self, node: Node, side: str) -> Iterator[Goal]:
        return (goal for goal in self._by_node.get(node, ()) if goal.side == side)


def _side(threshold: Threshold, values: Sequence[Value], step: Step) -> str | None:
    """On which side the first value lies that lies beside the threshold at all."""
    cut, point = threshold.cut, threshold.point
    if point is not None and cut.figure not in [
        one.value for one in step.inputs if one.rule is point
    ]:
        return None
    rival = None
    if cut.rival is not None:
        rival = next((one.value for one in step.inputs if one.rule is cut.rival), None)
    sides = (threshold.side(value, rival) for value in values)
    return next((side for side in sides if side is not None), None)
