"""Where in a line of JSON a part of it stands: worked out only for what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]  # it is there, though not typed
from typing import Any, TypeAlias

#: The keys and positions that lead to a part from the top.
Path_: TypeAlias = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN = re.compile(r"[^\s,:\[\]{}\"]+")


class DuplicateKeyError(ValueError):
    """A mapping has a key twice."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def path(self, text: str) -> Path_:
        """The way to the mapping in ``text`` that has it, and the key."""
        seen: set[Path_] = set()
        for path, _ in _parts(text):
            if path in seen:
                return path
            seen.add(path)
        return ()


def refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping of its pairs.

    Raises:
        DuplicateKeyError: if a key stands twice.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise DuplicateKeyError(key)
            seen.add(key)
    return found


def column_of(text: str, path: Path_) -> int:
    """The column, from 1, at which a part of a line begins; that of the whole where it is not
    there.

    Of a key that stands twice, the second one counts.
    """
    column = 1
    for known, at in _parts(text):
        if known == path:
            column = at + 1
    return column


def _parts(text: str) -> Iterator[tuple[Path_, int]]:
    """The path and offset of every value in a text that is JSON, without recursion."""
    path: list[str | int] = []
    at = 0
    while at < len(text):
        space = _SPACE.match(text, at)
        assert space is not None
        at = space.end()
        character = text[at : at + 1]
        if not character:
            return
        in_mapping = bool(path) and isinstance(path[-1], str)
        if character in "[{":
            yield tuple(path), at
            path.append("" if character == "{" else 0)
            at += 1
        elif character in "]}":
            path.pop()
            at += 1
        elif character == ",":
            if path and isinstance(path[-1], int):
                path[-1] += 1
            at += 1
        elif character == '"' and in_mapping and _is_key(text, at):
            key, at = scanstring(text, at + 1, False)
            path[-1] = key
            at = text.index(":", at) + 1
        elif character == '"':
            yield tuple(path), at
            _, at = scanstring(text, at + 1, False)
        else:
            yield tuple(path), at
            plain = _PLAIN.match(text, at)
            at = plain.end() if plain is not None else at + 1


def _is_key(text: str, at: int) -> bool:
    """Whether the text that begins here is a key: a colon comes after it."""
    _, end = scanstring(text, at + 1, False)
    space = _SPACE.match(text, end)
    assert space is not None
    return text[space.end() : space.end() + 1] == ":"
