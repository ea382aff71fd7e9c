"""Golden sessions: a text of commands, each with what it writes and its exit code.

    $ policy decide example.wards --facts wards.csv
    organisation  ...                        stdout, as it stands
    ! error[unknown-policy]: there is ...    stderr, each line after an exclamation mark
    [exit 2]                                 unless it is 0

`$ cat FILE` shows a file that a command wrote. Lines that begin with `//` say what is to be seen.
UPDATE_GOLDEN=1 writes the files anew from what the commands do; look at the difference before you
commit it.
"""

import io
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from policy_dsl_cli.main import run


class Recorder(io.RawIOBase):
    """What is written, into a list that several share, each with a mark of its own."""

    def __init__(self, written: list[tuple[str, str]], mark: str) -> None:
        self.written = written
        self.mark = mark

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        text = bytes(data).decode()
        self.written.append((self.mark, text))
        return len(bytes(data))


def recording(written: list[tuple[str, str]], mark: str) -> io.TextIOWrapper:
    """A text stream that is no terminal and holds nothing back."""
    raw = cast(BinaryIO, Recorder(written, mark))
    return io.TextIOWrapper(raw, encoding="utf-8", newline="", write_through=True)


def execute(command: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a command writes, and its exit code, as a session shows them."""
    word, *arguments = shlex.split(command)
    written: list[tuple[str, str]] = []
    code = 0
    if word == "cat":
        written.append(("", Path(arguments[0]).read_text(encoding="utf-8")))
    else:
        assert word == "policy", f"a session has no command {word}"
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", recording(written, ""))
            patch.setattr(sys, "stderr", recording(written, "! "))
            code = run(arguments)
    return "".join(_marked(written)) + (f"[exit {code:d}]\n" if code else "")


def _marked(written: list[tuple[str, str]]) -> Iterator[str]:
    """Every line with the mark of the stream it was written to."""
    open_line: str | None = None
    for mark, text in written:
        for line in text.splitlines(keepends=True):
            if open_line != mark:
                yield "\n" if open_line is not None else ""
                yield mark.rstrip() if line == "\n" else mark
            yield line
            open_line = None if line.endswith("\n") else mark
    yield "\n" if open_line is not None else ""


def replay(session: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The session with what its commands do now."""
    done: list[str] = []
    for line in session.splitlines():
        if line.startswith("// "):
            done.append(f"{line}\n")
        elif line.startswith("$ "):
            done.append(f"{line}\n{execute(line[2:], monkeypatch)}\n")
    return "".join(done).rstrip("\n") + "\n"
