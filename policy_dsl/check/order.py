"""The order in which results can be worked out, and the cycles that forbid one."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.check.context import Context
from policy_dsl.check.policy import Named
from policy_dsl.source import Label, error
from policy_dsl.syntax.aggregates import GroupOperands
from policy_dsl.syntax.expressions import Name
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.nodes import Word
from policy_dsl.syntax.tables import Table


def in_order(context: Context) -> list[Named]:
    """Every group and result, each after all that it needs, in the order of the text otherwise.

    Walked with a stack of its own, so that no chain of values is too long.  The members of a cycle
    are reported once and left out.
    """
    done: dict[Named, bool] = {}  # False while what it needs is still being visited
    ordered: list[Named] = []
    for first in context.named.values():
        if isinstance(first, Fact) or first in done:
            continue
        path: list[tuple[Named, Iterator[tuple[Word | Name, Named]]]] = []
        done[first] = False
        path.append((first, _needs(context, first)))
        while path:
            item, needs = path[-1]
            for where, needed in needs:
                state = done.get(needed)
                if state is False:
                    _report(context, where, [step for step, _ in path], needed)
                elif state is None and not isinstance(needed, Fact):
                    done[needed] = False
                    path.append((needed, _needs(context, needed)))
                    break
            else:
                done[item] = True
                ordered.append(item)
                path.pop()
    return ordered


def _needs(context: Context, item: Named) -> Iterator[tuple[Word | Name, Named]]:
    """What a group or result refers to, with the place where it does."""
    words: list[Word | Name] = []
    if isinstance(item, Group):
        words.extend(item.members)
    elif isinstance(item, Table):
        words.extend(item.columns.names[:-1])
    for node in item.walk():
        if isinstance(node, Name):
            words.append(node)
        elif isinstance(node, GroupOperands):
            words.append(node.group)
    for word in words:
        needed = context.named.get(word.text)
        if needed is not None:
            yield word, needed


def _report(context: Context, where: Word | Name, path: list[Named], needed: Named) -> None:
    cycle = path[path.index(needed) :]
    names = [item.name.text for item in cycle]
    first = context.places.get(names[0], where.span)
    context.diagnostics.append(
        error(
            "cycle",
            f"`{names[0]}` needs itself: {' -> '.join([*names, names[0]])}",
            context.file.source,
            where.span,
            "break the circle: a result cannot rest on itself",
            "",
            [Label(first, f"`{names[0]}` is declared here")],
        )
    )
