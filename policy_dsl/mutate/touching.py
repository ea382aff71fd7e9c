"""Which examples a fault can touch at all; the others need not be decided again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from policy_dsl.check.expected import CheckedExample
from policy_dsl.check.items import CardPart
from policy_dsl.check.policy import Policy, Result
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.step import Step
from policy_dsl.invent import Cut, Figure, where_tested
from policy_dsl.mutate.mutants import Mutant, MutantKind
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.tables import Row, Table
from policy_dsl.syntax.triggers import Trigger, TriggerWhen
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.testing.run import Outcome
from policy_dsl.values.types import Value

#: Rules that have a step of their own wherever they are evaluated.
_WITH_STEPS = (Case, Override, CardRow, TriggerWhen)
_ANY_RESULT = ValueDeclaration | Table | Scorecard | Rating | Trigger


class Touching:
    """The examples of a policy with the steps by which each came out."""

    def __init__(self, policy: Policy, outcomes: Sequence[Outcome]) -> None:
        self._policy = policy
        self._parents = {
            child: node
            for result in policy.results
            for node in result.walk()
            for child in node.children()
        }
        self._behind = {result: _behind(policy, result) for result in policy.results}
        self._examples = [(one.example, _by_rule(one)) for one in outcomes]
        self._expected = {
            one.example: [self._results(expected.path[0]) for expected in one.example.expectations]
            for one in outcomes
        }

    def examples(self, mutant: Mutant) -> Iterator[CheckedExample]:
        """The examples whose outcome may be another under a mutant, in the order of the text.

        An expectation has to rest on the rule that is changed, and the rule to have been come by.
        A threshold that is moved past none of the values that were held against it is not noticed.
        """
        changed = self._policy.result(mutant.rule)
        for example, steps in self._examples:
            rests = any(
                changed is None or changed in behind
                for each in self._expected[example]
                for behind in each
            )
            if rests and self._acts(mutant, steps):
                yield example

    def _results(self, name: str) -> list[frozenset[Result]]:
        """What a result rests on; all results for one of another policy that is used."""
        result = self._policy.result(name)
        return [self._behind[result] if result is not None else frozenset(self._policy.results)]

    def _acts(self, mutant: Mutant, steps: Mapping[Node, Sequence[Step]]) -> bool:
        if mutant.cut is not None and mutant.now is not None:
            rule, subject = where_tested(self._policy, mutant.cut)
            flips = _flips(mutant.cut, mutant.now)
            return any(flips(value) for step in steps.get(rule, ()) for value in subject(step))
        anchor = self._anchor(mutant.node)
        reached = steps.get(anchor, ())
        if mutant.kind in (MutantKind.LABEL, MutantKind.CAP, MutantKind.DROPPED):
            if isinstance(anchor, Case | Override | TriggerWhen):
                return any(step.value is not False for step in reached)
            if isinstance(anchor, Table):
                row = self._row(mutant.node)
                return any(
                    not isinstance(step.detail, int) or row is anchor.rows[step.detail]
                    for step in reached
                )
        return bool(reached)

    def _anchor(self, node: Node) -> Node:
        """The nearest rule around a node that has a step wherever it is evaluated."""
        while node in self._parents and not isinstance(node, _WITH_STEPS):
            node = self._parents[node]
        return node

    def _row(self, node: Node) -> Node:
        while node in self._parents and not isinstance(node, Row):
            node = self._parents[node]
        return node


def _by_rule(outcome: Outcome) -> Mapping[Node, Sequence[Step]]:
    found: dict[Node, list[Step]] = {}
    for step in outcome.decision.trace():
        found.setdefault(step.rule, []).append(step)
    return found


def _behind(policy: Policy, result: Result) -> frozenset[Result]:
    """A result and all those that it rests on."""
    found: set[Result] = set()
    stack: list[Node] = [result]
    while stack:
        top = stack.pop()
        if isinstance(top, _ANY_RESULT):
            if top in found:
                continue
            found.add(top)
        for node in top.walk():
            meaning = policy.meanings.get(node)
            if isinstance(meaning, CardPart):
                stack.append(meaning.card)
            elif isinstance(
                meaning, Group | ValueDeclaration | Table | Scorecard | Rating | Trigger
            ):
                stack.append(meaning)
    return frozenset(found)


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
