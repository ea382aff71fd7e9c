"""Checking figures across organisations: a kind that is rated, and something it has."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from policy_dsl.check.context import Context
from policy_dsl.check.units import COUNT, NUMBER, PERCENT, as_quantity
from policy_dsl.check.wanted import instead_of_number
from policy_dsl.syntax.expressions import Constant, Expression
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node, Word
from policy_dsl.syntax.population import Across, PopulationSummary, Quantile, Rank
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.values.scales import Scale
from policy_dsl.values.types import Plain, Quantity, Type, base, type_name

#: ``infer`` of expressions.py, handed in because that file needs this one.
Infer = Callable[[Context, Expression, Type | None], Type | None]

_ORDERED = (PopulationSummary.BEST, PopulationSummary.WORST)


def infer_across(context: Context, node: Across) -> Type | None:
    """A number in the unit of the figure, or for ``best`` and ``worst`` its scale."""
    type_ = _figure(context, node.name, node.kind)
    if type_ is None:
        return None
    if node.summary is PopulationSummary.COUNT:
        return _count(context, type_, node.name)
    if node.summary in _ORDERED:
        if isinstance(base(type_), Scale):
            return base(type_)
        word = "highest of" if node.summary is PopulationSummary.BEST else "lowest of"
        context.error(
            "type",
            f"`{node.summary.value}` wants labels of a scale, and `{node.name.text}` is of the type"
            f" `{type_name(type_)}`",
            node.name,
            f"of numbers, write `{word}`",
        )
        return None
    quantity = _number(context, type_, node.name, node.summary.value)
    whole = node.summary not in (PopulationSummary.AVERAGE, PopulationSummary.STANDARD_DEVIATION)
    return NUMBER if quantity == COUNT and not whole else quantity


def _count(context: Context, type_: Type, name: Word) -> Type | None:
    """How many organisations a condition holds for."""
    if base(type_) is Plain.YES_OR_NO:
        return COUNT
    context.error(
        "type",
        f"`count of` across organisations wants a condition, and `{name.text}` is of the type "
        f"`{type_name(type_)}`",
        name,
        f"give the condition a name first, as in `value many = {name.text} ...`",
    )
    return None


def infer_quantile(context: Context, node: Quantile, infer: Infer) -> Type | None:
    """A number in the unit of the figure; the share is a percent of the organisations."""
    share = infer(context, node.share, None)
    if share is not None and share != PERCENT:
        context.error(
            "unit",
            f"a quantile is of a percent of the organisations, and this is `{type_name(share)}`",
            node.share,
            "write it as in `quantile 25% of ...`",
        )
    elif isinstance(node.share, Constant) and not _is_share(node.share.value):
        context.error(
            "quantile",
            f"`{node.share.value}%` is no share of the organisations",
            node.share,
            "write a percent from 0% to 100%",
        )
    type_ = _figure(context, node.name, node.kind)
    if type_ is None:
        return None
    quantity = _number(context, type_, node.name, "quantile")
    return NUMBER if quantity == COUNT else quantity


def _is_share(value: object) -> bool:
    return isinstance(value, Decimal) and 0 <= value <= 100


def infer_rank(context: Context, node: Rank) -> Type | None:
    """A place, counted from 1."""
    type_ = _figure(context, node.name, node.kind)
    if type_ is None or _number(context, type_, node.name, "rank of") is None:
        return None
    return COUNT


def _figure(context: Context, name: Word, kind: Word) -> Type | None:
    """The type of what each organisation has, with every mistake in the two words reported."""
    if context.kinds and kind.text not in context.kinds:
        context.unknown("unknown-kind", "kind of organisation", kind.text, kind, context.kinds)
    meaning = context.named.get(name.text)
    if meaning is None:
        context.unknown("unknown-name", "fact, value or rating", name.text, name, context.named)
        return None
    if isinstance(meaning, Group | Interpretation | Scorecard):
        what = {Group: "a group", Interpretation: "an interpretation", Scorecard: "a scorecard"}
        context.error(
            "type",
            f"`{name.text}` is {what[type(meaning)]}, which no organisation has a figure of",
            name,
            "name a fact, a value or a rating",
        )
        return None
    context.meanings[name] = meaning
    return context.types.get(meaning)


def _number(context: Context, type_: Type, node: Node, what: str) -> Quantity | None:
    quantity = as_quantity(base(type_))
    if quantity is None:
        context.error(
            "type",
            f"`{what}` wants numbers, and this is of the type `{type_name(type_)}`",
            node,
            instead_of_number(type_, labels_fit=what not in ("quantile", "rank of")),
        )
    return quantity
