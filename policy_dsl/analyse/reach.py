"""Rows, cases and bands that nothing ever reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from attrs import frozen

from policy_dsl.analyse import ratings, scorecards, tables
from policy_dsl.analyse.context import Analysis
from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.expressions import diagram
from policy_dsl.analyse.finding import Finding, finding
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.tables import both_fit
from policy_dsl.analyse.ways import possible
from policy_dsl.analyse.words import listed
from policy_dsl.check.policy import Result
from policy_dsl.check.scorecards import measure_of
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger

_MOST_NAMED = 3


@frozen(eq=False)
class Why:
    """Why something is never reached: what ``above`` it takes all; or it fits nothing."""

    above: tuple[tuple[Node, str], ...] = ()

    @property
    def words(self) -> str:
        """``row 1 and row 2 take all that it would``."""
        return (
            self.taking("all that it would") if self.above else "it fits nothing that can be given"
        )

    def taking(self, what: str) -> str:
        """``row 1 and row 2 take WHAT``."""
        words = listed([words for _, words in self.above[:_MOST_NAMED]])
        if len(self.above) > _MOST_NAMED:
            words = f"{words} and others above"
        return f"{words} take{'s' if len(self.above) == 1 else ''} {what}"


def of_table(of: Analysis, table: Table) -> Iterator[Finding]:
    """Rows of a table that are never taken."""
    for number, row in enumerate(table.rows):
        why = row_never(of, table, number)
        if why is not None:
            message = f"row {number + 1} of `{table.name.text}` is never taken"
            yield _finding(of, table, "unreachable-row", row, message, why)


def row_never(of: Analysis, table: Table, number: int) -> Why | None:
    """Why a row of a table, counted from 0, is never taken; None where it may be."""
    if not of.never(lambda on: tables.taken(on, table, diagram), _at(number)):
        return None
    columns = tables.columns(of.wide, table)
    fits = [tables.row_fits(of.wide, row, columns, diagram) for row in table.rows[: number + 1]]
    return _why(of, fits, [(row, f"row {at}") for at, row in enumerate(table.rows, start=1)])


def of_rating(of: Analysis, rating: Rating) -> Iterator[Finding]:
    """Cases of a rating that never decide it."""
    for number, case in enumerate(rating.cases):
        why = case_never(of, rating, number)
        if why is not None:
            message = f"case {number + 1} of `{rating.name.text}` is never reached"
            yield _finding(of, rating, "unreachable-case", case, message, why)


def case_never(of: Analysis, rating: Rating, number: int) -> Why | None:
    """Why a case of a rating, counted from 0, never decides it; None where it may."""
    kinds = ratings.kinds_of(rating)

    def decided(on: Lifted) -> Diagram:
        return ratings.for_kinds(on, kinds, ratings.taken(on, rating, diagram))

    if not of.never(decided, _at(number)):
        return None
    fits = [holds(of.wide, case.condition) for case in rating.cases[: number + 1]]
    return _why(of, fits, [(case, f"case {at}") for at, case in enumerate(rating.cases, start=1)])


def holds(on: Lifted, condition: Any) -> Diagram:
    """Whether the condition of a case holds; that of the last may be left out."""
    return ratings.holds(on, condition, diagram)


def of_card(of: Analysis, card: Scorecard) -> Iterator[Finding]:
    """Bands that no measure of a row is ever in."""
    for row in card.rows:
        word = measure_of(row)
        assert word is not None
        for band in scorecards.bands(of.narrow, card, row, diagram):
            why = band_never(of, card, row, band.place)
            if why is not None:
                named = f"the band {band.label.name} of `{card.name.text}`"
                message = f"`{word.text}` is never in {named}"
                yield _finding(of, card, "unreachable-band", row.cells[band.place], message, why)


def band_never(of: Analysis, card: Scorecard, row: CardRow, place: int) -> Why | None:
    """Why the measure of a row is never in the band at a place of it; None where it may be."""
    if not of.never(lambda on: scorecards.placed(on, card, row, diagram), _at(place)):
        return None
    bands = scorecards.bands(of.wide, card, row, diagram)
    above = [band for band in bands if band.place <= place]
    named = [(row.cells[band.place], f"band {band.label.name}") for band in above]
    return _why(of, [band.fits for band in above], named)


def of_trigger(of: Analysis, trigger: Trigger) -> Iterator[Finding]:
    """Conditions of a trigger that never hold."""
    for line in trigger.conditions:
        if not of.never(partial(holds, condition=line.condition), is_true):
            continue
        yield finding(
            of.policy,
            "unreachable-case",
            line,
            f"this condition of `{trigger.name.text}` never holds",
            label="never holds, whatever is given",
            help="it contradicts itself or what the facts can be: correct it or remove it",
            possible=of.is_bounded(trigger),
        )


def is_true(value: object) -> bool:
    """Whether a condition holds for certain."""
    return value is True


def _at(place: int) -> Callable[[object], bool]:
    return lambda value: value.__class__ is int and value == place


def _why(of: Analysis, fits: Sequence[Diagram], named: Sequence[tuple[Node, str]]) -> Why:
    """Why the last of several is never reached, each of which fits where its diagram says."""
    own = fits[-1]
    if not possible(of.wide, own, is_true):
        return Why()
    return Why(tuple(named[place] for place in cover(of.wide, own, fits[:-1])))


def cover(on: Lifted, own: Diagram, above: Sequence[Diagram]) -> list[int]:
    """The fewest, in a sense, of those above that take all that would fit: none can be spared."""
    apply = on.space.diagrams.apply
    kept = [
        place for place, fit in enumerate(above) if possible(on, apply(both_fit, fit, own), is_true)
    ]
    for place in list(kept):
        left = own
        for other in kept:
            if other != place:
                left = apply(first_only, left, above[other])
        if not possible(on, left, is_true):
            kept.remove(place)
    return kept


def first_only(one: object, other: object) -> bool:
    """Whether the first of two conditions holds and the second may not."""
    return one is True and other is not True


def _finding(of: Analysis, rule: Result, code: str, node: Node, message: str, why: Why) -> Finding:
    # Who lacks a fact may all the same have a number of which the ends are known, and get there.
    bounded = of.is_bounded(rule)
    if not why.above:
        return finding(
            of.policy,
            code,
            node,
            message,
            label="fits nothing that can be given",
            help="what it asks contradicts itself or what it asks of: correct it or remove it",
            possible=bounded,
        )
    in_a_row = code == "unreachable-band"
    return finding(
        of.policy,
        code,
        node,
        f"{message}: {why.words}",
        label="never reached",
        help="correct its figure or that of the band before it, or write `-` for no such band"
        if in_a_row
        else "move it up if it should go first, narrow what is above it, or remove it",
        also=[(earlier, "taken here") for earlier, _ in why.above[:_MOST_NAMED]],
        possible=bounded,
    )
