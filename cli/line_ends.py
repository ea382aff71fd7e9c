"""Writing a text back with the line ends and the byte order mark that its file has."""

from __future__ import annotations

MARK = "\ufeff"


def with_ends_of(data: bytes, text: str) -> str:
    """A text whose lines end in line feeds, with the line ends and the mark of a file's bytes."""
    lines = data.count(b"\n")
    windows = lines > 0 and data.count(b"\r\n") == lines
    ended = text.replace("\n", "\r\n") if windows else text
    return (MARK if data.startswith(MARK.encode()) else "") + ended
