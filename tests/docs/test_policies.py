"""Every ``policy`` block of the documentation is checked, and its examples are run.

A block with a header is a whole policy. Any other is a fragment, and stands at the end
of the first whole policy of its page. ``policy mistake`` marks one in which something is wrong, and
``policy failing`` one whose examples fail; the ``text`` block that comes next is what is said.

``UPDATE_DOCS=1 pytest tests/docs`` writes what is said today into the pages; read the difference
before keeping it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, render, render_all
from policy_dsl.testing import run_examples
from tests.docs.documents import ROOT, Block, blocks, blocks_of


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("POLICY_LIBRARY", raising=False)


def is_whole(block: Block) -> bool:
    return re.search(r"^policy ", block.text, re.MULTILINE) is not None


def completed(block: Block) -> SourceText:
    """The policy a block stands for, under the name of its page."""
    text = block.text
    if not is_whole(block):
        first = next(
            (b for b in blocks_of(block.path) if b.language == "policy" and is_whole(b)), None
        )
        assert first is not None, f"{block} is a fragment on a page without a whole policy"
        text = f"{first.text}\n{text}"
    return SourceText(f"{block.path.stem}.policy", text)


def faults(block: Block) -> list[str]:
    """What is wrong with a block that should be right."""
    policy, said = check_text(completed(block))
    if policy is None or said:
        return [f"{block}\n{render_all(said)}"]
    return [
        f"{block}: example {outcome.example.title!r}: {line}"
        for outcome in run_examples(policy)
        for line in outcome.failures
    ]


def said_of(block: Block) -> str:
    """What is said of a block in which something is wrong."""
    policy, said = check_text(completed(block))
    if block.mark == "mistake":
        assert said, f"{block} has no mistake"
        return "\n\n".join(map(render, said))
    assert policy is not None, render_all(said)
    lines = [line for outcome in run_examples(policy) for line in outcome.failures]
    assert lines, f"{block} has no example that fails"
    return "\n".join(lines)


def said_below(block: Block) -> Block:
    """The ``text`` block below one with a mistake."""
    of_page = blocks_of(block.path)
    place = of_page.index(block) + 1
    assert place < len(of_page), f"{block}: nothing below says what is wrong"
    assert of_page[place].language == "text", f"{block}: nothing below says what is wrong"
    return of_page[place]


@pytest.mark.parametrize("block", blocks("policy"), ids=str)
def test_policies_have_no_mistakes_and_their_examples_hold(block: Block) -> None:
    assert faults(block) == []


@pytest.mark.parametrize(
    "block", [*blocks("policy", "mistake"), *blocks("policy", "failing")], ids=str
)
def test_mistakes_are_said_as_the_page_says(block: Block) -> None:
    said, shown = said_of(block), said_below(block)
    if os.environ.get("UPDATE_DOCS") == "1":
        text = block.path.read_text("utf-8")
        head, found, tail = text.partition(block.text)
        assert found
        tail = tail.replace(f"```text\n{shown.text}```", f"```text\n{said}\n```", 1)
        block.path.write_text(head + found + tail, "utf-8")
        return
    assert shown.text.rstrip("\n") == said


def test_no_block_is_marked_with_a_word_that_means_nothing() -> None:
    pages = {block.path for language in ("policy", "text") for block in blocks(language)}
    marks = {(b.language, b.mark) for page in pages for b in blocks_of(page) if b.mark}
    assert marks <= {("policy", "mistake"), ("policy", "failing")}


PAGE = """```policy
policy planted version 1
    title    "Planted"
    in force from 2025-04-01
    rates    trust each quarter

scale colour best to worst: green, red

facts each quarter
    waits number "Waits"
```

```policy
{fragment}
```
"""
RATING = """rating overall: colour
    red when waits > 3
    green otherwise

example "Waits"
    given waits {waits}
    expect overall {expected}"""


def planted(tmp_path: Path, fragment: str) -> list[str]:
    page = tmp_path / "planted.md"
    page.write_text(PAGE.format(fragment=fragment), "utf-8")
    return [fault for block in blocks_of(page) for fault in faults(block)]


def test_a_sound_fragment_has_no_faults(tmp_path: Path) -> None:
    assert planted(tmp_path, RATING.format(waits=4, expected="red")) == []


def test_a_planted_mistake_is_caught(tmp_path: Path) -> None:
    (fault,) = planted(tmp_path, "value double = wait * 2")
    assert "there is no fact, value or rating named `wait`" in fault


def test_a_planted_expectation_is_caught(tmp_path: Path) -> None:
    (fault, *_) = planted(tmp_path, RATING.format(waits=3, expected="red"))
    assert "overall: expected red, got green" in fault


def test_a_fragment_on_a_page_without_a_policy_is_caught(tmp_path: Path) -> None:
    page = tmp_path / "planted.md"
    page.write_text("```policy\nvalue x = 1\n```\n", "utf-8")
    with pytest.raises(AssertionError, match="a fragment on a page without a whole policy"):
        faults(blocks_of(page)[0])
