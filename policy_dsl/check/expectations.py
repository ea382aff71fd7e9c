"""Checking expectations: results that exist, values that fit, reasons that can be looked for."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.check.context import Context
from policy_dsl.check.expected import Expected
from policy_dsl.check.expressions import infer
from policy_dsl.check.header import check_date
from policy_dsl.check.policy import Result
from policy_dsl.check.written import text_of, written_value
from policy_dsl.syntax.aggregates import GroupOperands
from policy_dsl.syntax.examples import Because, Expectation
from policy_dsl.syntax.expressions import Name
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.selections import Member
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.types import Type, Value


def check_expectation(context: Context, node: Expectation) -> Expected | None:
    """What is expected of which result; None with a mistake reported."""
    found = expected_result(context, node.of)
    if found is None:
        return None
    result, type_ = found
    value: Value | None = None
    if node.value is not None and type_ is not None:
        value = written_value(context, node.value, type_, node.of.text)
        if value is None:
            return None
    for because in node.reasons:
        _check_because(context, because, result, node.of)
    due = None
    if node.due is not None and has_due(context, node.due, result, node.of):
        due = check_date(context, node.due)
    path = tuple(word.text for word in node.of.words)
    return Expected(node, path, result, value, text_of(context, node), due)


def has_due(context: Context, due: Node, result: Result | None, of: Member) -> bool:
    """Whether something of a result is due at all; False with a mistake reported at ``due``."""
    if not isinstance(result, Trigger):
        context.error(
            "example",
            f"`{of.text}` is no trigger, so nothing of it is due",
            due,
            "leave the day out, or name a trigger",
        )
        return False
    if result.due is None and result not in context.file.damaged:
        context.error(
            "example",
            f"`{of.text}` does not say by when it is due",
            due,
            "leave it out, or add a line `due` to the trigger",
        )
        return False
    return True


def expected_result(context: Context, member: Member) -> tuple[Result | None, Type | None] | None:
    """What an expectation is of; None with a mistake reported."""
    first = member.words[0]
    if len(member.words) > 1:
        type_ = infer(context, member)
        return None if type_ is None else (None, type_)
    item = context.named.get(first.text)
    if item is None:
        names = [name for name, known in context.named.items() if not isinstance(known, Fact)]
        context.unknown("unknown-name", "result", first.text, first, names)
        return None
    if isinstance(item, Scorecard):
        context.error(
            "type",
            f"`{first.text}` is a scorecard, which has no value of its own",
            first,
            f"say which: `{first.text}.average` or `{first.text}.total`",
        )
        return None
    if not isinstance(item, ValueDeclaration | Table | Rating | Trigger):
        context.error(
            "example",
            f"`{first.text}` is not worked out by this policy",
            first,
            "expect a value, a table's result, a rating or a trigger",
        )
        return None
    context.meanings[member] = item
    type_ = context.types.get(item)
    return (item, type_) if type_ is not None else None


def _check_because(context: Context, because: Because, result: Result | None, of: Member) -> None:
    word = because.word
    if of.words[0].text in context.used:
        context.error(
            "unknown-reason",
            f"why `{of.text}` is so is for the examples of its own policy to say",
            because,
            "leave the reason out",
        )
        return
    if result in context.file.damaged:
        return
    if because.number is not None:
        _check_numbered(context, because, result, of)
        return
    known: dict[str, None] = {}
    if isinstance(result, Rating):
        known.update((override.name.text, None) for override in result.overrides)
    if isinstance(result, Rating | Trigger):
        known.update((name, None) for name in names_read(context, result))
    if not known:
        context.error(
            "unknown-reason",
            f"nothing in `{of.text}` has a name by which to say why",
            because,
            "write `because row 1` of a table, and leave `because` out of a value",
        )
    elif word.text not in known:
        what = "override or condition" if isinstance(result, Rating) else "condition"
        context.unknown("unknown-reason", f"{what} in `{of.text}`", word.text, word, known)


def _check_numbered(context: Context, because: Because, result: Result | None, of: Member) -> None:
    """``case 2`` of a rating with cases, ``row 3`` of a table, counted from 1."""
    if isinstance(result, Rating) and result.cases:
        word, count = "case", len(result.cases)
    elif isinstance(result, Table):
        word, count = "row", len(result.rows)
    else:
        context.error(
            "unknown-reason",
            f"`{of.text}` has neither cases nor rows to be counted",
            because,
            "name the override or the condition that decides",
        )
        return
    assert because.number is not None
    if because.word.text != word:
        context.error("unknown-reason", f"`{of.text}` has {word}s", because, f"write `{word} N`")
    elif not 1 <= because.number <= count:
        context.error(
            "unknown-reason",
            f"`{of.text}` has {count} {word}{'' if count == 1 else 's'}",
            because,
            f"write a number from 1 to {count}",
        )


def names_read(context: Context, item: Rating | Trigger) -> Iterator[str]:
    """The names that stand in the conditions of a result, and that of a group's members."""
    for node in item.walk():
        if isinstance(node, Name):
            meaning = context.meanings.get(node)
            if meaning is not None and node.text in context.named:
                yield node.text
        elif isinstance(node, Member):
            yield node.words[0].text
            if len(node.words) > 1:
                yield node.words[-1].text
        elif isinstance(node, GroupOperands):
            yield from _group_names(context, node)


def _group_names(context: Context, node: GroupOperands) -> Iterator[str]:
    yield node.group.text
    group = context.named.get(node.group.text)
    stack = [group] if isinstance(group, Group) else []
    while stack:
        for word in stack.pop().members:
            yield word.text
            member = context.named.get(word.text)
            if isinstance(member, Group):
                stack.append(member)
