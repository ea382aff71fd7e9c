"""Highlighting knows the words of the parser and no others, in Pygments and in editors."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from attrs import evolve
from pygments import lex
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.token import Comment, Error, Keyword, Name, Operator, Text, Token

from policy_dsl.highlight import patterns, textmate
from policy_dsl.highlight.__main__ import main
from policy_dsl.highlight.lexer import PolicyLexer
from policy_dsl.highlight.words import Words, language
from policy_dsl.syntax.from_lark import parser
from policy_dsl.syntax.mistakes import words
from tests.docs.documents import ROOT

VSCODE = ROOT / "docs" / "editors" / "vscode"
LIBRARY = sorted((ROOT / "policies").rglob("*.policy"))


def drifted(folder: Path) -> list[str]:
    """The files of the editors' folder that are not as the grammar makes them."""
    made = textmate.vscode()
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    other = {name for name, text in made.items() if _read(folder / name) != text}
    return sorted(other | (there ^ made.keys()))


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def test_the_folder_for_editors_is_what_the_grammar_makes() -> None:
    assert drifted(VSCODE) == []  # python -m policy_dsl.highlight docs/editors/vscode


def test_a_word_more_in_the_grammar_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    more: Words = evolve(language(), others=("perhaps", *language().others))
    monkeypatch.setattr(patterns, "language", lambda: more)
    assert drifted(VSCODE) == ["syntaxes/policy.tmLanguage.json"]


def test_every_word_of_the_parser_has_a_kind() -> None:
    kinds = language()
    known = {*kinds.declarations, *kinds.lines, *kinds.constants, *kinds.operators, *kinds.others}
    assert set(words(parser()).values()) <= known
    assert len(known) > 100


def test_words_of_one_kind_are_of_no_other() -> None:
    kinds = language()
    assert not set(kinds.declarations) & {*kinds.lines, *kinds.others, *kinds.constants}
    assert not set(kinds.operators) & {*kinds.constants, *kinds.others}


def test_pygments_finds_the_language_by_name_and_by_file() -> None:
    assert isinstance(get_lexer_by_name("policy"), PolicyLexer)
    assert isinstance(get_lexer_for_filename("2025.policy"), PolicyLexer)


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_text_of_the_library_is_read_whole(path: Path) -> None:
    text = path.read_text("utf-8")
    tokens = list(lex(text, PolicyLexer()))
    assert "".join(part for _, part in tokens) == text
    assert not [part for kind, part in tokens if kind in (Error, Text, Token)]


def test_words_by_what_they_are() -> None:
    text = "rating access: colour  # note\n    red when waits >= 98% and not late [DOC # 1]\n"
    kinds = {part: kind for kind, part in lex(text, PolicyLexer())}
    assert kinds["rating"] is Keyword.Declaration
    assert kinds["access"] is Name.Class
    assert kinds["# note"] is Comment.Single
    assert kinds["when"] is Keyword
    assert kinds["and"] is Operator.Word
    assert kinds["waits"] is Name
    assert kinds["[DOC # 1]"] is Name.Attribute


def test_a_word_in_the_middle_of_a_line_may_be_a_name() -> None:
    text = "value title = rating + source\n"
    named = {part for kind, part in lex(text, PolicyLexer()) if kind is Name}
    assert named == {"rating", "source"}


def scopes(line: str) -> list[tuple[str, str]]:
    """A line as an editor reads it by the TextMate grammar."""
    found, at = [], 0
    rules = [(re.compile(rule["match"]), rule) for rule in textmate.grammar()["patterns"]]
    while at < len(line):
        matches = [(rule, match) for rx, rule in rules if (match := rx.search(line, at))]
        if not matches:
            break
        rule, match = min(matches, key=lambda pair: pair[1].start())
        for group, named in rule.get("captures", {"0": {"name": rule.get("name", "")}}).items():
            if match[int(group)]:
                found.append((match[int(group)], named["name"].removesuffix(".policy")))
        at = match.end()
    return found


def test_an_editor_reads_a_line_as_pygments_does() -> None:
    assert scopes('    override late no better than 3 when not on_time  [OUH]  # "x') == [
        ("override", "keyword.control"),
        ("late", "variable.other"),
        ("no better than", "keyword.other"),
        ("3", "constant.numeric"),
        ("when", "keyword.other"),
        ("not", "keyword.operator.word"),
        ("on_time", "variable.other"),
        ("[OUH]", "entity.other.attribute-name.citation"),
        ('# "x', "comment.line.number-sign"),
    ]
    assert scopes('source MM published "Manual"') == [
        ("source", "keyword.declaration"),
        ("MM", "entity.name.type"),
        ("published", "storage.modifier.grade"),
        ('"Manual"', "string.quoted.double"),
    ]


def test_the_command_writes_the_folder_or_the_grammar_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "vscode")]) == 0
    assert drifted(tmp_path / "vscode") == []
    assert main([str(tmp_path / "policy.tmLanguage.json")]) == 0
    alone = json.loads((tmp_path / "policy.tmLanguage.json").read_text("utf-8"))
    assert alone["scopeName"] == "source.policy"
    assert main([]) == 2
    assert "docs/editors/vscode" in capsys.readouterr().err
