"""The forms of constants, comparisons and chains: where it does not matter how they are written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from policy_dsl.syntax.expressions import Arithmetic, Both, Constant, Either, Expression
from policy_dsl.values.numbers import without_noughts
from policy_dsl.values.types import Quantity

#: A canonical form: equal and hashable, and the same text (`repr`) for the same meaning.
Form = str | int | bool | None | tuple["Form", ...]


def constant_form(constant: Constant) -> Form:
    """A constant by its value and unit: 0.50 is 0.5, and £4,000 is £4000."""
    unit = constant.type.unit if isinstance(constant.type, Quantity) else constant.type
    match constant.value:
        case bool() as value:
            return "constant", unit.value, value
        case Decimal() as value:
            return "constant", unit.value, digits(value)
        case date() as value:
            return "constant", unit.value, value.isoformat()
        case str() as value:
            return "constant", unit.value, value


def digits(value: Decimal) -> str:
    return f"{without_noughts(value):f}"


#: What a comparison says with its sides exchanged, and what it says where it is refused.
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
REFUSED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


def comparison(sign: str, left: Form, right: Form) -> Form:
    """A comparison, whichever side is written first: a constant stands to the right."""
    if _place(left) > _place(right):
        return "Compare", _TURNED[sign], right, left
    return "Compare", sign, left, right


def _place(side: Form) -> tuple[bool, str]:
    return isinstance(side, tuple) and side[0] == "constant", repr(side)


def joint(kind: type[Both] | type[Either], operands: Iterable[Form]) -> Form:
    """A chain of one word, with the operands of those of the same word within it."""
    found: list[Form] = []
    for operand in operands:
        if isinstance(operand, tuple) and operand[0] == kind.__name__:
            inner = operand[1]
            assert isinstance(inner, tuple)
            found.extend(inner)
        else:
            found.append(operand)
    return kind.__name__, tuple(sorted(found, key=repr))


def terms(node: Expression, sign: str) -> list[Expression]:
    """What a chain of one sign adds or multiplies."""
    if isinstance(node, Arithmetic) and node.sign == sign:
        return [*terms(node.left, sign), *terms(node.right, sign)]
    return [node]
