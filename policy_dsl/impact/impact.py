"""What another edition means for real organisations: who moves, where, and which edit did it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from attrs import field, frozen

from policy_dsl.evaluate.choices import NO_CHOICES, Choices
from policy_dsl.explain.rules import final_ratings
from policy_dsl.impact.attribution import Responsible, responsible
from policy_dsl.impact.hybrids import Hybrids
from policy_dsl.impact.moves import (
    Common,
    Matrix,
    Move,
    NotComparable,
    Pair,
    common_ratings,
    compared,
    matrix,
    outcome,
    ratings_of,
    worst_first,
)
from policy_dsl.impact.parting import Parting, parting
from policy_dsl.impact.relevant import relevant
from policy_dsl.impact.sides import Place, Sides
from policy_dsl.impact.switches import Switch, switches


@frozen(eq=False)
class Explained:
    """A move, where the explanations part, and the edits responsible."""

    move: Move
    parting: Parting
    responsible: Responsible


@frozen(eq=False)
class Mover:
    """An organisation in a period that is rated otherwise; ``moves`` are its ratings that are."""

    pair: Pair
    moves: tuple[Explained, ...]


@frozen(eq=False)
class Impact:
    """What became of the ratings of organisations; ``movers`` has the worst first.

    ``not_comparable`` are ratings that wait for facts that only one edition knows, by place.
    """

    sides: Sides
    switches: tuple[Switch, ...]
    ratings: tuple[Common, ...]
    matrices: tuple[Matrix, ...] = field(repr=False)
    movers: tuple[Mover, ...] = field(repr=False)
    not_comparable: Mapping[Place, tuple[NotComparable, ...]] = field(repr=False)
    hybrids: Hybrids = field(repr=False)

    @cached_property
    def moved_by(self) -> Mapping[str, tuple[Mover, ...]]:
        """Of each edit the movers that it is responsible for, alone or with others."""
        found: dict[str, dict[Mover, None]] = {switch.id: {} for switch in self.switches}
        for mover in self.movers:
            for explained in mover.moves:
                for edit in explained.responsible.edits:
                    found[edit][mover] = None
        return {edit: tuple(movers) for edit, movers in found.items()}

    @property
    def idle(self) -> tuple[Switch, ...]:
        """The edits that moved no one."""
        return tuple(switch for switch in self.switches if not self.moved_by[switch.id])

    @property
    def only_old(self) -> tuple[str, ...]:
        """The ratings that only the old edition has."""
        common = {one.old_name for one in self.ratings}
        return tuple(name for name in ratings_of(self.sides.old.policy) if name not in common)

    @property
    def only_new(self) -> tuple[str, ...]:
        """The ratings that only the new edition has."""
        common = {one.name for one in self.ratings}
        return tuple(name for name in ratings_of(self.sides.new.policy) if name not in common)


def impact(
    sides: Sides,
    library: Path | None = None,
    choices: Choices = NO_CHOICES,
    progress: Callable[[int], None] | None = None,
) -> Impact:
    """Who would be rated otherwise by the new edition, and which edits are responsible.

    Args:
        sides: the two editions with the same facts.
        library: where the policies that they use are found.
        choices: readings and least grade of evidence, the same for both.
        progress: is told how many movers have been put down to edits.
    """
    old, new = sides.old, sides.new
    pairs = [
        Pair(place, old.decide(place, choices), new.decide(place, choices))
        for place in sides.places
    ]
    ratings = common_ratings(old.policy, new.policy)
    only_old, only_new = sides.only(old), sides.only(new)
    moves: dict[Pair, list[Move]] = {}
    not_comparable: dict[Place, tuple[NotComparable, ...]] = {}
    for pair in pairs:
        for rating in ratings:
            found = compared(pair, rating, only_old, only_new)
            if isinstance(found, Move):
                moves.setdefault(pair, []).append(found)
            elif found is not None:
                known = not_comparable.get(pair.place, ())
                not_comparable[pair.place] = (*known, found)
    left_out = {place: [one.rating for one in found] for place, found in not_comparable.items()}
    periods = sorted({record.period for side in (old, new) for record in side.facts.records})
    edits = switches(old.policy, new.policy, old.facts, new.facts, periods)
    hybrids = Hybrids(sides, edits, library, choices)
    ordered = sorted(moves, key=lambda pair: _first(pair, moves[pair]))
    movers = []
    for pair in ordered:
        movers.append(Mover(pair, tuple(_explained(hybrids, pair, moves[pair]))))
        if progress is not None:
            progress(len(movers))
    return Impact(
        sides,
        edits,
        ratings,
        tuple(matrix(sides, rating, pairs, left_out) for rating in ratings),
        tuple(movers),
        not_comparable,
        hybrids,
    )


def _first(pair: Pair, moves: Sequence[Move]) -> tuple[object, ...]:
    """The worst final rating first; whoever moves only on the way to one comes last."""
    final = final_ratings(pair.new.policy)
    told = [move for move in moves if move.rating in final]
    return (not told, *worst_first(pair, (told or moves)[-1]))


def _explained(hybrids: Hybrids, pair: Pair, moves: Sequence[Move]) -> Iterator[Explained]:
    for move in moves:

        def brings_about(on: frozenset[str], move: Move = move) -> bool:
            decision = hybrids.decide(on, pair.place)
            if decision is None:
                return False
            rated = decision.ratings
            value = rated.get(move.common.name, rated.get(move.common.old_name))
            return value is not None and outcome(value) == move.after

        edits = relevant(hybrids, pair, move.common)
        found = responsible(edits, brings_about, hybrids.needs)
        yield Explained(move, parting(pair.old, pair.new, move.common), found)
