"""Decision diagrams: what a rule comes to under every combination of what it rests on.

A diagram is a leaf, which holds a value, or a branch: it asks where one term lies and has a child
for each stretch between two cuts.  Terms stand in one order along every path, equal parts are
shared, and stretches that lead to the same are one.  So two diagrams are the same object exactly
if they come to the same everywhere, and an operation visits each pair of parts once.

The operations are the evaluator's own: :meth:`Diagrams.apply` takes a function of values and gives
what it comes to of diagrams.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import define, field, frozen

from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown

#: A place between numbers: just below ``number``, or just above it if the second part is 1.
Cut: TypeAlias = tuple[Fraction | int, int]


@frozen(eq=False)
class Leaf:
    """The value that comes out, whatever else."""

    value: Any
    order: int = field(default=1 << 30, repr=False)  # below every term


@frozen(eq=False)
class Branch:
    """Which child holds, by where the term of this ``order`` lies among the cuts."""

    order: int
    cuts: tuple[Cut, ...]
    children: tuple[Diagram, ...] = field(repr=False)

    def at(self, number: Fraction) -> Diagram:
        """The child that holds where the term lies at a number."""
        beyond = [number > cut if after else number >= cut for cut, after in self.cuts]
        return self.children[sum(beyond)]


Diagram: TypeAlias = Leaf | Branch

#: Where a term lies: after one cut and before another; None for no end.
Stretch: TypeAlias = tuple[Cut | None, Cut | None]
#: One way through a diagram: where each term that is asked lies, by its order.
Path: TypeAlias = Mapping[int, Stretch]


#: Called often during long work; what it raises ends the work.
Checkpoint: TypeAlias = Callable[[], object]


def go_on() -> None:
    """The checkpoint that lets all work go on."""


class TooLargeError(Exception):
    """A diagram would take more work than is allowed."""


@define(eq=False)
class Diagrams:
    """Makes diagrams, each once.  ``left`` is how many steps of work may still be done.

    ``checkpoint`` is called every so many steps, and may raise to end the work.

    Raises:
        TooLargeError: from any method, when no work is left.
    """

    left: int
    checkpoint: Checkpoint = field(default=go_on, repr=False)
    _leaves: dict[object, Leaf] = field(factory=dict, repr=False)
    _branches: dict[object, list[Branch]] = field(factory=dict, repr=False)
    _done: dict[object, dict[Any, Diagram]] = field(factory=dict, repr=False)

    def forget(self) -> None:
        """Lets go of every diagram made, so that nobody has to look for them as garbage."""
        for known in (self._leaves, self._branches, self._done):
            known.clear()

    def leaf(self, value: Any) -> Leaf:
        """The leaf of a value."""
        key = (value.__class__ in _NUMBERS or value.__class__, value)
        found = self._leaves.get(key)
        if found is None:
            found = self._leaves[key] = Leaf(value)
        return found

    def branch(self, order: int, cuts: Sequence[Cut], children: Sequence[Diagram]) -> Diagram:
        """A branch whose children ask only later terms; no branch where all of them are one."""
        first = children[0]
        kept_cuts: list[Cut] = []
        kept = [first]
        for cut, child in zip(cuts, children[1:], strict=True):
            if child is not kept[-1]:
                kept_cuts.append(cut)
                kept.append(child)
        if not kept_cuts:
            return first
        # The cuts are compared and not hashed: almost always they are the same objects.
        of_cuts = tuple(kept_cuts)
        alike = self._branches.setdefault((order, *kept), [])
        for branch in alike:
            if branch.cuts == of_cuts:
                return branch
        branch = Branch(order, of_cuts, tuple(kept))
        alike.append(branch)
        return branch

    def join(self, order: int, cuts: Sequence[Cut], children: Sequence[Diagram]) -> Diagram:
        """As :meth:`branch`, but the children may ask any terms."""
        lowest = order + 1
        for child in children:
            if child.order < lowest:
                lowest = child.order
        if lowest > order:
            return self.branch(order, cuts, children)
        self._work()
        if lowest == order:
            new_cuts: list[Cut] = []
            new: list[Diagram] = []
            ends = (None, *cuts, None)
            for child, low, high in zip(children, ends, ends[1:], strict=False):
                if new:
                    assert low is not None
                    new_cuts.append(low)
                if child.order != order:
                    new.append(child)
                    continue
                inner, parts = _within(child, (low, high))
                new_cuts.extend(inner)
                new.extend(parts)
            return self.branch(order, new_cuts, new)
        outer = _merged([child for child in children if child.order == lowest])
        parts = [
            self.join(order, cuts, [_at(child, lowest, outer, place) for child in children])
            for place in range(len(outer) + 1)
        ]
        return self.branch(lowest, outer, parts)

    def apply(self, operation: Callable[..., Any], *operands: Diagram) -> Diagram:
        """What an operation on values comes to; it may itself answer with a diagram."""
        return self._apply(operation, operands, self._done.setdefault(operation, {}))

    def _apply(
        self, operation: Callable[..., Any], operands: tuple[Diagram, ...], done: dict[Any, Diagram]
    ) -> Diagram:
        found = done.get(operands)
        if found is not None:
            return found
        self._work()
        order, cuts, parted = _first_cuts(operands)
        children = []
        if order == _LAST:
            value = operation(*[leaf.value for leaf in operands])  # type: ignore[union-attr]
            result = value if isinstance(value, Leaf | Branch) else self.leaf(value)
            done[operands] = result
            return result
        if parted:
            cuts = _merged([operand for operand in operands if operand.order == order])
            for place in range(len(cuts) + 1):
                part = tuple([_at(operand, order, cuts, place) for operand in operands])
                children.append(self._apply(operation, part, done))
        else:
            for place in range(len(cuts) + 1):
                part = tuple(
                    [
                        one.children[place] if one.order == order else one  # type: ignore[union-attr]
                        for one in operands
                    ]
                )
                known = done.get(part)
                children.append(self._apply(operation, part, done) if known is None else known)
        result = done[operands] = self.join(order, cuts, children)
        return result

    def choose(self, condition: Diagram, yes: Diagram, no: Diagram) -> Diagram:
        """``yes`` where the condition is true, else ``no``; no answer where it is not settled."""
        return self._choose((condition, yes, no), self._done.setdefault("choose", {}))

    def first(self, of: Sequence[tuple[Diagram, Any]], none: Any) -> Diagram:
        """The value beside the first condition that is true; ``none`` where none of them is."""
        found: Diagram = self.leaf(none)
        for condition, value in reversed(of):
            found = self.choose(condition, self.leaf(value), found)
        return found

    def _choose(
        self, operands: tuple[Diagram, Diagram, Diagram], done: dict[Any, Diagram]
    ) -> Diagram:
        condition, yes, no = operands
        if isinstance(condition, Leaf):
            if condition.value is True:
                return yes
            return no if _refused(condition.value) else self.leaf(in_doubt(condition.value))
        found = done.get(operands)
        if found is not None:
            return found
        self._work()
        order, cuts, parted = _first_cuts(operands)
        if parted:
            cuts = _merged([one for one in operands if one.order == order])
        children = []
        for place in range(len(cuts) + 1):
            first, second, third = (_at(one, order, cuts, place) for one in operands)
            children.append(self._choose((first, second, third), done))
        result = done[operands] = self.join(order, cuts, children)
        return result

    def _work(self) -> None:
        self.left -= 1
        if not self.left % _STEPS:
            self.checkpoint()
        if self.left < 0:
            raise TooLargeError


_LAST: Final = 1 << 30
#: Steps between checkpoints: some hundredths of a second.
_STEPS: Final = 1024
_NUMBERS: Final = frozenset({Decimal, Fraction})


def in_doubt(*why: object) -> NotKnown:
    """That there is no answer, as some of these are not known; perhaps for missing facts."""
    missing = any(isinstance(value, NotKnown) and value.missing for value in why)
    return NotKnown(frozenset({"a fact"}) if missing else frozenset(), gap=True)


def _refused(value: object) -> bool:
    return value is False or value is DOES_NOT_APPLY


def _first_cuts(operands: tuple[Diagram, ...]) -> tuple[int, tuple[Cut, ...], bool]:
    """The first term that operands ask, its cuts, and whether they cut it differently."""
    order = _LAST
    cuts: tuple[Cut, ...] = ()
    parted = False
    for one in operands:
        if one.order < order:
            assert isinstance(one, Branch)
            order, cuts, parted = one.order, one.cuts, False
        elif one.order == order != _LAST:
            parted = parted or one.cuts != cuts  # type: ignore[union-attr]
    return order, cuts, parted


def _merged(branches: Sequence[Diagram]) -> tuple[Cut, ...]:
    """The cuts of several branches of one term."""
    first = branches[0]
    assert isinstance(first, Branch)
    cuts = first.cuts
    if all(one is first or one.cuts == cuts for one in branches):  # type: ignore[union-attr]
        return cuts
    return tuple(sorted({cut for one in branches for cut in one.cuts}))  # type: ignore[union-attr]


def _at(diagram: Diagram, order: int, cuts: Sequence[Cut], place: int) -> Diagram:
    """The child of a diagram in one stretch between cuts, of which it has some itself."""
    if diagram.order != order:
        return diagram
    assert isinstance(diagram, Branch)
    own = diagram.cuts
    if own is cuts or len(own) == len(cuts):
        return diagram.children[place]
    if place == 0:
        return diagram.children[0]
    reached = cuts[place - 1]
    return diagram.children[sum(cut <= reached for cut in own)]


def _within(branch: Diagram, stretch: Stretch) -> tuple[list[Cut], list[Diagram]]:
    """The part of a branch that lies in a stretch of its own term."""
    assert isinstance(branch, Branch)
    low, high = stretch
    inner = [
        cut for cut in branch.cuts if (low is None or cut > low) and (high is None or cut < high)
    ]
    first = 0 if low is None else sum(cut <= low for cut in branch.cuts)
    return inner, list(branch.children[first : first + len(inner) + 1])


def restricted(diagrams: Diagrams, diagram: Diagram, order: int, stretch: Stretch) -> Diagram:
    """A diagram where one term is known to lie in a stretch, within which it has no cut."""
    done: dict[Diagram, Diagram] = {}

    def visit(one: Diagram) -> Diagram:
        if one.order > order:
            return one
        found = done.get(one)
        if found is None:
            if one.order == order:
                _, parts = _within(one, stretch)
                found = parts[0]
            else:
                assert isinstance(one, Branch)
                found = diagrams.branch(one.order, one.cuts, [visit(c) for c in one.children])
            done[one] = found
        return found

    return visit(diagram)
