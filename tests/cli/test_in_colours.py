"""Examples to be pasted are in colour on a terminal, and say the same everywhere."""

from __future__ import annotations

import re
import sys

import pytest

from policy_dsl_cli import mutation, progress
from policy_dsl_cli.in_colours import policy_lines
from policy_dsl_cli.main import run
from policy_dsl_cli.output import Output
from tests.docs.documents import ROOT

LAST_YEAR = ROOT / "docs" / "examples" / "authoring" / "2025-26.policy"
EXAMPLE = (
    '# \x1b[31m note\nexample "Late"  [DOC 1]\n    given late yes, on 2025-04-01, waits 3.5%\n'
)


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (mutation, progress):  # without bars
        monkeypatch.setattr(module, "is_terminal", lambda _: False)
    monkeypatch.setattr("policy_dsl_cli.output.is_terminal", lambda _: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def shown() -> str:
    return "\n".join(policy_lines(EXAMPLE, Output("text")))


PLAIN = EXAMPLE.rstrip("\n").replace("\x1b", "\\x1b")


def test_a_pipe_gets_plain_text() -> None:
    assert shown() == PLAIN


@pytest.mark.usefixtures("on_terminal")
def test_a_terminal_gets_the_same_text_in_colour() -> None:
    text = shown()
    assert "\x1b[1mexample\x1b[0m" in text
    assert '\x1b[32m"Late"\x1b[0m' in text
    assert "\x1b[36myes\x1b[0m" in text
    assert "\x1b[2m[DOC 1]\x1b[0m" in text
    assert re.sub(r"\x1b\[[0-9]+m", "", text) == PLAIN


@pytest.mark.usefixtures("on_terminal")
def test_who_wants_no_colour_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown() == PLAIN


@pytest.mark.usefixtures("on_terminal")
def test_without_pygments_the_text_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygments", None)
    assert shown() == PLAIN


@pytest.mark.usefixtures("on_terminal")
@pytest.mark.parametrize("option", ["--write-examples", "--mutate"])
def test_the_examples_of_the_command_are_in_colour(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["test", str(LAST_YEAR), option])
    assert "\x1b[1mexample\x1b[0m " in capsys.readouterr().out
