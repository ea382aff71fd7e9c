"""What a test lets through, where two are written otherwise and may come to the same.

``> 1`` and ``>= 2`` are one question of a count; ``worse than 3`` and ``2 or worse`` of a scale.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from policy_dsl.check.policy import Policy
from policy_dsl.check.scorecards import measure_of
from policy_dsl.diff.parents import parents_of
from policy_dsl.syntax.expressions import Compare, Order, Target
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import CardRow
from policy_dsl.syntax.tables import ComparisonTest, Row, Table
from policy_dsl.values.scales import Label, Scale
from policy_dsl.values.types import Quantity, Unit, base


def asks_a_count(policy: Policy, test: Compare | ComparisonTest) -> bool:
    """Whether what is compared is a count, and so a whole number."""
    if isinstance(test, Compare):
        return _is_count(policy, test.left)
    cell = parents_of(policy).get(test)
    row = parents_of(policy).get(cell) if cell is not None else None
    match row:
        case CardRow():
            return _is_count(policy, measure_of(row))
        case Row():
            table = parents_of(policy).get(row)
            assert isinstance(table, Table)
            place = next(at for at, other in enumerate(row.cells) if other is cell)
            return _is_count(policy, table.columns.names[place])
    return False


def in_whole_numbers(sign: str, figure: Decimal) -> tuple[str, Decimal]:
    """The least or greatest whole number that a comparison lets through: ``> 1`` is ``>= 2``."""
    match sign:
        case ">":
            return ">=", figure.to_integral_value(ROUND_FLOOR) + 1
        case ">=":
            return sign, figure.to_integral_value(ROUND_CEILING)
        case "<":
            return "<=", figure.to_integral_value(ROUND_CEILING) - 1
        case "<=":
            return sign, figure.to_integral_value(ROUND_FLOOR)
    return sign, figure


def labels_taken(policy: Policy, target: Target) -> tuple[tuple[str, ...], frozenset[str]] | None:
    """The labels of a scale, and those of them that ``amber or worse`` and its like are true of."""
    label = policy.meanings.get(target.label) if target.label is not None else None
    scale = policy.scales.get(label.scale) if isinstance(label, Label) else None
    if not isinstance(label, Label) or not isinstance(scale, Scale):
        return None
    reach = {
        Order.EXACTLY: slice(label.rank, label.rank + 1),
        Order.OR_WORSE: slice(label.rank, None),
        Order.OR_BETTER: slice(0, label.rank + 1),
        Order.WORSE_THAN: slice(label.rank + 1, None),
        Order.BETTER_THAN: slice(0, label.rank),
    }
    names = tuple(item.name for item in scale.labels)
    return names, frozenset(names[reach[target.order]])


def _is_count(policy: Policy, node: Node | None) -> bool:
    if node is None:
        return False
    type_ = policy.types.get(node)
    if type_ is None:
        meaning = policy.meanings.get(node)
        type_ = policy.types.get(meaning) if isinstance(meaning, Node) else None
    return type_ is not None and base(type_) == Quantity(Unit.COUNT)
