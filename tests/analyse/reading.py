"""Reading a diagram at one organisation's facts, by its own means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import frozen

from policy_dsl.analyse.context import Analysis
from policy_dsl.analyse.diagrams import Branch, Diagram
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.space import Another
from policy_dsl.analyse.terms import Form, Term
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Place, Step
from policy_dsl.syntax.history import Held, Window
from policy_dsl.syntax.nodes import Node
from policy_dsl.values import numbers
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import base


class FreeError(Exception):
    """The diagram turns on something that is not cut further."""


def narrow(policy: Policy) -> Lifted:
    """The diagrams of a policy under its first readings."""
    return Analysis(policy, {}).narrow


def read(
    on: Lifted,
    diagram: Diagram,
    values: Mapping[str, Any],
    kind: str,
    decision: Decision | None = None,
) -> Any:
    """The value of a diagram where every fact has the value given.

    What is not cut further has the value that the evaluator gave it in a ``decision``.
    """
    reading = _Reading(on, values, kind, {} if decision is None else steps_of(decision))
    while isinstance(diagram, Branch):
        number = reading.number(on.space.terms.all[diagram.order])
        place = 0
        for cut, after in diagram.cuts:
            place += number > cut if after else number >= cut
        diagram = diagram.children[place]
    value = diagram.value
    return reading.sum(value) if isinstance(value, Form) else value


def steps_of(decision: Decision) -> Mapping[Node, list[Step]]:
    """The steps of the organisation's own period, by their rules."""
    found: dict[Node, list[Step]] = {}
    stack = [*decision.results.values()]
    seen: set[Step] = set()
    while stack:
        step = stack.pop()
        if step in seen:
            continue
        seen.add(step)
        if isinstance(step.detail, Place) and (
            step.detail.period != decision.period
            or step.detail.organisation.code != decision.organisation.code
        ):
            continue
        found.setdefault(step.rule, []).append(step)
        stack.extend(step.inputs)
    return found


@frozen
class _Reading:
    on: Lifted
    values: Mapping[str, Any]
    kind: str
    steps: Mapping[Node, list[Step]]

    def sum(self, form: Form) -> Fraction:
        return form.constant + sum(
            (factor * self.number(term) for term, factor in form.terms), Fraction(0)
        )

    def number(self, term: Term) -> Fraction:
        return Fraction(_number(self, term))

    def free(self, key: Any) -> Fraction:
        """What the evaluator found, if it is the same wherever it is asked."""
        if key[1][0] == "run":
            return self._run(key[1][1])
        node = self.on.space.asked.get(key)
        found = {_of_value(step.value) for step in self.steps.get(node, ())} if node else set()
        if len(found) != 1:
            raise FreeError(key)
        return found.pop()

    def _run(self, condition: tuple[str, Any]) -> Fraction:
        """For how many periods before this one it held, as far as its windows look."""
        text, row = condition
        source = self.on.space.policy.source
        longest: list[Any] = []
        for node, steps in self.steps.items():
            if row is not None or not isinstance(node, Held) or len(steps) != 1:
                continue
            if source.on_one_line(node.condition.span) != text:
                continue
            before = [one.value for one in steps[0].inputs]
            if node.window is Window.CONSECUTIVE:
                before.pop()
            elif node.window is not Window.EACH_OF:
                continue
            longest = max(longest, before, key=len)
        if not longest:
            raise FreeError(condition)
        ran = 0
        for value in reversed(longest):
            if value is not True and value is not False:
                raise FreeError(condition)
            if not value:
                break
            ran += 1
        return Fraction(ran)


def _of_value(value: Any) -> Fraction:
    match value:
        case bool():
            return Fraction(int(value))
        case Label():
            return Fraction(value.rank)
        case Decimal() | Fraction():
            return Fraction(value)
        case date():
            return Fraction(value.toordinal())
    raise FreeError(value)


def _number(reading: _Reading, term: Term) -> Fraction | int:
    on, values, kind = reading.on, reading.values, reading.kind
    if term.rounding is not None:
        assert term.of is not None
        places = len(str(term.step).partition("/")[2]) - 1 if term.step != 1 else 0
        inner = reading.sum(term.of)
        return Fraction(numbers.round_to(inner, max(places, 0), term.rounding))
    if term.of is not None:
        return reading.sum(term.of)
    match term.key:
        case ("kind",):
            return Fraction(on.space.policy.kinds.index(kind))
        case ("nothing", name):
            return Fraction(int(values[name] is NOTHING))
        case ("fact", name):
            return Fraction(_place(on, name, values[name]))
        case ("free", ("*" | "/" as sign, a, b)):
            one, other = reading.sum(a), reading.sum(b)
            if sign == "/" and not other:
                raise FreeError
            return one * other if sign == "*" else one / other
        case ("free", ("lowest" | "highest" as which, a, b)):
            pick = min if which == "lowest" else max
            return pick(reading.sum(a), reading.sum(b))
        case ("free", _):
            return reading.free(term.key)
    raise FreeError(term.key)


def _place(on: Lifted, name: str, value: Any) -> int | Fraction:
    match value:
        case bool():
            return int(value)
        case Label():
            scale = base(on.space.policy.vocabulary.facts[name].type)
            assert isinstance(scale, Scale | Choice)
            return scale.labels.index(value)
        case date():
            return value.toordinal()
        case str():
            texts = on.space.texts.get(on.space.policy.facts[name], ())
            return texts.index(value) if value in texts else len(texts)
        case Decimal() | Fraction():
            return Fraction(value)
    return 0


__all__ = ["Another", "FreeError", "narrow", "read"]
