"""Checking ``cqc.enforcement``: a result of another policy, or a part of its scorecard."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.check.items import SUMMARIES
from policy_dsl.check.policy import Policy
from policy_dsl.check.selections import measure_names
from policy_dsl.check.units import NUMBER
from policy_dsl.check.used import Used, UsedPart
from policy_dsl.syntax.nodes import Word
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.selections import Member
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import Type, base, type_name


def infer_used(context: Context, node: Member) -> Type | None:
    """The type of ``alias.result``; None with a mistake reported."""
    first, second, *rest = node.words
    used = context.used[first.text]
    model = used.model
    result = model.result(second.text)
    if result is None:
        names = [item.name.text for item in model.results]
        what = f"result of `{model.edition}`"
        context.unknown("unknown-member", what, second.text, second, names)
        return None
    for edition in used.deciding:
        if not _has(edition, second.text, model.types[result]):
            context.error(
                "use",
                f"{edition.edition}, which decides part of the time, has no "
                f"`{second.text}` on `{type_name(model.types[result])}`",
                node,
                f"name the version to use: `use {model.name} version {model.version}`",
            )
            return None
    if isinstance(result, Scorecard):
        return _card_part(context, node, used, result, rest)
    if rest:
        context.error(
            "type",
            f"`{first.text}.{second.text}` has no members",
            node,
            f"write `{first.text}.{second.text}` alone",
        )
        return None
    context.meanings[node] = UsedPart(used, second.text, None)
    return model.types[result]


def _has(edition: Policy, name: str, type_: Type) -> bool:
    """Whether values of an edition can stand for those of the model: labels are met by name."""
    result = edition.result(name)
    if result is None:
        return False
    one, other = base(edition.types[result]), base(type_)
    if isinstance(one, Scale | Choice) and isinstance(other, Scale | Choice):
        return {label.name for label in one.labels} <= {label.name for label in other.labels}
    return one == other


def _card_part(
    context: Context, node: Member, used: Used, card: Scorecard, rest: list[Word]
) -> Type | None:
    learned = used.model.cards[card]
    known = [*(SUMMARIES if learned.points else ()), *measure_names(card)]
    name = card.name.text
    if len(rest) != 1:
        context.error(
            "type",
            f"`{name}` is a scorecard, which has no value of its own",
            node,
            f"say which: `{used.alias}.{name}.{known[0]}`",
        )
        return None
    (word,) = rest
    if word.text not in known:
        context.unknown("unknown-member", f"member of `{name}`", word.text, word, known)
        return None
    context.meanings[node] = UsedPart(used, name, word.text)
    return NUMBER if word.text in SUMMARIES else learned.scale
