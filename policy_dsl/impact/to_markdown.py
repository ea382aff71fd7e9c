"""An impact as GitHub-flavoured Markdown, to be read below a proposed change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_dsl.impact.impact import Impact
from policy_dsl.impact.words import (
    head,
    idle,
    matrices_told,
    matrix_rows,
    mover_lines,
    moving,
    not_comparable_said,
)
from policy_dsl.source import escaped, printable


def impact_to_markdown(impact: Impact, labels: tuple[str, str]) -> str:
    """The parts of an impact; ``labels`` are what the editions are called."""
    lines = [
        f"### {_said(labels[0])} → {_said(labels[1])}",
        "",
        _said(head(impact)),
        "",
        *_matrices(impact),
        *_edits(impact),
        *_movers(impact),
        *_idle(impact),
        *_not_comparable(impact, labels),
    ]
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n"


def _said(text: str) -> str:
    return escaped(printable(text))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_said, cells))} |"


def _matrices(impact: Impact) -> Iterator[str]:
    for sentence, matrix in matrices_told(impact):
        said = _said(sentence)
        if not matrix.moved:
            yield from (said, "")
            continue
        heads, rows = matrix_rows(matrix)
        yield from (f"**{said}**", "", _row(heads), f"|---|{'--:|' * (len(heads) - 1)}")
        yield from map(_row, rows)
        yield ""


def _movers(impact: Impact) -> Iterator[str]:
    if not impact.movers:
        return
    yield from ("#### Who moves, worst first", "")
    for mover in impact.movers:
        code, period = mover.pair.place
        name = f" {mover.pair.name}" if mover.pair.name else ""
        yield f"- **{_said(code)}**{_said(name)}, {_said(str(period))}"
        for line in mover_lines(mover):
            yield f"  - {_said(line.ratings)}: **{_said(line.move)}**, {_said(line.why)}"
            if line.parts:
                yield f"    - {_said(line.parts)}"
            yield f"    - was: {_said(line.was)}"
            yield f"    - now: {_said(line.now)}"
    yield ""


def _edits(impact: Impact) -> Iterator[str]:
    rows = [[switch.id, "; ".join(switch.sentences), moved] for switch, moved in moving(impact)]
    if rows:
        yield from ("#### Edits that moved somebody", "", "| edit | | moved |", "|---|---|---|")
        yield from map(_row, rows)
        yield ""


def _idle(impact: Impact) -> Iterator[str]:
    told, wording = idle(impact)
    if told or wording:
        yield from ("#### Edits that moved no one", "")
        yield from (f"- {_said('; '.join(switch.sentences))}" for switch in told)
        yield from ([f"- {_said(wording)}"] if wording else [])
        yield ""


def _not_comparable(impact: Impact, labels: tuple[str, str]) -> Iterator[str]:
    said = list(not_comparable_said(impact, labels))
    if said:
        yield from ("#### Not comparable", "")
        yield from (f"- {_said(sentence)}" for sentence in said)
        yield ""
