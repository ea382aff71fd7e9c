"""Checking what stands where a label is wanted: after ``is``, and in an override."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.check.policy import Meaning, Named
from policy_dsl.syntax.expressions import Expression, Name, Order, Target
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.nodes import LabelName
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import ListOf, OrNothing, Plain, Quantity, Type, base, type_name


def check_target(
    context: Context,
    target: Target,
    subject: Type | None,
    node: Expression,
    named: bool = False,
) -> None:
    """Reports an ``is`` that does not fit what stands before it.

    With ``named``, what comes after it may also be the name of something else on the same scale.
    """
    if subject is None:
        return
    if target.label is None:
        if not isinstance(subject, OrNothing):
            context.error(
                "type",
                "this can never be `nothing`",
                node,
                "of a list without records, ask `count of ... = 0`"
                if isinstance(subject, ListOf)
                else f"declare the fact as `{type_name(subject)} or nothing`",
            )
        return
    scale = base(subject)
    if not isinstance(scale, Scale | Choice):
        sign = {Order.OR_WORSE: "<=", Order.OR_BETTER: ">="}.get(target.order, "=")
        words = f"is {target.order.value}".strip() if target.order is not Order.EXACTLY else "is"
        help = "compare it with a sign, such as `=`"
        if target.label.text.lower() in ("null", "none", "empty", "blank", "missing"):
            help = "write `is nothing`"
        elif isinstance(scale, ListOf):
            help = "ask about its records: `any of LIST where CONDITION`"
        elif isinstance(scale, Quantity):
            help = f"compare a number with `{sign}` or its like"
        elif scale is Plain.YES_OR_NO:
            help = "a yes or no is a condition by itself"
        context.error(
            "order",
            f"`{words}` is for labels, and this is of the type `{type_name(scale)}`",
            node,
            help,
        )
        return
    if isinstance(scale, Choice) and target.order is not Order.EXACTLY:
        context.error(
            "order",
            f"the labels of the choice `{scale.name}` have no order, so none is `better` or"
            " `worse`",
            target,
            "use a scale, or name the labels one by one",
        )
    if named:
        check_label_or_name(context, target.label, scale)
    else:
        context.label(target.label, target.label.text, scale)


def check_label_or_name(context: Context, written: LabelName, scale: Scale | Choice) -> None:
    """Notes which label of a scale is written, or what on that scale is named.

    A label goes before a name, and what is a label of any scale is never taken for a name.
    """
    text = written.text
    part, named = context.item.get(text), context.named.get(text)
    if context.is_label(text) or (part is None and named is None):
        same = [name for name, item in context.named.items() if context.types.get(item) == scale]
        context.label(written, text, scale, same)
        return
    type_: Type | None
    if part is not None:
        meaning: Meaning = part
        type_ = part.type
    else:
        assert named is not None
        if has_no_value(context, written, named):
            return
        meaning, type_ = named, context.types.get(named)
    if type_ is None:
        return
    if base(type_) == scale:
        context.meanings[written] = meaning
        return
    context.error(
        "type",
        f"a label of `{scale.name}` is wanted here, and `{text}` is of the type"
        f" `{type_name(type_)}`",
        written,
        f"its labels are {', '.join(label.name for label in scale.labels)}",
    )


def has_no_value(context: Context, node: Name | LabelName, meaning: Named) -> bool:
    """Reports what has members only, and no value of its own."""
    if isinstance(meaning, Group):
        what, help = "group", f"say how: `average of {node.text}`"
    elif isinstance(meaning, Scorecard):
        what, help = "scorecard", f"say which: `{node.text}.average`, or count its rows"
    else:
        return False
    context.error("type", f"`{node.text}` is a {what}, which has no value of its own", node, help)
    return True
