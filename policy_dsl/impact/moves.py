"""Who is rated otherwise by another edition, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Kind
from policy_dsl.diff.compare import diff
from policy_dsl.evaluate.decision import Decision
from policy_dsl.impact.sides import Place, Sides
from policy_dsl.syntax.ratings import Rating
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Value, base

NOT_KNOWN = "not known"
DOES_NOT_APPLY = "does not apply"


def outcome(value: Value) -> str:
    """A rating as a row or column of a matrix is headed: its label, or which absence it is."""
    return value.name if isinstance(value, Label) else str(value)


@frozen(eq=False)
class Pair:
    """The decisions of both editions about an organisation in a period."""

    place: Place
    old: Decision = field(repr=False)
    new: Decision = field(repr=False)

    @property
    def name(self) -> str:
        """The organisation's name, empty where none is given."""
        return self.new.organisation.name or self.old.organisation.name


@frozen(eq=False)
class Move:
    """A rating that is another by the new edition. ``better`` is None where that is not known."""

    common: Common
    before: str
    after: str
    better: bool | None
    steps: int  # how far it moves on the scale, 0 where that is not known

    @property
    def rating(self) -> str:
        """What the new edition calls the rating."""
        return self.common.name


@frozen
class NotComparable:
    """A rating that waits for facts that only one edition knows."""

    rating: str
    facts: tuple[str, ...]


@frozen(eq=False)
class Matrix:
    """How often each rating became which; ``before`` and ``after`` are its rows and columns."""

    rating: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    counts: Mapping[tuple[str, str], int] = field(repr=False)
    not_comparable: int

    @cached_property
    def compared(self) -> int:
        """How many decisions were compared."""
        return sum(self.counts.values())

    @cached_property
    def moved(self) -> int:
        """How many of them are another rating now."""
        return sum(number for (old, new), number in self.counts.items() if old != new)


@frozen
class Common:
    """A rating that both editions have: what the new one calls it, and what the old one did."""

    name: str
    old_name: str


def common_ratings(old: Policy, new: Policy) -> tuple[Common, ...]:
    """The ratings that both editions have, in the order of the new one."""
    before = {
        change.after: change.before for change in diff(old, new) if change.kind is Kind.RENAMED
    }
    theirs = set(ratings_of(old))
    named = [Common(name, before.get(name, name)) for name in ratings_of(new)]
    return tuple(one for one in named if one.old_name in theirs)


def ratings_of(policy: Policy) -> tuple[str, ...]:
    """In the order of the text, which is that of the published document."""
    ratings = [item for item in policy.results if isinstance(item, Rating)]
    return tuple(item.name.text for item in sorted(ratings, key=lambda item: item.span.start))


def compared(
    pair: Pair, rating: Common, only_old: frozenset[str], only_new: frozenset[str]
) -> Move | NotComparable | None:
    """What became of a rating; None where it is the same as before.

    A rating that is settled by one edition, and waits for a fact that only the other one knows, is
    not comparable: nobody had supplied that fact.
    """
    old, new = pair.old[rating.old_name].value, pair.new[rating.name].value
    waiting = [*_waiting(new, old, only_new), *_waiting(old, new, only_old)]
    if waiting:
        return NotComparable(rating.name, tuple(waiting))
    before, after = outcome(old), outcome(new)
    if before == after:
        return None
    steps = _steps(pair, rating, before, after)
    return Move(rating, before, after, None if not steps else steps > 0, abs(steps))


def _waiting(one: Value, other: Value, only: frozenset[str]) -> Iterator[str]:
    if isinstance(one, NotKnown) and not isinstance(other, NotKnown):
        # Of another period or organisation: `survey in Q1 2025/26`, `survey of RJ1`.
        names = sorted({missing.split(" ")[0] for missing in one.missing})
        yield from (name for name in names if name in only)


def _steps(pair: Pair, rating: Common, before: str, after: str) -> int:
    """How far a rating moves, upwards if it is better; 0 where its scales do not tell."""
    editions = (pair.new.policy, rating.name), (pair.old.policy, rating.old_name)
    for policy, name in editions:
        scale = scale_of(policy, name)
        if isinstance(scale, Scale):
            names = [label.name for label in scale.labels]
            if before in names and after in names:
                return names.index(before) - names.index(after)
    return 0


def scale_of(policy: Policy, rating: str) -> Scale | Choice:
    """The scale or choice of a rating."""
    result = policy.result(rating)
    assert result is not None
    scale = base(policy.types[result])
    assert isinstance(scale, Scale | Choice)
    return scale


def matrix(
    sides: Sides,
    rating: Common,
    pairs: Iterable[Pair],
    not_comparable: Mapping[Place, Sequence[str]],
) -> Matrix:
    """The transitions of a rating over all decisions that can be compared."""
    counts: dict[tuple[str, str], int] = {}
    left_out = 0
    for pair in pairs:
        if rating.name in not_comparable.get(pair.place, ()):
            left_out += 1
            continue
        old, new = pair.old[rating.old_name], pair.new[rating.name]
        key = outcome(old.value), outcome(new.value)
        counts[key] = counts.get(key, 0) + 1
    met = {label for key in counts for label in key}
    return Matrix(
        rating.name,
        tuple(_headings(sides.old.policy, rating.old_name, met)),
        tuple(_headings(sides.new.policy, rating.name, met)),
        counts,
        left_out,
    )


def _headings(policy: Policy, rating: str, met: set[str]) -> Iterator[str]:
    """The labels and absences that were met by either edition: those of the scale, best first."""
    yield from (label.name for label in scale_of(policy, rating).labels if label.name in met)
    yield from (absence for absence in (NOT_KNOWN, DOES_NOT_APPLY) if absence in met)


def worst_first(pair: Pair, move: Move) -> tuple[int, int, int, str, object]:
    """A key by which the worst rating comes first, and of equals the one that fell furthest."""
    labels = [label.name for label in scale_of(pair.new.policy, move.rating).labels]
    known = move.after in labels
    place = -labels.index(move.after) if known else 0
    fall = 0 if move.better is None else (move.steps if move.better else -move.steps)
    return (not known, place, fall, *pair.place)
