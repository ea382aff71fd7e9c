"""What becomes of the goals that no example reaches: out of reach, left with a reason, or missed.

Whether anybody can get to a goal is asked of the analysis, and only where one is missed; that one
is left is said in the text, ``# allow not-reached: reason`` beside its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from attrs import field, frozen

from policy_dsl.analyse.never import Never, Window
from policy_dsl.check.policy import Policy
from policy_dsl.lint.allow import NOT_REACHED, allowing
from policy_dsl.source import Diagnostic, not_collecting, warning
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import NoCell, Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.testing import Coverage, Goal, GoalKind
from policy_dsl.testing.goals import PULLED, TAKEN, measure_words
from policy_dsl.testing.thresholds import SIDES, Threshold, thresholds


@frozen(eq=False)
class Unreached:
    """The goals of a policy that no example reaches.

    ``cannot`` are those that nobody can reach, each with the proof in a few words; ``left`` those
    that a comment leaves, each with the reason; ``missed`` all others.  ``said`` is what there is
    to say of such comments.
    """

    covered: Coverage
    cannot: Mapping[Goal, str] = field(repr=False)
    left: Mapping[Goal, str] = field(repr=False)
    said: tuple[Diagnostic, ...] = ()

    @property
    def policy(self) -> Policy:
        """The policy."""
        return self.covered.policy

    @property
    def missed(self) -> tuple[Goal, ...]:
        """The goals that are neither out of reach nor left, in the order of the policy's text."""
        return tuple(goal for goal in self.covered.missed if goal not in self.settled)

    @cached_property
    def settled(self) -> frozenset[Goal]:
        """The goals that need no example: out of reach, or left."""
        return frozenset(self.cannot.keys() | self.left.keys())

    def line(self, goal: Goal) -> int:
        """The line at which what a goal is about begins."""
        return _line(self.policy, goal)

    def counts(self, *kinds: GoalKind) -> tuple[int, int]:
        """How many goals of these kinds were reached, and how many are to be; all if none is said.

        Those that are out of reach or left are not to be reached.
        """
        goals = [
            goal
            for goal in self.covered.goals
            if goal not in self.settled and (not kinds or goal.kind in kinds)
        ]
        return sum(goal in self.covered.reached for goal in goals), len(goals)


def unreached(covered: Coverage) -> Unreached:
    """What becomes of the goals that a suite of examples does not reach."""
    cannot: dict[Goal, str] = {}
    if covered.missed:
        with not_collecting():
            cannot = dict(_out_of_reach(covered))
    missed = [goal for goal in covered.missed if goal not in cannot]
    policy = covered.policy
    by_line: dict[int, list[Goal]] = {}
    for goal in missed:
        by_line.setdefault(_line(policy, goal), []).append(goal)
    found = {line: _not_reached(policy, goals) for line, goals in by_line.items()}
    allowed = allowing(policy.source, found.values(), (NOT_REACHED,))
    reasons = {id(one): reason for one, reason in allowed.allowed}
    left = {
        goal: reasons[id(found[line])]
        for line, goals in by_line.items()
        if id(found[line]) in reasons
        for goal in goals
    }
    return Unreached(covered, cannot, left, allowed.said)


def _line(policy: Policy, goal: Goal) -> int:
    return policy.source.position(goal.node.span.start).line


def _not_reached(policy: Policy, goals: list[Goal]) -> Diagnostic:
    """All goals of a line that nothing reaches are one finding."""
    message = f"no example reaches {', '.join(goal.text for goal in goals)}"
    help = "add an example, or say why there is none"
    return warning(NOT_REACHED, message, policy.source, goals[0].node.span, help)


# ---- out of reach -------------------------------------------------------------------------------


def _out_of_reach(covered: Coverage) -> Iterable[tuple[Goal, str]]:
    """The goals missed that nobody can reach.

    Several thresholds can be one goal (an open point has several figures): none may be in reach.
    """
    policy = covered.policy
    never = Never(policy)
    sides: dict[Goal, list[tuple[Threshold, str]]] = {}
    for threshold in thresholds(policy):
        for side, goal in threshold.goals.items():
            sides.setdefault(goal, []).append((threshold, side))
    for goal in covered.missed:
        if goal.kind is GoalKind.THRESHOLD:
            found = [never.beside(one.cut, _window(one, side)) for one, side in sides[goal]]
            why = None if None in found else found[0]
        else:
            why = _why_never(never, policy, goal)
        if why is not None:
            yield goal, why
    never.forget()


def _why_never(never: Never, policy: Policy, goal: Goal) -> str | None:
    result, node = policy.result(goal.rule), goal.node
    match result:
        case Table() if goal.kind is GoalKind.ROW:
            return never.row(result, _place(result.rows, node))
        case Rating() if goal.kind is GoalKind.CASE:
            return never.case(result, _place(result.cases, node))
        case Rating() if goal.kind is GoalKind.OVERRIDE:
            return never.override(result, _place(result.overrides, node), goal.side == TAKEN)
        case Scorecard() if goal.kind is GoalKind.BAND:
            return _band_never(never, policy, result, node)
        case Trigger() if goal.kind is GoalKind.TRIGGER:
            return never.trigger(result, goal.side == PULLED)
    return None


def _band_never(never: Never, policy: Policy, card: Scorecard, cell: Node) -> str | None:
    """A measure that has a row for each kind of organisation is in none of their bands."""
    row = next(row for row in card.rows if any(one is cell for one in row.cells))
    place, words = _place(row.cells, cell), measure_words(policy, card, row)
    found = [
        never.band(card, one, place)
        for one in card.rows
        if measure_words(policy, card, one) == words and not isinstance(one.cells[place], NoCell)
    ]
    return None if None in found else found[0]


def _place(nodes: Iterable[Node], node: Node) -> int:
    return next(place for place, one in enumerate(nodes) if one is node)


def _window(threshold: Threshold, side: str) -> Window:
    """How far from the figure that lies which reaches a side."""
    below, at, _ = SIDES
    near, nought = threshold.near, Decimal(0)
    if side == at:
        return Window(nought, nought)
    if isinstance(near, tuple):
        assert isinstance(threshold.cut.figure, date)
        day = near[0] if side == below else near[1]
        days = Decimal((day - threshold.cut.figure).days)
        return Window(days, days)
    if side == below:
        return Window(-near, nought, high_open=True)
    return Window(nought, near, low_open=True)
