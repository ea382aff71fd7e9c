"""Which changes make sense only together: a rule that reads a new fact needs that fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Change
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.snippets import known_references
from policy_dsl.source import Span

_CITED = re.compile(r"\[(\w+)[^\[\]\n]*\]")


def with_needs(c: Comparison) -> tuple[Change, ...]:
    """The changes, each with the ids of those without which it cannot be made.

    What a change writes needs the declarations it names; what takes a declaration away needs the
    changes after which nothing names it; and where a name gets another type, all that says
    something else of it belongs together.
    """
    needs: dict[str, dict[str, None]] = {
        change.id: dict.fromkeys(change.needs) for change in c.changes
    }
    news = _named(c.new, [(change.id, change.new_places) for change in c.changes])
    olds = _named(c.old, [(change.id, change.old_places) for change in c.changes])
    for change in c.changes:  # the source of a fact may be written above it in the new text
        for source in {key for edit in change.edits for key in _CITED.findall(edit.text)}:
            news.setdefault(f"[{source}]", set()).add(change.id)
    for id, names in c.brings.items():
        for user in _users(news, names):
            needs[user].setdefault(id)
    for id, names in c.drops.items():
        for user in _users(olds, names):
            needs[id].setdefault(user)
    for id, names in c.brings.items():
        for other, gone in c.drops.items():
            if id != other and names & gone:  # a name cannot stand for two things
                needs[id].setdefault(other)
                needs[other].setdefault(id)
    for id, names in c.ties.items():
        for user in {*_users(news, names), *_users(olds, names)}:
            needs[user].setdefault(id)
            needs[id].setdefault(user)
    return tuple(
        attrs.evolve(change, needs=tuple(need for need in needs[change.id] if need != change.id))
        for change in c.changes
    )


def _users(named: dict[str, set[str]], names: Iterable[str]) -> list[str]:
    return sorted({user for name in names for user in named.get(name, ())})


def _named(policy: Policy, places: Sequence[tuple[str, Sequence[Span]]]) -> dict[str, set[str]]:
    """For each name, the changes in whose places it stands."""
    found: dict[str, set[str]] = {}
    spans = sorted((span.start, span.end, id) for id, own in places for span in own)
    for reference in known_references(policy):
        for start, end, id in spans:
            if start > reference.span.start:
                break
            if reference.span.end <= end:
                found.setdefault(reference.key, set()).add(id)
    return found


def together(changes: Sequence[Change]) -> tuple[tuple[Change, ...], ...]:
    """The changes in the smallest groups of which each can be made without the others.

    A group holds changes that need each other, directly or through others.  One that needs
    another group still needs it: see :func:`needed`.
    """
    reach = {change.id: needed(changes, [change.id]) for change in changes}
    groups: dict[frozenset[str], list[Change]] = {}
    for change in changes:
        mutual = frozenset(other for other in reach[change.id] if change.id in reach[other]) | {
            change.id
        }
        groups.setdefault(mutual, []).append(change)
    return tuple(tuple(group) for group in groups.values())


def needed(changes: Sequence[Change], chosen: Iterable[str]) -> frozenset[str]:
    """The ids of changes with all those that they need, directly or through others.

    Raises:
        KeyError: if there is no change of such an id.
    """
    by_id = {change.id: change for change in changes}
    left = list(chosen)
    found: set[str] = set()
    while left:
        id = left.pop()
        if id not in found:
            found.add(id)
            left.extend(by_id[id].needs)
    return frozenset(found)
