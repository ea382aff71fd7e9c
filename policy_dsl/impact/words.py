"""An impact in words: what text, Markdown and the reader of either share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from policy_dsl.explain.value_words import listed
from policy_dsl.impact.attribution import Responsible
from policy_dsl.impact.impact import Explained, Impact, Mover
from policy_dsl.impact.moves import Matrix, Move
from policy_dsl.impact.switches import Switch


def count(number: int, noun: str) -> str:
    """``1 decision``, ``1,200 decisions``."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def share(number: int, total: int) -> str:
    """``30.3%``, of a total that is not 0."""
    tenths = (2000 * number + total) // (2 * total)  # to the nearest, exactly
    return f"{tenths // 10}.{tenths % 10}%"


def head(impact: Impact) -> str:
    """What was compared: edits, decisions, organisations and periods."""
    places = impact.sides.places
    kind = impact.sides.new.policy.period.value
    parts = [
        count(len(impact.switches), "edit") if impact.switches else "no edits",
        f"{count(len(places), 'decision')} about"
        f" {count(len({code for code, _ in places}), 'organisation')}",
        count(len({period for _, period in places}), kind),
    ]
    return ", ".join(parts)


def matrices_told(impact: Impact) -> Iterator[tuple[str, Matrix]]:
    """What is said of each matrix; ratings of which the same organisations move alike share one."""
    alike: dict[tuple[object, ...], list[Matrix]] = {}
    for matrix in impact.matrices:
        key: tuple[object, ...] = matrix.compared, matrix.not_comparable
        if matrix.moved:
            moved = tuple(
                (mover.pair.place, one.move.before, one.move.after, one.move.better)
                for mover in impact.movers
                for one in mover.moves
                if one.move.rating == matrix.rating
            )
            counts = tuple(sorted(matrix.counts.items()))
            key = (*key, matrix.before, matrix.after, counts, moved)
        alike.setdefault(key, []).append(matrix)
    for matrices in alike.values():
        names = listed([matrix.rating for matrix in matrices])
        yield _matrix_said(names, matrices[0], moves_of(impact, matrices[0].rating)), matrices[0]


def _matrix_said(names: str, matrix: Matrix, moves: Sequence[Move]) -> str:
    """``final: 37 of 122 move (30.3%), 36 better and 1 worse``."""
    better = sum(move.better is True for move in moves)
    worse = sum(move.better is False for move in moves)
    other = len(moves) - better - worse
    ways = [
        f"{number:,} {word}"
        for number, word in (
            (better, "better"),
            (worse, "worse"),
            (other, "neither better nor worse"),
        )
        if number
    ]
    left_out = f"; {matrix.not_comparable:,} not comparable" if matrix.not_comparable else ""
    if not matrix.moved:
        return f"{names}: none of {matrix.compared:,} moves{left_out}"
    moved = f"{matrix.moved:,} of {matrix.compared:,} {'moves' if matrix.moved == 1 else 'move'}"
    rate = share(matrix.moved, matrix.compared)
    return f"{names}: {moved} ({rate}), {listed(ways)}{left_out}"


def matrix_rows(matrix: Matrix) -> tuple[list[str], list[list[str]]]:
    """The headings and rows of a matrix: in each cell how many, and of how many compared."""
    heads = ["from", *(f"to {after}" for after in matrix.after), "all"]
    rows = []
    for before in matrix.before:
        cells = [matrix.counts.get((before, after), 0) for after in matrix.after]
        rows.append([before, *map(_cell(matrix), cells), _cell(matrix)(sum(cells))])
    columns = [
        sum(matrix.counts.get((before, after), 0) for before in matrix.before)
        for after in matrix.after
    ]
    rows.append(["all", *map(_cell(matrix), columns), _cell(matrix)(matrix.compared)])
    return heads, rows


class _cell:  # noqa: N801  # a function with its total, for `map`
    def __init__(self, matrix: Matrix) -> None:
        self.total = matrix.compared

    def __call__(self, number: int) -> str:
        return f"{number:,}  {share(number, self.total)}" if number else ""


@frozen
class Line:
    """Ratings of a mover that moved alike, where their explanations part, and why.

    ``parts`` is empty where they part at the rating itself.
    """

    ratings: str
    move: str
    why: str
    parts: str
    was: str
    now: str


def mover_lines(mover: Mover) -> Iterator[Line]:
    """The moves of a mover; those that are alike, and have the same reason, on one line.

    Of ratings that rest on one another the last speaks for them.
    """
    alike: dict[tuple[str, str, Responsible], list[Explained]] = {}
    for one in mover.moves:
        key = one.move.before, one.move.after, one.responsible
        alike.setdefault(key, []).append(one)
    for (before, after, responsible), found in alike.items():
        names = [one.move.rating for one in found]
        parting = found[-1].parting
        parts = ""
        if parting.result not in names:
            parts = f"the two part at {parting.result}: {parting.old}, now {parting.new}"
        yield Line(
            listed(names),
            f"{before} → {after}",
            responsible_words(responsible),
            parts,
            parting.old_why,
            parting.new_why,
        )


def responsible_words(responsible: Responsible) -> str:
    """``by waits``; ``by waits and falls, only together``; ``by waits or falls, each alone``."""
    if not responsible.sets:
        return "by no edit that can be made by itself"
    ways = [_way(responsible, found) for found in responsible.sets]
    said = f"by {listed(ways, 'or')}"
    if len(ways) > 1:
        said += ", each alone" if all(" together" not in way for way in ways) else ""
    elif " together" in said:
        said = said.replace(" together", ", only together")
    return said if responsible.every else f"{said} (there may be other ways)"


def _way(responsible: Responsible, found: Sequence[str]) -> str:
    """``waits``; ``waits and falls together``; ``waits (with source.DOC)``."""
    acting = responsible.acting(found)
    others = [edit for edit in found if edit not in acting]
    together = f"{listed(acting)} together" if len(acting) > 1 else acting[0]
    return f"{together} (with {listed(others)})" if others else together


def moving(impact: Impact) -> Iterator[tuple[Switch, str]]:
    """The edits that moved somebody, and how many decisions each of them did."""
    for switch in impact.switches:
        movers = impact.moved_by[switch.id]
        if not movers:
            continue
        alone = sum(any(_alone(switch, one.responsible) for one in mover.moves) for mover in movers)
        together = len(movers) - alone
        parts = [count(len(movers), "decision")]
        if together:
            parts.append(f"{together:,} only with others" if alone else "only with others")
        yield switch, ", ".join(parts)


def _alone(switch: Switch, responsible: Responsible) -> bool:
    return any(responsible.acting(found) == [switch.id] for found in responsible.sets)


def idle(impact: Impact) -> tuple[list[Switch], str]:
    """The edits that moved no one; and how many more are only wording and sources, if any."""
    told = [switch for switch in impact.idle if not switch.is_wording]
    left = len(impact.idle) - len(told)
    if not left:
        return told, ""
    return told, f"{'and ' if told else ''}{left:,} of titles, wording and sources alone"


def not_comparable_said(impact: Impact, labels: tuple[str, str]) -> Iterator[str]:
    """What cannot be compared, and why: facts or ratings that only one edition knows."""
    waiting: dict[tuple[str, tuple[str, ...]], int] = {}
    for found in impact.not_comparable.values():
        for one in found:
            key = one.rating, one.facts
            waiting[key] = waiting.get(key, 0) + 1
    only_new = impact.sides.only(impact.sides.new)
    for (rating, facts), number in waiting.items():
        whose = labels[1] if facts[0] in only_new else labels[0]
        verb = "waits" if number == 1 else "wait"
        yield (
            f"{rating}: {count(number, 'decision')} {verb} for {listed(facts)}, which only {whose}"
            " knows"
        )
    for label, ratings in zip(labels, (impact.only_old, impact.only_new), strict=True):
        if ratings:
            noun = "the rating" if len(ratings) == 1 else "the ratings"
            yield f"only {label} has {noun} {listed(ratings)}"


def moves_of(impact: Impact, rating: str) -> list[Move]:
    """Every move of a rating."""
    return [one.move for mover in impact.movers for one in mover.moves if one.move.rating == rating]
