"""Where terms lie in a situation, as the evaluator has it, and how far from where they must."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from policy_dsl.analyse.diagrams import Branch, Diagram
from policy_dsl.analyse.linear import Range
from policy_dsl.analyse.space import Space
from policy_dsl.analyse.terms import Form, Term
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Step
from policy_dsl.invent import Situation, decide_in, facts_behind
from policy_dsl.syntax.history import Held
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.population import Across, PopulationSummary, Quantile, Rank
from policy_dsl.values import numbers
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value


@frozen(eq=False)
class Target:
    """Where a term must come to lie."""

    term: Term
    range: Range


@frozen(eq=False)
class Standing:
    """The numbers at which terms lie in a situation, as the evaluator has it."""

    space: Space
    situation: Situation
    decision: Decision
    steps: Mapping[Node, Step]

    @classmethod
    def of(cls, space: Space, situation: Situation, decision: Decision | None = None) -> Standing:
        """Decides about a situation, where it has not been decided yet."""
        decision = decision or decide_in(space.policy, situation)
        asked = set(space.asked.values())
        steps = {step.rule: step for step in decision.trace() if step.rule in asked}
        return cls(space, situation, decision, steps)

    def value(self, found: Diagram) -> Any:
        """The value of a diagram here; None where that cannot be told."""
        while isinstance(found, Branch):
            number = self.number(self.space.terms.all[found.order])
            if number is None:
                return None
            found = found.at(number)
        return found.value

    def distance(self, target: Target) -> Fraction:
        """How far a term is from where it must lie, at most 2; of what cannot be told, 3."""
        graded = self._of_window(target)
        if graded is not None:
            return graded
        number = self.number(target.term)
        if number is None:
            return Fraction(3)
        if target.range.holds(number):
            return Fraction(0)
        parts = [number]
        if target.term.factors is not None and target.term.factors[0] in ("lowest", "highest"):
            # The other one may have to move as well, though it does not show yet.
            both = (self._sum(form) for form in target.term.factors[1:])
            parts = [part for part in both if part is not None]
        off = sum((_from(target.range, part) for part in parts), Fraction(0))
        return 1 + off / (1 + off)

    def _of_window(self, target: Target) -> Fraction | None:
        """Of a condition held against several periods, in how many it is not as it should be."""
        node = self.space.asked.get(target.term.key)
        step = self.steps.get(node) if node is not None else None
        if not isinstance(node, Held) or step is None:
            return None
        if step.value.__class__ is bool and target.range.holds(Fraction(int(step.value))):
            return Fraction(0)
        wanted = target.range.holds(Fraction(1))
        off = sum(one.value is not wanted for one in step.inputs)
        return 1 + Fraction(off, len(step.inputs) + 1)

    def number(self, term: Term) -> Fraction | None:
        """Where a term lies; None where that cannot be told."""
        if term.of is not None:
            found = self._sum(term.of)
            if found is None or term.rounding is None:
                return found
            places = len(str(Fraction(term.step or 1).denominator)) - 1
            return Fraction(numbers.round_to(found, places, term.rounding))
        if term.factors is not None:
            return self._together(*term.factors)
        match term.key:
            case ("fact", name):
                fact = self.situation.fact(name)
                return None if fact is None else self._placed(name, fact.value)
            case ("nothing", name):
                fact = self.situation.fact(name)
                return Fraction(int(fact is not None and fact.value is NOTHING))
            case ("free", ("result", name)):
                return _as_number(self.decision[name].value)
        node = self.space.asked.get(term.key)
        step = self.steps.get(node) if node is not None else None
        return None if step is None else _as_number(step.value)

    def _sum(self, form: Form) -> Fraction | None:
        total = form.constant
        for term, factor in form.terms:
            number = self.number(term)
            if number is None:
                return None
            total += factor * number
        return total

    def _together(self, sign: str, a: Form, b: Form) -> Fraction | None:
        one, other = self._sum(a), self._sum(b)
        if one is None or other is None or (sign == "/" and not other):
            return None
        match sign:
            case "*":
                return one * other
            case "/":
                return one / other
            case "lowest":
                return min(one, other)
            case _:
                return max(one, other)

    def _placed(self, name: str, value: Value) -> Fraction | None:
        if isinstance(value, str):
            texts = self.space.texts.get(self.space.policy.facts[name], ())
            return Fraction(texts.index(value) if value in texts else len(texts))
        return _as_number(value)


def _from(range_: Range, number: Fraction) -> Fraction:
    """How far a number is from the nearer end of a range, and nought within it."""
    if range_.holds(number):
        return Fraction(0)
    return min(abs(number - end) for end in (range_.low, range_.high) if end is not None)


def _as_number(value: Value) -> Fraction | None:
    """Where a value lies on its line: a label by its place in its scale, a date by its day."""
    match value:
        case bool():
            return Fraction(int(value))
        case Label():
            return Fraction(value.rank)
        case date():
            return Fraction(value.toordinal())
        case Decimal() | Fraction():
            return Fraction(value)
    return None


def behind(space: Space, term: Term) -> Sequence[str]:
    """The facts that a term rests on."""
    match term.key:
        case ("fact" | "nothing" | "absent", name):
            return (name,)
        case ("free", ("result", name)):
            result = space.policy.result(name)
            return () if result is None else facts_behind(space.policy, result)
    node = space.asked.get(term.key)
    if node is not None:
        return facts_behind(space.policy, node)
    forms = [term.of] if term.of is not None else list((term.factors or ("",))[1:])
    inner = (one for form in forms for one, _ in form.terms)
    return tuple(dict.fromkeys(name for one in inner for name in behind(space, one)))


# ---- whether terms can lie where they like ---------------------------------------------------


def apart(space: Space, terms: Iterable[Term]) -> bool:
    """Whether what is not cut further rests on no facts that anything else rests on.

    Then where it lies says nothing of where the others do.  What could not be worked out, for being
    too large, is held not to be apart.
    """
    facts: set[Hashable] = set()
    free: dict[Term, list[set[Hashable]]] = {}
    stack = list(terms)
    while stack:
        term = stack.pop()
        if term.of is not None:
            stack.extend(inner for inner, _ in term.of.terms)
        elif not term.free:
            facts.update(behind(space, term))
        elif term.key[1][0] == "result" and space.failed:
            return False
        else:
            free[term] = _parts(space, term)
    found = [facts, *(part for parts in free.values() for part in parts)]
    return sum(map(len, found)) == len(set().union(*found))


def _parts(space: Space, term: Term) -> list[set[Hashable]]:
    """The facts behind a term; of a product those of each factor."""
    if term.factors is not None:
        return [
            {on for inner, _ in form.terms for on in behind(space, inner)}
            for form in term.factors[1:]
        ]
    node = space.asked.get(term.key)
    if isinstance(node, Across | Quantile | Rank):
        # Others can have what they like, but the highest is never below the organisation's own.
        bound = isinstance(node, Across) and node.summary not in _ANYWHERE
        # How quantiles lie to each other is known, so they are told apart.
        figure = term.key if isinstance(node, Quantile) else ("across", node.name.text)
        return [{figure, *(behind(space, term) if bound else ())}]
    return [set(behind(space, term))]


_ANYWHERE: Final = frozenset(
    {
        PopulationSummary.AVERAGE,
        PopulationSummary.SUM,
        PopulationSummary.COUNT,
        PopulationSummary.STANDARD_DEVIATION,
    }
)
