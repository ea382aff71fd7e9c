"""`policy fmt` as an editor and a file system meet it."""

from __future__ import annotations

import io
import stat
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from policy_dsl_cli.main import run

UNTIDY = 'source  A published "T" # note\nvalue x=1\n'
TIDY = 'source A published "T"  # note\n\nvalue x = 1\n'


class Done(NamedTuple):
    code: int
    out: str
    err: str


class Stdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def piped(data: bytes, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", Stdin(data))
        return run(["fmt", "-", *arguments])


def test_stdin_is_laid_out_to_stdout(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert piped(UNTIDY.encode(), monkeypatch) == 0
    assert capsys.readouterr().out == TIDY


def test_stdin_that_cannot_be_read_gives_nothing_to_put_in_its_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert piped(b"value x = = 3\n", monkeypatch) == 3
    done = capsys.readouterr()
    assert done.out == ""
    assert "<stdin>:1:11" in done.err


def test_stdin_can_be_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert piped(UNTIDY.encode(), monkeypatch, "--check") == 1
    assert "<stdin>:1\n" in capsys.readouterr().out
    assert piped(TIDY.encode(), monkeypatch, "--check") == 0


def test_line_ends_and_a_byte_order_mark_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "w.policy"
    path.write_bytes(b"\xef\xbb\xbf" + UNTIDY.replace("\n", "\r\n").encode())
    assert run(["fmt", str(path)]) == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + TIDY.replace("\n", "\r\n").encode()
    assert run(["fmt", "--check", str(path)]) == 0


def test_mixed_line_ends_become_one_sort(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.policy"
    path.write_bytes(TIDY.replace("\n", "\r\n", 1).encode())
    assert run(["fmt", "--check", str(path)]) == 1
    assert '"T"  # note\\r\n' in capsys.readouterr().out
    assert run(["fmt", str(path)]) == 0
    assert path.read_bytes() == TIDY.encode()


def test_a_missing_newline_at_the_end_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.policy"
    path.write_text(TIDY.removesuffix("\n"), "utf-8")
    assert run(["fmt", "--check", "--diff", str(path)]) == 1
    assert "\\ No newline at end of file\n+value x = 1\n" in capsys.readouterr().out


def test_the_mode_of_a_file_is_kept_and_a_tidy_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "w.policy"
    path.write_text(UNTIDY, "utf-8")
    path.chmod(0o640)
    assert run(["fmt", str(path)]) == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    before = path.stat()
    assert run(["fmt", str(path)]) == 0
    assert path.stat() == before


def test_looking_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.policy"
    path.write_text(UNTIDY, "utf-8")
    assert run(["fmt", str(path), "--check"]) == 1
    assert run(["fmt", str(path), "--diff"]) == 0
    assert path.read_text("utf-8") == UNTIDY


def test_a_fault_of_the_formatter_leaves_the_file_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.policy").write_text(UNTIDY, "utf-8")
    monkeypatch.setattr(
        "policy_dsl.format.format._laid_out", lambda file: iter(TIDY.replace("x", "y").split("\n"))
    )
    assert run(["fmt", str(tmp_path)]) == 70
    assert capsys.readouterr().err.count("the file is left as it is") == 2
    assert (tmp_path / "b.policy").read_text("utf-8") == UNTIDY


def test_control_characters_do_not_reach_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.policy"
    path.write_text(UNTIDY.replace("note", "\x1b[31mred"), "utf-8")
    assert run(["fmt", str(path), "--diff", "--check"]) == 1
    assert "\x1b" not in capsys.readouterr().out
