"""What is said when a text is not a declaration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from policy_dsl.source import Diagnostic, SourceText, Span, error, nearest
from policy_dsl.syntax.forms import written_as
from policy_dsl.syntax.look_alikes import look_alike

if TYPE_CHECKING:
    from policy_dsl.syntax.repairs import Mistaken

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
#: Of more than so many a person wants to see how the line is written instead.
_MOST_LISTED = 4
_WORD = re.compile(r"[^\W\d]\w*")
_ROUNDED = re.compile(r"(?P<how>round +(half +up|half +even|up|down)) +(?P<what>[^\n\[#]*)$")
_PLACES = re.compile(r"to +\d+ +places?(?!\w)")
_BRACKET = re.compile(r'[()]|"[^"\n]*"|#[^\n]*')
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


def explain(
    mistake: UnexpectedInput,
    parser: Lark,
    source: SourceText,
    piece: Span,
    text: str,
    above: Span | None,
) -> Diagnostic:
    """The diagnostic for a mistake that the parser met within ``piece``, which follows ``above``.

    ``text`` is that of the source with the lines blanked that could not be read before.
    """
    # Imported here: a policy without mistakes need not pay for it.
    from policy_dsl.syntax.repairs import Mistaken, repair

    ended: str | None = None
    if isinstance(mistake, UnexpectedToken):
        token: Token = mistake.token
        expected = set(mistake.accepts or mistake.expected)
        place = Span(token.start_pos or 0, token.end_pos or 0)
        ended = token.type if token.type in ("$END", "_NL") else None
    else:
        # A parser of this kind (LALR) has no third way to fail.
        assert isinstance(mistake, UnexpectedCharacters)
        position: int = mistake.pos_in_stream  # type: ignore[assignment]  # declared None by Lark
        expected = set(mistake.allowed or ())
        found = _BARE.match(text, position)
        place = Span(position, max(found.end() if found else 0, position + 1))
    if ended is not None:
        return _too_early(expected, parser, source, piece, None if ended == "$END" else place)
    at = Mistaken(text, piece, above, place, frozenset(expected), words(parser), parser)
    found_already = (
        look_alike(source, place.start)
        or _not_closed(source, at)
        or _rounded(source, at)
        or _misspelt_opening(source, at)
    )
    if found_already is not None:
        return found_already
    about, help = repair(at) or (place, _what_stands_there(source, at))
    written = source.on_one_line(about) or source.text[about.start : about.end]
    return error("syntax", f"`{written}` cannot stand here", source, about, help)


def _too_early(
    expected: set[str], parser: Lark, source: SourceText, piece: Span, new_line: Span | None
) -> Diagnostic:
    place = _before(source, piece, None if new_line is None else new_line.start)
    what = f"this ends too early: {_listed(expected, parser)} should follow"
    help = _missing_bracket(source, piece) or written_as(
        source, piece, place.start, below=new_line is None and "_NL" in expected
    )
    return error("syntax", what, source, place, help)


def _not_closed(source: SourceText, at: Mistaken) -> Diagnostic | None:
    """A quoted text, a citation or a bracket that does not end where it should."""
    character = at.text[at.place.start : at.place.start + 1]
    if character == '"' and '"' not in at.text[at.place.start + 1 : at.place.end]:
        return error(
            "syntax",
            "this quoted text does not end on its line",
            source,
            Span(at.place.start, at.line.end),
            'close it with `"`; a quote within it is written `\\"`',
        )
    if character == "[" and at.text[at.place.end - 1] != "]":
        return error(
            "syntax",
            "this citation does not end on its line",
            source,
            Span(at.place.start, at.place.start + 1),
            "close it with `]`",
        )
    opened: list[int] = []
    for found in _BRACKET.finditer(at.text, at.piece.start, at.piece.end):
        if found[0] == "(":
            opened.append(found.start())
        elif found[0] == ")" and opened:
            opened.pop()
    if not opened or opened[-1] > at.begin:
        return None
    return error(
        "syntax",
        "this bracket is not closed, so the lines below it are read as part of its own",
        source,
        Span(opened[-1], opened[-1] + 1),
        "close it with `)`",
    )


def _rounded(source: SourceText, at: Mistaken) -> Diagnostic | None:
    start = max(at.piece.start, at.place.start - 200)
    rounded = _ROUNDED.search(at.text, start, at.place.start)
    if rounded is None or _PLACES.match(at.text, at.place.start) is None:
        return None
    what = " ".join(rounded["what"].split())
    return error(
        "syntax",
        "`to` does not belong to `round` here, which takes hold of one thing only",
        source,
        at.place,
        f"put what is rounded in brackets: `{rounded['how']} ({what}) to ...`",
    )


def _misspelt_opening(source: SourceText, at: Mistaken) -> Diagnostic | None:
    """`start wiht adjusted`, which is read as a label `start`, the mistake being one word later."""
    openings = [at.words[name] for name in _OPENINGS if name in at.words]
    rest = at.text[at.line.start : at.line.end].split(maxsplit=3)
    for count in (1, 2, 3):
        phrase = " ".join(rest[:count])
        if at.opens or phrase in openings:
            break
        meant = nearest(phrase, openings)
        if meant is not None and at.text.startswith(phrase, at.line.start):
            return error(
                "syntax",
                f"`{phrase}` cannot stand here",
                source,
                Span(at.line.start, at.line.start + len(phrase)),
                f"did you mean `{meant}`?",
            )
    return None


def _what_stands_there(source: SourceText, at: Mistaken) -> str:
    """The help where no small edit was found: what was expected, if that is soon said."""
    # After a comma or a colon the line goes on where the next one is indented no further.
    before = _before(source, at.piece, at.place.start)
    goes_on = at.opens and source.text[before.start : before.end] in (",", ":")
    form = written_as(source, at.piece, before.start if goes_on else at.place.start)
    listed = _listed(set(at.expected), at.parser)
    short = listed.count(",") < _MOST_LISTED and listed != _KINDS["NAME"]
    return f"expected {listed}" if form is None or short else form


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
