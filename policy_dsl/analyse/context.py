"""What the parts of an analysis share: the diagrams, the wider ones, and the witnesses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from policy_dsl.analyse.diagrams import Checkpoint, Diagram, Diagrams, go_on
from policy_dsl.analyse.lifted import Lifted, is_gap
from policy_dsl.analyse.results import WORK, result
from policy_dsl.analyse.space import Space
from policy_dsl.analyse.walking import leaves
from policy_dsl.analyse.ways import possible, unsettled
from policy_dsl.analyse.witness import Witnesses
from policy_dsl.check.items import CardPart
from policy_dsl.check.policy import Policy, Result
from policy_dsl.check.scorecards import measure_of
from policy_dsl.invent import facts_behind
from policy_dsl.syntax.aggregates import Aggregate, CountWhich, Round
from policy_dsl.syntax.expressions import Arithmetic, Compare, Constant
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import Scorecard, WhenMissing
from policy_dsl.syntax.selections import FieldOf, Quantified
from policy_dsl.values.types import Plain, Quantity, base

#: So much work may be done for one policy, in steps of diagrams.
ALL_WORK = 5 * WORK


class Analysis:
    """One policy under analysis.

    ``narrow`` takes the readings chosen and has everything supplied; what it shows does come about.
    ``wide`` takes every reading but those chosen, lets facts be missing that a rule leaves out, and
    in place of a gap has whatever may fill it; what never comes about there never does.
    ``checkpoint`` is called often, and may raise to end the analysis.
    """

    def __init__(
        self, policy: Policy, readings: Mapping[str, int], checkpoint: Checkpoint = go_on
    ) -> None:
        self.policy = policy
        self.readings = readings
        self.checkpoint = checkpoint
        self.cut_short = False  # not everything was looked at
        self.narrow = self._lifted(wide=False)
        self.witnesses = Witnesses(self.narrow)
        self._unsettled: dict[Diagram, bool] = {}

    @cached_property
    def wide(self) -> Lifted:
        """The wider diagrams; the narrow ones where there is nothing to widen."""
        settled = all(name in self.readings for name in self.policy.interpretations)
        if self.may_be_missing or not settled or any(map(self.has_gap, self.policy.results)):
            return self._lifted(wide=True)
        return self.narrow

    def has_gap(self, item: Result) -> bool:
        """Whether a result somewhere has no answer though everything is supplied."""
        return any(is_gap(leaf.value) for leaf in leaves(result(self.narrow, item)))

    def never(self, made: Callable[[Lifted], Diagram], wanted: Callable[[Any], bool]) -> bool:
        """Whether nothing that can be given leads to what is wanted of a diagram."""
        if possible(self.narrow, made(self.narrow), wanted):
            return False
        wide = made(self.wide)
        if wide not in self._unsettled:
            self._unsettled[wide] = unsettled(self.wide, wide)
        return not self._unsettled[wide] and not possible(self.wide, wide, wanted)

    def is_bounded(self, item: Result) -> bool:
        """Whether a result makes numbers of facts that it also leaves out where they are missing.

        Then the evaluator may know more than a diagram does: between which ends a number must lie.
        """
        missing = self.may_be_missing
        return bool(missing) and not missing.isdisjoint(asked_for(self.policy, item))

    def forget(self) -> None:
        """Lets go of every diagram, at the end of the analysis."""
        for on in {self.narrow, vars(self).get("wide", self.narrow)}:
            on.space.forget()

    def _lifted(self, wide: bool) -> Lifted:
        diagrams = Diagrams(ALL_WORK, self.checkpoint)
        absent = self.may_be_missing if wide else frozenset()
        return Lifted(Space(self.policy, self.readings, wide, absent, self._texts, diagrams))

    @cached_property
    def may_be_missing(self) -> frozenset[str]:
        """The facts that may be missing without the answer being so."""
        found: set[str] = set()
        for item in self.policy.results:
            for node in item.walk():
                if isinstance(node, Aggregate) and node.leaving_out_missing:
                    found.update(facts_behind(self.policy, node.operands))
            if isinstance(item, Scorecard) and any(
                isinstance(line, WhenMissing) for line in item.lines
            ):
                for row in item.rows:
                    found.update(facts_behind(self.policy, row.cells[0]))
        return frozenset(found)

    @cached_property
    def _texts(self) -> Mapping[Fact, tuple[str, ...]]:
        """The texts that a policy holds its facts against; each fact is held against all."""
        every = tuple(
            dict.fromkeys(
                node.value
                for item in self.policy.results
                for node in item.walk()
                if isinstance(node, Constant) and isinstance(node.value, str)
            )
        )
        return {
            fact: every
            for fact in self.policy.facts.values()
            if base(self.policy.types[fact]) is Plain.TEXT
        }


#: What makes numbers of its operands; of a number that is not known the ends may be.
_NUMERIC = Arithmetic | Compare | Aggregate | CountWhich | Quantified | FieldOf | Round


def asked_for(policy: Policy, item: Result) -> set[str]:
    """The facts from which a result makes numbers but where they are left out if missing."""
    found: set[str] = set()
    stack: list[tuple[Node, bool, bool]] = [(item, _is_number(policy, item), False)]
    seen = set(stack)
    while stack:
        top, numeric, out = stack.pop()
        left_out = _within(_left_out(top))
        counted = _within(node for node in top.walk() if isinstance(node, _NUMERIC))
        for node in top.walk():
            meaning = policy.meanings.get(node)
            behind = meaning.card if isinstance(meaning, CardPart) else meaning
            if not isinstance(behind, Group | Fact | Result):
                continue
            made = numeric or node in counted or any(_is_number(policy, n) for n in (node, behind))
            gone = out or node in left_out
            if isinstance(behind, Fact):
                found |= {behind.name.text} if made and not gone else set()
                continue
            more = (behind, made, gone and isinstance(behind, Group))
            if more not in seen:
                seen.add(more)
                stack.append(more)
    return found


def _is_number(policy: Policy, node: Node) -> bool:
    type_ = policy.types.get(node)
    return type_ is not None and isinstance(base(type_), Quantity)


def _within(parts: Iterable[Node]) -> set[Node]:
    return {node for part in parts for node in part.walk()}


def _left_out(top: Node) -> Iterator[Node]:
    """The parts of a rule in which what is missing is left out."""
    for node in top.walk():
        if isinstance(node, Aggregate) and node.leaving_out_missing:
            yield node.operands
    if isinstance(top, Scorecard) and any(isinstance(line, WhenMissing) for line in top.lines):
        yield from (word for row in top.rows if (word := measure_of(row)) is not None)


def direct_names(policy: Policy, nodes: Iterable[Node]) -> list[str]:
    """The names of facts and results in rules, each once, in the order of the text."""
    found: dict[str, None] = {}
    for top in nodes:
        for node in top.walk():
            meaning = policy.meanings.get(node)
            name = getattr(getattr(meaning, "name", None), "text", None)
            if isinstance(meaning, Node) and isinstance(name, str):
                found[name] = None
    return list(found)


def results_behind(policy: Policy, item: Result) -> set[str]:
    """The names of the results, and of all else, that a result rests on."""
    found: set[str] = set()
    stack: list[Node] = [item]
    seen: set[Node] = {item}
    while stack:
        for node in stack.pop().walk():
            meaning = policy.meanings.get(node)
            name = getattr(getattr(meaning, "name", None), "text", None)
            if isinstance(meaning, Node) and meaning not in seen and isinstance(name, str):
                seen.add(meaning)
                found.add(name)
                stack.append(meaning)
    return found
