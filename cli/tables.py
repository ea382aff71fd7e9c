"""A table in the form asked for: aligned text, CSV or Markdown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from attrs import frozen

from policy_dsl.source import display_width, printable, wrapped
from policy_dsl_cli.output import Output

_GAP = 2
_LEAST = 12
_ELLIPSIS = "..."
# What Markdown, or the HTML it may hold, would not show as it stands.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~])")


@frozen
class Table:
    """A header and rows of texts, as exact as they are known.

    Columns named in ``shortened`` give way where the table is wider than the terminal; in a file
    or a pipe nothing is cut. Columns of ``numbers`` stand to the right.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    shortened: Sequence[str] = ()
    numbers: Sequence[str] = ()

    def render(self, output: Output) -> str:
        """The table in the output's form, with a newline at the end."""
        match output.format:
            case "csv":
                return self._csv(escaped=output.on_terminal)
            case "markdown":
                return self._markdown()
            case _:
                return self._text(output.width if output.on_terminal else None)

    def _csv(self, escaped: bool) -> str:
        # The data as it is: a program that would run a cell as a formula is told so in the docs.
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        for row in (self.header, *self.rows):
            writer.writerow([printable(cell) if escaped else cell for cell in row])
        return written.getvalue()

    def _markdown(self) -> str:
        def line(row: Sequence[str]) -> str:
            return f"| {' | '.join(map(in_markdown, row))} |\n"

        rule = f"|{'---|' * len(self.header)}\n"
        return line(self.header) + rule + "".join(map(line, self.rows))

    def _text(self, width: int | None) -> str:
        rows = [[printable(cell) for cell in row] for row in (self.header, *self.rows)]
        widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
        if width is not None:
            self._shorten(rows, widths, width)
        # Imported here: a command that prints no table need not pay for it.
        import tabulate

        tabulate.MIN_PADDING = 0  # a header is as wide as it is
        aligned = tabulate.tabulate(
            rows[1:],
            rows[0],
            "simple",
            disable_numparse=True,
            colalign=["right" if name in self.numbers else "left" for name in self.header],
        )
        return "".join(f"{line.rstrip()}\n" for line in aligned.split("\n"))

    def _shorten(self, rows: Sequence[list[str]], widths: list[int], width: int) -> None:
        for at, name in enumerate(self.header):
            excess = sum(widths) + _GAP * (len(widths) - 1) - width
            if excess > 0 and name in self.shortened:
                widths[at] = min(widths[at], max(widths[at] - excess, _LEAST))
                for row in rows:
                    row[at] = shorten(row[at], widths[at])


def wrapped_lines(lead: str, text: str, indent: int, width: int) -> list[str]:
    """A text after a lead of ``indent`` columns, its further lines below its own beginning."""
    lines = wrapped(printable(text), max(width - indent, _LEAST))
    return [(lead if not number else " " * indent) + line for number, line in enumerate(lines)]


def in_markdown(cell: str) -> str:
    """A text that Markdown shows as it stands."""
    return _MARKDOWN.sub(r"\\\1", printable(cell))


def shorten(text: str, width: int) -> str:
    """``text``, its end left out where it takes more than ``width`` columns."""
    if display_width(text) <= width:
        return text
    while display_width(text) > width - len(_ELLIPSIS):
        text = text[:-1]
    return text.rstrip() + _ELLIPSIS
