"""Rows, cases and bands that nothing ever reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from policy_dsl.analyse import ratings, scorecards, tables
from policy_dsl.analyse.context import Analysis
from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.expressions import diagram
from policy_dsl.analyse.finding import Finding, finding
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.tables import both_fit
from policy_dsl.analyse.witness import possible, unsettled
from policy_dsl.analyse.words import listed
from policy_dsl.check.scorecards import measure_of
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger

_MOST_NAMED = 3


def of_table(of: Analysis, table: Table) -> Iterator[Finding]:
    """Rows of a table that are never taken."""
    narrow = tables.taken(of.narrow, table, diagram)
    for number in _never(of.narrow, narrow, range(len(table.rows))):
        if not _never(of.wide, tables.taken(of.wide, table, diagram), [number], sure=True):
            continue
        columns = tables.columns(of.wide, table)
        fits = [tables.row_fits(of.wide, row, columns, diagram) for row in table.rows[: number + 1]]
        yield _finding(
            of,
            "unreachable-row",
            table.rows[number],
            f"row {number + 1} of `{table.name.text}` is never taken",
            fits,
            [(row, f"row {place}") for place, row in enumerate(table.rows, start=1)],
        )


def of_rating(of: Analysis, rating: Rating) -> Iterator[Finding]:
    """Cases of a rating that never decide it."""
    kinds = ratings.kinds_of(rating)

    def decided(on: Lifted) -> Diagram:
        return ratings.for_kinds(on, kinds, ratings.taken(on, rating, diagram))

    for number in _never(of.narrow, decided(of.narrow), range(len(rating.cases))):
        if not _never(of.wide, decided(of.wide), [number], sure=True):
            continue
        holds = [_holds(of.wide, case.condition) for case in rating.cases[: number + 1]]
        yield _finding(
            of,
            "unreachable-case",
            rating.cases[number],
            f"case {number + 1} of `{rating.name.text}` is never reached",
            holds,
            [(case, f"case {place}") for place, case in enumerate(rating.cases, start=1)],
        )


def _holds(on: Lifted, condition: Any) -> Diagram:
    if condition is None:
        return on.space.leaf(True)
    return on.space.diagrams.apply(on.truth, diagram(on, condition))


def of_card(of: Analysis, card: Scorecard) -> Iterator[Finding]:
    """Bands that no measure of a row is ever in."""
    for row in card.rows:
        yield from _of_row(of, card, row)


def _of_row(of: Analysis, card: Scorecard, row: CardRow) -> Iterator[Finding]:
    word = measure_of(row)
    assert word is not None
    places = [band.place for band in scorecards.bands(of.narrow, card, row, diagram)]
    narrow = scorecards.placed(of.narrow, card, row, diagram)
    for place in _never(of.narrow, narrow, places):
        wide = scorecards.placed(of.wide, card, row, diagram)
        if not _never(of.wide, wide, [place], sure=True):
            continue
        bands = scorecards.bands(of.wide, card, row, diagram)
        above = [band for band in bands if band.place <= place]
        yield _finding(
            of,
            "unreachable-band",
            row.cells[place],
            f"`{word.text}` is never in the band {above[-1].label.name} of `{card.name.text}`",
            [band.fits for band in above],
            [(row.cells[band.place], f"band {band.label.name}") for band in above],
        )


def of_trigger(of: Analysis, trigger: Trigger) -> Iterator[Finding]:
    """Conditions of a trigger that never hold."""
    for line in trigger.conditions:
        if possible(of.narrow, _holds(of.narrow, line.condition), _is_true):
            continue
        holds = _holds(of.wide, line.condition)
        if unsettled(of.wide, holds) or possible(of.wide, holds, _is_true):
            continue
        yield finding(
            of.policy,
            "unreachable-case",
            line,
            f"this condition of `{trigger.name.text}` never holds",
            label="never holds, whatever is given",
            help="it contradicts itself or what the facts can be: correct it or remove it",
        )


def _is_true(value: object) -> bool:
    return value is True


def _never(on: Lifted, found: Diagram, places: Sequence[int], sure: bool = False) -> list[int]:
    """The places that are at the end of no way that can be taken; none if that is not ``sure``."""
    never: list[int] = []
    if sure and unsettled(on, found):
        return never
    for place in places:
        if not possible(on, found, lambda value, place=place: _is(value, place)):  # type: ignore[misc]
            never.append(place)
    return never


def _is(value: object, place: int) -> bool:
    return value.__class__ is int and value == place


def _cover(on: Lifted, own: Diagram, above: Sequence[Diagram]) -> list[int]:
    """The fewest, in a sense, of those above that take all that would fit: none can be spared."""
    apply = on.space.diagrams.apply
    kept = [
        place
        for place, fit in enumerate(above)
        if possible(on, apply(both_fit, fit, own), _is_true)
    ]
    for place in list(kept):
        left = own
        for other in kept:
            if other != place:
                left = apply(_first_only, left, above[other])
        if not possible(on, left, _is_true):
            kept.remove(place)
    return kept


def _first_only(one: object, other: object) -> bool:
    return one is True and other is not True


def _finding(
    of: Analysis,
    code: str,
    node: Node,
    message: str,
    fits: Sequence[Diagram],
    named: Sequence[tuple[Node, str]],
) -> Finding:
    """Why it is never reached: it fits nothing, or those above have had all that it would fit."""
    own = fits[-1]
    if not possible(of.wide, own, _is_true):
        return finding(
            of.policy,
            code,
            node,
            message,
            label="fits nothing that can be given",
            help="what it asks contradicts itself or what it asks of: correct it or remove it",
        )
    above = [named[place] for place in _cover(of.wide, own, fits[:-1])]
    words = listed([words for _, words in above[:_MOST_NAMED]])
    if len(above) > _MOST_NAMED:
        words = f"{words} and others above"
    return finding(
        of.policy,
        code,
        node,
        f"{message}: {words} take{'s' if len(above) == 1 else ''} all that it would",
        label="never reached",
        help="move it up if it should go first, narrow what is above it, or remove it",
        also=[(earlier, "taken here") for earlier, _ in above[:_MOST_NAMED]],
    )
