"""The forms of a difference: text, Markdown, and JSON by its schema."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from policy_dsl.diff.change import Kind
from policy_dsl.diff.difference import Difference, difference
from policy_dsl.diff.reading import read_what_can_be
from policy_dsl.diff.to_json import to_json
from policy_dsl.diff.to_markdown import to_markdown
from policy_dsl.diff.to_text import to_text
from policy_dsl.source import SourceText, display_width, read_source
from tests.schemas import objections, schema

from .test_diff_library import LIBRARY, NEIGHBOURS, ids


def read(path: Path) -> SourceText:
    source = read_source(path)
    assert isinstance(source, SourceText)
    return source


def between(old: SourceText | None, new: SourceText | None) -> Difference:
    readings = [read_what_can_be(item, LIBRARY) if item else None for item in (old, new)]
    return difference("a.policy", readings[0], readings[1], "old", "new")


def test_the_schema_is_one_and_knows_every_kind() -> None:
    kinds = schema("diff-1")["$defs"]["change"]["properties"]["kind"]["enum"]
    assert kinds == [kind.value for kind in Kind]


@pytest.mark.parametrize("pair", NEIGHBOURS, ids=ids)
def test_every_form_of_real_differences(pair: tuple[Path, Path]) -> None:
    found = between(*map(read, pair))
    assert objections("diff-1", json.loads(json.dumps(to_json([found])))) == []
    for width in (40, 100):
        text = to_text(found, width)
        assert max(map(display_width, text.split("\n"))) <= width
        assert all(change.id in text for change in found.changes)
    assert "\x1b[" in to_text(found, colour=True)
    markdown = to_markdown(found)
    assert all(f"`{change.id}`" in markdown for change in found.changes)
    assert markdown.count("<details>") == markdown.count("</details>")


def test_a_side_that_is_missing_or_broken() -> None:
    source = read(NEIGHBOURS[0][0])
    assert "only in old" in to_text(between(source, None))
    assert "only in new" in to_text(between(None, source))
    headless = SourceText("b.policy", source.text.replace("policy ", "polic ", 1))
    broken = between(headless, source)
    assert "old cannot be read" in to_text(broken)
    assert not broken.is_empty
    for found in (between(source, None), broken, between(source, source)):
        assert objections("diff-1", json.loads(json.dumps(to_json([found])))) == []


def test_what_needs_a_broken_declaration_is_left_out_with_it_and_nothing_else_is() -> None:
    source = read(LIBRARY / "monitor" / "compliance_framework" / "2010-11.policy")
    old = SourceText("b.policy", source.text.replace("value score =", "value score = = "))
    found = between(old, source)
    assert {"score", "arithmetic", "by_rule", "governance_risk"} <= set(found.unread)
    assert not {"finance", "financial_risk", "targets"} & set(found.unread)
    assert found.changes == ()


def test_texts_from_outside_are_no_markup() -> None:
    source = read(NEIGHBOURS[0][0])
    title = re.search(r'title +"([^"]*)"', source.text)
    assert title is not None
    evil = "<img src=x> [a](http://b) \u202e **b** \x1b[31m"
    new = SourceText("c.policy", source.text.replace(title[1], evil))
    found = between(source, new)
    (change,) = found.changes
    assert change.kind is Kind.WORDING
    markdown = to_markdown(found)
    assert re.search(r"(?<!\\)(<img|\]\(http|\*\*b)", markdown) is None
    assert "\x1b" not in markdown
    assert "\x1b" not in to_text(found)
    assert "\u202e" not in to_text(found)
