"""Two sequences side by side: which items are the same, and which have moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def matched(
    olds: Sequence[Item],
    news: Sequence[Item],
    likeness: Callable[[Item, Item], float],
    least: float,
) -> list[tuple[Item, Item]]:
    """Pairs of items, the most alike first, of which none is less alike than ``least``.

    Of pairs that are as much alike, those that stand at like places come first.
    """
    scored = [
        (-score, abs(i - j), i, j)
        for i, old in enumerate(olds)
        for j, new in enumerate(news)
        if (score := likeness(old, new)) >= least
    ]
    scored.sort()
    ones: set[int] = set()
    others: set[int] = set()
    found = []
    for _, _, i, j in scored:
        if i not in ones and j not in others:
            ones.add(i)
            others.add(j)
            found.append((i, j))
    return [(olds[i], news[j]) for i, j in sorted(found, key=lambda pair: pair[1])]


def moved(places: Sequence[int]) -> set[int]:
    """The positions in a sequence of old places that are out of order: as few as can be.

    All others are a longest ascending run.
    """
    ends: list[int] = []  # the least last place of a run of each length
    at: list[int] = []  # and the position it stands at
    before: list[int] = []
    for position, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        at[length : length + 1] = [position]
    kept: set[int] = set()
    position = at[-1] if at else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return set(range(len(places))) - kept


def passed(places: Sequence[int], position: int) -> tuple[list[int], list[int]]:
    """The positions of those that an item has come to stand before, and of those behind."""
    place = places[position]
    before = [at for at in range(position + 1, len(places)) if places[at] < place]
    behind = [at for at in range(position) if places[at] > place]
    return before, behind


def words_alike(one: str, other: str) -> float:
    """How many words two texts share, from 0 to 1 (the Sorensen-Dice coefficient)."""
    ones, others = one.split(), other.split()
    if not ones or not others:
        return float(ones == others)
    left = list(others)
    shared = 0
    for word in ones:
        if word in left:
            left.remove(word)
            shared += 1
    return 2 * shared / (len(ones) + len(others))
