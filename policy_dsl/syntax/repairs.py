"""A small edit with which a line that cannot be read can be read, for the help beside a mistake.

Nothing is guessed from the words alone.  Every edit is tried: the parser has to read the line with
it to its end or, of some edits, past the next word at least, where another mistake may follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from attrs import frozen
from lark import Lark, TextSlice
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from policy_dsl.source import Span, nearest
from policy_dsl.syntax.forms import BELOW, opening
from policy_dsl.syntax.said_otherwise import REWRITINGS

#: Every edit tried means reading again, so nothing is tried in longer lines (in characters), and of
#: a longer declaration only its beginning is read and what stands just above the line.
_LONGEST_LINE = 400
_MOST_ABOVE = 2_000
_JOINED = re.compile(r"[A-Za-z_]\w*(?:[ &/-]\w+)+")
_WORD = re.compile(r"\w+")
_OPERATORS = frozenset(["<", "<=", ">", ">=", "=", "!=", "+", "/", "*"])
_SIGN = re.compile(r"[^\w\s\"\[\]|]{1,2}")
#: Words that join others: a name is not likely to hold one.
_JOINING = frozenset(
    ["and", "each", "for", "from", "in", "is", "of", "or", "than", "to", "when", "where"]
)
_ASIDE = re.compile(r'"[^"\n]*"|#[^\n]*')
#: Signs that are put in or taken away; a word never is, as it is seldom there by chance.
_PUNCTUATION = {"_COMMA": ",", "COMMA": ",", "COLON": ":", "EQUAL": "="}


@frozen
class Mistaken:
    """Where the parser failed: ``place`` in a declaration, ``piece``, that follows ``above``.

    ``text`` is the file's, with the lines blanked that could not be read; ``expected`` are the
    terminals that could have stood there, and ``words`` the language's words by their terminal.
    """

    text: str
    piece: Span
    above: Span | None
    place: Span
    expected: frozenset[str]
    words: Mapping[str, str]
    parser: Lark

    @cached_property
    def begin(self) -> int:
        """Where the line begins that the place is on."""
        return self.text.rfind("\n", 0, self.place.start) + 1

    @cached_property
    def line(self) -> Span:
        """That line, without its indentation."""
        start = self.begin
        end = self.text.find("\n", start, self.piece.end)
        end = self.piece.end if end < 0 else end
        indent = len(self.text[start:end]) - len(self.text[start:end].lstrip())
        return Span(start + indent, max(end, start + indent))

    @cached_property
    def context(self) -> str:
        """What stands in the declaration above the line; of much, its beginning and its end."""
        above = self.text[self.piece.start : self.begin]
        if len(above) <= _MOST_ABOVE:
            return above
        half = _MOST_ABOVE // 2
        return (
            above[: above.rfind("\n", 0, half) + 1]
            + above[above.find("\n", len(above) - half) + 1 :]
        )

    @cached_property
    def other_names(self) -> frozenset[str]:
        """The words of the other lines, quoted texts and comments aside."""
        others = self.text[: self.line.start] + self.text[self.line.end :]
        return frozenset(_WORD.findall(_ASIDE.sub("", others)))

    @property
    def opens(self) -> bool:
        """Whether it is the first thing on its line."""
        return self.place.start <= self.line.start


@frozen
class _Edit:
    """Other text for a span of the line, and the help that offers it.

    It will do if the line can then be read past the next word, unless it is ``bold``; one of
    ``words`` also if the line then ends too early.
    """

    span: Span
    new: str
    help: str
    words: bool = False
    bold: bool = False

    def is_taken(self, failed: int, following: int, end: int) -> bool:
        """Whether it is taken though a mistake follows; ``following`` is what stands after it."""
        if failed < end:
            return failed > following and not self.bold
        return self.words


def repair(at: Mistaken) -> tuple[Span, str] | None:
    """The first edit with which the line can be read: what it is about, and its help."""
    if at.line.end - at.begin > _LONGEST_LINE:
        return None
    later: _Edit | None = None
    for edit in _edits(at):
        before = at.context + at.text[at.begin : edit.span.start] + edit.new
        text = (before + at.text[edit.span.end : at.line.end]).rstrip()
        failed = failure(at.parser, text)
        if failed is None:
            return _about(edit, at), edit.help
        following = len(text) - len(text[len(before) :].lstrip())
        if later is None and edit.is_taken(failed, following, len(text)):
            later = edit
    if later is not None:
        return _about(later, at), later.help
    above = _belongs_above(at)
    return _another_declaration(at) if above is None else (at.place, above)


def _about(edit: _Edit, at: Mistaken) -> Span:
    """What an edit takes away, without the blanks around; the place itself where that is none."""
    text = at.text[edit.span.start : edit.span.end]
    if not text.strip():
        return at.place
    start = edit.span.start + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()))


def failure(parser: Lark, text: str) -> int | None:
    """Where the first mistake is in the beginning of a declaration, cut at the end of a line.

    None without one; the text's length where its last line ends too early.
    """
    try:
        parser.parse(TextSlice(text, 0, len(text)))
    except UnexpectedToken as mistake:
        if mistake.token.type != "$END":
            return int(mistake.token.start_pos)
        return None if "_NL" in (mistake.accepts or mistake.expected) else len(text)
    except UnexpectedCharacters as mistake:
        position: int = mistake.pos_in_stream  # type: ignore[assignment]  # declared None by Lark
        return position
    return None


def _edits(at: Mistaken) -> Iterator[_Edit]:
    yield from _rewritten(at)
    yield from _misspelt(at)
    yield from _set_further_out(at)
    yield from _quoted(at)
    yield from _on_its_own_line(at)
    yield from _joined(at)
    yield from _punctuated(at)
    yield from _unquoted(at)
    yield from _left_out_word(at)


def _misspelt(at: Mistaken) -> Iterator[_Edit]:
    """The word of the language, of those expected, that is nearest to what stands there."""
    wanted = [at.words[name] for name in at.expected if name in at.words]
    rest = at.text[at.place.start : at.line.end][:40].split()
    for count in (1, 2, 3):
        phrase = " ".join(rest[:count]).rstrip(":,|")
        meant = nearest(phrase, wanted) if phrase[:1].isalpha() else None
        if meant is not None and at.text.startswith(phrase, at.place.start):
            span = Span(at.place.start, at.place.start + len(phrase))
            yield _Edit(span, meant, f"did you mean `{meant}`?", words=True)


def _rewritten(at: Mistaken) -> Iterator[_Edit]:
    line = at.text[at.line.start : at.line.end]
    column = at.place.start - at.line.start
    word_before = len(line[:column].rstrip())
    for pattern, new, help in REWRITINGS:
        for found in pattern.finditer(line):
            # It takes in the place, or the word before, with which the mistake began.
            at_word = word_before <= found.end() and found[0][-1:].isalnum()
            if found.start() <= column and (column <= found.end() or at_word):
                put = new(found) if callable(new) else found.expand(new)
                span = Span(at.line.start + found.start(), at.line.start + found.end())
                shown = put.strip()
                plain = f"write `{shown}`" if shown else f"leave `{found[0].strip()}` out"
                said = help.format(*found.groups(), new=shown) or plain
                yield _Edit(span, put, said, words=bool(shown), bold=not shown)


def _set_further_out(at: Mistaken) -> Iterator[_Edit]:
    """A line that continues the one above it, as it is indented further, though it is its own."""
    _, *body = at.context.split("\n")
    indents = [len(line) - len(line.lstrip()) for line in body if line.strip()]
    if indents and at.line.start - at.begin > indents[0]:
        yield _Edit(
            Span(at.begin, at.line.start),
            " " * indents[0],
            "indent it like the lines above it: a line indented further continues the one above",
            bold=True,
        )


def _quoted(at: Mistaken) -> Iterator[_Edit]:
    rest = at.text[at.place.start : at.line.end]
    if "STRING" not in at.expected or "NUMBER" in at.expected or not re.match(r"[\w']", rest):
        return
    ends = [len(rest.rstrip()), *(rest.find(sign) for sign in (" [", ",", " from "))]
    for end in ends:
        if end > 0 and '"' not in rest[:end]:
            span = Span(at.place.start, at.place.start + end)
            yield _Edit(span, f'"{rest[:end]}"', "put the text in quotation marks", bold=True)


def _on_its_own_line(at: Mistaken) -> Iterator[_Edit]:
    if "_NL" in at.expected:
        indent = " " * max(at.line.start - at.begin, 4)
        place = Span(at.place.start, at.place.start)
        yield _Edit(place, f"\n{indent}", "begin a new line before it", bold=True)


def _joined(at: Mistaken) -> Iterator[_Edit]:
    """A name of several words, or with a hyphen in it; but a column is called what it is called."""
    if at.text.startswith("layout", at.piece.start):
        return
    for found in _JOINED.finditer(at.text, at.line.start, at.line.end):
        if not found.start() < at.place.start <= found.end():
            continue
        ends = [word.end() for word in _WORD.finditer(found[0])][1:]
        starts = [
            word.start() for word in _WORD.finditer(found[0], 0, at.place.start - found.start())
        ]
        for start in reversed(starts):
            for end in ends:
                if found.start() + end <= at.place.start:
                    continue
                written = found[0][start:end]
                if _is_likely(written, at):
                    span = Span(found.start() + start, found.start() + end)
                    name = re.sub(r"\W", "_", written)
                    yield _Edit(span, name, f"a name is one word: write `{name}`")


def _is_likely(written: str, at: Mistaken) -> bool:
    """Whether a name is likely meant: it stands elsewhere, or the words mean nothing else."""
    words = re.split(r"\W", written)
    if "_".join(words) in at.other_names:
        return True
    if "AND" in at.expected or written in at.words.values():
        return False
    first_is_a_name = words[0] in at.other_names and words[0] not in at.words.values()
    return " " not in written or not (first_is_a_name or _JOINING & {*words})


def _punctuated(at: Mistaken) -> Iterator[_Edit]:
    written = at.text[at.place.start : at.place.end]
    signs = [_PUNCTUATION[name] for name in _PUNCTUATION if name in at.expected]
    if "LESS" in at.expected:
        signs = [sign for sign in signs if sign != "="]
    # Where a value is wanted, an operator says that one is missing before it.
    if _SIGN.fullmatch(written) and not ("LPAR" in at.expected and written in _OPERATORS):
        after = at.text[at.place.end : at.line.end]
        blanks = len(after) - len(after.lstrip()) if at.opens else 0
        span = Span(at.place.start, at.place.end + blanks)
        put = "" if at.opens else " "
        yield _Edit(span, put, f"leave `{written}` out", bold=written != ":")
        for sign in signs:
            yield _Edit(at.place, sign, f"write `{sign}`", bold=True)
    known = written in at.words.values()
    place = Span(at.place.start, at.place.start)
    if at.opens and "BAR" in at.expected and "|" in at.text[at.place.start : at.line.end]:
        yield _Edit(place, "| ", "put `|` before it", bold=known)
    if at.text.startswith("layout", at.piece.start):
        return
    for sign in signs:
        yield _Edit(place, f"{sign} ", f"put `{sign}` before it", bold=known)


def _unquoted(at: Mistaken) -> Iterator[_Edit]:
    text = at.text[at.place.start : at.place.end]
    name = re.sub(r"\W+", "_", text.strip('"'))
    if text.startswith('"') and name:
        yield _Edit(at.place, name, f"write it as a name, without quotation marks: `{name}`")


def _left_out_word(at: Mistaken) -> Iterator[_Edit]:
    """The word of the language that alone is expected."""
    wanted = sorted({at.words[name] for name in at.expected if name in at.words})
    if len(wanted) == 1:
        place = Span(at.place.start, at.place.start)
        yield _Edit(place, f"{wanted[0]} ", f"put `{wanted[0]}` before it", bold=True)


def _another_declaration(at: Mistaken) -> tuple[Span, str] | None:
    """A line that belongs in a declaration of nearly the same name: a table below `example`."""
    head = opening(at.text, at.piece.start)
    meant = nearest(head, BELOW)
    if meant is None or at.begin <= at.piece.start or not at.context.startswith(head):
        return None
    line = at.text[at.begin : at.line.end]
    if failure(at.parser, f"{meant}{at.context.removeprefix(head)}{line}") is not None:
        return None
    return Span(at.piece.start, at.piece.start + len(head)), f"did you mean `{meant}`?"


def _belongs_above(at: Mistaken) -> str | None:
    """A line that begins in the first column, though it belongs to the declaration above it."""
    if at.above is None or at.line.start != at.piece.start:
        return None
    above = at.text[at.above.start : at.above.end][:_MOST_ABOVE]
    head, *body = above.split("\n")
    lines = [line for line in body if line.strip()] or ["    "]
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    line = f"{indent}{at.text[at.line.start : at.line.end]}"
    # Above it there may be mistakes, or the head of a table without which no row can be read.
    if all(failure(at.parser, f"{one}\n{line}") is not None for one in (head, above)):
        return None
    return f"indent it, if it belongs to the `{opening(at.text, at.above.start)}` above it"
