"""Checking ratings: labels of their scale, cases or a start, overrides that make sense."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.check.expressions import check_condition, infer
from policy_dsl.check.targets import check_label_or_name
from policy_dsl.check.units import NUMBER, comparable
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import AppliesTo, Case, Effect, Override, Rating, StartWith
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import Type, base, type_name


def check_rating(context: Context, rating: Rating, kinds: tuple[str, ...] | None) -> None:
    """Gives the rating its type and checks each of its lines.

    ``kinds`` are those the header rates, None where it does not say.
    """
    context.cite(rating, rating.citations)
    type_ = context.type_named(rating.type)
    if type_ is not None and not isinstance(type_, Scale | Choice):
        context.error(
            "type",
            f"a rating is on a scale, and `{type_name(type_)}` is none",
            rating.type,
            "declare `scale NAME best to worst: ...`",
        )
        type_ = None
    if type_ is not None:
        context.types[rating] = type_
    for line in rating.lines:
        match line:
            case AppliesTo():
                check_kinds(context, line, kinds)
            case StartWith():
                context.cite(line, line.citations, rating)
                _check_start(context, line, type_)
            case Case():
                context.cite(line, line.citations, rating)
                _check_label(context, line, type_)
                if line.condition is not None:
                    check_condition(context, line.condition)
            case Override():
                context.cite(line, line.citations, rating)
                _check_override(context, line, type_)
    _check_shape(context, rating)


def _check_label(context: Context, line: Case, type_: Type | None) -> None:
    if type_ is not None:
        context.label(line.label, line.label.text, type_)


def check_kinds(context: Context, line: AppliesTo, kinds: tuple[str, ...] | None) -> None:
    """Reports kinds of organisation that the policy does not rate."""
    for kind in line.kinds:
        if kinds is not None and kind.text not in kinds:
            context.unknown("unknown-kind", "kind of organisation", kind.text, kind, kinds)


def _check_start(context: Context, line: StartWith, type_: Type | None) -> None:
    found = infer(context, line.expression, type_)
    if found is None or type_ is None or base(found) == type_:
        return
    if comparable(base(found), NUMBER) and isinstance(type_, Scale) and type_.numeric:
        return  # a number becomes the label written as that number
    context.error(
        "type",
        f"the rating is on `{type_name(type_)}`, and this is of the type `{type_name(found)}`",
        line.expression,
        "start with a label of the rating's own scale",
    )


def _check_override(context: Context, line: Override, type_: Type | None) -> None:
    if isinstance(type_, Choice) and line.effect is not Effect.BECOMES:
        context.error(
            "order",
            f"the labels of the choice `{type_.name}` have no order, so none is "
            "`better` or `worse`",
            line.label,
            "use a scale, or `becomes`",
        )
    if isinstance(type_, Scale | Choice):
        check_label_or_name(context, line.label, type_)
    check_condition(context, line.condition)


def _check_shape(context: Context, rating: Rating) -> None:
    """Cases or a start, one of each line that can be only once, nothing after ``otherwise``."""
    starts = [line for line in rating.lines if isinstance(line, StartWith)]
    if starts and rating.cases:
        context.error(
            "rating",
            "a rating has cases or starts with something, not both",
            rating.cases[0],
            "put the cases in a rating of their own and start with it",
        )
    elif not starts and not rating.cases and rating not in context.file.damaged:
        context.error(
            "rating",
            f"nothing says what `{rating.name.text}` is",
            rating.name,
            "add cases (`LABEL when ...`) or `start with ...`",
        )
    _only_once(context, starts, "start with")
    _only_once(
        context, [line for line in rating.lines if isinstance(line, AppliesTo)], "applies to"
    )
    otherwise: Case | None = None
    for case in rating.cases:
        if otherwise is not None:
            context.error(
                "unreachable",
                "no case below `otherwise` can be reached",
                case,
                "move `otherwise` to the end",
            )
            break
        if case.condition is None:
            otherwise = case
    names: set[str] = set()
    for override in rating.overrides:
        context.check_word(override.name)
        if override.name.text in names:
            context.error(
                "duplicate-name",
                f"`{rating.name.text}` has two overrides named `{override.name.text}`",
                override.name,
                "give one another name",
            )
        names.add(override.name.text)


def _only_once(context: Context, lines: list[StartWith] | list[AppliesTo], word: str) -> None:
    again: Node
    for again in lines[1:]:
        context.error("rating", f"a rating says `{word}` once", again, "leave one of them out")
