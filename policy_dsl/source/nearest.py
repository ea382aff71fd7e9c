"""The name an author most likely meant."""

from __future__ import annotations

from collections.abc import Iterable

# No sensible name is longer; comparing two such texts would cost more than the hint is worth.
_LONGEST = 100


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate closest to `word`, or None if none is close.

    Counts letters added, dropped, changed or swapped with their neighbour, whatever the case;
    about a third of the word may differ. Of equally close candidates the alphabetically first
    is given. The word itself is no suggestion.
    """
    folded = word.casefold()
    if len(folded) > _LONGEST:
        return None
    limit = (len(folded) + 1) // 3
    best: str | None = None
    for candidate in sorted(set(candidates)):
        if candidate == word:
            continue
        distance = _distance(folded, candidate.casefold(), limit)
        if distance is not None:
            best = candidate
            if distance == 0:
                break
            limit = distance - 1  # only a strictly closer one may replace it
    return best


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """The help "did you mean `x`?" for the nearest candidate, or None if none is close."""
    found = nearest(word, candidates)
    return None if found is None else f"did you mean `{found}`?"


def _distance(one: str, other: str, limit: int) -> int | None:
    """Optimal string alignment distance, or None if it is more than `limit`."""
    if abs(len(one) - len(other)) > limit:
        return None
    if one == other:
        return 0
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        row = [i]
        for j, right in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        # A swap reaches back two rows, so both must be beyond hope before giving up.
        if min(row) > limit and min(above) >= limit:
            return None
        before, above = above, row
    return above[-1] if above[-1] <= limit else None
