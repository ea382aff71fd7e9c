"""docs/messages.md shows everything that is said, as it is said today, and each says what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from attrs import evolve

from policy_dsl.findings import CODES
from policy_dsl.source import Diagnostic, Severity
from tests.check.test_check_mistakes import codes
from tests.docs.documents import ROOT
from tests.docs.messages import chosen, said, to_markdown
from tests.docs.speaking import listening, name_of, places

PAGE = ROOT / "docs" / "messages.md"


@pytest.fixture(scope="module")
def heard() -> tuple[list[Diagnostic], set[tuple[str, int]]]:
    """All that is said of the files with mistakes, and the lines of code that said it."""
    with listening() as lines:
        return list(said()), lines


def file_codes() -> set[str]:
    """The codes of what is wrong with a file as a file."""
    text = (ROOT / "policy_dsl" / "source" / "text.py").read_text("utf-8")
    return set(re.findall(r'"(file-[a-z0-9-]+)"', text))


def log_codes() -> set[str]:
    """The codes of what is wrong with logs of decisions."""
    text = (ROOT / "policy_dsl" / "replay" / "read.py").read_text("utf-8")
    return set(re.findall(r'"(log-[a-z]+)"', text))


def fact_codes() -> set[str]:
    """The codes of what is wrong with files of facts."""
    paths = (ROOT / "policy_dsl" / "facts").glob("*.py")
    pattern = re.compile(r'"(facts?-[a-z0-9-]+|unknown-column|unknown-identifier)"')
    return {code for path in paths for code in pattern.findall(path.read_text("utf-8"))}


def missing(page: str) -> set[str]:
    """The codes that have no entry on a page."""
    return (codes() | file_codes() | fact_codes() | log_codes()) - set(
        re.findall(r"^## ([a-z0-9-]+)$", page, re.MULTILINE)
    )


def test_every_code_has_an_entry() -> None:
    assert missing(PAGE.read_text("utf-8")) == set()


#: What is called with a code to say something, and as which of its arguments.
_SAYS = {
    **dict.fromkeys(("error", "warning", "warn", "mistake", "wrong", "unknown", "Diagnostic"), 0),
    **dict.fromkeys(("_error", "_file_error", "Mistake", "Unreadable"), 0),
    **dict.fromkeys(("remark", "finding"), 1),
}


def codes_anywhere(*folders: str) -> dict[str, Path]:
    """Every code that the product can say, wherever it is written, and a module that says it."""
    found: dict[str, Path] = {}
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and name_of(node.func) in _SAYS:
                for argument in node.args[_SAYS[name_of(node.func)] :][:1]:
                    choices = (
                        (argument.body, argument.orelse)
                        if isinstance(argument, ast.IfExp)
                        else (argument,)
                    )
                    for one in choices:
                        if isinstance(one, ast.Constant) and isinstance(one.value, str):
                            found[one.value] = path
    return {code: path for code, path in found.items() if re.fullmatch(r"[a-z][a-z0-9-]*", code)}


def codes_on_pages() -> set[str]:
    """The codes that the gallery, the page of the analysis, or those of lint explain."""
    lint = ROOT / "docs" / "lint"
    named = (ROOT / "docs" / "analysis.md", lint / "README.md")
    return {
        *re.findall(r"^## ([a-z0-9-]+)$", PAGE.read_text("utf-8"), re.MULTILINE),
        *(code for page in named for code in re.findall(r"`([a-z-]+)`", page.read_text("utf-8"))),
        *(page.stem for page in lint.glob("*.md")),
    }


def test_every_code_said_anywhere_is_on_one_of_the_pages(tmp_path: Path) -> None:
    said_anywhere = codes_anywhere("policy_dsl", "cli")
    assert set(said_anywhere) - codes_on_pages() == set()
    assert set(CODES) <= codes_on_pages()
    assert {"gap", "unused-group", "unit", "facts-shape"} <= set(said_anywhere)
    (tmp_path / "planted.py").write_text("error('not-on-a-page' if a else 'unit', 'm')", "utf-8")
    assert set(codes_anywhere(str(tmp_path))) - codes_on_pages() == {"not-on-a-page"}


def test_a_planted_gap_is_caught() -> None:
    page = PAGE.read_text("utf-8").replace("\n## unit\n", "\n")
    assert missing(page) == {"unit"}
    assert {"file-missing", "file-not-utf8"} <= file_codes()
    assert {"fact-type", "facts-shape", "unknown-column"} <= fact_codes()
    assert {"log-empty", "log-json", "log-shape"} <= log_codes()


def test_every_place_that_says_something_is_on_the_page(
    heard: tuple[list[Diagnostic], set[tuple[str, int]]],
) -> None:
    _, lines = heard
    known = list(places())

    assert len(known) > 200
    assert [str(place) for place in known if not place.heard(lines)] == []
    # A place that no file with mistakes leads to is told.
    one = known[0]
    other = {line for line in lines if not one.heard({line})}
    assert str(one) in [str(place) for place in known if not place.heard(other)]


def silent(found: Iterable[Diagnostic]) -> list[str]:
    """What is said without a word of what to do."""
    return [f"{one.code}: {one.message}" for one in found if not one.help]


def test_each_says_what_to_do(heard: tuple[list[Diagnostic], set[tuple[str, int]]]) -> None:
    found, _ = heard

    assert silent(found) == []
    assert silent([evolve(found[0], help=None)]) == [f"{found[0].code}: {found[0].message}"]


def test_the_page_is_what_is_said_today(
    heard: tuple[list[Diagnostic], set[tuple[str, int]]],
) -> None:
    made = to_markdown(chosen(heard[0]))
    assert PAGE.read_text("utf-8") == made, "run `make docs` and read the difference"


def test_messages_that_differ_in_what_they_quote_are_shown_once() -> None:
    def one(code: str, message: str) -> Diagnostic:
        return Diagnostic(code, Severity.ERROR, message, None)

    found = [one("b", "no `x` in 3"), one("a", "x"), one("b", "no `y` in 12"), one("b", "`x` in 3")]
    shown = {code: [item.message for item in items] for code, items in chosen(found).items()}
    assert shown == {"a": ["x"], "b": ["no `x` in 3", "`x` in 3"]}
