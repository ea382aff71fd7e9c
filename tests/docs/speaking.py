"""The places in the code that say something is wrong, and which of them were heard."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from attrs import frozen

from policy_dsl.facts.files import Unreadable
from policy_dsl.facts.typed import Mistake
from policy_dsl.source import Diagnostic
from tests.docs.documents import ROOT

#: The phases that speak of files, and what they call to say something.
FOLDERS = ("check", "syntax", "facts", "source", "replay")
#: What a Python program is told, as an exception.
_TO_PROGRAMS = {ROOT / "policy_dsl" / "facts" / "given.py"}
_CALLS = {
    *("error", "warning", "warn", "mistake", "wrong", "Diagnostic", "Mistake", "Unreadable"),
    *("_say", "_error", "_shape", "_file_error"),
}


@frozen
class Place:
    """A call that says something: the file, the lines it stands on, and its first word of text."""

    path: Path
    first: int
    last: int

    def heard(self, lines: Collection[tuple[str, int]]) -> bool:
        """Whether any of its lines was run on the way to a diagnostic."""
        return any((str(self.path), line) in lines for line in range(self.first, self.last + 1))

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.first}"


def places() -> Iterator[Place]:
    """All calls that say something in the phases that speak of files."""
    for folder in FOLDERS:
        for path in sorted((ROOT / "policy_dsl" / folder).rglob("*.py")):
            if path not in _TO_PROGRAMS:
                tree = ast.parse(path.read_text("utf-8"))
                for function in ast.walk(tree):
                    if isinstance(function, ast.FunctionDef):
                        yield from _places_in(path, function)


def _places_in(path: Path, function: ast.FunctionDef) -> Iterator[Place]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and name_of(node.func) in _CALLS and node.args:
            yield Place(path, node.lineno, node.end_lineno or node.lineno)


def name_of(function: ast.expr) -> str:
    """What is called, without the module or object before it."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@contextmanager
def listening() -> Iterator[set[tuple[str, int]]]:
    """Fills a set with the lines of `policy_dsl` that are running whenever a diagnostic is made."""
    lines: set[tuple[str, int]] = set()
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Diagnostic, Mistake, Unreadable):
            patch.setattr(kind, "__init__", _heard(kind.__init__, lines))
        yield lines


def _heard(made: Callable[..., None], lines: set[tuple[str, int]]) -> Callable[..., None]:
    def init(self: object, *args: object, **named: object) -> None:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and "policy_dsl" in frame.f_code.co_filename:
            lines.add((frame.f_code.co_filename, frame.f_lineno))
            frame = frame.f_back
        made(self, *args, **named)

    return init
