"""Checking time: windows that can be counted, the policy's own period, dates where they belong."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from policy_dsl.check.context import Context
from policy_dsl.check.items import ItemPart
from policy_dsl.check.units import PERCENT, as_quantity
from policy_dsl.check.wanted import instead_of_number
from policy_dsl.source import did_you_mean
from policy_dsl.syntax.expressions import Arithmetic, Constant, Expression
from policy_dsl.syntax.history import (
    DateFrom,
    DurationUnit,
    Earlier,
    Held,
    InThePeriod,
    PeriodBound,
    YearToDate,
)
from policy_dsl.syntax.nodes import Node, Word
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.values.periods import PeriodKind, kind_named
from policy_dsl.values.types import OrNothing, Plain, Quantity, Type, Unit, base, type_name

#: ``infer`` and ``check_condition`` of expressions.py, handed in because that file needs this one.
Infer = Callable[[Context, Expression, Type | None], Type | None]
CheckCondition = Callable[[Context, Expression], None]

DAYS: Final = Quantity(Unit.DAYS)
#: The longest window and duration.  No rule looks so far, and nobody waits for one that does.
_MOST_PERIODS: Final = 400
_MOST_DAYS: Final = 10_000
_BY_LENGTH: Final = (PeriodKind.DATE, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)


def infer_held(context: Context, node: Held, check_condition: CheckCondition) -> Type:
    """A window asks a condition of several periods of the policy's own kind."""
    check_condition(context, node.condition)
    most = _whole(context, node.periods, 1, _MOST_PERIODS)
    if node.least is not None:
        least = _whole(context, node.least, 1, _MOST_PERIODS)
        if least is not None and most is not None and least > most:
            context.error(
                "window",
                f"of {most} {node.word.text} there are never {least}",
                node.least,
                f"write a number from 1 to {most}",
            )
    _own_period(context, node.word)
    _no_record(context, node.condition, node)
    return Plain.YES_OR_NO


def infer_earlier(context: Context, node: Earlier, infer: Infer) -> Type | None:
    """What was so many periods ago has the type of what is now."""
    type_ = infer(context, node.expression, None)
    _whole(context, node.periods, 1, _MOST_PERIODS)
    _own_period(context, node.word)
    _no_record(context, node.expression, node)
    return type_


def infer_year_to_date(context: Context, node: YearToDate, infer: Infer) -> Type | None:
    """A sum of numbers over periods shorter than a year."""
    type_ = infer(context, node.expression, None)
    _no_record(context, node.expression, node)
    if context.period is PeriodKind.DATE:
        _of_dates(context, node, "`year to date`")
    if type_ is None:
        return None
    quantity = as_quantity(base(type_))
    if quantity is None:
        context.error(
            "type",
            f"`year to date` sums numbers, and this is of the type `{type_name(type_)}`",
            node.expression,
            instead_of_number(type_),
        )
    elif quantity == PERCENT:
        context.error(
            "unit",
            "`year to date` is a sum, and percents of different periods have none",
            node.expression,
            "divide what was counted: `breaches year to date / attendances year to date`",
        )
        return None
    return quantity


def infer_in_the_period(context: Context, node: InThePeriod, infer: Infer) -> Type:
    """Only a date lies in a period."""
    _day(context, node.date, infer, "`in the ...`")
    _around(context, node.word)
    return Plain.YES_OR_NO


def infer_date_from(context: Context, node: DateFrom, infer: Infer) -> Type:
    """A whole number of days, weeks, months or years from a date."""
    _whole(context, node.amount, 0, _MOST_DAYS)
    where = "after" if node.after else "before"
    _day(context, node.date, infer, f"`{node.unit.value} {where}`")
    return Plain.DATE


def infer_period_bound(context: Context, node: PeriodBound) -> Type:
    """The first or last day of a period."""
    _around(context, node.word)
    return Plain.DATE


def infer_date_arithmetic(
    context: Context, node: Arithmetic, left: Type, right: Type
) -> Type | None:
    """``date + days``, ``date - days`` and ``date - date``."""
    one, other = base(left), base(right)
    if node.sign == "-" and one is Plain.DATE and other is Plain.DATE:
        return DAYS
    if one is Plain.DATE and other == DAYS and node.sign in "+-":
        return Plain.DATE
    if one == DAYS and other is Plain.DATE and node.sign == "+":
        return Plain.DATE
    if node.sign == "-" and one == DAYS and other is Plain.DATE:
        context.error(
            "type", "a date cannot be taken from a number of days", node, "write the date first"
        )
    elif node.sign in "+-" and Plain.DATE in (one, other) and one is not other:
        wrong = node.right if one is Plain.DATE else node.left
        help = "give a number of days, such as `28 days`"
        if isinstance(wrong, Constant):
            unit = DurationUnit.DAYS.value
            help = f"write the unit beside the number: `{wrong.value} {unit}`"
        met = other if one is Plain.DATE else one
        message = f"to a date days are added, and here it meets `{type_name(met)}`"
        if node.sign == "-":
            message = f"from a date days are taken, or a date, and here it meets `{type_name(met)}`"
        context.error("unit" if isinstance(met, Quantity) else "type", message, node, help)
    else:
        verb = {"+": "added", "-": "subtracted", "*": "multiplied", "/": "divided"}[node.sign]
        context.error(
            "type",
            f"dates cannot be {verb} like this",
            node,
            "write `28 days after DATE` for a later day, `DATE - DATE` for the days between two",
        )
    return None


# ---- what they have in common -------------------------------------------------------------------


def _whole(context: Context, number: Constant, least: int, most: int) -> int | None:
    value = number.value
    assert isinstance(value, Decimal)
    if value == value.to_integral_value() and least <= value <= most:
        return int(value)
    context.error(
        "window",
        f"`{value}` is not a number that can be counted here",
        number,
        f"write a whole number from {least} to {most:,}",
    )
    return None


def _own_period(context: Context, word: Word) -> None:
    """Periods are counted in those that the policy rates."""
    kind = kind_named(word.text)
    period = context.period
    if kind is None:
        _unknown_period(context, word)
    elif period is PeriodKind.DATE:
        _of_dates(context, word, f"`{word.text}`")
    elif period is not None and kind is not period:
        context.error(
            "period",
            f"this policy rates each {period.value}, so it cannot look back by the {kind.value}",
            word,
            f"count in {period.value}s",
        )


def _around(context: Context, word: Word) -> None:
    """A period is part of one longer period, not of one shorter."""
    kind = kind_named(word.text)
    period = context.period
    if kind is None:
        _unknown_period(context, word)
    elif period is not None and _BY_LENGTH.index(kind) < _BY_LENGTH.index(period):
        context.error(
            "period",
            f"this policy rates each {period.value}, which lies in no single {kind.value}",
            word,
            f"write `the {period.value}`",
        )


def _unknown_period(context: Context, word: Word) -> None:
    words = [form for kind in PeriodKind for form in (kind.value, f"{kind.value}s")]
    names = ", ".join(kind.value for kind in PeriodKind)
    context.error(
        "unknown-period",
        f"`{word.text}` is no period",
        word,
        did_you_mean(word.text, words) or f"the periods are {names}",
    )


def _of_dates(context: Context, node: Node, what: str) -> None:
    context.error(
        "period",
        f"this policy rates on a date, and a date has no neighbours, so {what} has no meaning here",
        node,
        "rate each month, quarter or year, or make a fact of what was earlier",
    )


def _no_record(context: Context, expression: Expression, node: Node) -> None:
    """A row of a scorecard is there in every period; a record of a list is not."""
    for inner in expression.walk():
        part = context.meanings.get(inner)
        if (
            isinstance(part, ItemPart)
            and isinstance(part.of, RecordDeclaration)
            and context.item.get(part.name) is part
        ):
            context.error(
                "window",
                f"a `{part.of.name.text}` has no earlier periods to be looked for in",
                node,
                "compare its dates instead",
            )
            return


def _day(context: Context, node: Expression, infer: Infer, what: str) -> None:
    type_ = infer(context, node, None)
    if type_ is None or base(type_) is Plain.DATE:
        return
    written = type_name(type_.of if isinstance(type_, OrNothing) else type_)
    context.error(
        "type",
        f"{what} wants a date, and this is of the type `{written}`",
        node,
        "write a date as YYYY-MM-DD, or the name of a fact that is one",
    )
