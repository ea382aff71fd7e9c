"""Why a condition came out as it did, as a clause: ``deficit is yes``."""

from __future__ import annotations

from datetime import date
from typing import Final

from policy_dsl.evaluate.step import Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.rules import called, quote, rule_of, within
from policy_dsl.explain.value_words import listed, truth_words, words_of
from policy_dsl.syntax.expressions import Both, Compare, Constant, Either, Is, Name, Not, Order
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.records import Field
from policy_dsl.syntax.selections import Member
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.absence import DoesNotApply, NotKnown
from policy_dsl.values.types import Value

_SIGNS: Final = {
    "<": "is below",
    "<=": "is at most",
    "=": "is",
    "!=": "is not",
    ">=": "is at least",
    ">": "is above",
}
_DATES: Final = {
    **_SIGNS,
    "<": "is before",
    "<=": "is on or before",
    ">=": "is on or after",
    ">": "is after",
}
_OPPOSITE: Final = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}


def why(homes: Homes, step: Step) -> str:
    """What made a condition hold or not, or what is known of it where that is not settled."""
    step = within(step)
    rule = rule_of(step)
    if not isinstance(step.value, bool):
        return f"`{quote(homes, rule)}` {_is_open(step.value)}"
    match rule:
        case Fact() | ValueDeclaration() | Interpretation() | Member() | Field():
            return f"{called(homes, step)} is {words_of(homes, step)}"
        case Trigger():
            return f"{called(homes, step)} {'fires' if step.value else 'does not fire'}"
        case Not():
            return why(homes, step.inputs[0])
        case Compare():
            left, right = step.inputs
            sign = rule.sign if step.value else _OPPOSITE[rule.sign]
            signs = _DATES if isinstance(left.value, date) else _SIGNS
            return f"{_operand(homes, left)} {signs[sign]} {_operand(homes, right)}"
        case Is():
            if any(isinstance(one.value, NotKnown) for one in step.inputs):
                return f"`{quote(homes, rule)}` {truth_words(step.value)}"
            if len(step.inputs) > 1:
                return _stands_to(homes, rule, step)
            (subject,) = step.inputs
            return f"{subject_words(homes, subject)} is {words_of(homes, subject)}"
        case Both() | Either():
            return listed(list(dict.fromkeys(why(homes, one) for one in deciding(step))))
        case _:
            return f"`{quote(homes, rule)}` {truth_words(step.value)}"


def _stands_to(homes: Homes, rule: Is, step: Step) -> str:
    """``finance (red) is quality (amber) or worse``."""
    subject, other = (_operand(homes, side) for side in step.inputs)
    verb = "is" if step.value is not rule.negated else "is not"
    match rule.target.order:
        case Order.EXACTLY:
            return f"{subject} {verb} {other}"
        case Order.OR_WORSE | Order.OR_BETTER:
            return f"{subject} {verb} {other} {rule.target.order.value}"
        case Order.BETTER_THAN | Order.WORSE_THAN:
            return f"{subject} {verb} {rule.target.order.value} {other}"


def deciding(step: Step) -> list[Step]:
    """The operands that settle an ``and`` or ``or``; all of them where none does by itself."""
    decisive = isinstance(step.rule, Either)
    found = [operand for operand in step.inputs if operand.value is decisive]
    return found or list(step.inputs)


def _is_open(value: Value) -> str:
    return str(value) if isinstance(value, DoesNotApply) else f"is {value}"


def subject_words(homes: Homes, step: Step) -> str:
    """What a condition is about: a name, or the text that stands for it."""
    return called(homes, step) or (
        step.rule.text if isinstance(step.rule, Name) else f"`{quote(homes, _rule(step))}`"
    )


def _rule(step: Step) -> Node:
    return rule_of(step)


def _operand(homes: Homes, step: Step) -> str:
    if isinstance(step.rule, Constant) or (isinstance(step.rule, Name) and not step.inputs):
        return words_of(homes, step)
    return f"{subject_words(homes, step)} ({words_of(homes, step)})"
