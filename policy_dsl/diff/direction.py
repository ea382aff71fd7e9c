"""Whether more of something is stricter or easier: from a place in a rule up to a rating.

Followed as long as each step goes one way only; where it does not, the direction is left unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from policy_dsl.check.items import SUMMARIES, CardPart
from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Direction
from policy_dsl.diff.parents import parents_of
from policy_dsl.meaning.row_order import apart
from policy_dsl.syntax.aggregates import Aggregate, GroupOperands, Operands, Round, Summary
from policy_dsl.syntax.expressions import (
    Arithmetic,
    Both,
    Compare,
    Constant,
    Either,
    Is,
    Name,
    Negative,
    Not,
    Order,
)
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.history import Earlier, Held, YearToDate
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.ratings import Case, Effect, Override, Rating, StartWith
from policy_dsl.syntax.scorecards import CardRow, ConditionCell, Scorecard
from policy_dsl.syntax.selections import Member, Quantified
from policy_dsl.syntax.tables import Columns, ComparisonTest, EqualsTest, Row, Table, TestsCell
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.scales import Label, Scale
from policy_dsl.values.types import base

# Rules build on rules; one that goes through more than this is followed no further.
_LONGEST_WAY = 40


def effect(policy: Policy, node: Node, more: int, steps: int = 0) -> Direction | None:
    """What it means when a node is true more often, greater, or worse (``more`` is 1), or less."""
    if steps > _LONGEST_WAY or not more:
        return None
    parent = parents_of(policy).get(node)
    match parent:
        case Not() | Negative():
            return effect(policy, parent, -more, steps + 1)
        case Both() | Either() | Held() | Quantified() | Round() | Earlier() | YearToDate():
            return effect(policy, parent, more, steps + 1)
        case Compare():
            way = _compared(policy, parent, node)
            return effect(policy, parent, more * way, steps + 1)
        case Is():
            return effect(policy, parent, more * _is_way(policy, parent), steps + 1)
        case Arithmetic():
            return effect(policy, parent, more * _term_way(parent, node), steps + 1)
        case Operands():
            return effect(policy, parent, more, steps + 1)
        case Aggregate():
            way = _number_way(policy, node, parent.summary)
            return effect(policy, parent, more * way, steps + 1)
        case Case():
            rating = parents_of(policy).get(parent)
            assert isinstance(rating, Rating)
            return case_effect(policy, rating, parent, more)
        case Override():
            return override_effect(policy, parent, more)
        case StartWith():
            rating = parents_of(policy).get(parent)
            assert isinstance(rating, Rating)
            scale = policy.types.get(rating)
            if policy.types.get(parent.expression) is not scale:
                more *= _worse_is_greater(scale)
            return _as_direction(more)
        case TestsCell() | ConditionCell() | ComparisonTest():
            return _cell(policy, parent, more, steps)
        case CardRow():
            return band_effect(policy, parent, node, more)
        case Row():
            return row_effect(policy, parent, more)
        case ValueDeclaration():
            return named_effect(policy, parent.name.text, more, steps)
    return None


def named_effect(policy: Policy, name: str, more: int, steps: int = 0) -> Direction | None:
    """What it means when a named thing is true more often, greater or worse, in all its uses."""
    return _agreed(effect(policy, use, more, steps + 1) for use in _uses(policy).get(name, ()))


def case_effect(policy: Policy, rating: Rating, case: Case, more: int) -> Direction | None:
    """What it means when a case of a rating holds more often: from it to those below it."""
    below = rating.cases[rating.cases.index(case) + 1 :]
    own = policy.meanings.get(case.label)
    return _instead_of(policy, own, [policy.meanings.get(other.label) for other in below], more)


def override_effect(policy: Policy, override: Override, more: int) -> Direction | None:
    """What it means when an over-riding rule applies more often."""
    label = policy.meanings.get(override.label)
    scale = _scale(policy, label)
    if scale is None or not isinstance(label, Label):
        return None
    match override.effect.name:
        case "NO_BETTER_THAN":
            return _as_direction(more)
        case "NO_WORSE_THAN":
            return _as_direction(-more)
    if label is scale.labels[-1]:
        return _as_direction(more)
    return _as_direction(-more) if label is scale.labels[0] else None


def effect_direction(policy: Policy, old: Override, new: Effect) -> Direction | None:
    """What it means when a rule binds to its label otherwise: as a floor, as it is, or as a cap."""
    if _scale(policy, policy.meanings.get(old.label)) is None:
        return None
    easiest_first = (Effect.NO_WORSE_THAN, Effect.BECOMES, Effect.NO_BETTER_THAN)
    return _as_direction(easiest_first.index(new) - easiest_first.index(old.effect))


def band_effect(policy: Policy, row: CardRow, cell: Node, more: int) -> Direction | None:
    """What it means when a measure is in a band more often: from it to those to its right."""
    card = parents_of(policy).get(row)
    assert isinstance(card, Scorecard)
    columns = policy.cards[card].columns
    place = next((at for at, other in enumerate(row.cells) if other is cell), None)
    if place is None or columns[place].label is None:
        return None
    below = [column.label for column in columns[place + 1 :] if column.label is not None]
    return _instead_of(policy, columns[place].label, below, more)


def row_effect(policy: Policy, row: Row, more: int) -> Direction | None:
    """What it means when a row of a table applies more often: from it to those below it."""
    table = parents_of(policy).get(row)
    assert isinstance(table, Table)
    after = table.rows[table.rows.index(row) + 1 :]
    below = [other for other in after if not apart(policy, row, other)]
    return _instead_of(
        policy, _output(policy, row), [_output(policy, other) for other in below], more
    )


def label_direction(policy: Policy, old: str, new: str, scale_name: str) -> Direction | None:
    """Whether a label given instead of another is worse (stricter) or better on the scale."""
    scale = policy.scales.get(scale_name)
    if not isinstance(scale, Scale):
        return None
    one, other = scale.label(old), scale.label(new)
    if one is None or other is None:
        return None
    return _as_direction((other.rank > one.rank) - (other.rank < one.rank))


# ---- steps ---------------------------------------------------------------------------------------


def _cell(policy: Policy, node: Node, more: int, steps: int) -> Direction | None:
    """A test in a cell: the cell holds more often, and so does the row or the band."""
    return effect(policy, node, more, steps + 1)


def _instead_of(
    policy: Policy, own: object, below: Sequence[object], more: int
) -> Direction | None:
    """What it means to get a label more often than those that would come instead."""
    if not isinstance(own, Label) or _scale(policy, own) is None or not below:
        return None
    ranks = []
    for label in below:
        if not isinstance(label, Label) or label.scale != own.scale:
            return None
        ranks.append(label.rank)
    if all(rank == own.rank for rank in ranks):
        return None
    if all(rank <= own.rank for rank in ranks):
        return _as_direction(more)
    return _as_direction(-more) if all(rank >= own.rank for rank in ranks) else None


def _output(policy: Policy, row: Row) -> object:
    match row.cells[-1]:
        case TestsCell(tests=(EqualsTest(value=value),)):
            return policy.meanings.get(value)
    return None


def _scale(policy: Policy, label: object) -> Scale | None:
    found = policy.scales.get(label.scale) if isinstance(label, Label) else None
    return found if isinstance(found, Scale) else None


def _compared(policy: Policy, node: Compare, side: Node) -> int:
    way = {">": 1, ">=": 1, "<": -1, "<=": -1}.get(node.sign, 0)
    if side is node.right:
        way = -way
    type_ = policy.types.get(side)
    return way * (_worse_is_greater(base(type_)) if isinstance(type_, Scale) else 1)


def _is_way(policy: Policy, node: Is) -> int:
    label = policy.meanings.get(node.target.label) if node.target.label is not None else None
    scale = _scale(policy, label)
    if scale is None or not isinstance(label, Label):
        return 0
    match node.target.order:
        case Order.OR_WORSE | Order.WORSE_THAN:
            way = 1
        case Order.OR_BETTER | Order.BETTER_THAN:
            way = -1
        case Order.EXACTLY:
            way = (label is scale.labels[-1]) - (label is scale.labels[0])
    return -way if node.negated else way


def _term_way(node: Arithmetic, side: Node) -> int:
    other = node.left if side is node.right else node.right
    match node.sign:
        case "+":
            return 1
        case "-":
            return 1 if side is node.left else -1
    positive = isinstance(other, Constant) and isinstance(other.value, Decimal) and other.value > 0
    if not positive or (node.sign == "/" and side is node.right):
        return 0
    return 1


def _number_way(policy: Policy, operands: Node, summary: Summary) -> int:
    """Labels that are averaged count as their numbers, of which the greater may be the better."""
    if summary in (Summary.BEST, Summary.WORST):
        return 1
    types = {policy.types.get(item) for item in getattr(operands, "items", ())}
    ways = {_worse_is_greater(type_) if isinstance(type_, Scale) else 1 for type_ in types}
    return ways.pop() if len(ways) == 1 else 0


def _worse_is_greater(scale: object) -> int:
    """1 where the numbers of a scale grow towards the worst label, -1 where they fall."""
    if not isinstance(scale, Scale) or not scale.numeric:
        return 0
    first, last = scale.labels[0].number, scale.labels[-1].number
    assert first is not None
    assert last is not None
    return (last > first) - (last < first)


def _as_direction(more: int) -> Direction | None:
    if more > 0:
        return Direction.STRICTER
    return Direction.EASIER if more < 0 else None


def _agreed(found: Iterator[Direction | None]) -> Direction | None:
    ways = set(found)
    return ways.pop() if len(ways) == 1 else None


@lru_cache(maxsize=16)
def _uses(policy: Policy) -> dict[str, list[Node]]:
    """Where each named thing is used in an expression; a scorecard by its summaries."""
    found: dict[str, list[Node]] = {}
    for node in parents_of(policy):
        match node:
            case Name() if not isinstance(policy.meanings.get(node), Label):
                found.setdefault(node.text, []).append(node)
            case Member(words=(first, second)):
                if isinstance(policy.meanings.get(node), CardPart) and second.text in SUMMARIES:
                    found.setdefault(f"{first.text}.{second.text}", []).append(node)
                found.setdefault(first.text, []).append(node)
            case Columns(names=words) | Group(members=words):
                for word in words:  # what more of it means is not followed here, so not known
                    found.setdefault(word.text, []).append(node)
            case GroupOperands(group=word):
                found.setdefault(word.text, []).append(node)
            case Across() | Quantile() | Rank():
                found.setdefault(node.name.text, []).append(node)
    return found
