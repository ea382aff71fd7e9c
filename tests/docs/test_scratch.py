"""Pages that write files do in a scratch folder what they say."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.docs.documents import ROOT, Block, Command, blocks_of
from tests.docs.scratch import edit, is_step, pages
from tests.docs.test_documents import agrees, replay


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.stem)
def test_the_work_of_a_page_goes_as_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    shutil.copytree(ROOT / "docs" / "examples" / page.stem, work)
    monkeypatch.chdir(work)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("POLICY_LIBRARY", raising=False)
    wrong: list[str] = []
    now: list[tuple[Block, list[tuple[Command, str]]]] = []
    for block in filter(is_step, blocks_of(page)):
        if block.language == "diff":
            edit(block, work)
            continue
        played = replay(block)
        assert played, f"{block} holds no command"
        now.append((block, played))
        wrong += [
            f"{block}: `{command.text}` prints\n\n{output}"
            for command, output in played
            if not agrees(output, command.output)
        ]
    if os.environ.get("UPDATE_DOCS") == "1":
        page.write_text(updated(page.read_text("utf-8"), now), "utf-8")
        return
    assert not wrong, "\n\n".join(wrong)


def updated(text: str, now: list[tuple[Block, list[tuple[Command, str]]]]) -> str:
    """A page with what its commands print now, but where lines of `...` already stand for it."""
    at = 0
    for block, played in now:
        new = "".join(
            f"$ {command.text}\n{shown}\n" if shown else f"$ {command.text}\n"
            for command, output in played
            for shown in [command.output if agrees(output, command.output) else output]
        )
        at = text.index(block.text, at)
        text = text[:at] + new + text[at + len(block.text) :]
        at += len(new)
    return text


def test_there_is_such_a_page() -> None:
    assert "authoring" in {page.stem for page in pages()}


def block(text: str) -> Block:
    return Block(ROOT / "page.md", 1, "diff", "edit", text)


def test_an_edit_is_made_where_it_says(tmp_path: Path) -> None:
    (tmp_path / "a.policy").write_text("one\n\ntwo\nthree\nfour\n", "utf-8")
    edit(block("--- a.policy\n one\n\n-two\n+2\n@@\n-four\n+4\n+5\n"), tmp_path)
    assert (tmp_path / "a.policy").read_text("utf-8") == "one\n\n2\nthree\n4\n5\n"


@pytest.mark.parametrize("text", ["-nowhere\n+2", "-two\n+2", "two"])
def test_a_planted_edit_of_what_is_not_there_is_caught(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.policy").write_text("two\ntwo\n", "utf-8")
    with pytest.raises(AssertionError):
        edit(block(f"--- a.policy\n{text}\n"), tmp_path)
