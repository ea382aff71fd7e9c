"""Checking ``average of``, ``count of … which are`` and ``round``."""

from __future__ import annotations

from collections.abc import Callable

from policy_dsl.check.context import Context
from policy_dsl.check.facts import check_places
from policy_dsl.check.groups import members
from policy_dsl.check.units import COUNT, NUMBER, as_quantity, comparable
from policy_dsl.check.wanted import instead_of_number
from policy_dsl.syntax.aggregates import (
    Aggregate,
    CountWhich,
    GroupOperands,
    Operands,
    Round,
    Summary,
)
from policy_dsl.syntax.expressions import Expression, Target
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import Type, base, type_name

#: ``infer`` and its fellows of expressions.py, handed in because that file needs this one.
Infer = Callable[[Context, Expression, Type | None], Type | None]
CheckTarget = Callable[[Context, Target, Type | None, Expression], None]
CheckComparison = Callable[[Context, Expression, str, Type | None, Type | None], None]


def infer_aggregate(
    context: Context, node: Aggregate, wanted: Type | None, infer: Infer
) -> Type | None:
    """A number in the unit of the operands, or for ``best`` and ``worst`` their scale."""
    ordered = node.summary in (Summary.BEST, Summary.WORST)
    found: Type | None = None
    for part, type_ in _operand_types(context, node.operands, infer, wanted if ordered else None):
        if type_ is None:
            return None
        if ordered and not isinstance(base(type_), Scale):
            help = {Summary.BEST: "highest of", Summary.WORST: "lowest of"}[node.summary]
            context.error(
                "type",
                f"`{node.summary.value}` wants labels of a scale, and this is of "
                f"the type `{type_name(type_)}`",
                part,
                f"of numbers, write `{help}`",
            )
            return None
        quantity = base(type_) if ordered else as_quantity(base(type_))
        if quantity is None:
            context.error(
                "type",
                f"`{node.summary.value}` wants numbers, and this is of the type "
                f"`{type_name(type_)}`",
                part,
                instead_of_number(type_, labels_fit=True),
            )
            return None
        if found is not None and (
            found != quantity if ordered else not comparable(found, quantity)
        ):
            context.error(
                "type" if ordered else "unit",
                f"`{node.summary.value}` takes like with like, and here "
                f"`{type_name(found)}` meets `{type_name(quantity)}`",
                part,
                "bring them to one scale first, with a table"
                if ordered
                else "take together what is in one unit",
            )
            return None
        found = quantity if found in (None, quantity) else NUMBER
    if found == COUNT and node.summary is Summary.AVERAGE:
        return NUMBER
    return found


def infer_count(
    context: Context,
    node: CountWhich,
    infer: Infer,
    check_target: CheckTarget,
    check_comparison: CheckComparison,
) -> Type | None:
    """A count; the test must fit every operand."""
    right = None
    if not isinstance(node.test, Target):
        right = infer(context, node.test.right, None)
    before = len(context.diagnostics)
    labels: Type | None = None
    for part, type_ in _operand_types(context, node.operands, infer, None):
        if len(context.diagnostics) > before:
            break  # the test is the same for every operand, and so is what is wrong with it
        if isinstance(node.test, Target):
            scale = base(type_) if type_ is not None else None
            if isinstance(scale, Scale | Choice):
                labels = labels or scale
                if labels != scale:
                    context.error(
                        "type",
                        f"`count of` asks for a label of one scale, and here `{type_name(labels)}`"
                        f" meets `{scale.name}`",
                        part,
                        "count those of each scale by themselves, and add",
                    )
                    break
            check_target(context, node.test, type_, part)  # type: ignore[arg-type]  # has a span
        else:
            check_comparison(context, node, node.test.sign, type_, right)
    return COUNT


def infer_round(context: Context, node: Round, infer: Infer) -> Type | None:
    """A number in the unit of what is rounded."""
    check_places(context, node.places)
    type_ = infer(context, node.operand, None)
    if type_ is None:
        return None
    quantity = as_quantity(base(type_))
    if quantity is None:
        context.error(
            "type",
            f"`round` wants a number, and this is of the type `{type_name(type_)}`",
            node.operand,
            instead_of_number(type_),
        )
    return quantity


def _operand_types(
    context: Context, operands: Operands | GroupOperands, infer: Infer, wanted: Type | None
) -> list[tuple[Node, Type | None]]:
    """Each operand's node and type; for a group, that of each member, at the group's name."""
    if isinstance(operands, Operands):
        return [(item, infer(context, item, wanted)) for item in operands.items]
    word = operands.group
    group = context.named.get(word.text)
    if not isinstance(group, Group):
        if group is None:
            groups = [name for name, item in context.named.items() if isinstance(item, Group)]
            context.unknown("unknown-name", "group", word.text, word, groups)
        else:
            brackets = f"put what is meant in brackets: `({word.text}, ...)`"
            rows = f"of its rows, write `{word.text}.average`, or `where` in place of `which are`"
            context.error(
                "type",
                f"`{word.text}` is not a group",
                word,
                rows if isinstance(group, Scorecard) else brackets,
            )
        return [(word, None)]
    context.meanings[word] = group
    return [(word, context.types.get(member)) for member in members(context, group)]
