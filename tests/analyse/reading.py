"""Reading a diagram at one organisation's facts, by its own means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from policy_dsl.analyse.context import Analysis
from policy_dsl.analyse.diagrams import Branch, Diagram
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.space import Another
from policy_dsl.analyse.terms import Form, Term
from policy_dsl.check.policy import Policy
from policy_dsl.values import numbers
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import base


class FreeError(Exception):
    """The diagram turns on something that is not cut further."""


def narrow(policy: Policy) -> Lifted:
    """The diagrams of a policy under its first readings."""
    return Analysis(policy, {}).narrow


def read(on: Lifted, diagram: Diagram, values: Mapping[str, Any], kind: str) -> Any:
    """The value of a diagram where every fact has the value given."""
    while isinstance(diagram, Branch):
        term = on.space.terms.all[diagram.order]
        number = _number(on, term, values, kind)
        place = 0
        for cut, after in diagram.cuts:
            place += number > cut if after else number >= cut
        diagram = diagram.children[place]
    value = diagram.value
    return _sum(on, value, values, kind) if isinstance(value, Form) else value


def _sum(on: Lifted, form: Form, values: Mapping[str, Any], kind: str) -> Fraction:
    total = form.constant
    for term, factor in form.terms:
        total += factor * Fraction(_number(on, term, values, kind))
    return total


def _number(on: Lifted, term: Term, values: Mapping[str, Any], kind: str) -> Fraction:
    if term.rounding is not None:
        assert term.of is not None
        places = len(str(term.step).partition("/")[2]) - 1 if term.step != 1 else 0
        inner = _sum(on, term.of, values, kind)
        return Fraction(numbers.round_to(inner, max(places, 0), term.rounding))
    if term.of is not None:
        return _sum(on, term.of, values, kind)
    match term.key:
        case ("kind",):
            return Fraction(on.space.policy.kinds.index(kind))
        case ("nothing", name):
            return Fraction(int(values[name] is NOTHING))
        case ("fact", name):
            return Fraction(_place(on, name, values[name]))
        case ("free", ("*" | "/" as sign, a, b)):
            one, other = _sum(on, a, values, kind), _sum(on, b, values, kind)
            if sign == "/" and not other:
                raise FreeError
            return one * other if sign == "*" else one / other
        case ("free", ("lowest" | "highest" as which, a, b)):
            pick = min if which == "lowest" else max
            return pick(_sum(on, a, values, kind), _sum(on, b, values, kind))
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
