"""A page that lies fails here: every command, example and link of the documentation is tried.

``UPDATE_DOCS=1 pytest tests/docs`` writes what the commands print today into the pages; read the
difference before keeping it.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from policy_dsl_cli.main import run
from tests.docs.documents import (
    ROOT,
    Block,
    Command,
    blocks,
    commands,
    documents,
    links,
    lost_anchors,
)


def printed(arguments: list[str]) -> tuple[str, int]:
    """What ``policy`` prints, errors included, and its exit code."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        code = run(arguments)
    return out.getvalue().rstrip("\n"), code


def replay(block: Block) -> list[tuple[Command, str]]:
    """Every command of a block with what it prints now."""
    code = 0
    played = []
    for command in commands(block.text):
        words = shlex.split(command.text)
        if command.text == "echo $?":
            output = str(code)
        elif words[0] == "policy":
            output, code = printed(words[1:])
        else:
            raise AssertionError(f"{block}: only `policy` and `echo $?` can be tried: {words}")
        played.append((command, output))
    return played


@pytest.mark.parametrize("block", blocks("console"), ids=str)
def test_commands_print_what_the_page_says(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("POLICY_LIBRARY", raising=False)
    played = replay(block)
    assert played, f"{block} holds no command"
    if os.environ.get("UPDATE_DOCS") == "1":
        _write(block, played)
        return
    for command, output in played:
        assert agrees(output, command.output), f"{block}: `{command.text}` prints\n\n{output}"


def agrees(output: str, said: str) -> bool:
    """Whether an output is what a page says; a line of ``...`` there stands for any lines."""
    pattern = "\n".join(
        r"(?:.*\n)*?.*" if line == "..." else re.escape(line) for line in said.split("\n")
    )
    return re.fullmatch(pattern, output) is not None


def _write(block: Block, played: list[tuple[Command, str]]) -> None:
    text = block.path.read_text("utf-8")
    new = block.text
    for command, output in played:
        if not agrees(output, command.output):
            old = f"{command.output}\n" if command.output else ""
            before, found, after = new.partition(command.text.split(" \\")[0])
            assert found, command.text
            rest = after[after.index(old) + len(old) :] if old else after.lstrip("\n")
            new = before + found + after[: after.index("\n") + 1] + output + "\n" + rest
    block.path.write_text(text.replace(block.text, new), "utf-8")


def test_an_output_that_is_not_printed_is_noticed() -> None:
    assert agrees("a\nb\nc", "a\n...\nc")
    assert not agrees("a\nb\nc", "a\nb\nd")
    assert not agrees("a\nb", "a")


@pytest.mark.parametrize("block", blocks("pycon"), ids=str)
def test_python_prints_what_the_page_says(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest(block.text, {}, str(block), str(block.path), 0)
    assert test.examples, f"{block} holds no example"
    said = io.StringIO()
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.write)
    assert not said.getvalue(), said.getvalue()


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    lost = [link for link in links(path) if not (path.parent / link).exists()]
    assert not lost, f"{path.name} links to {lost}"
    assert lost_anchors(path) == []


def test_a_planted_link_to_a_heading_that_is_not_there_is_caught(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One `word`\n\n[a](#one-word) [b](#two) [c](page.md#three)\n", "utf-8")
    assert lost_anchors(page) == ["#two", "page.md#three"]


def test_the_demo_of_the_readme_is_that_of_the_makefile() -> None:
    """`make demo` runs the commands whose output the README shows."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    framework = re.search(r"^FRAMEWORK := (.*)$", makefile, re.MULTILINE)
    assert framework is not None
    demo = re.findall(r"\$\(call show,(.*)\)$", makefile, re.MULTILINE)
    run_there = {f"policy {line}".replace("$(FRAMEWORK)", framework[1]) for line in demo}
    shown = {
        command.text
        for block in blocks("console")
        if block.path.name == "README.md"
        for command in commands(block.text)
    }
    assert run_there, "the Makefile's demo was not found"
    assert run_there <= shown
