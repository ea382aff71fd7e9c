"""The phase: a policy's text in, its syntax tree and every syntax mistake out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from attrs import frozen
from lark import TextSlice
from lark.exceptions import UnexpectedInput

from policy_dsl.source import Diagnostic, SourceText, Span, error
from policy_dsl.syntax.declarations import pieces
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.facts import Facts
from policy_dsl.syntax.from_lark import parser
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.header import Header
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.layouts import Layout
from policy_dsl.syntax.look_alikes import meant_by, once_each
from policy_dsl.syntax.mistakes import explain
from policy_dsl.syntax.nodes import LabelName, Node
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.results import PublishedResults
from policy_dsl.syntax.scales import ChoiceDeclaration, ScaleDeclaration
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.sources import Source
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.use import Use
from policy_dsl.syntax.values import ValueDeclaration

Declaration = (
    Header
    | Use
    | Source
    | ScaleDeclaration
    | ChoiceDeclaration
    | RecordDeclaration
    | Facts
    | Interpretation
    | Group
    | ValueDeclaration
    | Table
    | Scorecard
    | Rating
    | Trigger
    | PublishedResults
    | Layout
    | Example
    | ExampleTable
)

#: Deeper expressions are refused: no published rule comes near, and every phase may recurse.
DEEPEST = 60
#: The digits of the longest number that can be written; many times what a fact may have.
LONGEST = 100
#: After so many mistakes in one file more of them help nobody.
_MOST_MISTAKES = 100
#: A declaration is read again after each mistake in it, so a very long one not after every one.
_MOST_READ_AGAIN = 5_000_000


@frozen(eq=False)
class PolicyFile:
    """A policy's text and its declarations, in the order of the text.

    ``broken`` holds the words of the lines that could not be read, so that a later phase does not
    report as unknown what is only unread; ``damaged`` the declarations that such lines stand in, so
    that nothing is missed in them.
    """

    source: SourceText
    declarations: tuple[Declaration, ...]
    broken: frozenset[str]
    damaged: frozenset[Node] = frozenset()

    @property
    def header(self) -> Header | None:
        """The header, or None where it could not be read."""
        return next((item for item in self.declarations if isinstance(item, Header)), None)


def parse(source: SourceText) -> tuple[PolicyFile, tuple[Diagnostic, ...]]:
    """Reads a policy's text.

    Every declaration is read by itself, and within it every line that can be, so that one run
    reports all mistakes of a file.
    """
    found: list[Declaration] = []
    mistakes: list[Diagnostic] = []
    broken: set[str] = set()
    damaged: set[Node] = set()
    above: Span | None = None
    for piece in pieces(source):
        if len(mistakes) >= _MOST_MISTAKES:
            broken.update(_names(source.text[piece.start :]))
            break
        declaration, wrong, lost = _parse_piece(source, piece, above)
        above = piece
        mistakes.extend(wrong)
        broken.update(_names(lost))
        if declaration is not None:
            if wrong:
                damaged.add(declaration)
            refused = _refused(source, declaration)
            if refused is None:
                found.append(declaration)
            else:
                mistakes.append(refused)
                broken.update(_names(source.text[piece.start : piece.end]))
    if not found and not mistakes:
        mistakes.append(
            error(
                "empty-policy",
                "there is no policy in this file",
                source,
                Span(0, 0),
                "begin with `policy NAME version VERSION`",
            )
        )
    file = PolicyFile(source, tuple(found), frozenset(broken), frozenset(damaged))
    return file, tuple(once_each(mistakes, source))


def parse_header(source: SourceText) -> tuple[PolicyFile, tuple[Diagnostic, ...]]:
    """Reads the header alone, which is enough to list an edition."""
    for piece in pieces(source):
        if source.text.startswith("policy", piece.start):
            header, mistakes, _ = _parse_piece(source, piece)
            found = (header,) if isinstance(header, Header) else ()
            return PolicyFile(source, found, frozenset()), tuple(mistakes)
    return PolicyFile(source, (), frozenset()), ()


def _parse_piece(
    source: SourceText, piece: Span, above: Span | None = None
) -> tuple[Declaration | None, list[Diagnostic], str]:
    """One declaration; a line that cannot be read is reported, blanked out and done without."""
    text = source.text
    mistakes: list[Diagnostic] = []
    lost = ""
    end = piece.end
    while True:
        try:
            # The slice's own text may be blanked, but every place in it stays the same.
            declaration: Declaration = parser().parse(  # type: ignore[assignment]  # our rules
                TextSlice(text, piece.start, end)
            )
            return declaration, mistakes, lost
        except UnexpectedInput as mistake:
            if mistakes and _end_is_lost(mistake, text, piece):
                return None, mistakes, lost + text[piece.start : piece.end]
            mistakes.append(explain(mistake, parser(), source, piece, text, above))
        line = _line_of(text, piece, mistakes[-1].labels[0].span.start)
        given_up = len(mistakes) * (piece.end - piece.start) > _MOST_READ_AGAIN
        if line is None or given_up or len(mistakes) >= _MOST_MISTAKES:
            return None, mistakes, lost + text[piece.start : piece.end]
        if text.startswith("table", piece.start) and not _body(text, piece, line.start):
            # Without its head of columns, every row would be found wrong.
            return None, mistakes, lost + text[piece.start : piece.end]
        if text.startswith("examples", piece.start) and _is_head(text, piece, line):
            return None, mistakes, lost + text[piece.start : piece.end]
        lost += text[line.start : line.end] + "\n"
        blank = re.sub(r"[^\n]", " ", text[line.start : line.end])
        text = text[: line.start] + blank + text[line.end :]
        end = piece.start + len(text[piece.start : piece.end].rstrip())
        if end == piece.start:
            return None, mistakes, lost


def _names(lost: str) -> Iterator[str]:
    """The words of a text that could not be read, and what a name with a hyphen may stand for."""
    plain = "".join(letter for letter in lost if meant_by(letter) != "")
    yield from re.findall(r"\w+", plain)
    for found in re.findall(r"(?<!\w)\w++(?:[-&/]\w++)+", plain):
        yield re.sub(r"\W", "_", found)


def _body(text: str, piece: Span, end: int) -> str:
    """What stands in a declaration between its first line and ``end``, comments aside."""
    _, *lines = text[piece.start : end].split("\n")
    return "".join(line.strip() for line in lines if not line.lstrip().startswith("#"))


def _is_head(text: str, piece: Span, line: Span) -> bool:
    """Whether a line is the first of its declaration that begins with a bar."""
    above = _body(text, piece, line.start)
    return text[line.start : line.end].lstrip().startswith("|") and "|" not in above


def _end_is_lost(mistake: UnexpectedInput, text: str, piece: Span) -> bool:
    """Whether the declaration only ends too early because its last line was blanked out."""
    ended = getattr(getattr(mistake, "token", None), "type", "") == "$END"
    return ended and not text[piece.start : piece.end].rsplit("\n", 1)[-1].strip()


def _line_of(text: str, piece: Span, position: int) -> Span | None:
    """The body line around ``position`` with the lines that continue it; None for the head."""
    starts = [piece.start]
    body: int | None = None
    offset = piece.start
    for line in text[piece.start : piece.end].split("\n"):
        content = line.strip()
        indent = len(line) - len(line.lstrip())
        if offset > piece.start and content and not content.startswith("#"):
            body = indent if body is None else body
            if indent <= body:
                starts.append(offset)
        offset += len(line) + 1
    ends = [*(start - 1 for start in starts[1:]), piece.end]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start <= position <= end:
            return Span(start, end) if number else None
    return None


def _refused(source: SourceText, declaration: Node) -> Diagnostic | None:
    """What no sensible policy holds and every later phase would suffer from.

    That is a node nested deeper than :data:`DEEPEST` and a number longer than :data:`LONGEST`,
    found without recursion.
    """
    stack: list[tuple[Node, int]] = [(declaration, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > DEEPEST:
            return error(
                "nested-too-deeply",
                f"this is nested more than {DEEPEST} deep",
                source,
                _beginning(node),
                "give a part of it a name of its own with `value`",
            )
        if _is_long_number(node):
            return error(
                "number-too-long",
                f"a number has at most {LONGEST} digits",
                source,
                _beginning(node),
                "no figure needs so many",
            )
        stack.extend((child, depth + 1) for child in node.children())
    return None


def _beginning(node: Node) -> Span:
    return Span(node.span.start, min(node.span.end, node.span.start + 20))


def _is_long_number(node: Node) -> bool:
    if isinstance(node, LabelName):
        return len(node.text.replace(".", "")) > LONGEST and node.text[0].isdigit()
    if isinstance(node, Constant) and isinstance(node.value, Decimal):
        exponent = node.value.as_tuple().exponent
        assert isinstance(exponent, int)
        return node.value.adjusted() - exponent >= LONGEST or -exponent >= LONGEST
    return False
