"""An impact as plain text of a given width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policy_dsl.impact.impact import Impact, Mover
from policy_dsl.impact.moves import Matrix
from policy_dsl.impact.words import (
    head,
    idle,
    matrices_told,
    matrix_rows,
    mover_lines,
    moving,
    not_comparable_said,
)
from policy_dsl.source import display_width, printable, wrapped


def impact_to_text(impact: Impact, labels: tuple[str, str], width: int = 100) -> str:
    """The parts of an impact; ``labels`` are what the editions are called.

    Sentences are set in ``width`` columns; a matrix takes as many as it needs.
    """
    parts = [
        [f"{labels[0]} → {labels[1]}", head(impact)],
        *(_matrix(said, matrix, width) for said, matrix in matrices_told(impact)),
        list(_edits(impact, width)),
        list(_movers(impact, width)),
        list(_idle(impact, width)),
        list(_titled("Not comparable", not_comparable_said(impact, labels), width)),
    ]
    blocks = ["\n".join(printable_lines(part)) for part in parts if part]
    return "\n\n".join(blocks) + "\n"


def printable_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines safe for a terminal, without blanks at their ends."""
    return (printable(line).rstrip() for line in lines)


def _matrix(sentence: str, matrix: Matrix, width: int) -> list[str]:
    said = list(_hung("", sentence, width))
    if not matrix.moved:
        return said
    heads, rows = matrix_rows(matrix)
    cells = [heads, *rows]
    widths = [max(display_width(row[at]) for row in cells) for at in range(len(heads))]
    rule = ["-" * size for size in widths]
    return [*said, "", *(_aligned(row, widths) for row in (heads, rule, *rows))]


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    label = first[0] + " " * (first[1] - display_width(first[0]))
    return "  ".join([label, *(" " * (size - display_width(cell)) + cell for cell, size in others)])


def _movers(impact: Impact, width: int) -> Iterator[str]:
    if impact.movers:
        yield "Who moves, worst first"
    for mover in impact.movers:
        yield ""
        yield from _mover(mover, width)


def _mover(mover: Mover, width: int) -> Iterator[str]:
    code, period = mover.pair.place
    name = f"  {mover.pair.name}" if mover.pair.name else ""
    yield f"{code}{name}, {period}"
    for line in mover_lines(mover):
        yield from _hung("    ", f"{line.ratings}: {line.move}, {line.why}", width)
        if line.parts:
            yield from _hung("      ", line.parts, width)
        yield from _hung("      was  ", line.was, width)
        yield from _hung("      now  ", line.now, width)


def _edits(impact: Impact, width: int) -> Iterator[str]:
    for number, (switch, moved) in enumerate(moving(impact)):
        if not number:
            yield "Edits that moved somebody"
        yield from _hung("  ", f"{switch.id}: {moved}", width)
        for sentence in switch.sentences:
            yield from _hung("      ", sentence, width, 4)


def _idle(impact: Impact, width: int) -> Iterator[str]:
    told, wording = idle(impact)
    if told or wording:
        yield "Edits that moved no one"
    for switch in told:
        for number, sentence in enumerate(switch.sentences):
            yield from _hung("  " if not number else "    ", sentence, width, 4)
    if wording:
        yield from _hung("  ", wording, width)


def _titled(title: str, said: Iterable[str], width: int) -> Iterator[str]:
    sentences = list(said)
    if sentences:
        yield title
    for sentence in sentences:
        yield from _hung("  ", sentence, width)


def _hung(lead: str, text: str, width: int, hang: int = 0) -> Iterator[str]:
    """A text after a lead, its further lines below its own beginning, or ``hang`` further in."""
    indent = display_width(lead)
    for number, line in enumerate(wrapped(printable(text), max(width - indent - hang, 20))):
        yield (lead if not number else " " * (indent + hang)) + line
