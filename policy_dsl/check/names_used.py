"""Which of a policy's names a group or result refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy_dsl.check.context import Context
from policy_dsl.check.items import ROW_PARTS
from policy_dsl.check.policy import Named
from policy_dsl.check.scorecards import read_by
from policy_dsl.syntax.aggregates import GroupOperands
from policy_dsl.syntax.expressions import Name, Target
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.history import Earlier, Held, Window
from policy_dsl.syntax.nodes import LabelName, Node, Word
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.ratings import Override
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member, Quantified
from policy_dsl.syntax.tables import Table
from policy_dsl.values.scales import Choice, Scale


def names_used(
    context: Context, item: Named, now: bool = False
) -> Iterator[Word | Name | LabelName]:
    """The names with their places; not those that ``where`` takes from the item at hand.

    With ``now``, not those either of which only earlier periods are asked.
    Walked with a stack of its own, so that no expression is too deep.
    """
    if isinstance(item, Group):
        yield from item.members
    elif isinstance(item, Table):
        yield from item.columns.names[:-1]
    stack: list[tuple[Node, frozenset[str]]] = [
        (node, frozenset()) for node in reversed(list(_roots(context, item)))
    ]
    while stack:
        node, items = stack.pop()
        match node:
            case Name():
                if node.text not in items:
                    yield node
            case GroupOperands():
                yield node.group
            case Member():
                yield node.words[0]
            case Earlier() | Held(window=Window.EACH_OF | Window.ANY_OF) if now:
                pass
            case Across() | Quantile() | Rank():
                yield node.name
                stack.extend((child, items) for child in node.children())
            case Quantified() | CountDistinct() | FieldOf():
                yield node.of.words[0]
                if node.where is not None:
                    stack.append((node.where, frozenset(_item_words(context, node.of))))
            case _:
                if isinstance(node, Target | Override) and node.label is not None:
                    # Perhaps no label, but something on the same scale.
                    text = node.label.text
                    if text not in items and not context.is_label(text):
                        yield node.label
                stack.extend((child, items) for child in reversed(node.children()))


def _roots(context: Context, item: Named) -> Iterable[Node]:
    if isinstance(item, Scorecard):
        scale = context.scales.get(item.type.text)
        return read_by(item, scale if isinstance(scale, Scale | Choice) else None)
    return item.children()


def _item_words(context: Context, member: Member) -> Iterator[str]:
    """The names an item has, before its types are known."""
    of = context.named.get(member.text)
    if isinstance(of, Scorecard):
        yield from ROW_PARTS
        yield from (column.text for column in of.head.columns)
    elif isinstance(of, Fact) and of.type.is_list:
        record = context.records.get(of.type.name.text)
        yield from record.fields if record is not None else ()
