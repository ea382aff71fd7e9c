"""Runs: declarations of one kind that their author wrote one below the other, without a blank line.

A run is laid out like a table: what corresponds is aligned.
"""

from __future__ import annotations

from attrs import frozen

from policy_dsl.format.pieces import Atom, Piece, flat


@frozen
class Run:
    """How many declarations a run has, and the length of the longest name declared in it."""

    length: int
    longest_name: int

    @property
    def alone(self) -> bool:
        """Whether the declaration stands alone."""
        return self.length == 1


def padded(named: Piece, run: Run, more: int = 0) -> Atom:
    """The keyword and name of a declaration as long as the longest of its run makes it."""
    text = flat(named)
    keyword = text.partition(" ")[0]
    return Atom(text.ljust(len(keyword) + 1 + run.longest_name + more))
