"""Policies with mistakes, and what is expected to be said of them beside the line it is said of.

A line ``# ! 12-18 unknown-name: there is no fact | help: did you mean`` speaks of the last line
above it that is not such a line: there, from column 12 to column 18 (both included), a diagnostic
``unknown-name`` is expected whose message contains ``there is no fact`` and whose help contains
``did you mean``.  ``12-+2:5`` ends in column 5 two lines further down.  The expectations are taken
out before the policy is read, so they cannot change what is found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from attrs import field, frozen

from policy_dsl.pipeline import check_text
from policy_dsl.source import Diagnostic, SourceText

MARK = "# !"
_EXPECTATION = re.compile(
    r"(?P<start>\d+)-(?:\+(?P<below>\d+):)?(?P<end>\d+) (?P<code>[a-z-]+): (?P<parts>.*)"
)


@frozen
class Expectation:
    """What is expected of one diagnostic; columns count from 1, both ends included."""

    line: int
    start: int
    end_line: int
    end: int
    code: str
    message: tuple[str, ...] = field(eq=False)
    help: str | None = field(eq=False)

    @property
    def place(self) -> tuple[int, int, int, int, str]:
        """Where and what: enough to pair it with a diagnostic."""
        return (self.line, self.start, self.end_line, self.end, self.code)


@frozen
class Example:
    """A policy's text without the expectations, and these."""

    source: SourceText
    expected: tuple[Expectation, ...]


def read_example(path: Path) -> Example:
    """An example file, its expectations taken out.

    Raises:
        ValueError: if an expectation is not written as one.
    """
    lines: list[str] = []
    expected: list[Expectation] = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if not line.lstrip().startswith(MARK):
            lines.append(line)
            continue
        found = _EXPECTATION.fullmatch(line.strip().removeprefix(MARK).strip())
        if found is None:
            raise ValueError(f"{path.name}:{number}: not an expectation: {line.strip()}")
        *message, last = found["parts"].split(" | ")
        help = last.removeprefix("help: ") if last.startswith("help: ") else None
        expected.append(
            Expectation(
                line=len(lines),
                start=int(found["start"]),
                end_line=len(lines) + int(found["below"] or 0),
                end=int(found["end"]),
                code=found["code"],
                message=tuple(message if help is not None else [*message, last]),
                help=help,
            )
        )
    return Example(SourceText(path.name, "\n".join(lines)), tuple(expected))


def place_of(diagnostic: Diagnostic, source: SourceText) -> tuple[int, int, int, int, str]:
    """Where a diagnostic is, in the way an expectation says it."""
    span = diagnostic.labels[0].span
    start, end = source.position(span.start), source.position(span.end)
    return (start.line, start.column, end.line, end.column - 1, diagnostic.code)


def written(diagnostic: Diagnostic, source: SourceText) -> str:
    """The expectation that a diagnostic would fulfil."""
    line, start, end_line, end, code = place_of(diagnostic, source)
    below = f"+{end_line - line}:" if end_line > line else ""
    help = f" | help: {diagnostic.help}" if diagnostic.help else ""
    return f"{MARK} {start}-{below}{end} {code}: {diagnostic.message}{help}"


def differences(example: Example, said: Sequence[Diagnostic]) -> list[str]:
    """What is said and not expected, or expected and not said; one sentence each."""
    waiting = list(example.expected)
    wrong: list[str] = []
    for diagnostic in said:
        place = place_of(diagnostic, example.source)
        match = next(
            (item for item in waiting if item.place == place and _fits(item, diagnostic)), None
        )
        if match is None:
            wrong.append(f"line {place[0]}: not expected: {written(diagnostic, example.source)}")
        else:
            waiting.remove(match)
    wrong.extend(
        f"line {item.line}: expected and not said: {item.start}-{item.end} {item.code}:"
        f" {' | '.join(item.message)}"
        for item in waiting
    )
    return wrong


def _fits(expectation: Expectation, diagnostic: Diagnostic) -> bool:
    return all(part in diagnostic.message for part in expectation.message) and (
        expectation.help is None or expectation.help in (diagnostic.help or "")
    )


def faults(path: Path) -> list[str]:
    """What does not hold of an example file: all of it is found in one run."""
    example = read_example(path)
    _, said = check_text(example.source)
    return differences(example, said)


def examples(folder: Path) -> list[Path]:
    """The example files of a folder."""
    return sorted(folder.glob("*.policy.txt"))
