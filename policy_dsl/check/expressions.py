"""Checking expressions: every one has a type, and each part a type that fits the others.

``infer`` returns the type of an expression, or None where a mistake has been reported, so that one
mistake is not reported again by everything around it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import assert_never

from policy_dsl.check.aggregates import infer_aggregate, infer_count, infer_round
from policy_dsl.check.context import Context
from policy_dsl.check.header import check_date
from policy_dsl.check.history import (
    infer_date_arithmetic,
    infer_date_from,
    infer_earlier,
    infer_held,
    infer_in_the_period,
    infer_period_bound,
    infer_year_to_date,
)
from policy_dsl.check.population import infer_across, infer_quantile, infer_rank
from policy_dsl.check.selections import (
    infer_distinct,
    infer_field_of,
    infer_member,
    infer_quantified,
)
from policy_dsl.check.targets import check_target, has_no_value
from policy_dsl.check.units import NUMBER, arithmetic, as_quantity, comparable, with_unit
from policy_dsl.check.used_parts import infer_used
from policy_dsl.check.wanted import instead_of_number
from policy_dsl.source import Span
from policy_dsl.syntax.aggregates import Aggregate, CountWhich, Round
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
from policy_dsl.syntax.history import (
    DateFrom,
    Earlier,
    Held,
    InThePeriod,
    PeriodBound,
    YearToDate,
)
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member, Quantified
from policy_dsl.values.numbers import as_text, multiply, without_noughts
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import ListOf, Plain, Quantity, Type, Unit, base, type_name


def infer(context: Context, node: Expression, wanted: Type | None = None) -> Type | None:
    """The type of an expression.

    ``wanted`` is the type the place asks for, if it asks for one: where it is a scale, a name or a
    number may be one of its labels.
    """
    type_ = _infer(context, node, wanted)
    if type_ is not None:
        context.types[node] = type_
    return type_


def _infer(context: Context, node: Expression, wanted: Type | None) -> Type | None:
    match node:
        case Constant():
            return _constant(context, node, wanted)
        case Name():
            return _name(context, node, wanted)
        case Negative():
            return _negative(context, node)
        case Arithmetic():
            return _arithmetic(context, node)
        case Compare():
            left, right = infer(context, node.left), infer(context, node.right)
            check_comparison(context, node, node.sign, left, right)
            return Plain.YES_OR_NO
        case Is():
            subject = infer(context, node.subject)
            check_target(context, node.target, subject, node.subject, named=True)
            return Plain.YES_OR_NO
        case Not():
            check_condition(context, node.operand)
            return Plain.YES_OR_NO
        case Both() | Either():
            for operand in node.operands:
                check_condition(context, operand)
            return Plain.YES_OR_NO
        case Aggregate():
            return infer_aggregate(context, node, wanted, infer)
        case CountWhich():
            return infer_count(context, node, infer, check_target, check_comparison)
        case Round():
            return infer_round(context, node, infer)
        case Member():
            if node.words[0].text in context.used:
                return infer_used(context, node)
            return infer_member(context, node)
        case Quantified():
            return infer_quantified(context, node, check_condition)
        case CountDistinct():
            return infer_distinct(context, node, check_condition)
        case FieldOf():
            return infer_field_of(context, node, check_condition)
        case Held():
            return infer_held(context, node, check_condition)
        case InThePeriod():
            return infer_in_the_period(context, node, infer)
        case Earlier():
            return infer_earlier(context, node, infer)
        case YearToDate():
            return infer_year_to_date(context, node, infer)
        case DateFrom():
            return infer_date_from(context, node, infer)
        case PeriodBound():
            return infer_period_bound(context, node)
        case Across():
            return infer_across(context, node)
        case Quantile():
            return infer_quantile(context, node, infer)
        case Rank():
            return infer_rank(context, node)
        case _:
            assert_never(node)


def check_condition(context: Context, node: Expression) -> None:
    """Reports an expression that is not a condition where one is wanted."""
    type_ = infer(context, node)
    if type_ is None or base(type_) is Plain.YES_OR_NO:
        return
    if isinstance(base(type_), Scale | Choice):
        help = "say which label it should be: `is LABEL`"
    elif isinstance(node, Constant):
        help = "say what it is compared with: `... is LABEL`, or `... >= FIGURE`"
    elif isinstance(base(type_), Quantity):
        help = "compare it with something: `>= ...`"
    elif isinstance(base(type_), ListOf):
        help = "ask about its records: `any of LIST where CONDITION`"
    elif base(type_) is Plain.DATE:
        help = "compare it with another date: `<= ...`, or ask whether it is `in the quarter`"
    else:
        help = "compare it with a text: `= ...`"
    context.error(
        "type",
        f"a condition is wanted here, and this is of the type `{type_name(type_)}`",
        node,
        help,
    )


def check_comparison(
    context: Context, node: Expression, sign: str, left: Type | None, right: Type | None
) -> None:
    """Reports two types that a sign such as ``<=`` cannot compare."""
    if left is None or right is None:
        return
    one, other = base(left), base(right)
    for type_ in (one, other):
        if isinstance(type_, Scale | Choice) and not (
            sign in ("=", "!=") and isinstance(type_, Scale) and type_.numeric and one != other
        ):
            word = "is" if sign == "=" else "is not" if sign == "!=" else "is LABEL or worse"
            context.error(
                "order",
                f"`{sign}` compares numbers, and this is on the scale `{type_.name}`, whose labels"
                " go from best to worst, not from low to high"
                if isinstance(type_, Scale)
                else f"`{sign}` compares numbers, and this is one of the choice `{type_.name}`",
                node,
                f"write `{word}`",
            )
            return
    if comparable(one, other):
        if one in (Plain.YES_OR_NO, Plain.TEXT) and sign not in ("=", "!="):
            context.error(
                "type",
                f"`{sign}` compares numbers and dates, not `{one}`",
                node,
                "write `=` or `!=`",
            )
        return
    _mismatch(context, node, f"`{sign}` compares", one, other)


def _constant(context: Context, node: Constant, wanted: Type | None) -> Type | None:
    if node.type is Plain.DATE and check_date(context, node) is None:
        return None
    scale = base(wanted) if wanted else None
    if (
        isinstance(scale, Scale | Choice)
        and node.type == NUMBER
        and not isinstance(node.value, date)
    ):
        label = context.label(node, f"{node.value:f}", scale)
        return scale if label is not None else None
    return node.type


def _name(context: Context, node: Name, wanted: Type | None) -> Type | None:
    part = context.item.get(node.text)
    if part is not None:
        context.meanings[node] = part
        return part.type
    meaning = context.named.get(node.text)
    scale = base(wanted) if wanted else None
    # Where a label is wanted, one goes before a name of another type.
    wants_label = isinstance(scale, Scale | Choice) and scale.label(node.text) is not None
    if wants_label and (meaning is None or context.types.get(meaning) != scale):
        assert isinstance(scale, Scale | Choice)
        context.label(node, node.text, scale)
        return scale
    if meaning is None:
        candidates = [*context.item, *context.named]
        if isinstance(scale, Scale | Choice):
            candidates += [label.name for label in scale.labels]
        if not _is_label_of_any(context, node):
            context.unknown("unknown-name", "fact, value or rating", node.text, node, candidates)
        return None
    if has_no_value(context, node, meaning):
        return None
    context.meanings[node] = meaning
    return context.types.get(meaning)


def _is_label_of_any(context: Context, node: Name) -> bool:
    """A label where no label can stand gets a message of its own."""
    for scale in context.scales.values():
        if scale.label(node.text):
            context.error(
                "label-here",
                f"`{node.text}` is a label of `{scale.name}`, and no label can stand here",
                node,
                f"compare with it: `... is {node.text}`",
            )
            return True
    return False


def _negative(context: Context, node: Negative) -> Type | None:
    type_ = infer(context, node.operand)
    if type_ is None:
        return None
    quantity = as_quantity(base(type_))
    if quantity is None:
        context.error(
            "type",
            f"`-` wants a number, and this is of the type `{type_name(type_)}`",
            node.operand,
            instead_of_number(type_),
        )
    return quantity


def _arithmetic(context: Context, node: Arithmetic) -> Type | None:
    left, right = infer(context, node.left), infer(context, node.right)
    if left is None or right is None:
        return None
    if Plain.DATE in (base(left), base(right)):
        return infer_date_arithmetic(context, node, left, right)
    one, other = as_quantity(base(left)), as_quantity(base(right))
    for quantity, type_, side in ((one, left, node.left), (other, right, node.right)):
        if quantity is None:
            context.error(
                "type",
                f"`{node.sign}` wants numbers, and this is of the type `{type_name(type_)}`",
                side,
                instead_of_number(type_),
            )
            return None
    assert one is not None
    assert other is not None
    found = arithmetic(node.sign, one, other)
    if found is None:
        verb = {"+": "adds", "-": "subtracts", "*": "multiplies", "/": "divides"}[node.sign]
        _mismatch(context, node, f"`{node.sign}` {verb}", one, other)
    return found


def _in_one_unit(context: Context, node: Expression, unit: Unit) -> str | None:
    """The help where a number meets something in a unit: how the one figure there is written."""
    figures: list[tuple[Span, Decimal, Type]] = []
    for part in (node, *node.children()):
        figure = part.operand if isinstance(part, Negative) else part
        if isinstance(figure, Constant) and isinstance(figure.value, Decimal):
            figures.append((part.span, figure.value, figure.type))
    if len(figures) != 1:
        return None
    ((span, value, type_),) = figures
    if type_ == NUMBER:
        text = context.file.source.text[span.start : span.end]
        help = f"write the unit beside the number: `{with_unit(text, unit)}`"
        hundredfold = multiply(value, Decimal(100))
        if unit is Unit.PERCENT and 0 < value < 1 and isinstance(hundredfold, Decimal):
            # 0.95 is most often meant for 95%.
            help += f", or `{as_text(without_noughts(hundredfold))}%`"
        return help
    plain = multiply(value, Decimal("0.01")) if unit is Unit.PERCENT else value
    return f"the other is a plain number: write `{as_text(plain)}`"


def _mismatch(context: Context, node: Expression, does: str, one: Type, other: Type) -> None:
    both = isinstance(one, Quantity) and isinstance(other, Quantity)
    help = "take together what is in one unit" if both else "compare what is of one type"
    if Plain.DATE in (one, other):
        help = "write a date as YYYY-MM-DD, or the name of a fact that is one"
    if NUMBER in (one, other) and isinstance(one, Quantity) and isinstance(other, Quantity):
        help = _in_one_unit(context, node, other.unit if one == NUMBER else one.unit) or help
    context.error(
        "unit" if both else "type",
        f"{does} like with like, and here `{type_name(one)}` meets `{type_name(other)}`",
        node,
        help,
    )
