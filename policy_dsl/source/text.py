"""Source text, spans of it, and reading it from a file."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from pathlib import Path

import attrs

from policy_dsl.source.diagnostics import Diagnostic, Severity, error
from policy_dsl.source.nearest import did_you_mean

DEFAULT_LIMIT = 4 * 1024 * 1024

# Above this many names in a folder, a missing file is reported without a suggestion.
_MOST_NEIGHBOURS = 2000

# A quoted text, which may hold a sharp sign, or a comment.
_COMMENT = re.compile(r'("(?:[^"\\\n]|\\["\\])*")|#[^\n]*')

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@attrs.frozen(order=True)
class Span:
    """A stretch of a text: offsets in characters, `end` exclusive; `start == end` is a point.

    Raises:
        ValueError: if `start` is negative or `end` lies before `start`.
    """

    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        if self.start < 0 or self.end < self.start:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    def to(self, other: Span) -> Span:
        """The smallest span that covers both, in whichever order they stand."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@attrs.frozen(order=True)
class Position:
    """A place as a person counts: line and column from 1, the column in characters."""

    line: int
    column: int


@attrs.frozen(eq=False)
class SourceText:
    """A text and the path it is known by. Two are equal only if they are the same object.

    Lines end at "\\n" alone; a text that ends with a newline has an empty last line, so that
    every offset, the end of the text included, lies on some line.
    """

    path: str
    text: str = attrs.field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        at = self.text.find("\n")
        while at != -1:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    @property
    def lines(self) -> int:
        """How many lines there are: at least one."""
        return len(self._line_starts)

    def position(self, offset: int) -> Position:
        """The line and column of an offset; one outside the text is moved to its nearest end."""
        within = min(max(offset, 0), len(self.text))
        line = bisect_right(self._line_starts, within)
        return Position(line, within - self._line_starts[line - 1] + 1)

    def on_one_line(self, span: Span) -> str:
        """What stands there, without comments and with one blank for any number of them."""
        text = self.text[span.start : span.end]
        return " ".join(_COMMENT.sub(lambda found: found[1] or "", text).split())

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its newline.

        Raises:
            IndexError: if there is no such line.
        """
        if not 1 <= number <= self.lines:
            raise IndexError(f"no line {number}: the text has {self.lines}")
        start = self._line_starts[number - 1]
        end = self._line_starts[number] - 1 if number < self.lines else len(self.text)
        return self.text[start:end]


def read_source(path: Path, limit: int = DEFAULT_LIMIT) -> SourceText | Diagnostic:
    """Read a UTF-8 file of at most `limit` bytes; what is wrong with it comes back as a value.

    A leading byte order mark is dropped and CRLF becomes LF, so offsets count from the text as
    an editor shows it. An empty file is a text like any other. Never raises for a bad path.
    """
    name = str(path)
    try:
        with path.open("rb") as file:
            # One byte more than allowed tells "too large" without trusting the reported size.
            data = file.read(limit + 1)
    except FileNotFoundError:
        return _file_error("file-missing", f"there is no file `{name}`", name, _neighbour(path))
    except IsADirectoryError:
        return _directory(name)
    except (OSError, ValueError) as problem:  # ValueError: a NUL or a surrogate in the path
        # Windows reports opening a directory as a matter of permission.
        if isinstance(problem, PermissionError) and path.is_dir():
            return _directory(name)
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        return _file_error(
            "file-unreadable",
            f"`{name}` cannot be read: {reason}",
            name,
            "check the path, and who may read it",
        )
    return source_of(name, data, limit)


def source_of(name: str, data: bytes, limit: int = DEFAULT_LIMIT) -> SourceText | Diagnostic:
    """The text in some bytes, wherever they are from, as `read_source` has it from a file."""
    if len(data) > limit:
        return _file_error(
            "file-too-large",
            f"`{name}` is larger than the {limit:,} bytes allowed",
            name,
            "check that this is the file you meant, or split it",
        )
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        return _not_utf8(name, data, problem.start)
    source = SourceText(name, decoded.removeprefix("\ufeff").replace("\r\n", "\n"))
    nul = source.text.find("\0")
    if nul != -1:
        return error(
            "file-contains-nul",
            "the file contains a NUL character, which no text has",
            source,
            Span(nul, nul + 1),
            help="check that this is a text file, saved as UTF-8",
        )
    return source


def _file_error(code: str, message: str, path: str, help: str | None) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, None, help=help, path=path)


def _directory(name: str) -> Diagnostic:
    return _file_error(
        "file-is-directory", f"`{name}` is a directory", name, "name a file inside it"
    )


def _not_utf8(name: str, data: bytes, offset: int) -> Diagnostic:
    line = data.count(b"\n", 0, offset) + 1
    if data.startswith(_UTF16_MARKS):
        help = "the file looks like UTF-16: save it as UTF-8"
    else:
        help = "save the file as UTF-8; curly quotes and £ from an older encoding are usual causes"
    return _file_error(
        "file-not-utf8",
        f"`{name}` is not UTF-8 text: byte 0x{data[offset]:02x} at offset {offset}, line {line}",
        name,
        help,
    )


def _neighbour(path: Path) -> str | None:
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except (OSError, ValueError):
        return None
    if len(names) > _MOST_NEIGHBOURS:
        return None
    return did_you_mean(path.name, names)
