"""How the lines of the language are written, for the help beside a mistake in one.

Capitals stand for what an author puts in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from policy_dsl.source import SourceText, Span

_FACT = 'NAME TYPE "WHAT IT IS"'
_ROW = "| CELL | CELL |"

#: By the words a line begins with.
FORMS: Mapping[str, str] = {
    "policy": "policy NAME version VERSION",
    "title": 'title "TEXT"',
    "in force": "in force DATE to DATE",
    "rates": "rates KIND each PERIOD",
    "use": "use NAME version VERSION as SHORT_NAME",
    "source": 'source NAME GRADE "TITLE"',
    "scale": "scale NAME best to worst: LABEL, LABEL",
    "choice": "choice NAME: LABEL, LABEL",
    "record": "record NAME",
    "facts": "facts each PERIOD",
    "national facts": "national facts each PERIOD",
    "judgements by": "judgements by NAME",
    "interpretation": "interpretation NAME = READING or READING",
    "group": "group NAME = NAME, NAME",
    "value": "value NAME = EXPRESSION",
    "table": "table NAME: TYPE",
    "scorecard": "scorecard NAME: SCALE",
    "points": "points LABEL NUMBER, LABEL NUMBER",
    "when missing": "when missing leave out",
    "rating": "rating NAME: SCALE",
    "applies to": "applies to KIND, KIND",
    "start with": "start with EXPRESSION",
    "override": "override NAME no better than LABEL when CONDITION",
    "trigger": "trigger NAME",
    "when": "when CONDITION",
    "then": 'then "WHAT FOLLOWS"',
    "led by": "led by NAME",
    "due": "due 28 days after DATE",
    "published results": "published results",
    "layout": 'layout "WHAT IT IS"',
    "organisation in": "organisation in COLUMN",
    "name in": "name in COLUMN",
    "kind in": "kind in COLUMN",
    "period in": "period in COLUMN",
    "identifier in": "identifier in COLUMN",
    "value in": "value in COLUMN",
    "yes is": "yes is WORD, WORD",
    "no is": "no is WORD, WORD",
    "not known is": "not known is WORD, WORD",
    "unused columns": "unused columns COLUMN, COLUMN",
    "unused identifiers": "unused identifiers IDENTIFIER, IDENTIFIER",
    "example": 'example "WHAT IT SHOWS"',
    "examples": 'examples "WHAT THEY SHOW"',
    "of kind": "of kind KIND",
    "in": 'in "PERIOD"',
    "given": "given FACT VALUE, FACT VALUE",
    "expect": "expect NAME VALUE because NAME",
}
#: By the words a declaration begins with: the lines below it that begin with none of the above.
BELOW: Mapping[str, str] = {
    "policy": 'title "TEXT"',
    "record": "NAME TYPE",
    "facts": _FACT,
    "national facts": _FACT,
    "judgements by": _FACT,
    "interpretation": '"WHAT THE TEXT LEAVES OPEN, AND WHY IT IS READ SO"',
    "table": _ROW,
    "scorecard": _ROW,
    "rating": "LABEL when CONDITION",
    "trigger": "when CONDITION",
    "published results": "NAME from IDENTIFIER within NUMBER",
    "layout": "organisation in COLUMN",
    "example": "given FACT VALUE, FACT VALUE",
    "examples": _ROW,
}
_OPENING = re.compile(
    "(?:" + "|".join(sorted((one.replace(" ", " +") for one in FORMS), key=len)[::-1]) + r")(?!\w)"
)


def written_as(source: SourceText, piece: Span, position: int, below: bool = False) -> str | None:
    """A help line: how the line at ``position`` in a declaration is written, or those below it."""
    start = source.text.rfind("\n", 0, position) + 1
    declaration = opening(source.text, piece.start)
    if below and declaration in BELOW:
        return f"below it stand lines such as `{BELOW[declaration]}`"
    form = FORMS.get(opening(source.text, max(start, piece.start))) or BELOW.get(declaration)
    return None if form is None else f"write `{form}`"


def opening(text: str, start: int) -> str:
    """The words of the language that a line begins with; empty where it begins with none."""
    indented = len(text) - len(text[start:].lstrip(" "))
    found = _OPENING.match(text, indented)
    return "" if found is None else " ".join(found[0].split())
