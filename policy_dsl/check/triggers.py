"""Checking triggers: a condition, a consequence, and a date by which it is due."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.check.expressions import check_condition, infer
from policy_dsl.check.ratings import check_kinds
from policy_dsl.syntax.ratings import AppliesTo
from policy_dsl.syntax.triggers import Due, LedBy, Trigger, TriggerThen, TriggerWhen
from policy_dsl.values.types import Plain, Quantity, base, type_name


def check_trigger(context: Context, trigger: Trigger, kinds: tuple[str, ...] | None) -> None:
    """A trigger is a yes or no; each of its lines is checked."""
    context.cite(trigger, trigger.citations)
    context.types[trigger] = Plain.YES_OR_NO
    for line in trigger.lines:
        match line:
            case AppliesTo():
                check_kinds(context, line, kinds)
            case TriggerWhen():
                context.cite(line, line.citations, trigger)
                check_condition(context, line.condition)
            case Due():
                context.cite(line, (), trigger)
                _check_due(context, line)
            case TriggerThen() | LedBy():
                pass
    _check_shape(context, trigger)


def _check_due(context: Context, line: Due) -> None:
    type_ = infer(context, line.date)
    if type_ is None or base(type_) is Plain.DATE:
        return
    days = isinstance(base(type_), Quantity)
    context.error(
        "type",
        f"`due` wants a date, and this is of the type `{type_name(type_)}`",
        line.date,
        "say from when: `45 working days after ...`"
        if days
        else "write a date, or the days after one: `45 working days after ...`",
    )


def _check_shape(context: Context, trigger: Trigger) -> None:
    """At least one ``when``, one ``then``, and each other line once."""
    wanted: tuple[tuple[type, str, str], ...] = (
        (TriggerWhen, "when", "add `when CONDITION`"),
        (TriggerThen, "then", 'add `then "what follows"`'),
    )
    for kind, word, help in wanted:
        if trigger not in context.file.damaged and not any(
            isinstance(line, kind) for line in trigger.lines
        ):
            context.error(
                "trigger", f"`{trigger.name.text}` has no line `{word}`", trigger.name, help
            )
    once: tuple[tuple[type, str], ...] = (
        (TriggerThen, "then"),
        (LedBy, "led by"),
        (Due, "due"),
        (AppliesTo, "applies to"),
    )
    for kind, word in once:
        for again in [line for line in trigger.lines if isinstance(line, kind)][1:]:
            context.error(
                "trigger", f"a trigger says `{word}` once", again, "leave one of them out"
            )
