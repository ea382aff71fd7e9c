"""The language has a page for each construct and a word for each idea."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from policy_dsl.evaluate.step import Acted, RulesOut
from policy_dsl.syntax.from_lark import parser
from policy_dsl.syntax.mistakes import words
from policy_dsl.values.absence import DOES_NOT_APPLY, NOTHING, NotKnown
from policy_dsl.values.grades import Grade
from policy_dsl_cli.commands import COMMANDS, Commands
from tests.docs.documents import ROOT, documents, links

PAGES = ROOT / "docs" / "language"
SYNTAX = ROOT / "policy_dsl" / "syntax"
GLOSSARY = ROOT / "docs" / "glossary.md"

#: Files of the syntax that are no construct but the machinery of reading.
MACHINERY = {
    "__init__",
    "build",
    "declarations",
    "from_lark",
    "forms",
    "look_alikes",
    "mistakes",
    "nodes",
    "parse",
    "repairs",
    "reserved",
    "said_otherwise",
}
#: Pages about a part of a construct that is large enough for one of its own, and the file it is in.
PARTS = {"judgements": "facts", "dates": "history"}


# ---- a page for each construct -----------------------------------------------------------------


def constructs(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.py")} - MACHINERY


def pages(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.md")} - {"README"}


def unmatched(syntax: Path, docs: Path) -> set[str]:
    """Constructs without a page, and pages without a construct."""
    return constructs(syntax) ^ (pages(docs) - PARTS.keys())


def test_every_construct_has_a_page_and_every_page_a_construct() -> None:
    assert unmatched(SYNTAX, PAGES) == set()


def test_parts_of_a_construct_have_a_page_and_their_construct_a_file() -> None:
    assert PARTS.keys() <= pages(PAGES)
    assert set(PARTS.values()) <= constructs(SYNTAX)


def test_a_planted_construct_and_a_planted_page_are_caught(tmp_path: Path) -> None:
    for name in ("tables.py", "parse.py", "planted.py", "tables.md", "orphan.md", "README.md"):
        (tmp_path / name).touch()
    assert unmatched(tmp_path, tmp_path) == {"planted", "orphan"}


def test_the_index_leads_to_every_page() -> None:
    index = {Path(link).stem for link in links(PAGES / "README.md") if "/" not in link}
    assert index == pages(PAGES)


@pytest.mark.parametrize("name", sorted(pages(PAGES)))
def test_a_page_shows_an_example_that_runs_and_what_goes_wrong(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text("utf-8")
    assert re.search(r"^```policy\npolicy ", text, re.MULTILINE)
    assert re.search(r"^example ", text, re.MULTILINE)
    assert re.search(r"^## What goes wrong\n\n```policy mistake\n", text, re.MULTILINE)


# ---- the glossary ------------------------------------------------------------------------------


def entries(text: str) -> list[str]:
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


def declared_with() -> set[str]:
    """The words with which declarations, and the lines of ratings and triggers, begin."""
    rules: dict[str, list[list[str]]] = {}
    for rule in parser().rules:
        expansion = [symbol.name for symbol in rule.expansion]
        rules.setdefault(rule.origin.name, []).append(expansion)

    def openings(name: str) -> Iterator[str]:
        for expansion in rules[name]:
            first = expansion[0]
            yield from openings(first) if first in rules else [first]

    known = words(parser())
    return {known[name] for name in {*openings("start"), *openings("override")} if name in known}


#: Words of the code and the messages, besides those of the language.
IDEAS = {
    "band", "bounds", "cap", "case", "citation", "conflict", "decision", "diagnostic", "edition",
    "eligible", "floor", "gap", "grade", "identifier", "in force", "kind", "label", "measure",
    "missing", "organisation", "panel", "period", "place", "points", "reading", "regime", "result",
    "row", "settled", "step", "trace", "type", "vocabulary", "weight",
}  # fmt: skip

#: How a word of the language stands in the glossary where it is not the word itself.
AS_ENTRY = {
    "examples": "example",
    "facts": "fact",
    "national facts": "national fact",
    "judgements by": "judgement",
    "published results": "published result",
}


def wanted() -> set[str]:
    states = {str(state) for state in (NotKnown(), DOES_NOT_APPLY, NOTHING)}
    return (
        {AS_ENTRY.get(word, word) for word in declared_with()}
        | {grade.value for grade in Grade}
        | states
        | IDEAS
    )


def test_the_glossary_explains_every_word() -> None:
    there = entries(GLOSSARY.read_text("utf-8"))
    assert wanted() - set(there) == set()


def test_the_glossary_has_each_word_once_and_in_order() -> None:
    there = entries(GLOSSARY.read_text("utf-8"))
    assert there == sorted(set(there))


def test_words_of_the_language_were_found_at_all() -> None:
    assert {"policy", "rating", "scale", "override", "trigger", "example"} <= declared_with()


def test_a_planted_gap_in_the_glossary_is_caught() -> None:
    text = GLOSSARY.read_text("utf-8").replace("## scorecard\n", "")
    assert wanted() - set(entries(text)) == {"scorecard"}


def test_the_glossary_names_what_an_override_did_as_the_code_does() -> None:
    assert all(acted.value in GLOSSARY.read_text("utf-8") for acted in (*Acted, RulesOut))


# ---- commands ----------------------------------------------------------------------------------


def untrue(text: str) -> list[str]:
    """Commands and options named in running text that there are not."""
    faults = []
    group = Commands()
    for said in re.findall(r"`policy ([a-z]+(?: [^`]*)?)`", text):
        name, *rest = said.split()
        if name not in COMMANDS:
            faults.append(f"policy {said}: there is no command `{name}`")
            continue
        command = group.get_command(click.Context(group), name)
        assert command is not None
        options = {option for parameter in command.params for option in parameter.opts}
        faults += [
            f"policy {said}: there is no option `{word}`"
            for word in rest
            if word.startswith("--") and word not in options
        ]
    return faults


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_commands_that_are_named_exist(path: Path) -> None:
    assert untrue(path.read_text("utf-8")) == []


def test_a_planted_command_and_a_planted_option_are_caught() -> None:
    assert untrue("`policy decide --org RXG` and `policy NAME`") == []
    (command, option) = untrue("`policy prove` and `policy decide --quickly`")
    assert "there is no command `prove`" in command
    assert "there is no option `--quickly`" in option
