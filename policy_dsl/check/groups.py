"""Checking groups: their members exist; a group among them stands for its own members."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.check.policy import Named
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.nodes import Word
from policy_dsl.syntax.scorecards import Scorecard


def declare_groups(context: Context) -> None:
    """Notes every group under its name."""
    for group in context.file.declarations:
        if isinstance(group, Group):
            context.cite(group, group.citations)
            if context.declare(group.name):
                context.named[group.name.text] = group


def check_group(context: Context, group: Group) -> None:
    """Finds what the members stand for and reports those that stand for nothing."""
    seen: set[str] = set()
    for word in group.members:
        member = context.named.get(word.text)
        if member is None:
            context.unknown("unknown-name", "fact or result", word.text, word, context.named)
        elif isinstance(member, Scorecard):
            context.error(
                "type",
                f"`{word.text}` is a scorecard, which has no value of its own",
                word,
                f"name a `value` for `{word.text}.average`",
            )
        else:
            context.meanings[word] = member
        if word.text in seen:
            context.error(
                "duplicate-member",
                f"`{word.text}` stands in this group twice",
                word,
                "leave one of them out",
            )
        seen.add(word.text)
    if not any(said.code == "cycle" for said in context.diagnostics):
        _check_once(context, group)


def _check_once(context: Context, group: Group) -> None:
    """Reports a member that stands in two of the groups within this one: it would count twice."""
    within: dict[Named, Word] = {}
    for word in group.members:
        member = context.meanings.get(word)
        inner = members(context, member) if isinstance(member, Group) else [member]
        for item in inner:
            if not isinstance(item, Named):
                continue
            first = within.setdefault(item, word)
            if first is not word and first.text != word.text:
                context.error(
                    "duplicate-member",
                    f"`{item.name.text}` would count twice: it stands in `{first.text}` and in"
                    f" `{word.text}`",
                    word,
                    "leave one of them out",
                )
                break


def members(context: Context, group: Group) -> list[Named]:
    """A group's members, those of groups within it in their place, each once."""
    found: dict[Named, None] = {}
    seen: set[Named] = set()
    stack = list(reversed(group.members))
    while stack:
        member = context.meanings.get(stack.pop())
        if isinstance(member, Group):
            if member not in seen:
                seen.add(member)
                stack.extend(reversed(member.members))
        elif isinstance(member, Named):
            found[member] = None
    return list(found)
