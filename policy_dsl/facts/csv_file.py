"""CSV files: a layout recognised by the header, then row by row, however long the file.

    organisation,period,deficit,plan            one row for an organisation and period
    RXG,Q1 2025/26,yes,2

    organisation,period,fact,value              one row for a fact
    RXG,Q1 2025/26,deficit,yes

or the layout of a published file, which the policy describes. A row without an organisation holds
national facts. An empty cell is a fact that was not supplied.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from itertools import islice

from attrs import evolve, frozen

from policy_dsl.facts.csv_layouts import fitting, layout_of, respelt
from policy_dsl.facts.files import Unreadable, empty, lines
from policy_dsl.facts.gather import Place, Slot
from policy_dsl.facts.reading import Reading
from policy_dsl.facts.records import Organisation, Origin
from policy_dsl.facts.typed import Words, clean, quoted
from policy_dsl.facts.vocabulary import FileLayout
from policy_dsl.source import printable

# How far down a header is looked for that has a title above it.
_MOST_LINES_ABOVE = 30
# Rows with the same cells for who and when are looked up once; a file may name no end of them.
_MOST_PLACES = 100_000

Row = list[str]


def read_csv(reading: Reading) -> None:
    """Reads a CSV file into the gathering.

    Raises:
        Unreadable: where the file cannot be read on.
    """
    rows = _rows(reading)
    try:
        at, header = next(rows)
    except StopIteration:
        raise empty() from None
    header = respelt([clean(cell) for cell in header], reading.vocabulary)
    try:
        layout = layout_of(reading.vocabulary.layouts, header, at)
    except Unreadable as problem:
        raise _with_header_below(reading, problem) from None
    reading.words = Words(layout.yes, layout.no)
    table = _Table.of(reading, layout, header)
    if layout.identifier is None:
        _wide(table, header, rows, at)
    else:
        _long(table, header, rows, at)


def _with_header_below(reading: Reading, problem: Unreadable) -> Unreadable:
    """What to say of a file whose first row is no header, if a title stands above the header."""
    layouts = reading.vocabulary.layouts
    for line, row in islice(_rows(reading, even=False), 1, _MOST_LINES_ABOVE):
        if fitting(layouts, respelt([clean(cell) for cell in row], reading.vocabulary)):
            help = f"the header stands in line {line}: leave out the lines above it"
            return evolve(problem, help=help)
    return problem


def _rows(reading: Reading, even: bool = True) -> Iterator[tuple[int, Row]]:
    """The rows that are not blank, and the line on which each starts; all as wide as the first.

    Cells past the last heading are let go where they are blank, as spreadsheets write them.
    Rows that need not be ``even`` are given as they are.
    """
    reader = csv.reader(lines(reading.path), strict=True)
    width: int | None = None
    start = 1
    try:
        for row in reader:
            line, start = start, reader.line_num + 1
            if not even:
                yield line, row
                continue
            if width is None and any(row):
                width = _last_filled(row) or len(row)
            if len(row) == width:
                if width > 1 or any(row):
                    yield line, row
            elif width is not None and any(row):
                if len(row) > width and not any(map(str.strip, row[width:])):
                    yield line, row[:width]
                else:
                    reading.error("facts-cells", line, *_uneven(len(row), width))
    except csv.Error as problem:
        raise _syntax(problem, start) from None


def _last_filled(row: Row) -> int:
    """How many cells a row has up to the last one that is not blank."""
    return max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0)


def _uneven(cells: int, width: int) -> tuple[str, str]:
    message = f"the row has {_cells(cells)}, but the header has {width}"
    if cells < width:
        return message, "give every column a cell, an empty one where nothing is known"
    return message, "put text with a comma in quotation marks, and a heading above each column"


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _syntax(problem: csv.Error, line: int) -> Unreadable:
    text = str(problem)
    if "field limit" in text:
        message = f"a cell is longer than {csv.field_size_limit():,} characters"
        help = "check that each quotation mark that opens a cell has one that closes it"
    elif "unexpected end" in text:
        message = "a quotation mark is opened in this row and never closed"
        help = "close it; inside quotation marks write a quotation mark twice"
    elif "expected after" in text:
        message = "there is text after a closing quotation mark"
        help = "inside quotation marks write a quotation mark twice"
    else:
        message = "a line ends in a way that is not usual in CSV"
        help = "save the file with ordinary line ends"
    return Unreadable("facts-csv", line, message, help)


# ---- rows ----------------------------------------------------------------------------------------


@frozen
class _Table:
    """A file with its layout: which cells of a row say who, when and what."""

    reading: Reading
    layout: FileLayout
    organisation: tuple[int, ...]
    name: int | None
    kind: int | None
    period: int
    places: dict[tuple[str, ...], Place]

    @classmethod
    def of(cls, reading: Reading, layout: FileLayout, header: list[str]) -> _Table:
        def at(name: str | None) -> int | None:
            return header.index(name) if name in header else None

        return cls(
            reading,
            layout,
            tuple(header.index(name) for name in layout.organisation),
            at(layout.name),
            at(layout.kind),
            header.index(layout.period),
            {},
        )

    def who(self) -> Callable[[Row], tuple[str, ...]]:
        """What gives the cells of a row that say who and when."""
        cells = (*self.organisation, self.period, self.name, self.kind)
        wanted = [index for index in cells if index is not None]
        return lambda row: tuple([row[index] for index in wanted])

    def place(self, row: Row, key: tuple[str, ...], line: int) -> Place:
        """Where the facts of a row go."""
        reading = self.reading
        codes = [clean(row[index]) for index in self.organisation]
        code = "/".join(part for part in codes if part)
        before = reading.mistakes
        period = reading.period(row[self.period], line)
        if code:
            name = "" if self.name is None else clean(row[self.name])
            kind = "" if self.kind is None else clean(row[self.kind])
            place = reading.place(Organisation(code, name, kind), period, line)
        else:
            place = reading.national_place(period)
        if reading.mistakes == before:  # what is wrong with a row is said of every such row
            if len(self.places) >= _MOST_PLACES:
                self.places.clear()
            self.places[key] = place
        return place


def _wide(table: _Table, header: list[str], rows: Iterator[tuple[int, Row]], at: int) -> None:
    reading, layout, not_known = table.reading, table.layout, table.layout.not_known
    columns = _fact_columns(table, header, at)
    who, places = table.who(), table.places
    before = reading.gathering.rows
    for line, row in rows:
        key = who(row)
        place = places.get(key)
        if place is None:
            if not any(map(str.strip, row)):
                continue
            place = table.place(row, key, line)
        reading.gathering.count_row()
        filled = [
            (slots, text)
            for index, slots in columns
            if (text := row[index].strip()) and text not in not_known
        ]
        if place.organisation is None and _lacks_organisation(reading, layout, filled, line):
            continue
        origin = Origin(reading.file, line)
        for slots, text in filled:
            for slot in slots:
                reading.put(slot, text, place, origin)
    if reading.gathering.rows == before and not reading.mistakes:
        raise _no_rows(at)


def _lacks_organisation(
    reading: Reading, layout: FileLayout, filled: list[tuple[tuple[Slot, ...], str]], line: int
) -> bool:
    if not filled:
        columns = ", ".join(map(quoted, layout.organisation))
        reading.error(
            "facts-organisation", line, "the row names no organisation", f"fill in {columns}"
        )
        return True
    return any(reading.is_nobodys(slots, line) for slots, _ in filled)


def _fact_columns(table: _Table, header: list[str], at: int) -> list[tuple[int, tuple[Slot, ...]]]:
    """The columns that hold facts; the others are reported unless the layout knows them."""
    reading, layout = table.reading, table.layout
    found = []
    others = 0
    known = frozenset(layout.columns)
    for index, name in enumerate(header):
        if name in known:
            continue
        slots = reading.slots(name)
        if slots:
            found.append((index, slots))
        elif name not in layout.unused_columns:
            others += 1
            reading.unknown_column(name or f"column {index + 1}", at)
    if others and not found:
        raise Unreadable(
            "facts-layout",
            at,
            "no column of this file holds a fact of the policy "
            f"`{printable(reading.vocabulary.policy)}`",
            "name the columns as the policy names its facts or their identifiers",
        )
    return found


def _long(table: _Table, header: list[str], rows: Iterator[tuple[int, Row]], at: int) -> None:
    reading, layout = table.reading, table.layout
    assert layout.identifier is not None
    assert layout.value is not None
    identifier, value = header.index(layout.identifier), header.index(layout.value)
    _report_unused(table, header, at)
    not_known, unused = layout.not_known, layout.unused_identifiers
    who, places, file = table.who(), table.places, reading.file
    before = reading.gathering.rows
    for line, row in rows:
        key = who(row)
        place = places.get(key)
        if place is None:
            if not any(map(str.strip, row)):
                continue
            place = table.place(row, key, line)
        reading.gathering.count_row()
        word = row[identifier].strip()
        text = row[value].strip()
        slots = reading.slots(word) or reading.slots(clean(word))
        if not slots:
            if not word:
                reading.error(
                    "fact-name", line, f"{quoted(layout.identifier)} is empty", "name the fact"
                )
            elif word not in unused:
                reading.unknown_identifier(word, line)
            continue
        if place.organisation is None and reading.is_nobodys(slots, line):
            continue
        if text and text not in not_known:
            origin = Origin(file, line)
            for slot in slots:
                reading.put(slot, text, place, origin)
    if reading.gathering.rows == before and not reading.mistakes:
        raise _no_rows(at)


def _report_unused(table: _Table, header: list[str], at: int) -> None:
    """In a long file other columns are nothing of ours, but they are not passed over in silence."""
    known = {*table.layout.columns, *table.layout.unused_columns}
    for index, name in enumerate(header):
        if name not in known:
            table.reading.unknown_column(name or f"column {index + 1}", at)


def _no_rows(line: int) -> Unreadable:
    return Unreadable(
        "facts-empty",
        line,
        "the file has a header and no rows",
        "write a row for each organisation and period",
    )
