"""Which edits are responsible: the smallest sets of them that bring a difference about.

Nothing here knows what an edit is.  The question is asked of a function that switches some of them
on and tells whether the difference is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from attrs import frozen

#: Of so many edits all combinations are tried; of more, those of a few, and then one that suffices.
MOST_IN_ALL_COMBINATIONS = 8
#: The most combinations of one size that are tried where there are too many edits for all.
MOST_COMBINATIONS = 40

Edits = frozenset[str]


@frozen
class Responsible:
    """The smallest sets of edits that bring a difference about, each in the edits' own order.

    One set of one edit: that edit did it.  Several sets: any of them alone does it.  A set of
    several: only together do they.  ``every`` says that no other smallest set exists; else there
    may be more.  No set at all: the difference comes from nothing that can be switched.

    In a set there may be edits that only stand ``beside`` the others, which without them would be
    no policy: a source that a new rule cites, another rule that reads what is gone.
    """

    sets: tuple[tuple[str, ...], ...]
    every: bool
    beside: Edits = frozenset()

    @property
    def edits(self) -> Edits:
        """Every edit that is in one of the sets and does not only stand beside the others."""
        return frozenset(edit for found in self.sets for edit in found) - self.beside

    def acting(self, found: Sequence[str]) -> list[str]:
        """The edits of a set that do not only stand beside the others; all, if all of them do."""
        return [edit for edit in found if edit not in self.beside] or list(found)


def responsible(
    edits: Sequence[str],
    brings_about: Callable[[Edits], bool],
    needs: Mapping[str, Edits] | None = None,
) -> Responsible:
    """The smallest sets of ``edits`` that bring a difference about.

    An edit that ``needs`` others is only switched on together with them, so a set holds all that
    its edits need.  It is smallest if no part of it brings the difference about.  What is in it
    only because others need it is not named.

    Args:
        edits: those that may matter.
        brings_about: whether the difference is there with exactly these edits switched on.
        needs: of an edit, those without which it makes no sense.
    """
    needed = needs or {}
    if brings_about(frozenset()):
        return Responsible((), True)
    if len(edits) <= MOST_IN_ALL_COMBINATIONS:
        sets = {
            closed(chosen, needed)
            for size in range(1, len(edits) + 1)
            for chosen in combinations(edits, size)
        }
        found: list[Edits] = []
        for on in sorted(sets, key=len):
            if not any(known <= on for known in found) and brings_about(on):
                # Less may do of what they need, which is not all among the edits to be tried.
                found.append(_shrunk(on, brings_about, needed))
        return _responsible(found, edits, needed, every=True)
    return _responsible(_searched(edits, brings_about, needed), edits, needed, every=False)


def _responsible(
    found: Sequence[Edits], edits: Sequence[str], needs: Mapping[str, Edits], every: bool
) -> Responsible:
    named = _named(found, edits, needs)
    tried = set(edits)
    beside = {edit for one in named if tried & set(one) for edit in one if edit not in tried}
    return Responsible(named, every, frozenset(beside))


def _searched(
    edits: Sequence[str], brings_about: Callable[[Edits], bool], needs: Mapping[str, Edits]
) -> list[Edits]:
    """Some of the smallest sets: those of few edits, or else one that suffices."""
    found: list[Edits] = []
    for size in range(1, len(edits) + 1):
        if size > 1 and _too_many(len(edits), size):
            break
        for chosen in combinations(edits, size):
            on = closed(chosen, needs)
            if not any(known <= on for known in found) and brings_about(on):
                found.append(_shrunk(on, brings_about, needs))
    if not found:
        everything = closed(edits, needs)
        if brings_about(everything):
            found.append(_shrunk(everything, brings_about, needs))
    return found


def closed(edits: Iterable[str], needs: Mapping[str, Edits]) -> Edits:
    """Edits and all that they need, directly or not."""
    found: set[str] = set()
    waiting = list(edits)
    while waiting:
        edit = waiting.pop()
        if edit not in found:
            found.add(edit)
            waiting.extend(needs.get(edit, ()))
    return frozenset(found)


def _too_many(edits: int, size: int) -> bool:
    count = 1
    for taken in range(size):
        count = count * (edits - taken) // (taken + 1)
    return count > MOST_COMBINATIONS


def _shrunk(
    start: Edits, brings_about: Callable[[Edits], bool], needs: Mapping[str, Edits]
) -> Edits:
    """A part of ``start`` that still brings the difference about, and of which no edit can go."""
    kept = start
    for edit in sorted(start):
        fewer = frozenset(one for one in kept if edit not in closed([one], needs))
        if fewer != kept and brings_about(fewer):
            kept = fewer
    return kept


def _named(
    found: Iterable[Edits], edits: Sequence[str], needs: Mapping[str, Edits]
) -> tuple[tuple[str, ...], ...]:
    """Of each set the edits that no other of it needs, in the edits' own order."""
    place = {edit: number for number, edit in enumerate(edits)}
    last = len(place)
    sets: list[tuple[str, ...]] = []
    for on in found:
        carried = {need for edit in on for need in closed([edit], needs) - {edit}}
        named = sorted(on - carried or on, key=lambda edit: (place.get(edit, last), edit))
        sets.append(tuple(named))
    unique = dict.fromkeys(sets)
    return tuple(
        sorted(unique, key=lambda one: (len(one), [place.get(edit, last) for edit in one]))
    )
