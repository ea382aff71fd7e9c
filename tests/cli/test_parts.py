"""The parts that commands are made of: options, tables, files, what only a terminal sees."""

import io
import os
import stat
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, error, printable
from policy_dsl.testing import run_examples
from policy_dsl_cli import output, progress
from policy_dsl_cli.junit import to_junit
from policy_dsl_cli.options import one_option_each
from policy_dsl_cli.output import Output, say, write_whole
from policy_dsl_cli.tables import Table, shorten
from policy_dsl_cli.trial import Trial


class Terminal(io.StringIO):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """From here on stdout and stderr are one terminal, 60 columns wide.

    No fixture: pytest puts its own streams in place between a fixture and the test.
    """
    screen = Terminal()
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(sys, stream, screen)
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    return screen


# ---- --facts FILE... -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("p --facts a.csv b.JSON", "p --facts a.csv --facts b.JSON"),
        ("p --facts a.csv b.yml c.yaml", "p --facts a.csv --facts b.yml --facts c.yaml"),
        ("--facts a.csv b.csv p", "--facts a.csv --facts b.csv p"),
        ("--facts a.csv p b.csv", "--facts a.csv p b.csv"),
        ("p --facts=a.csv b.csv", "p --facts=a.csv --facts b.csv"),
        ("p --facts a b", "p --facts a b"),
        ("p --facts a.csv --org b.csv", "p --facts a.csv --org b.csv"),
        ("p --facts --facts b.csv c.csv", "p --facts --facts b.csv --facts c.csv"),
        ("p --out b.csv c.csv", "p --out b.csv c.csv"),
        ("p --facts a.csv -- b.csv", "p --facts a.csv -- b.csv"),
        ("p --facts", "p --facts"),
        ("", ""),
    ],
)
def test_facts_take_several_files(given: str, meant: str) -> None:
    assert one_option_each(given.split()) == meant.split()


# ---- tables --------------------------------------------------------------------------------------

TABLE = Table(
    ("code", "name", "n"),
    [("A1", "A name that goes on, and on, and then on and on still", "1"), ("B", "北", "12")],
    shortened=("name",),
    numbers=("n",),
)


def test_a_table_lines_up_whatever_its_letters() -> None:
    assert TABLE.render(Output("text")) == (
        "code  name                                                    n\n"
        "----  -----------------------------------------------------  --\n"
        "A1    A name that goes on, and on, and then on and on still   1\n"
        "B     北                                                     12\n"
    )


def test_a_terminal_is_given_what_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    on_terminal(monkeypatch)

    lines = TABLE.render(Output("text")).splitlines()

    assert lines[2] == "A1    A name that goes on, and on, and then on and on...   1"
    assert max(map(len, lines)) <= 60


def test_a_file_is_given_all_even_from_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    on_terminal(monkeypatch)

    assert "on still" in TABLE.render(Output("text", Path("ratings.txt")))


def test_csv_is_exact_and_on_a_terminal_harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    on_terminal(monkeypatch)
    table = Table(("name",), [('=1+1,"\x1b[2J\n',)])

    assert table.render(Output("csv", Path("a.csv"))) == 'name\n"=1+1,""\x1b[2J\n"\n'
    assert table.render(Output("csv")) == 'name\n"=1+1,""\\x1b[2J\\x0a"\n'


def test_markdown_shows_what_is_written() -> None:
    table = Table(("name",), [("a|b\n*c* <script> `d`",)])

    assert table.render(Output("markdown")).splitlines()[2] == (
        r"| a\|b\\x0a\*c\* \<script\> \`d\` |"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [("short", "short"), ("ten letters", "ten..."), ("北北北北北", "北..."), ("", "")],
)
def test_shortening_counts_columns(text: str, shown: str) -> None:
    assert shorten(text, 6) == shown


# ---- examples for build servers ------------------------------------------------------------------


@pytest.mark.parametrize("odd", ["\x1b[2J", "]]>&<'", "\ufffe", "\udc80", "\u202e", "北"])
def test_junit_can_hold_any_title(odd: str) -> None:
    text = EXAMPLES.replace("TITLE", odd.replace("\\", "\\\\"))
    policy, said = check_text(SourceText("odd\x00.policy", text))
    assert policy is not None, said

    written = to_junit([Trial(policy, run_examples(policy))], [])

    (case,) = ElementTree.fromstring(written).iter("testcase")
    assert written.isascii()
    assert case.get("name") == f"Odd {printable(odd)}"
    assert case.get("file") == "odd\\x00.policy"
    (failure,) = case
    assert failure.get("message") == "overall: expected red, got green"


EXAMPLES = """policy example.odd version 1
    title    "Odd"
    in force from 2025-04-01
    rates    trust each quarter

scale colour best to worst: green, red

facts each quarter
    waits percent "Seen in time"

rating overall: colour
    red when waits < 85%
    green otherwise

example "Odd TITLE"
    given waits 96%
    expect overall red
"""


# ---- files ---------------------------------------------------------------------------------------


def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text("before")

    def fails(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="no room"):
        write_whole(path, "after")

    assert [item.name for item in tmp_path.iterdir()] == ["ratings.csv"]
    assert path.read_text() == "before"


def test_a_replaced_file_keeps_its_mode_and_a_link_its_target(tmp_path: Path) -> None:
    path, link = tmp_path / "ratings.csv", tmp_path / "latest.csv"
    path.write_text("before")
    path.chmod(0o640)
    link.symlink_to(path)

    write_whole(link, "£\udc80")

    assert link.is_symlink()
    assert path.read_bytes() == "£\\udc80".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_what_is_no_file_is_written_to() -> None:
    write_whole(Path(os.devnull), "gone")

    assert not Path(os.devnull).is_file()


def test_json_is_ascii_and_safe() -> None:
    assert output.as_json(["£", "\x1b", "\x7f", "\u202e"]) == (
        '[\n  "\\u00a3",\n  "\\u001b",\n  "\\u007f",\n  "\\u202e"\n]\n'
    )


# ---- colour and progress -------------------------------------------------------------------------


def test_colour_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    mistake = error("unknown-policy", "there is none", None, None)

    say([mistake])
    assert "\x1b[" in terminal.getvalue()
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        monkeypatch.setenv(name, value)
        at = terminal.tell()
        say([mistake])
        assert "\x1b[" not in terminal.getvalue()[at:]
        monkeypatch.delenv(name)
    assert Output("text").colour
    assert not Output("text", Path("why.txt")).colour


def test_progress_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    many = list(range(3_000))

    assert list(progress.each(many[:10], "deciding")) == many[:10]
    assert terminal.getvalue() == ""
    assert list(progress.each(many, "deciding")) == many
    assert "deciding" in terminal.getvalue()

    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    assert list(progress.each(many, "deciding")) == many
    assert pipe.getvalue() == ""


def test_a_count_is_shown_when_it_takes_long_and_then_wiped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = on_terminal(monkeypatch)
    now = iter([0.0, 0.1, 0.9, 1.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(now))

    with progress.counting("reading facts") as show:
        assert show is not None
        show(5_000)
        assert terminal.getvalue() == ""
        show(10_000)
        assert terminal.getvalue() == "\rreading facts: 10,000"
    assert terminal.getvalue().endswith("\r")
    assert terminal.getvalue().rsplit("\r")[-2].strip() == ""


def test_no_count_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    with progress.counting("reading facts") as show:
        assert show is None
