"""docs/messages.md shows every code there is, as it is said today."""

from __future__ import annotations

import re

from policy_dsl.source import Diagnostic, Severity
from tests.check.test_check_mistakes import codes
from tests.docs.documents import ROOT
from tests.docs.messages import chosen, said, to_markdown

PAGE = ROOT / "docs" / "messages.md"


def file_codes() -> set[str]:
    """The codes of what is wrong with a file as a file."""
    text = (ROOT / "policy_dsl" / "source" / "text.py").read_text("utf-8")
    return set(re.findall(r'"(file-[a-z0-9-]+)"', text))


def fact_codes() -> set[str]:
    """The codes of what is wrong with files of facts."""
    paths = (ROOT / "policy_dsl" / "facts").glob("*.py")
    pattern = re.compile(r'"(facts?-[a-z0-9-]+|unknown-column|unknown-identifier)"')
    return {code for path in paths for code in pattern.findall(path.read_text("utf-8"))}


def missing(page: str) -> set[str]:
    """The codes that have no entry on a page."""
    return (codes() | file_codes() | fact_codes()) - set(
        re.findall(r"^## ([a-z0-9-]+)$", page, re.MULTILINE)
    )


def test_every_code_has_an_entry() -> None:
    assert missing(PAGE.read_text("utf-8")) == set()


def test_a_planted_gap_is_caught() -> None:
    page = PAGE.read_text("utf-8").replace("\n## unit\n", "\n")
    assert missing(page) == {"unit"}
    assert {"file-missing", "file-not-utf8"} <= file_codes()
    assert {"fact-type", "facts-shape", "unknown-column"} <= fact_codes()


def test_the_page_is_what_is_said_today() -> None:
    made = to_markdown(chosen(said()))
    assert PAGE.read_text("utf-8") == made, "run `make docs` and read the difference"


def test_messages_that_differ_in_what_they_quote_are_shown_once() -> None:
    def one(code: str, message: str) -> Diagnostic:
        return Diagnostic(code, Severity.ERROR, message, None)

    found = [one("b", "no `x` in 3"), one("a", "x"), one("b", "no `y` in 12"), one("b", "`x` in 3")]
    shown = {code: [item.message for item in items] for code, items in chosen(iter(found)).items()}
    assert shown == {"a": ["x"], "b": ["no `x` in 3", "`x` in 3"]}
