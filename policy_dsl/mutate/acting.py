"""Whether a fault can make a difference at all, by the steps of a decision without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import UnionType
from typing import Any

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.aggregates import places_of
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Step
from policy_dsl.invent import Compared, Cut, Figure, is_itself, steps_tested, where_tested
from policy_dsl.mutate.mutants import MOVED, ROUNDED, Mutant, MutantKind
from policy_dsl.syntax.aggregates import Round
from policy_dsl.syntax.expressions import Both, Compare, Either
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Case, Override
from policy_dsl.syntax.scorecards import CardRow
from policy_dsl.syntax.tables import Row, Table
from policy_dsl.syntax.triggers import TriggerWhen
from policy_dsl.values.numbers import EXACT, Rounding
from policy_dsl.values.types import Value

#: The steps of a decision by the rule that each is of.
Steps = Mapping[Node, Sequence[Step]]

#: Rules that have a step of their own wherever they are evaluated.
_WITH_STEPS = (Case, Override, CardRow, TriggerWhen)


def steps_by_rule(decision: Decision) -> Steps:
    """Every step of a decision by its rule."""
    found: dict[Node, list[Step]] = {}
    for step in decision.trace():
        found.setdefault(step.rule, []).append(step)
    return found


class Acting:
    """What the mutants of a policy would do in decisions without them."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._parents = {
            child: node
            for result in policy.results
            for node in result.walk()
            for child in node.children()
        }

    def acts(self, mutant: Mutant, steps: Steps) -> bool:
        """Whether a mutant may change the value of some step.

        The rule has to have been come by.  A threshold that is moved past none of the values that
        were held against it changes nothing, and nor does an ``or`` for an ``and`` whose parts
        agree.
        """
        if mutant.cut is not None and mutant.now is not None:
            rule, subject = where_tested(self._policy, mutant.cut)
            flips = _flips(mutant.cut, mutant.now)
            return any(flips(value) for step in steps.get(rule, ()) for value in subject(step))
        node = mutant.node
        if mutant.kind in _CHANGES_VALUE and node in steps:
            return any(_turned(mutant, step) for step in steps[node])
        anchor = self._anchor(node)
        reached = steps.get(anchor, ())
        if mutant.kind in (MutantKind.LABEL, MutantKind.CAP, MutantKind.DROPPED):
            if isinstance(anchor, Case | Override | TriggerWhen):
                return any(step.value is not False for step in reached)
            if isinstance(anchor, Table):
                row = self._row(node)
                return any(
                    not isinstance(step.detail, int) or row is anchor.rows[step.detail]
                    for step in reached
                )
        return bool(reached)

    def reached(self, mutant: Mutant, steps: Steps) -> bool:
        """Whether the rule around what is changed was come by."""
        return bool(steps.get(self._anchor(mutant.node)))

    def compared(self, mutant: Mutant) -> Compared | None:
        """The two sides that what is changed compares, or helps to; None where it compares none."""
        policy, cut = self._policy, mutant.cut
        if cut is not None:
            rule, tested = steps_tested(policy, cut)
            figure = cut.figure if cut.figure is not None else False
            return lambda decision: [
                (one, figure) for step in _of(decision, rule) for one in tested(step)
            ]
        node = mutant.node
        if isinstance(node, Round):
            half = Decimal(5).scaleb(-places_of(node) - 1)
            return lambda decision: [
                (step.inputs[0], EXACT.subtract(step.value, half))
                for step in _of(decision, node)
                if isinstance(step.value, Decimal)
            ]
        compare = self.around(node, Compare)
        if compare is None:
            return None
        return lambda decision: [
            (step.inputs[0], step.inputs[1]) for step in _of(decision, compare) if is_itself(step)
        ]

    def around(self, node: Node, kind: type[Node] | UnionType) -> Any:
        """The nearest node of a kind around another, or that node itself; None if there is none."""
        while node in self._parents and not isinstance(node, kind):
            node = self._parents[node]
        return node if isinstance(node, kind) else None

    def _anchor(self, node: Node) -> Node:
        """The nearest rule around a node that has a step wherever it is evaluated."""
        while node in self._parents and not isinstance(node, _WITH_STEPS):
            node = self._parents[node]
        return node

    def _row(self, node: Node) -> Node:
        while node in self._parents and not isinstance(node, Row):
            node = self._parents[node]
        return node


def _of(decision: Decision, rule: Node) -> list[Step]:
    return [step for step in decision.trace() if step.rule is rule]


def _flips(cut: Cut, now: tuple[str, Figure]) -> Callable[[Value], bool]:
    """Whether a test gives another answer about a value; also where that is not known."""
    sign, figure = now
    old = cut.figure
    assert old is not None
    before, after = ops.comparison(cut.sign), ops.comparison(sign)

    def flips(value: Value) -> bool:
        truth = before(value, old)
        return not isinstance(truth, bool) or truth is not after(value, figure)

    return flips


_CHANGES_VALUE = (MutantKind.SIGN, MutantKind.JOINED, MutantKind.ROUNDING)


def _turned(mutant: Mutant, step: Step) -> bool:
    """Whether a comparison, a joining or a rounding may come to something else with a fault."""
    values = [one.value for one in step.inputs]
    match mutant.node:
        case Compare() if is_itself(step):
            truth = ops.comparison(MOVED[mutant.node.sign])(values[0], values[1])
            return not isinstance(truth, bool) or truth is not step.value
        case Both() | Either():
            return not (
                all(value is True for value in values) or all(value is False for value in values)
            )
        case Round():
            rounding = Rounding(ROUNDED[mutant.node.rounding.value])
            return ops.round_to(values[0], places_of(mutant.node), rounding) != step.value
    return False
