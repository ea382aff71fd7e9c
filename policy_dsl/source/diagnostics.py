"""A diagnostic: what (message), where (labels), what to do (help).

An author's mistake is a value of this type; only our own mistakes are exceptions.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:  # `text` makes diagnostics when a file cannot be read, so it imports this module
    from policy_dsl.source.text import SourceText, Span


class Severity(enum.Enum):
    """How much it matters: an error stops the work, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@attrs.frozen
class Label:
    """A place in the text, and what is to be said of that place (or nothing)."""

    span: Span
    text: str = ""


@attrs.frozen
class Diagnostic:
    """One thing to tell an author.

    `code` is a stable name such as `unknown-name`. The first label is where it happened; further
    labels show related places in the same text. `path` is for a file of which there is no text;
    with a `source` it may be left out.
    """

    code: str
    severity: Severity
    message: str
    source: SourceText | None
    labels: tuple[Label, ...] = ()
    help: str | None = None
    path: str | None = None

    @property
    def file(self) -> str | None:
        """The path to show: that of the source if there is one, otherwise `path`."""
        return self.path if self.source is None else self.source.path


def error(
    code: str,
    message: str,
    source: SourceText | None,
    span: Span | None,
    help: str | None = None,
    label: str = "",
    also: Sequence[Label] = (),
) -> Diagnostic:
    """An error at `span`, with what to say of it (`label`) and related places (`also`)."""
    return Diagnostic(code, Severity.ERROR, message, source, _labels(span, label, also), help)


def warning(
    code: str,
    message: str,
    source: SourceText | None,
    span: Span | None,
    help: str | None = None,
    label: str = "",
    also: Sequence[Label] = (),
) -> Diagnostic:
    """A warning at `span`, with what to say of it (`label`) and related places (`also`)."""
    return Diagnostic(code, Severity.WARNING, message, source, _labels(span, label, also), help)


def _labels(span: Span | None, text: str, also: Sequence[Label]) -> tuple[Label, ...]:
    first = () if span is None else (Label(span, text),)
    return (*first, *also)


def sort_key(diagnostic: Diagnostic) -> tuple[str, int, str, str]:
    """Order by path, place and code; the message settles ties, so a set sorts one way only."""
    start = diagnostic.labels[0].span.start if diagnostic.labels else -1
    return (diagnostic.file or "", start, diagnostic.code, diagnostic.message)


def to_json(diagnostic: Diagnostic) -> dict[str, object]:
    """The diagnostic as plain JSON values; places are None where it speaks of no text.

    Lines and columns count from 1, columns in characters, and the end is exclusive. Text is given
    as it is, controls included: escape it before showing it in a terminal.
    """
    labels = [_label_to_json(label, diagnostic.source) for label in diagnostic.labels]
    place = _place(diagnostic.labels[0].span if diagnostic.labels else None, diagnostic.source)
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": _encodable(diagnostic.message),
        "path": None if diagnostic.file is None else _encodable(diagnostic.file),
        **place,
        "labels": labels,
        "help": None if diagnostic.help is None else _encodable(diagnostic.help),
    }


def _label_to_json(label: Label, source: SourceText | None) -> dict[str, object]:
    return {**_place(label.span, source), "text": _encodable(label.text)}


def _place(span: Span | None, source: SourceText | None) -> dict[str, object]:
    if span is None or source is None:
        return {"line": None, "column": None, "end_line": None, "end_column": None}
    start, end = source.position(span.start), source.position(span.end)
    return {
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    }


def _encodable(text: str) -> str:
    # A file name that is not UTF-8 reaches Python with lone surrogates, which no JSON can hold.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
