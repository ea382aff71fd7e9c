"""Checking values: a name for a number or a condition."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.check.expressions import infer
from policy_dsl.syntax.values import ValueDeclaration


def check_value(context: Context, value: ValueDeclaration) -> None:
    """Gives the value the type of its expression."""
    context.cite(value, value.citations)
    type_ = infer(context, value.expression)
    if type_ is not None:
        context.types[value] = type_
