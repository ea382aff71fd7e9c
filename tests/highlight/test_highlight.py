"""Highlighting knows the words of the parser and no others, in Pygments and in editors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from pygments import lex
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
    Token,
    Whitespace,
)

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


#: What Pygments calls that which an editor calls so; of two names the longer is asked first.
TOKENS = {
    "comment.line.number-sign": Comment.Single,
    "string.quoted.double": String.Double,
    "entity.other.attribute-name.citation": Name.Attribute,
    "keyword.declaration": Keyword.Declaration,
    "entity.name.type": Name.Class,
    "storage.modifier.grade": Keyword.Type,
    "keyword.control": Keyword,
    "constant.numeric.date": Literal.Date,
    "constant.numeric": Number,
    "constant.language": Keyword.Constant,
    "keyword.operator.word": Operator.Word,
    "keyword.other": Keyword,
    "support.type": Keyword.Type,
    "keyword.operator": Operator,
    "punctuation.separator": Punctuation,
    "variable.other": Name,
}


@cache
def rules() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """The rules of the grammar that editors are given."""
    text = (VSCODE / "syntaxes" / "policy.tmLanguage.json").read_text("utf-8")
    return [(re.compile(rule["match"]), rule) for rule in json.loads(text)["patterns"]]


def told_apart(text: str) -> Iterator[str]:
    """Where an editor and Pygments see another token in a text."""
    by_pygments = [
        (part, kind)
        for kind, part in lex(text, PolicyLexer())
        if kind not in (Text, Whitespace) and part != "."  # a stop by itself is no rule's
    ]
    lines = text.split("\n")
    by_editor = [(part, TOKENS[scope]) for line in lines for part, scope in scopes(line)]
    for one, other in zip_longest(by_pygments, by_editor):
        if one != other:
            yield f"{one} {other}"


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_an_editor_reads_every_policy_of_the_library_as_pygments_does(path: Path) -> None:
    assert list(told_apart(path.read_text("utf-8"))) == []


def test_a_rule_that_editors_read_otherwise_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    other = [(rx, rule) for rx, rule in rules() if rule.get("name") != "constant.language.policy"]
    monkeypatch.setattr(f"{__name__}.rules", lambda: other)
    assert any(told_apart("value x = yes\n"))


#: What Python's expressions and those of editors (Oniguruma) both have, and mean alike.
_PIECES = re.compile(
    r"\\[bwnt.\[\]\\\"|+*]|\[\^?(?:\\.|[^\]\\])+\]|\((?:\?(?:[:!=]|<[!=]))?(?!\?)|\)|[*+?]\??(?!\+)|\{[0-9]+\}|[|^]|[^\\()\[\]{}*+?]"
)


def beyond_both(pattern: str) -> str:
    """What is left of a pattern without the pieces that both kinds of engine read alike."""
    return _PIECES.sub("", pattern)


def test_the_grammar_keeps_to_what_editors_and_python_read_alike() -> None:
    assert [beyond_both(rx.pattern) for rx, _ in rules() if beyond_both(rx.pattern)] == []
    for odd in (r"(?P<a>x)", r"\Zx", r"(?i)x", r"\dx", r"x{,2}", r"x++"):
        assert beyond_both(odd)
    for _, rule in rules():
        # A look back over more than a letter is refused by some engines.
        assert not re.search(r"\(\?<[!=](?!\[[^\]]*\]\))", rule["match"])


def scopes(line: str) -> list[tuple[str, str]]:
    """A line as an editor reads it by the TextMate grammar."""
    found, at = [], 0
    matches = [rx.search(line) for rx, _ in rules()]
    while at < len(line):
        for number, (rx, _) in enumerate(rules()):
            one = matches[number]
            if one is not None and one.start() < at:
                matches[number] = rx.search(line, at)
        there = [(one.start(), number) for number, one in enumerate(matches) if one is not None]
        if not there:
            break
        _, number = min(there)
        rule, match = rules()[number][1], matches[number]
        assert match is not None
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
