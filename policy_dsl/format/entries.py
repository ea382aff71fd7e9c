"""Entries: the lines of a declaration, each with its place in the text and its citations."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from policy_dsl.format.pieces import Atom, Joined, Piece, atoms, flat
from policy_dsl.format.written import Written
from policy_dsl.source import Span, display_width
from policy_dsl.syntax.nodes import Citation, Node

#: Lines are broken to stay within so many columns, where they can be broken.
WIDTH = 100
#: Citations begin in this column, counted from 0, unless the line is longer.
CITATIONS = 78
INDENT = 4
#: So many columns more may be taken by citations that a line of a run pushes out.
_PUSHED_OUT = 10


@frozen(eq=False)
class Entry:
    """The first line of a declaration or a line of its body.

    ``columns`` are aligned with those of other entries of the same ``family`` around it; ``rest``
    follows them.  ``below``, if any, begins a line of its own, and ``cited_above`` puts the
    citations before it; ``was_cited_above`` says whether they stand there now.  The last line
    leaves ``room`` at its end; with ``one_line`` it is not broken but at a comment.
    """

    span: Span
    columns: tuple[Piece, ...] = ()
    rest: Piece | None = None
    citations: tuple[Atom, ...] = ()
    below: Piece | None = None
    cited_above: bool = False
    was_cited_above: bool = False
    room: int = 0
    one_line: bool = False
    family: str = ""

    def atoms(self) -> Iterator[Atom]:
        """All atoms in the order in which they stand in the text now."""
        for piece in self.columns:
            yield from atoms(piece)
        yield from atoms(self.rest) if self.rest is not None else ()
        yield from self.citations if self.was_cited_above else ()
        yield from atoms(self.below) if self.below is not None else ()
        yield from () if self.was_cited_above else self.citations


def cited(citations: tuple[Citation, ...]) -> tuple[Atom, ...]:
    """Citations as they are written."""
    return tuple(
        Atom(f"[{citation.source} {citation.place}]" if citation.place else f"[{citation.source}]")
        for citation in citations
    )


def fits(*pieces: Piece, citations: tuple[Atom, ...], alone: bool) -> bool:
    """Whether pieces with a blank between them stand on one line.

    What stands alone keeps clear of the column of citations.  Declarations that their author wrote
    one below the other, like a table, may run into it.
    """
    width = display_width(flat(Joined(pieces)))
    if citations and alone:
        return width < CITATIONS
    with_citations = width + 1 + display_width(flat(Joined(citations)))
    return width <= WIDTH and with_citations <= WIDTH + _PUSHED_OUT


def before_body(declaration: Node, first: Node | None, written: Written) -> Span:
    """The first line of a declaration, before the first node of its body."""
    start, end = declaration.span.start, declaration.span.end
    if first is not None:
        end = start + len(written.bare[start : first.span.start].rstrip())
    return Span(start, end)
