"""The edits worth combining for one move: first by what they touch, then by trying them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policy_dsl.impact.attribution import closed
from policy_dsl.impact.hybrids import Hybrids
from policy_dsl.impact.moves import Common, Pair
from policy_dsl.impact.slices import Slice, candidates, slice_of

#: Of so few edits none need be left out beforehand.
FEW = 6


def relevant(hybrids: Hybrids, pair: Pair, rating: Common) -> tuple[str, ...]:
    """The edits that may have to do with a rating of a pair of decisions.

    Where there are many, one that changes nothing that the rating rests on, neither made alone nor
    left out alone, is passed over; such edits are looked for in halves.
    """
    old, new = slices(hybrids, rating)
    edits = candidates(hybrids.switches, old, new)
    if len(edits) <= FEW:
        return tuple(edit.id for edit in edits)
    found: list[str] = []
    waiting = [[edit.id for edit in edits]]
    while waiting:
        several = waiting.pop()
        if not _matters(hybrids, pair, several, old, new):
            continue
        if len(several) == 1:
            found.extend(several)
            continue
        middle = len(several) // 2
        waiting += [several[middle:], several[:middle]]
    return tuple(found)


def slices(hybrids: Hybrids, rating: Common) -> tuple[Slice, Slice]:
    """What a rating rests on in the old edition and in the new one."""
    found = hybrids.slices.get(rating.name)
    if found is None:
        graded = hybrids.choices.min_grade is not None
        old, new = hybrids.sides.old.policy, hybrids.sides.new.policy
        found = slice_of(old, rating.old_name, graded), slice_of(new, rating.name, graded)
        hybrids.slices[rating.name] = found
    return found


def _matters(hybrids: Hybrids, pair: Pair, edits: Sequence[str], old: Slice, new: Slice) -> bool:
    """Whether edits, made together or left out together, change what the rating rests on."""
    everything = frozenset(switch.id for switch in hybrids.switches)
    needs, gone = hybrids.needs, set(edits)
    without = frozenset(one for one in everything if not gone & closed([one], needs))
    place = pair.place

    def differ(one: Iterable[str], other: Iterable[str], names: frozenset[str]) -> bool:
        before, after = hybrids.results(one, place), hybrids.results(other, place)
        if before is None or after is None:
            return before is not after
        common = names & before.keys() & after.keys()
        return any(before[name] != after[name] for name in common)

    return differ((), edits, old.results) or differ(everything, without, new.results)
