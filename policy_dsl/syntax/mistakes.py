"""What is said when a text is not a declaration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from policy_dsl.source import Diagnostic, SourceText, Span, error, nearest
from policy_dsl.syntax.forms import written_as

#: Terminals that are not words of their own, as a person would call them.
_KINDS: Mapping[str, str] = {
    "NAME": "a name",
    "POLICY_NAME": "a policy's name",
    "VERSION_NAME": "a version",
    "DATE": "a date (YYYY-MM-DD)",
    "PERCENT": "a percentage",
    "MONEY": "an amount of money",
    "NUMBER": "a number",
    "STRING": 'a "quoted text"',
    "CITATION": "a [citation]",
    "_COMMA": "`,`",
    "BAR": "`|`",
    "_NL": "a new line",
    "$END": "the end of the declaration",
}
#: What a line of a declaration's body may begin with where it may also begin with a name.
_OPENINGS = ("START_WITH", "OVERRIDE", "APPLIES_TO")
#: So many words may be expected at one place that naming them all would help nobody.
_MOST_WORDS = 6
_WORD = re.compile(r"[^\W\d]\w*")
_ROUNDED = re.compile(r"(?P<how>round +(half +up|half +even|up|down)) +(?P<what>[^\n\[#]*)$")
_PLACES = re.compile(r"to +\d+ +places?(?!\w)")
_BARE = re.compile(r"\S+?(?=[\s,|()\[\]\"#]|$)")


@cache
def words(parser: Lark) -> dict[str, str]:
    """The language's own words by their terminal's name: ``START_WITH`` is ``start with``."""
    found = {}
    for terminal in parser.terminals:
        pattern = terminal.pattern.value
        if pattern.endswith(r"(?!\w)") and terminal.name not in _KINDS:
            found[terminal.name] = pattern[:-6].replace("[ ]+", " ").replace("s?", "s")
    return found


def explain(mistake: UnexpectedInput, parser: Lark, source: SourceText, piece: Span) -> Diagnostic:
    """The diagnostic for a mistake that the parser met within ``piece``."""
    if isinstance(mistake, UnexpectedToken):
        return _token(mistake, parser, source, piece)
    # A parser of this kind (LALR) has no third way to fail.
    assert isinstance(mistake, UnexpectedCharacters)
    position: int = mistake.pos_in_stream  # type: ignore[assignment]  # declared None by Lark
    return _character(position, mistake.allowed or (), parser, source)


def _token(mistake: UnexpectedToken, parser: Lark, source: SourceText, piece: Span) -> Diagnostic:
    token: Token = mistake.token
    expected = set(mistake.accepts or mistake.expected)
    if token.type in ("$END", "_NL"):
        place = _before(source, piece, None if token.type == "$END" else token.start_pos)
        what = f"this ends too early: {_listed(expected, parser)} should follow"
        help = _missing_bracket(source, piece) or written_as(
            source, piece, place.start, below=token.type == "$END" and "_NL" in expected
        )
        return error("syntax", what, source, place, help)
    place = Span(token.start_pos or 0, token.end_pos or 0)
    written = str(token)
    rounded = _ROUNDED.search(source.text, max(piece.start, place.start - 200), place.start)
    if written == "to" and rounded is not None and _PLACES.match(source.text, place.start):
        what = " ".join(rounded["what"].split())
        return error(
            "syntax",
            "`to` does not belong to `round` here, which takes hold of one thing only",
            source,
            place,
            f"put what is rounded in brackets: `{rounded['how']} ({what}) to ...`",
        )
    if token.type in ("NAME", "POLICY_NAME", "VERSION_NAME") or _WORD.fullmatch(written):
        return _word(written, place, expected, parser, source)
    return error(
        "syntax",
        f"`{written}` cannot stand here",
        source,
        place,
        f"expected {_listed(expected, parser)}",
    )


def _word(
    written: str, place: Span, expected: set[str], parser: Lark, source: SourceText
) -> Diagnostic:
    known = words(parser)
    wanted = [known[name] for name in expected if name in known]
    line_start = source.text.rfind("\n", 0, place.start) + 1
    first = line_start + len(source.text[line_start:]) - len(source.text[line_start:].lstrip())
    # `start wiht adjusted` is read as a label `start`, and the mistake met one word later.
    openings = [known[name] for name in _OPENINGS if name in known]
    for start, candidates in ((place.start, wanted), (first, openings)):
        rest = source.text[start : start + 40].split("\n")[0].split()
        for count in (1, 2, 3):
            phrase = " ".join(rest[:count]).rstrip(":,|")
            meant = nearest(phrase, candidates)
            if meant is not None and meant != phrase:
                return error(
                    "syntax",
                    f"`{phrase}` cannot stand here",
                    source,
                    Span(start, start + len(phrase)),
                    f"did you mean `{meant}`?",
                )
    return error(
        "syntax",
        f"`{written}` cannot stand here",
        source,
        place,
        f"expected {_listed(expected, parser)}",
    )


def _character(
    position: int, allowed: Iterable[str], parser: Lark, source: SourceText
) -> Diagnostic:
    character = source.text[position : position + 1]
    if character == '"':
        line_end = source.text.find("\n", position)
        end = line_end if line_end >= 0 else len(source.text)
        return error(
            "syntax",
            "this quoted text does not end on its line",
            source,
            Span(position, end),
            'close it with `"`; a quote within it is written `\\"`',
        )
    if character == "[":
        return error(
            "syntax",
            "this citation does not end on its line",
            source,
            Span(position, position + 1),
            "close it with `]`",
        )
    found = _BARE.match(source.text, position)
    end = found.end() if found else position + 1
    place = Span(position, max(end, position + 1))
    written = source.text[place.start : place.end]
    return error(
        "syntax",
        f"`{written}` cannot stand here",
        source,
        place,
        f"expected {_listed(set(allowed), parser)}",
    )


def _listed(expected: set[str], parser: Lark) -> str:
    """The terminals expected, as a person would say them, the commonest kinds first."""
    known = words(parser)
    if {"NAME", "NUMBER", "STRING", "LPAR"} <= expected:
        return "a value, a name or a condition"
    # What may merely follow (an operator, a citation) says less than what must.
    kinds = [_KINDS[name] for name in _KINDS if name in expected]
    own = sorted(f"`{known[name]}`" for name in expected if name in known)
    signs = sorted(
        f"`{terminal.pattern.value}`"
        for terminal in parser.terminals
        if terminal.name in expected and terminal.name not in _KINDS and terminal.name not in known
    )
    if len(signs) > _MOST_WORDS - len(own):
        signs = ["an operator"]
    listed = own[:_MOST_WORDS] + kinds + signs
    if len(own) > _MOST_WORDS:
        listed = [*own[:_MOST_WORDS], *kinds, "another word of the language"]
    if not listed:
        return "nothing more"
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"


def _before(source: SourceText, piece: Span, position: int | None) -> Span:
    """The last character that stands before ``position``, or at the end of ``piece``."""
    end = len(source.text[: piece.end if position is None else position].rstrip())
    return Span(max(end - 1, 0), max(end, 1)) if source.text else Span(0, 0)


def _missing_bracket(source: SourceText, piece: Span) -> str | None:
    text = source.text[piece.start : piece.end]
    return "close the bracket with `)`" if text.count("(") > text.count(")") else None
