"""The forms that a help line shows are true: filled in, each is read by the parser."""

from __future__ import annotations

import re

import pytest

from policy_dsl.highlight.words import language
from policy_dsl.source import SourceText, Span
from policy_dsl.syntax.forms import BELOW, FORMS, written_as
from policy_dsl.syntax.parse import parse

#: What an author may put in place of the capitals of a form.
_FILLED = {"DATE": "2025-04-01", "NUMBER": "3", "VERSION": "1"}
#: A declaration around a line that is none itself, ``{}`` being the line.
_LAYOUT = [one for one in FORMS if one.endswith((" in", " is")) or one.startswith("unused ")]
_AROUND = {
    **dict.fromkeys(_LAYOUT, 'layout "a"\n    {}\n'),
    **dict.fromkeys(("title", "in force", "rates"), "policy a.b version 1\n    {}\n"),
    **dict.fromkeys(
        ("points", "when missing"), "scorecard a: b\n    {}\n    | c | d |\n    | e | > 1 |\n"
    ),
    **dict.fromkeys(("applies to", "start with", "override"), "rating a: b\n    {}\n"),
    **dict.fromkeys(("when", "then", "led by", "due"), "trigger a\n    {}\n"),
    **dict.fromkeys(("of kind", "in", "given", "expect"), 'example "a"\n    {}\n'),
}
#: What stands in a declaration that the form does not show.
_WITH = {
    "table": "    | a | b |\n    {}\n",
    "scorecard": "    | a | b |\n    {}\n",
    "examples": "    | a | b |\n    {}\n",
}


def filled(form: str) -> str:
    """A form with something in place of its capitals."""
    form = re.sub(r'"[^"]*"', '"Text"', form)
    form = form.replace("NAME version", "a.b version")
    return re.sub(r"[A-Z][A-Z_]+", lambda found: _FILLED.get(found[0], found[0].lower()), form)


def is_read(text: str) -> bool:
    """Whether a declaration is read without a mistake in how it is written."""
    _, said = parse(SourceText("form.policy", text))
    return not [one for one in said if one.code == "syntax"]


@pytest.mark.parametrize("opening", FORMS)
def test_a_form_is_read(opening: str) -> None:
    line = filled(FORMS[opening])
    around = _AROUND.get(opening)
    if around is None:
        below = _WITH.get(opening, "    {}\n").format(filled(BELOW.get(opening, "")))
        around = "{}\n" + (below if opening in BELOW else "")

    assert is_read(around.format(line)), around.format(line)


def test_a_form_that_is_not_true_is_caught() -> None:
    assert not is_read(filled("scale NAME from best to worst: LABEL, LABEL") + "\n")


def test_every_line_of_the_language_has_its_form() -> None:
    known = language()
    assert set(FORMS) == {*known.declarations, *known.lines}


def test_the_form_of_the_line_or_of_those_below_it() -> None:
    source = SourceText("a.policy", "rating a: b\n    green when\n    override\n")
    whole = Span(0, len(source.text))

    assert written_as(source, whole, 3) == "write `rating NAME: SCALE`"
    assert written_as(source, whole, 20) == "write `LABEL when CONDITION`"
    assert written_as(source, whole, 35, below=False) == (
        "write `override NAME no better than LABEL when CONDITION`"
    )
    assert written_as(source, whole, 3, below=True) == (
        "below it stand lines such as `LABEL when CONDITION`"
    )
