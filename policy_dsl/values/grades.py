"""Grades of evidence: how far a figure's source can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Grade(Enum):
    """From the strongest to the weakest, as a policy writes them."""

    PUBLISHED = "published"  # the regulator's own text or data
    SECONDARY = "secondary"  # someone else restating it
    DERIVED = "derived"  # worked out from published data
    UNVERIFIED = "unverified"  # no document seen


_ORDER = tuple(Grade)


def weakest(grades: Iterable[Grade]) -> Grade | None:
    """The weakest of several grades, or None of none."""
    return max(grades, key=_ORDER.index, default=None)
