"""Entries as lines of text: broken where they must be, with the comments that stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import define, evolve, field, frozen

from policy_dsl.format.entries import CITATIONS, INDENT, WIDTH, Entry
from policy_dsl.format.pieces import Atom, Chain, Joined, Piece, atoms, breaks, flat
from policy_dsl.format.written import Comment, Written
from policy_dsl.source import display_width

Notes = Mapping[Atom, Sequence[Comment]]
#: A long cell that is so much wider than any other of its column does not make the column wide.
_STANDS_OUT = 5
_LONG = 16
_ANY_WIDTH = 1_000_000


@frozen
class Rendered:
    """An entry's lines; the citations, if any, are still to be put on line ``cited``.

    ``comments`` stood before the citations of a first line, and come after them.
    """

    lines: tuple[str, ...]
    cited: int
    citations: str
    comments: tuple[Comment, ...]


@define
class _Pen:
    notes: Notes
    hang: int
    lines: list[str] = field(factory=list)
    line: str = ""
    ended: bool = False  # by a comment: whatever comes next begins a line

    def put(self, atom: Atom, glue: str) -> None:
        if self.ended:
            self.new_line(self.hang)
        if self.line.strip():
            self.line += glue
        self.line += atom.text
        for note in self.notes.get(atom, ()):
            if note.indent is None and not self.ended:
                self.line = f"{self.line.rstrip()}  {note.text}"
            else:
                self.new_line(self.hang)
                self.line += note.text
            self.ended = True

    def new_line(self, indent: int) -> None:
        self.lines.append(self.line.rstrip())
        self.line = " " * indent
        self.ended = False

    def whole(self, piece: Piece) -> bool:
        """Whether no comment stands in a piece."""
        return not any(atom in self.notes for atom in atoms(piece)) if self.notes else True


def notes_of(entry: Entry, indent: int, written: Written) -> tuple[Notes, tuple[Comment, ...]]:
    """The comments between the words of an entry, by the word after which each stands.

    The first line of a declaration does not go on after a comment, so that those before its
    citations are apart: they go after them.
    """
    comments = written.comments_within(entry.span)
    if not comments:
        return {}, ()
    found: dict[Atom, list[Comment]] = {}
    left = list(comments)
    done = 0
    for atom in entry.atoms():
        done += _signs(atom.text)
        while left and _signs(written.bare[entry.span.start : left[0].span.start]) <= done:
            found.setdefault(atom, []).append(left.pop(0))
    moved: list[Comment] = []
    if indent == 0 and entry.citations and not entry.cited_above:
        *_, last = (atom for atom in entry.atoms() if atom not in entry.citations)
        moved = [note for atom in (last, *entry.citations) for note in found.pop(atom, ())]
    return found, tuple(moved)


def _signs(text: str) -> int:
    return len("".join(text.split()))


def widths(entries: Iterable[Entry]) -> tuple[int, ...]:
    """The widths of the columns that entries share."""
    texts = [[flat(piece) for piece in entry.columns] for entry in entries]
    most = max(map(len, texts), default=0)
    return tuple(
        _width([line[at] for line in texts if at < len(line)], may_stand_out=at > 0)
        for at in range(most)
    )


def _width(cells: Sequence[str], may_stand_out: bool) -> int:
    *others, widest = sorted(map(display_width, cells))
    odd = len(others) > 1 and widest > max(_LONG, others[-1] + _STANDS_OUT)
    return others[-1] if may_stand_out and odd else widest


def render(entry: Entry, columns: Sequence[int], indent: int, written: Written) -> Rendered:
    """An entry with its columns as wide as said."""
    notes, moved = notes_of(entry, indent, written)
    pen = _Pen(notes, indent + INDENT, line=" " * indent)
    citations = "" if notes else flat(Joined(entry.citations))
    room = max(entry.room, 1 + display_width(citations) if citations else 0)
    if entry.one_line:
        room = -_ANY_WIDTH
    for number, (piece, width) in enumerate(zip(entry.columns, columns, strict=False)):
        _write(piece, pen, indent, " " if number else "", 0)
        if number + 1 < len(entry.columns) or entry.rest is not None:
            pen.line += " " * (width - display_width(flat(piece)))
    if entry.rest is not None:
        _write(entry.rest, pen, indent, " ", 0 if entry.below is not None else room)
    cited = len(pen.lines)
    if entry.cited_above:
        if notes:
            _cite(entry, pen)
            cited = -1
        _write_below(entry, pen, indent, 0)
    else:
        _write_below(entry, pen, indent, room)
        if notes:
            _cite(entry, pen)
        cited = len(pen.lines)
    pen.new_line(0)
    return Rendered(tuple(pen.lines), cited, citations, moved)


def _write_below(entry: Entry, pen: _Pen, indent: int, room: int) -> None:
    if entry.below is not None:
        pen.new_line(indent + INDENT)
        pen.hang = indent + 2 * INDENT
        _write(entry.below, pen, indent + INDENT * entry.cited_above, "", room)


def _cite(entry: Entry, pen: _Pen) -> None:
    """Citations among comments: beside the last word, each where it can be."""
    for number, atom in enumerate(entry.citations):
        if number == 0 and not pen.ended:
            pen.line = pen.line.ljust(CITATIONS - 1)
        pen.put(atom, " ")


def _write(piece: Piece, pen: _Pen, indent: int, glue: str, room: int) -> None:
    """Writes a piece; lines it is broken into are set further in than ``indent``.

    ``room`` is how many columns what follows at once will take.
    """
    match piece:
        case Atom():
            pen.put(piece, glue)
        case Joined():
            for number, part in enumerate(piece.parts):
                before = piece.between if number else glue
                behind = piece.parts[number + 1 :] if breaks(part) else ()
                needed = _at_once(behind, piece.between)
                if not any(map(breaks, behind)):
                    needed += room
                _write(part, pen, indent, before, needed)
        case Chain():
            _write_chain(piece, pen, indent, glue, room)


def _write_chain(piece: Chain, pen: _Pen, indent: int, glue: str, room: int) -> None:
    hang, within = pen.hang, indent + piece.step
    pen.hang = within
    first, *others = piece.parts
    all_break = piece.together and not _fits(piece, pen, len(glue) + room)
    before = len(pen.lines)
    _write(first, pen, within if piece.deeper else indent, glue, 0 if others else room)
    for number, part in enumerate(others):
        after = room if number == len(others) - 1 else 0
        pen.hang = within
        if all_break or len(pen.lines) > before or pen.ended or not _fits(part, pen, 1 + after):
            pen.new_line(within)
        before = len(pen.lines)
        _write(part, pen, within, " ", after)
    pen.hang = hang


def _fits(piece: Piece, pen: _Pen, more: int) -> bool:
    """Whether a piece stands on the line as it is now, with so many columns ``more``."""
    return pen.whole(piece) and display_width(pen.line + flat(piece)) + more <= WIDTH


def _at_once(parts: Sequence[Piece], between: str) -> int:
    """The columns that the parts up to the first place for a break take."""
    taken = 0
    for part in parts:
        if breaks(part):
            break
        taken += len(between) + display_width(flat(part))
    return taken


def with_citations(rendered: Sequence[Rendered]) -> list[Rendered]:
    """Entries that follow one another with their citations, which stand in one column.

    A line that is longer than the column allows pushes its citations out, and those of lines as
    long directly above and below it just as far.
    """
    columns = [CITATIONS] * len(rendered)
    start = 0
    while start < len(rendered):
        end = start
        while end < len(rendered) and _long(rendered[end]):
            end += 1
        if end > start:
            longest = max(display_width(one.lines[one.cited]) for one in rendered[start:end])
            columns[start:end] = [longest + 1] * (end - start)
        start = end + 1
    return [_put_citations(one, column) for one, column in zip(rendered, columns, strict=True)]


def _long(one: Rendered) -> bool:
    return bool(one.citations) and display_width(one.lines[one.cited]) >= CITATIONS


def _put_citations(one: Rendered, column: int) -> Rendered:
    if not one.citations:
        return one
    line = one.lines[one.cited]
    text = line + " " * max(column - display_width(line), 1) + one.citations
    lines = (*one.lines[: one.cited], text, *one.lines[one.cited + 1 :])
    return evolve(one, lines=lines, citations="")
