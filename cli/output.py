"""Writing what a command has to say: results to stdout or a file, remarks to stderr."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from attrs import frozen

from policy_dsl.source import Diagnostic, printable, render, sort_key
from policy_dsl_cli.exit_codes import ExitCode, Stop

#: The columns of a terminal that text is set for, where it has more or is none.
COLUMNS = 100
_LEAST_COLUMNS = 40


@frozen
class Output:
    """Where the result of a command goes, and in which form."""

    format: str
    path: Path | None = None

    @property
    def is_text(self) -> bool:
        """Whether a person reads it as it stands."""
        return self.format == "text"

    @property
    def on_terminal(self) -> bool:
        """Whether the result is shown and not kept or passed on."""
        return self.path is None and is_terminal(sys.stdout)

    @property
    def colour(self) -> bool:
        """Whether the result may have colours."""
        return self.path is None and wants_colour(sys.stdout)

    @property
    def width(self) -> int:
        """How many columns text is set in."""
        if not self.on_terminal:
            return COLUMNS
        return max(_LEAST_COLUMNS, min(COLUMNS, shutil.get_terminal_size().columns))

    def write(self, text: str) -> None:
        """Writes the whole result.

        Raises:
            Stop: if it cannot be written, after saying why.
        """
        if self.path is None:
            write(text)
            return
        try:
            write_whole(self.path, text)
        except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
            reason = problem.strerror if isinstance(problem, OSError) else str(problem)
            remark(f"policy: {self.path} cannot be written: {reason}")
            raise Stop(ExitCode.NOT_WRITTEN) from None

    def write_json(self, content: object) -> None:
        """Writes plain values as JSON; raises Stop as `write`."""
        self.write(as_json(content))

    def conclude(self, sentence: str) -> None:
        """The closing line of a text: below it, or to the person where it went to a file."""
        if self.path is not None:
            remark(f"{self.path} written: {sentence}")
        elif self.is_text:
            write(f"\n{printable(sentence)}\n")


def write(text: str) -> None:
    """Writes to stdout; a reader that has gone away is no fault.

    Raises:
        Stop: if there is no room for it, or another fault of the device, after saying so.
    """
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as problem:
        failed = stdout_failed(problem)
        if failed:
            raise Stop(ExitCode.NOT_WRITTEN) from None


def stdout_failed(problem: OSError) -> int:
    """What becomes of the exit code: nothing (0) where a reader such as `head` had enough."""
    # Whatever is still held back would fail again at exit, with a message from Python itself.
    with suppress(OSError, ValueError):  # ValueError: a stream that stands on no file
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    if problem.errno in (errno.EPIPE, errno.EINVAL):  # EINVAL: how Windows says it
        return 0
    remark(f"policy: the output cannot be written: {problem.strerror}")
    return ExitCode.NOT_WRITTEN


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that it has the whole text or is as it was before.

    Raises:
        OSError: if it cannot be written.
    """
    path = path.resolve()  # the file a link points to is written, not the link
    data = text.encode("utf-8", "backslashreplace")
    if path.exists() and not path.is_file():  # a device or a named pipe: nothing to replace
        path.write_bytes(data)
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def append_lines(path: Path, lines: Iterable[str]) -> None:
    """Adds lines to a file, all at once and after whatever else is added to it meanwhile.

    A last line that was never finished is ended first, so that nothing of ours is lost with it.

    Raises:
        Stop: if they cannot be added, after saying why.
    """
    data = "".join(lines).encode("utf-8", "backslashreplace")
    try:
        with path.open("ab+") as file:
            _hold(file)
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    data = b"\n" + data
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        remark(f"policy: {path} cannot be written: {reason}")
        raise Stop(ExitCode.NOT_WRITTEN) from None


def _hold(file: BinaryIO) -> None:
    """Waits until no other run adds to the file; released when it is closed."""
    try:
        from fcntl import LOCK_EX, flock
    except ImportError:  # not on Windows, where a file is added to by one at a time
        return
    with suppress(OSError):  # a file system without locks
        flock(file, LOCK_EX)


def as_json(content: object) -> str:
    """JSON with every character outside ASCII escaped: the same bytes, and safe, everywhere."""
    return json.dumps(content, indent=2).replace("\x7f", "\\u007f") + "\n"


def remark(text: str) -> None:
    """A line to the person, whatever becomes of the result."""
    _to_stderr(printable(text) + "\n")


def say(diagnostics: Iterable[Diagnostic], last: bool = False) -> None:
    """Shows diagnostics to the person, in order of file and place.

    A blank line sets them off from what follows, unless they are the ``last`` to be said.
    """
    ordered = sorted(diagnostics, key=sort_key)
    if ordered:
        colour = wants_colour(sys.stderr)
        shown = "\n\n".join(render(diagnostic, colour) for diagnostic in ordered)
        _to_stderr(shown + ("\n" if last else "\n\n"))


def _to_stderr(text: str) -> None:
    if sys.stderr is None:
        return
    if sys.stdout is not None and not sys.stdout.closed:
        with suppress(OSError):  # told when the result itself is written
            sys.stdout.flush()  # the two in the order in which they were written
    with suppress(OSError):  # nobody is left to tell
        sys.stderr.write(text)
        sys.stderr.flush()


def wants_colour(stream: TextIO | None) -> bool:
    """Whether to colour: on a terminal, unless it or the person says no (https://no-color.org)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and is_terminal(stream)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is shown to a person."""
    return stream is not None and not stream.closed and stream.isatty()
