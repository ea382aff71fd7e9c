"""Scorecards: each measure with its band, points and weight, and the arithmetic over them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from policy_dsl.check.items import SUMMARIES, Role
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.cards import counted, rows_of, summary
from policy_dsl.evaluate.step import Placed, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Grid, Line, Tone
from policy_dsl.explain.rules import called, measured, named_below, quote
from policy_dsl.explain.value_words import (
    and_more,
    listed,
    number_words,
    range_words,
    value_words,
    words_of,
)
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import Member
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.numbers import Number, without_noughts
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Quantity, Type, Unit, Value

if TYPE_CHECKING:
    from policy_dsl.explain.sections import Sections

_PERCENT: Final = Quantity(Unit.PERCENT)
_NUMBER: Final = Quantity(Unit.NUMBER)
#: How a summary ends the sentence ``finance is 2.9 ...``.
_ENDS: Final = {
    "average": "on average",
    "total": "in total",
    "lowest": "at the lowest",
    "highest": "at the highest",
}
_HEADS: Final = ("measure", "value", "band", "points", "weight", "placed by", "where")
_LONGEST: Final = 40  # a sum with more characters is given by its result


# ---- words --------------------------------------------------------------------------------------


def part_words(homes: Homes, rule: Member, step: Step) -> str:
    """What ``finance.average`` came to, with the arithmetic."""
    words, part = words_of(homes, step), rule.words[-1].text
    if not step.inputs or not isinstance(step.inputs[0].rule, Scorecard) or part not in SUMMARIES:
        return words
    how = "" if isinstance(step.value, NotKnown) else arithmetic(step.inputs[0], part)
    return f"{words}, {how}" if how else words


def card_value(homes: Homes, card: Step) -> tuple[str, str]:
    """The verb and the end of the sentence that a section of a scorecard begins with."""
    rows = counted(card.inputs)
    if card.value is DOES_NOT_APPLY:
        return "", str(DOES_NOT_APPLY)
    assert isinstance(card.rule, Scorecard)
    if isinstance(card.value, Label):
        return "is", f"{card.value.name} at the worst"
    if not homes.home(card.rule).cards[card.rule].points:
        if isinstance(card.value, NotKnown):
            return "is", "not known"
        return "has", f"{len(rows)} measure{'' if len(rows) == 1 else 's'}"
    part = parts_of(homes, card)[0]
    value = summary(card.inputs, part)
    if isinstance(value, NotKnown):
        return "is", ", ".join(filter(None, ("not known", range_words(value, _NUMBER))))
    return "is", f"{value_words(value, _NUMBER)} {_ENDS[part]}"


def parts_of(homes: Homes, card: Step) -> list[str]:
    """The summaries of a scorecard that other rules read; its average where none do."""
    return [part for part in SUMMARIES if part in homes.parts(card)] or ["average"]


def arithmetic(card: Step, part: str) -> str:
    """``32 / 14``: the figures behind an average, or what they were added up or chosen from."""
    rows = counted(card.inputs)
    placed = [row.detail for row in rows if isinstance(row.detail, Placed)]
    figures = [(one.weight, one.points) for one in placed]
    known = [
        (weight, points)
        for weight, points in figures
        if _known(weight) is not None and _known(points) is not None
    ]
    if not rows or len(known) < len(rows):
        return ""
    weigh = ops.share if part == "total" and placed[0].percent else ops.multiply
    if part == "average":
        total = _known(ops.total([weigh(weight, points) for weight, points in figures]))
        weights = _known(ops.total([weight for weight, _ in figures]))
        if total is None or weights is None:
            return ""
        return f"{_plain(total)} / {_plain(weights)}"
    if part == "total":
        type_ = _PERCENT if placed[0].percent else None
        terms = [
            value_words(points, None)
            if weight == 1 and type_ is None
            else f"{value_words(points, None)} * {value_words(weight, type_)}"
            for weight, points in figures
        ]
        text = " + ".join(terms)
        return text if len(text) <= _LONGEST else f"the total of {len(rows)} measures"
    return _end(card, part)


def _end(card: Step, part: str) -> str:
    rows = counted(card.inputs)
    value = summary(card.inputs, part)
    at = [
        measured(row)
        for row in rows
        if isinstance(row.detail, Placed) and row.detail.points == value
    ]
    those = f": {and_more(at)}" if part in ("lowest", "highest") and len(at) < len(rows) else ""
    return f"the {part} of {len(rows)} measure{'' if len(rows) == 1 else 's'}{those if at else ''}"


def _plain(number: Number) -> str:
    """A sum without the noughts that its terms brought along."""
    plain = without_noughts(number) if isinstance(number, Decimal) else number
    return number_words(plain, None)


def _known(value: Value) -> Number | None:
    figure = ops.as_number(value) if not isinstance(value, Label) else value.number
    return None if isinstance(figure, NotKnown) or figure is DOES_NOT_APPLY else figure  # type: ignore[return-value]  # a number is left


def row_words(homes: Homes, row: Step) -> str:
    """What became of one measure: ``failed, by < 95%``."""
    placed = row.detail
    if row.value is DOES_NOT_APPLY or not isinstance(placed, Placed):
        return words_of(homes, row)
    if placed.left_out:
        return "left out, as it is not supplied"
    cell = _cell(homes, row)
    return f"{_band(row)}, {cell}" if placed.counted_as else f"{_band(row)}, by {cell}"


def _band(row: Step) -> str:
    if not isinstance(row.value, NotKnown):
        return str(row.value)
    return listed([label.name for label in row.value.possible], "or") or "not known"


def _cell(homes: Homes, row: Step) -> str:
    """The text of the cell that placed a measure, or why none did."""
    placed, rule = row.detail, row.rule
    assert isinstance(placed, Placed)
    assert isinstance(rule, CardRow)
    if placed.counted_as:
        return "as it is not supplied"
    if placed.cell is not None and not isinstance(row.value, NotKnown):
        return quote(homes, rule.cells[placed.cell])
    reason = row.value.reason if isinstance(row.value, NotKnown) else ""
    return reason or "not supplied"


# ---- the section --------------------------------------------------------------------------------


def card_lines(sections: Sections, card: Step) -> Iterator[Line]:
    """The measures that count in a table, those that do not in a line, and the arithmetic."""
    homes, rows = sections.homes, counted(card.inputs)
    if rows:
        measures = {row.inputs[0] for row in rows if row.inputs}
        reads = [step for row in rows for step in row.inputs[1:]]
        named = [one for step in (*reads, *_points_read(card)) for one in named_below(step)]
        told = sections.all(one for one in named if one not in measures)
        yield Line("", "", "", Tone.PLAIN, told.entries, told.lines, _grid(sections, card, rows))
    for why, names in _left_out(sections, card):
        yield Line("", f"{why}: {and_more(names)}", tone=Tone.QUIET)
    yield from _sums(homes, card)


def _points_read(card: Step) -> tuple[Step, ...]:
    return card.inputs[len(rows_of(card.inputs)) :]


def _sums(homes: Homes, card: Step) -> Iterator[Line]:
    assert isinstance(card.rule, Scorecard)
    learned = homes.home(card.rule).cards[card.rule]
    if not learned.points or not counted(card.inputs):
        return
    for part in parts_of(homes, card):
        value = summary(card.inputs, part)
        how = arithmetic(card, part) or _end(card, part)
        unknown = isinstance(value, NotKnown)
        tone = Tone.DOUBT if unknown else Tone.PLAIN
        within = range_words(value, _NUMBER) if isinstance(value, NotKnown) else ""
        if unknown:
            said = f"{', '.join(filter(None, ('not known', within)))}: {how}"
        elif part in ("lowest", "highest"):
            said = f"{value_words(value, _NUMBER)}: {how}"
        else:
            said = f"{how} = {value_words(value, _NUMBER)}"
        if part == "average" and not unknown:
            over = "the points times their weights over the weights"
            weighed = learned.position(Role.WEIGHT) is not None
            said = f"{said}, {over if weighed else 'the points over the measures'}"
        yield Line(part, said, "", tone)


def _left_out(sections: Sections, card: Step) -> Iterator[tuple[str, list[str]]]:
    """Why some measures do not count, and which."""
    homes = sections.homes
    others = [row for row in rows_of(card.inputs) if row not in set(counted(card.inputs))]
    not_for_it = [row for row in others if row.value is DOES_NOT_APPLY]
    missing = [row for row in others if row.value is not DOES_NOT_APPLY]
    for row in missing:
        sections.leave_out(row.inputs[0] if row.inputs else row, called(homes, card))
    if missing:
        yield "left out (not supplied)", [measured(row) for row in missing]
    # A measure may have a row for each kind of organisation.
    counting = {measured(row) for row in counted(card.inputs)}
    names = [name for row in not_for_it if (name := measured(row)) not in counting]
    if names:
        yield "does not apply", list(dict.fromkeys(names))


def _grid(sections: Sections, card: Step, rows: list[Step]) -> Grid:
    homes = sections.homes
    assert isinstance(card.rule, Scorecard)
    learned = homes.home(card.rule).cards[card.rule]
    weighed = learned.position(Role.WEIGHT) is not None
    type_ = _PERCENT if learned.percent else _NUMBER
    scored = any(points is not None for points in learned.points.values())
    cells: list[tuple[str, ...]] = []
    tones: list[Tone] = []
    for row in rows:
        placed = row.detail
        assert isinstance(placed, Placed)
        read = row.inputs[0] if row.inputs else row
        cells.append(
            (
                measured(row),
                _value(homes, read),
                _band(row),
                _figure(placed.points, _NUMBER) if scored else "",
                _figure(placed.weight, type_) if weighed else "",
                _cell(homes, row),
                sections.where(read),
            )
        )
        tones.append(Tone.DOUBT if isinstance(row.value, NotKnown) else Tone.PLAIN)
    return Grid(_HEADS, tuple(cells), tuple(tones))


def _value(homes: Homes, read: Step) -> str:
    return "not known" if isinstance(read.value, NotKnown) else words_of(homes, read)


def _figure(value: Value, type_: Type) -> str:
    if isinstance(value, NotKnown):
        return range_words(value, type_).replace("between ", "").replace(" and ", " to ")
    return value_words(value, type_)
