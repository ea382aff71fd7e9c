"""Which expressions have an answer whenever all facts are supplied.

No other expression is meant to be without one; those not named here may be.
"""

from __future__ import annotations

from policy_dsl.check.items import ItemPart
from policy_dsl.check.policy import Policy
from policy_dsl.syntax.expressions import (
    Arithmetic,
    Both,
    Compare,
    Constant,
    Either,
    Expression,
    Is,
    Name,
    Negative,
    Not,
)
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.history import DateFrom, InThePeriod, PeriodBound
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.selections import CountDistinct, Quantified
from policy_dsl.values.scales import Label
from policy_dsl.values.types import OrNothing


def has_answer(policy: Policy, node: Node) -> bool:
    """Whether an expression has an answer for every organisation of which all is supplied.

    What may be ``nothing`` has none where it is compared or reckoned with, but it can be asked
    whether it is nothing, which label it is and whether it lies in the period.
    """
    match node:
        case Constant() | PeriodBound():
            return True
        case Name():
            return _name_has_answer(policy, node)
        case Is():
            label = node.target.label
            of_label = label is None or isinstance(policy.meanings.get(label), Label)
            return of_label and _can_be_asked(policy, node.subject)
        case InThePeriod():
            return _can_be_asked(policy, node.date)
        case Compare() | Both() | Either() | Not() | Negative():
            return all(has_answer(policy, part) for part in _operands(node))
        case DateFrom():
            return has_answer(policy, node.date)
        case Arithmetic():
            return node.sign != "/" and all(has_answer(policy, one) for one in _operands(node))
        case Quantified() | CountDistinct():
            of_list = isinstance(policy.meanings.get(node.of), Fact)
            return of_list and (node.where is None or has_answer(policy, node.where))
        case _:
            return False


def _operands(
    node: Compare | Both | Either | Not | Negative | Arithmetic,
) -> tuple[Expression, ...]:
    match node:
        case Compare() | Arithmetic():
            return node.left, node.right
        case Both() | Either():
            return node.operands
        case _:
            return (node.operand,)


def _name_has_answer(policy: Policy, node: Name) -> bool:
    meaning = policy.meanings.get(node)
    if isinstance(meaning, Fact):
        return not isinstance(policy.types[meaning], OrNothing)
    if isinstance(meaning, ItemPart):
        of_record = isinstance(meaning.of, RecordDeclaration)
        return of_record and not isinstance(meaning.type, OrNothing)
    return isinstance(meaning, Interpretation | Label)


def _can_be_asked(policy: Policy, node: Expression) -> bool:
    meaning = policy.meanings.get(node)
    if isinstance(meaning, ItemPart):
        return isinstance(meaning.of, RecordDeclaration)
    return isinstance(meaning, Fact) or has_answer(policy, node)
