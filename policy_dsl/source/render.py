"""Diagnostics as a person reads them in a terminal.

    error[unknown-name]: there is no fact, value or rating named `averge_score`
      --> policies/nhs/oversight_framework/2025-26.policy:41:12
       |
    41 |     1 when averge_score <= segment_1_up_to
       |            ^^^^^^^^^^^^ not declared in this policy
       = help: did you mean `average_score`?

Everything that came from a file is made printable first; colour is the only source of escapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import attrs

from policy_dsl.source.diagnostics import Diagnostic, Label, Severity, sort_key
from policy_dsl.source.terminal import cells, printable
from policy_dsl.source.text import SourceText

_TAB = "    "
_ELLIPSIS = "..."

# The most columns of a line that are shown, and of these what is left between two ellipses.
_COLUMNS = 100
_WINDOW = _COLUMNS - 2 * len(_ELLIPSIS)
_LEAST_CONTEXT = 20

# A character takes no column only as one of the few marks on a letter, so that this many
# characters always fill a window. It keeps a line of megabytes from being looked at whole.
_REACH = 5 * _COLUMNS

# A message may quote a name of any length from a file; past this its middle is left out.
_LONGEST_MESSAGE = 1000

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_FAINT = "\x1b[2m"
_CYAN = "\x1b[36m"
_SEVERITY_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}


def render(diagnostic: Diagnostic, colour: bool = False) -> str:
    """One diagnostic as lines of text, without a newline at the end.

    Args:
        diagnostic: what to show. Spans that reach past the text are cut to fit it.
        colour: whether to add ANSI colours; without it no control character but newline appears.
    """
    paint = _Paint(colour, _SEVERITY_COLOURS[diagnostic.severity])
    source = diagnostic.source
    places = [] if source is None else _places(source, diagnostic.labels)
    margin = " " * max((len(str(place.line)) for place in places), default=1)

    title = paint.severity(f"{diagnostic.severity.value}[{printable(diagnostic.code)}]")
    rows = [f"{title}{paint.bold(': ' + _brief(diagnostic.message))}"]
    if diagnostic.file is not None:
        at = f":{places[0].line}:{places[0].start + 1}" if places else ""
        rows.append(f"{margin}{paint.faint('-->')} {printable(diagnostic.file)}{at}")
    if source is not None and places:
        rows.append(f"{margin} {paint.faint('|')}")
        rows.extend(_snippet(source, places, margin, paint))
    if diagnostic.help is not None:
        rows.append(f"{margin} {paint.faint('=')} {paint.help('help')}: {_brief(diagnostic.help)}")
    return "\n".join(rows)


def render_all(diagnostics: Iterable[Diagnostic], colour: bool = False) -> str:
    """All the diagnostics in order of path and place, and a closing line that counts them."""
    ordered = sorted(diagnostics, key=sort_key)
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in ordered)
    counts = [_count(errors, "error"), _count(len(ordered) - errors, "warning")]
    closing = ", ".join(count for count in counts if count) or "no errors, no warnings"
    return "\n\n".join([*(render(diagnostic, colour) for diagnostic in ordered), closing])


def _count(number: int, noun: str) -> str:
    if number == 0:
        return ""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@attrs.frozen
class _Paint:
    colour: bool
    severity_colour: str

    def _with(self, code: str, text: str) -> str:
        return f"{code}{text}{_RESET}" if self.colour and text else text

    def severity(self, text: str) -> str:
        return self._with(self.severity_colour, text)

    def bold(self, text: str) -> str:
        return self._with(_BOLD, text)

    def faint(self, text: str) -> str:
        return self._with(_FAINT, text)

    def help(self, text: str) -> str:
        return self._with(_CYAN, text)


@attrs.frozen
class _Place:
    """A label put on the line where it starts: characters `start` to `end` of that line."""

    line: int
    start: int
    end: int
    text: str
    main: bool


def _places(source: SourceText, labels: Sequence[Label]) -> list[_Place]:
    return [_place(source, label, main=index == 0) for index, label in enumerate(labels)]


def _place(source: SourceText, label: Label, main: bool) -> _Place:
    first = source.position(label.span.start)
    last = source.position(label.span.end)
    start = first.column - 1
    if last.line == first.line:
        return _Place(first.line, start, last.column - 1, label.text, main)
    # A span up to the start of a line covers nothing of that line.
    last_line = last.line - 1 if last.column == 1 else last.line
    text = label.text
    if last_line > first.line:
        text = f"{text} (to line {last_line})".lstrip()
    return _Place(first.line, start, len(source.line(first.line)), text, main)


def _snippet(
    source: SourceText, places: Sequence[_Place], margin: str, paint: _Paint
) -> Iterator[str]:
    """The lines that have labels, each with its markers below it."""
    previous: int | None = None
    ordered = sorted(places, key=lambda place: (place.line, place.start, place.end))
    for number, on_line in groupby(ordered, key=lambda place: place.line):
        if previous is not None and number > previous + 1:
            yield paint.faint(_ELLIPSIS)
        previous = number
        gutter = paint.faint(f"{number:>{len(margin)}} |")
        line = source.line(number)
        for view, seen in _views(line, list(on_line)):
            yield f"{gutter} {view.shown}".rstrip()
            for place in seen:
                yield f"{margin} {paint.faint('|')} {_marker(view, place, paint)}"


@attrs.frozen
class _View:
    """A line, or the part of it from character `first` on, as shown."""

    first: int
    cells: list[tuple[str, int]]
    lead: str = ""
    tail: str = ""

    @property
    def shown(self) -> str:
        return self.lead + "".join(text for text, _ in self.cells) + self.tail

    def columns(self, start: int, end: int) -> tuple[int, int]:
        """The columns under which characters `start` to `end` of the line stand: at least one."""
        column = len(self.lead)
        base = column
        left: int | None = None
        right = column
        for index, (_, width) in enumerate(self.cells, start=self.first):
            if width:
                base, column = column, column + width
            if start <= index < end:
                # A mark stands over its letter, so what points at the mark points at the letter.
                left = base if left is None else left
                right = column
            elif start == end == index:
                return base, base + 1
        if left is None:
            left = column
        return left, max(right, left + 1)


def _views(line: str, places: list[_Place]) -> Iterator[tuple[_View, list[_Place]]]:
    if len(line) <= _REACH:
        whole = _View(0, list(cells(line, _TAB)))
        if sum(width for _, width in whole.cells) <= _COLUMNS:
            yield whole, places
            return
    # A long line is shown once for each label, since two may lie far apart.
    for place in places:
        yield _window(line, place), [place]


def _window(line: str, place: _Place) -> _View:
    """The part of a long line around a label."""
    first = max(place.start - _REACH, 0)
    near = list(cells(line[first : place.start + _REACH], _TAB))
    at = place.start - first
    label_width = sum(width for _, width in near[at : place.end - first])
    context = max((_WINDOW - label_width) // 2, _LEAST_CONTEXT)

    left, used = at, 0
    while left > 0 and used + near[left - 1][1] <= context:
        left -= 1
        used += near[left][1]
    while left < at and near[left][1] == 0:  # a mark whose letter was cut off
        left += 1
    right, used = left, 0
    while right < len(near) and used + near[right][1] <= _WINDOW:
        used += near[right][1]
        right += 1
    return _View(
        first + left,
        near[left:right],
        lead=_ELLIPSIS if first + left > 0 else "",
        tail=_ELLIPSIS if first + right < len(line) else "",
    )


def _marker(view: _View, place: _Place, paint: _Paint) -> str:
    left, right = view.columns(place.start, place.end)
    text = f" {_brief(place.text)}" if place.text else ""
    marks = ("^" if place.main else "-") * (right - left) + text
    return " " * left + (paint.severity(marks) if place.main else paint.help(marks))


def _brief(text: str) -> str:
    if len(text) > _LONGEST_MESSAGE:
        half = _LONGEST_MESSAGE // 2
        text = f"{text[:half]} {_ELLIPSIS} {text[-half:]}"
    return printable(text)
