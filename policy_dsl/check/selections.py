"""Checking ``count / any / every of … where …`` and the members of a scorecard."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from policy_dsl.check.context import Context
from policy_dsl.check.items import SUMMARIES, CardPart, ItemPart
from policy_dsl.check.units import COUNT, NUMBER, as_quantity
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.nodes import Word
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.selections import (
    CountDistinct,
    FieldOf,
    FieldSummary,
    Member,
    Quantified,
    Quantifier,
)
from policy_dsl.syntax.tables import EqualsTest, TestsCell
from policy_dsl.values.scales import Scale
from policy_dsl.values.types import ListOf, Plain, Type, base, type_name

#: ``check_condition`` of expressions.py, handed in because that file needs this one.
CheckCondition = Callable[[Context, Expression], None]


def infer_member(context: Context, node: Member) -> Type | None:
    """``finance.average`` is a number, ``finance.liquidity`` the band of a measure."""
    first, *rest = node.words
    card = context.named.get(first.text)
    if not isinstance(card, Scorecard):
        cards = [name for name, item in context.named.items() if isinstance(item, Scorecard)]
        if card is None:
            context.unknown("unknown-name", "scorecard", first.text, first, cards)
        else:
            context.error(
                "type",
                f"`{first.text}` is no scorecard, so it has no members",
                node,
                f"write `{first.text}` alone",
            )
        return None
    learned = context.cards.get(card)
    if learned is None:
        return None
    if len(rest) != 1:
        context.error(
            "type",
            f"`{node.text}` goes deeper than a scorecard does",
            node,
            f"write `{first.text}.{rest[0].text}`",
        )
        return None
    (word,) = rest
    if word.text in SUMMARIES:
        context.meanings[node] = CardPart(card, word.text)
        if not learned.points and card in context.file.damaged:
            return NUMBER
        if not learned.points:
            context.error(
                "points",
                f"the bands of `{first.text}` have no points to work it out from",
                node,
                "add a line `points` to the scorecard",
            )
            return None
        return NUMBER
    measures = measure_names(card)
    if word.text not in measures:
        names = [*SUMMARIES, *measures]
        context.unknown("unknown-member", f"member of `{first.text}`", word.text, word, names)
        return None
    context.meanings[node] = CardPart(card, word.text)
    return learned.scale


def measure_names(card: Scorecard) -> list[str]:
    """The measures of a scorecard, in the order of its rows."""
    names = []
    for row in card.rows:
        match row.cells[0]:
            case TestsCell(tests=(EqualsTest(value=value),)):
                names.append(getattr(value, "text", ""))
    return names


def item_names(context: Context, member: Member) -> Mapping[str, ItemPart] | None:
    """The names of an item of a scorecard or list; None if ``member`` is neither."""
    item = context.named.get(member.text)
    if isinstance(item, Scorecard) and item in context.parts:
        return {name: ItemPart(item, name, type_) for name, type_ in context.parts[item].items()}
    if isinstance(item, Fact) and isinstance(type_ := context.types.get(item), ListOf):
        record = context.declarations[type_.record]
        return {
            field.name.text: ItemPart(record, field.name.text, found, field)
            for field in record.fields
            if (found := type_.record.fields.get(field.name.text)) is not None
        }
    return None


def infer_quantified(
    context: Context, node: Quantified, check_condition: CheckCondition
) -> Type | None:
    """A count, or whether any or every item passes."""
    names = _items(context, node.of)
    if names is None:
        return None
    _check_where(context, node.where, names, check_condition)
    return COUNT if node.quantifier is Quantifier.COUNT_OF else Plain.YES_OR_NO


def infer_distinct(
    context: Context, node: CountDistinct, check_condition: CheckCondition
) -> Type | None:
    """A count of different values."""
    names = _items(context, node.of)
    if names is None:
        return None
    _check_where(context, node.where, names, check_condition)
    _field(context, node.field, node.of, names)
    return COUNT


def infer_field_of(context: Context, node: FieldOf, check_condition: CheckCondition) -> Type | None:
    """What the field is: a number in its unit, a label of its scale or a date."""
    names = _items(context, node.of)
    if names is None:
        return None
    _check_where(context, node.where, names, check_condition)
    part = _field(context, node.field, node.of, names)
    if part is None:
        return None
    fits: Callable[[Type], bool]
    match node.summary:
        case FieldSummary.EARLIEST | FieldSummary.LATEST:
            fits, wanted = _is_date, "dates"
        case FieldSummary.BEST | FieldSummary.WORST:
            fits, wanted = _has_order, "labels of a scale"
        case _:
            fits, wanted = _is_number, "numbers"
    if not fits(part.type):
        context.error(
            "type",
            f"`{node.summary.value}` wants {wanted}, and `{node.field.text}` is of the type"
            f" `{type_name(part.type)}`",
            node.field,
            _that_fit([name for name, one in names.items() if fits(one.type)], wanted),
        )
        return None
    type_: Type = base(part.type)
    if fits is _is_number:
        type_ = as_quantity(base(part.type)) or type_
    return NUMBER if type_ == COUNT and node.summary is FieldSummary.AVERAGE else type_


def _is_date(type_: Type) -> bool:
    return base(type_) is Plain.DATE


def _has_order(type_: Type) -> bool:
    return isinstance(base(type_), Scale)


def _is_number(type_: Type) -> bool:
    return as_quantity(base(type_)) is not None


def _that_fit(names: list[str], wanted: str) -> str:
    if not names:
        return f"none of its fields holds {wanted}"
    return f"{', '.join(names)} {'hold' if len(names) > 1 else 'holds'} {wanted}"


def _items(context: Context, member: Member) -> Mapping[str, ItemPart] | None:
    names = item_names(context, member)
    item = context.named.get(member.text)
    if names is not None and item is not None:
        context.meanings[member] = item
        return names
    if item is None:
        known = [
            name
            for name, found in context.named.items()
            if isinstance(found, Scorecard) or isinstance(context.types.get(found), ListOf)
        ]
        context.unknown("unknown-name", "scorecard or list", member.text, member, known)
    elif isinstance(item, Group) or (
        not isinstance(item, Scorecard) and context.types.get(item) is not None
    ):
        of = member.text if isinstance(item, Group) else "(a, b)"
        context.error(
            "type",
            f"`{member.text}` is neither a scorecard nor a list of records",
            member,
            f"of values, write `count of {of} which are ...`",
        )
    return None


def _check_where(
    context: Context,
    where: Expression | None,
    names: Mapping[str, ItemPart],
    check_condition: CheckCondition,
) -> None:
    """Within the condition, names are first those of the item, then the policy's."""
    if where is None:
        return
    outer = context.item
    context.item = dict(names)
    check_condition(context, where)
    context.item = outer


def _field(
    context: Context, word: Word, of: Member, names: Mapping[str, ItemPart]
) -> ItemPart | None:
    part = names.get(word.text)
    if part is None:
        context.unknown("unknown-field", f"field of `{of.text}`", word.text, word, names)
        return None
    context.meanings[word] = part
    return part
