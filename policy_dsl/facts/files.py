"""Opening facts files: what is missing, too large or no text is said, with the line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from policy_dsl.source import did_you_mean

#: The most bytes of a file that is read row by row, and of a line of it.
MOST_BYTES = 512 * 1024 * 1024
LONGEST_LINE = 1024 * 1024
#: The most bytes of a document, which is held in memory whole.
MOST_DOCUMENT_BYTES = 64 * 1024 * 1024

_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Above this many names in a folder, a missing file is reported without a suggestion.
_MOST_NEIGHBOURS = 2000


@frozen
class Unreadable(Exception):  # noqa: N818  # it never leaves this floor: it becomes a diagnostic
    """A file cannot be read on from here. ``line`` is 0 where the file as a whole is meant."""

    code: str
    line: int
    message: str
    help: str | None = None


def lines(path: Path, longest: int = LONGEST_LINE) -> Iterator[str]:
    """The lines of a UTF-8 file, each with its newline, without holding the file in memory.

    Raises:
        Unreadable: while opening or reading.
    """
    with _open(path) as file:
        read = 0
        number = 0
        while True:
            try:
                data = file.readline(longest + 1)
            except OSError as problem:
                raise _unreadable(path, problem) from None
            if not data:
                return
            number += 1
            read += len(data)
            if len(data) > longest:
                raise Unreadable(
                    "facts-too-long-line",
                    number,
                    f"the line is longer than the {longest:,} bytes allowed",
                    "check that this is the file you meant, and that its lines end",
                )
            if read > MOST_BYTES:
                raise _too_large(path, MOST_BYTES)
            if b"\0" in data:
                raise _nul(data, number)
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError as problem:
                raise _not_utf8(data, problem.start, number) from None
            yield text.removeprefix("\ufeff") if number == 1 else text


def whole_text(path: Path, limit: int = MOST_DOCUMENT_BYTES) -> str:
    """The text of a UTF-8 file of at most ``limit`` bytes, with LF line ends.

    Raises:
        Unreadable: if there is no such text.
    """
    with _open(path) as file:
        try:
            data = file.read(limit + 1)
        except OSError as problem:
            raise _unreadable(path, problem) from None
    if len(data) > limit:
        raise _too_large(path, limit)
    if b"\0" in data:
        at = data.index(b"\0")
        raise _nul(data, data.count(b"\n", 0, at) + 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise _not_utf8(data, problem.start, line) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.strip():
        raise empty()
    return text


def empty() -> Unreadable:
    """What to say of a file with nothing in it."""
    return Unreadable(
        "facts-empty",
        0,
        "the file is empty",
        "write a header and a row for each organisation, or `records:` and below it a list",
    )


def missing(path: Path) -> Unreadable:
    """What to say where there is no file, with the name that was perhaps meant."""
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except (OSError, ValueError):
        names = []
    help = did_you_mean(path.name, names) if len(names) <= _MOST_NEIGHBOURS else None
    return Unreadable("facts-file-missing", 0, "there is no such file", help)


def _open(path: Path) -> BinaryIO:
    try:
        if path.is_dir():
            raise Unreadable(
                "facts-file-unreadable", 0, "this is a folder", "name a file inside it"
            )
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise _too_large(path, MOST_BYTES)
        return path.open("rb")
    except FileNotFoundError:
        raise missing(path) from None
    except (OSError, ValueError) as problem:  # ValueError: a NUL or a surrogate in the path
        raise _unreadable(path, problem) from None


def _unreadable(path: Path, problem: Exception) -> Unreadable:
    reason = problem.strerror if isinstance(problem, OSError) else str(problem)
    return Unreadable(
        "facts-file-unreadable",
        0,
        f"the file cannot be read: {reason}",
        "check the path, and who may read it",
    )


def _too_large(path: Path, limit: int) -> Unreadable:
    return Unreadable(
        "facts-too-large",
        0,
        f"the file is larger than the {limit:,} bytes allowed",
        "check that this is the file you meant, or split it",
    )


def _nul(data: bytes, line: int) -> Unreadable:
    if data.startswith(_UTF16_MARKS):
        return _not_utf8(data, 0, line)
    return Unreadable(
        "facts-nul",
        line,
        "the line holds a NUL character, which no text has",
        "check that this is a text file, saved as UTF-8",
    )


def _not_utf8(data: bytes, at: int, line: int) -> Unreadable:
    if data.startswith(_UTF16_MARKS):
        help = "the file looks like UTF-16: save it as UTF-8"
    else:
        help = "save the file as UTF-8; curly quotes and £ from an older encoding are usual causes"
    return Unreadable(
        "facts-not-utf8",
        line,
        f"the line is not UTF-8 text: it holds the byte 0x{data[at]:02x}",
        help,
    )
