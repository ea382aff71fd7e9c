"""What can never come about, whatever an organisation is: asked of what was never seen to.

Each answer is a proof, in words; where there is none, nothing is said.  What a diagram does not cut
further can be anything there, so what is impossible all the same is impossible.

A fact may be missing, and then a test is come by although one above it would have taken all, had
the fact been supplied.  So of the tests above one only those count that are settled by what it is
about itself, with all else unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, Final

from attrs import frozen

from policy_dsl.analyse import overrides, reach
from policy_dsl.analyse.above import about, above
from policy_dsl.analyse.context import Analysis
from policy_dsl.analyse.diagrams import Diagram, TooLargeError
from policy_dsl.analyse.expressions import diagram
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.linear import Range
from policy_dsl.analyse.results import result as diagram_of
from policy_dsl.analyse.space import as_value
from policy_dsl.analyse.terms import Form
from policy_dsl.analyse.walking import leaves
from policy_dsl.analyse.ways import possible
from policy_dsl.analyse.words import range_words
from policy_dsl.check.policy import Policy, Result
from policy_dsl.invent import Cut, subject_node, subject_type
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.values.scales import Label

_NEVER: Final = "it never comes to that"


@frozen
class Window:
    """How far something lies from a figure: between two ends, of which an ``open`` one is out.

    Of dates the ends are in days.
    """

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False


class Never:
    """Proofs about one policy; made once for many questions."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._of = Analysis(policy, {})
        # Open points choose between rules, so diagrams are smallest if they are asked first.
        for item in policy.interpretations.values():
            self._of.wide.space.reading(item)
        for result in policy.results:
            diagram_of(self._of.narrow, result)
            diagram_of(self._of.wide, result)

    def row(self, table: Table, number: int) -> str | None:
        """Why a row of a table, counted from 0, is never taken."""
        return self._why(table, lambda: reach.row_never(self._of, table, number))

    def case(self, rating: Rating, number: int) -> str | None:
        """Why a case of a rating, counted from 0, never decides it."""
        return self._why(rating, lambda: reach.case_never(self._of, rating, number))

    def band(self, card: Scorecard, row: CardRow, place: int) -> str | None:
        """Why the measure of a row is never in the band at a place of it."""
        return self._why(card, lambda: reach.band_never(self._of, card, row, place))

    def override(self, rating: Rating, number: int, applies: bool) -> str | None:
        """Why an override, counted from 0, never applies, or always does."""

        def made(on: Lifted) -> Diagram:
            return overrides.applying(on, rating, number)

        return self._one_way(rating, made, applies)

    def trigger(self, trigger: Trigger, pulled: bool) -> str | None:
        """Why a trigger is never pulled, or always is."""
        return self._one_way(trigger, lambda on: diagram_of(on, trigger), pulled)

    def beside(self, cut: Cut, window: Window) -> str | None:
        """Why nothing that lies so far from a cut's figure is ever held against it."""

        def out_of_reach() -> str | None:
            if self._never(cut.result, lambda on: _within(on, cut, window), reach.is_true):
                return _nearest(self._of.wide, cut, window)
            return self._taken_above(cut, window)

        return self._proved(cut.result, out_of_reach)

    def forget(self) -> None:
        """Lets go of every diagram, when there is no more to ask."""
        self._of.forget()

    # ---- proofs ----------------------------------------------------------------------------------

    def _proved(self, result: Result, prove: Callable[[], str | None]) -> str | None:
        """What a proof says, where the result that it is about was not too much to look at."""
        space = self._of.narrow.space
        try:
            diagram_of(self._of.narrow, result)
            said = prove()
        except (TooLargeError, RecursionError):
            return None
        return None if space.failed else said

    def _never(
        self, result: Result, made: Callable[[Lifted], Diagram], wanted: Callable[[Any], bool]
    ) -> bool:
        return not self._of.is_bounded(result) and self._of.never(made, wanted)

    def _why(self, result: Result, prove: Callable[[], reach.Why | None]) -> str | None:
        def words() -> str | None:
            why = None if self._of.is_bounded(result) else prove()
            return None if why is None else why.words

        return self._proved(result, words)

    def _one_way(
        self, result: Result, made: Callable[[Lifted], Diagram], wanted: bool
    ) -> str | None:
        def words() -> str | None:
            if not self._never(result, made, lambda value: value is wanted):
                return None
            return f"its condition {'never' if wanted else 'always'} holds"

        return self._proved(result, words)

    def _taken_above(self, cut: Cut, window: Window) -> str | None:
        """The lines above a test that take whatever lies so far from its figure."""
        if cut.rival is not None:
            return None
        on = about(self._policy, cut)
        lines = above(on, cut)
        if not lines:
            return None
        own, fits = _within(on, cut, window), [fit for _, fit in lines]
        left = own
        for fit in fits:
            left = on.space.diagrams.apply(reach.first_only, left, fit)
        if possible(on, left, reach.is_true):
            return None
        takers = tuple(lines[at][0] for at in reach.cover(on, own, fits))
        return reach.Why(takers).taking("it")


# ---- what a cut tests ---------------------------------------------------------------------------


def _subject(on: Lifted, cut: Cut) -> Diagram:
    if isinstance(cut.subject, Fact):
        return on.space.fact(cut.subject)
    if isinstance(cut.subject, Result):
        return diagram_of(on, cut.subject)
    node = subject_node(on.space.policy, cut)
    return diagram(on, node)  # type: ignore[arg-type]  # what is no fact or result is written out


def _figure(on: Lifted, cut: Cut) -> Diagram:
    if isinstance(cut.rival, Fact):
        return on.space.fact(cut.rival)
    if isinstance(cut.rival, Result):
        return diagram_of(on, cut.rival)
    return on.space.leaf(as_value(cut.figure))


def _within(on: Lifted, cut: Cut, window: Window) -> Diagram:
    """Whether what a cut tests lies so far from its figure, which an open point may have to be."""
    apply, leaf = on.space.diagrams.apply, on.space.leaf
    distance = apply(on.subtract, _subject(on, cut), _figure(on, cut))
    signs = (">" if window.low_open else ">=", "<" if window.high_open else "<=")
    low = apply(on.compare[signs[0]], distance, leaf(window.low))
    high = apply(on.compare[signs[1]], distance, leaf(window.high))
    found = apply(on.both, low, high)
    point = on.space.policy.meanings.get(cut.at)
    if isinstance(point, Interpretation):
        taken = apply(on.compare["="], on.space.reading(point), leaf(as_value(cut.figure)))
        found = apply(on.both, found, taken)
    return found


def _nearest(on: Lifted, cut: Cut, window: Window) -> str:
    """That what a cut tests never lies so far from its figure, and where it lies next to it."""
    found, type_ = _subject(on, cut), subject_type(on.space.policy, cut)
    figure, side = cut.figure, window.low + window.high
    if not isinstance(figure, Decimal) or type_ is None or not side:
        return _NEVER
    beyond: set[Fraction] = set()
    for leaf in leaves(found):
        end = _number(leaf.value)
        if isinstance(leaf.value, Form):
            end = leaf.value.low if side < 0 else leaf.value.high
            if end is None or _is_beyond(end, figure, side):
                return _NEVER
        elif end is not None and _is_beyond(end, figure, side):
            beyond.add(end)
    for near in sorted(beyond, reverse=side < 0):
        if possible(on, found, partial(_is_number, near)):
            words = range_words(Range(near, False, near, False), type_)
            return f"the next {'below' if side < 0 else 'above'} is {words}"
    return f"it is never {'less' if side < 0 else 'more'}"


def _is_beyond(number: Fraction, figure: Decimal, side: Decimal) -> bool:
    return number < figure if side < 0 else number > figure


def _is_number(number: Fraction, value: object) -> bool:
    return _number(value) == number


def _number(value: object) -> Fraction | None:
    number = value.number if isinstance(value, Label) else value
    return Fraction(number) if isinstance(number, Decimal | Fraction) else None
