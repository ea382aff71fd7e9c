"""Characters that word processors and web pages put where the language has another.

Nobody sees the difference, so the message gives the character its name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from policy_dsl.source import Diagnostic, SourceText, Span, error

_CODE = "look-alike"
#: Those of which the class that Unicode has them in does not say what they stand for.
_SIGNS: Mapping[str, str] = {
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "−": "-",
    "×": "*",
    "÷": "/",
    "„": '"',
    "′": '"',
    "″": '"',
    "´": '"',
    "…": "...",
    "\r": "\n",
}
#: Control characters have no name.
_NAMES: Mapping[str, str] = {"\r": "carriage return without a new line"}
_HELP: Mapping[str, str] = {
    "": "leave it out",
    " ": "write a blank",
    "\n": "end lines as usual",
    "digits": "write the number in digits",
}
_MOST_LINES = 8
_RUN = re.compile(r"[^ \t\n]*")


def meant_by(character: str) -> str | None:
    """What a character stands for in the language; None if it is no look-alike of anything."""
    if character.isascii() and character not in _SIGNS:
        return None
    by_class = {"No": "digits", "Zs": " ", "Cf": "", "Pd": "-", "Pi": '"', "Pf": '"'}
    found = _SIGNS.get(character, by_class.get(unicodedata.category(character)))
    if found is not None:
        return found
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isascii() and plain != character else None


def look_alike(source: SourceText, position: int) -> Diagnostic | None:
    """The first look-alike in what stands at ``position`` without a blank in between, if any."""
    found = _RUN.match(source.text, position)
    assert found is not None
    for place, character in enumerate(found[0], start=position):
        meant = meant_by(character)
        if meant is not None:
            name = _NAMES.get(character) or unicodedata.name(character, "character").lower()
            article = "an" if name[0] in "aeiou" else "a"
            help = _HELP.get(meant, f"write `{meant}`")
            return error(
                _CODE,
                f"this is {article} {name}, which the language does not have",
                source,
                Span(place, place + 1),
                help,
            )
    return None


def once_each(mistakes: Iterable[Diagnostic], source: SourceText) -> Iterator[Diagnostic]:
    """The same mistakes, but each look-alike said of once, with the further lines it is on."""
    lines: dict[str, list[int]] = {}
    said = list(mistakes)
    for one in said:
        if one.code == _CODE:
            line = source.position(one.labels[0].span.start).line
            lines.setdefault(one.message, []).append(line)
    for one in said:
        if one.code != _CODE:
            yield one
        elif one.message in lines:
            yield evolve(one, help=f"{one.help}{_further(lines.pop(one.message)[1:])}")


def _further(lines: list[int]) -> str:
    if not lines:
        return ""
    shown = ", ".join(map(str, lines[:_MOST_LINES]))
    more = f" and {len(lines) - _MOST_LINES} more" if len(lines) > _MOST_LINES else ""
    return f"; it is also on line{'s' * (len(lines) > 1)} {shown}{more}"
