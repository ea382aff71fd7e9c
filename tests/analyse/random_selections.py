"""Random policies with what selects: rows of scorecards and records of lists; and triggers."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen
from hypothesis import strategies as st

from tests.laws.pieces import HEADER, KINDS, POINTS, SCALES, Piece, bracketed, fixed
from tests.laws.policies import cell, rating, table
from tests.laws.random_expressions import Names, truth
from tests.laws.random_facts import FIGURES, FactSpec, fact_specs

#: The fields of a record, in the words of the strategies.
FIELDS = {"level": "score", "size": "number", "open": "yes_or_no", "note": "light?"}
RECORD = """\
record thing
    level score
    size  number
    open  yes_or_no
    note  light or nothing
"""


@frozen
class Card:
    """A scorecard: its name, the scale of its bands, and its measures."""

    name: str
    scale: str
    measures: tuple[str, ...]


@frozen
class Wide:
    """A random policy, and the facts of an organisation with its list."""

    facts: tuple[FactSpec, ...]
    results: tuple[Piece, ...]
    things: tuple[Mapping[str, str], ...]

    def policy(self) -> str:
        """The policy's text."""
        facts = "".join(f"    {fact.text}\n" for fact in self.facts)
        return "\n".join(
            [
                HEADER,
                RECORD,
                f'facts each quarter\n{facts}    things list of thing "T"\n',
                *(one.text() for one in self.results),
            ]
        )

    def __str__(self) -> str:
        return f"{self.policy()}\n# {self.things}"


@st.composite
def wide(draw: st.DrawFn) -> Wide:
    """Three to seven results, most of which select or rest on what does."""
    facts = draw(fact_specs())
    types = {fact.name: f"{fact.type}{'?' if fact.nothing else ''}" for fact in facts}
    results: list[Piece] = []
    cards: list[Card] = []
    for position in range(draw(st.integers(3, 7))):
        names = Names(dict(types), {}, True)
        name = f"r{position}"
        match draw(st.integers(0, 7)):
            case 0 | 1:
                piece, made = draw(card(names, name))
                results.append(piece)
                cards.append(made)
                continue
            case 2 | 3 | 4:
                piece, type_ = draw(selecting(names, cards))
                piece = fixed(f"value {name} = ", piece, "\n")
            case 5:
                piece, type_ = draw(table(names, name))
            case 6:
                lines = [
                    fixed("    when ", draw(truth(names, 1)), "\n")
                    for _ in range(draw(st.integers(1, 2)))
                ]
                results.append(fixed(f"trigger {name}\n", *lines, '    then "T"\n'))
                continue
            case _:
                piece, type_ = draw(rating(names, name))
        results.append(piece)
        types[name] = type_
    return Wide(facts, tuple(results), draw(st.lists(things(), max_size=4).map(tuple)))


def things() -> st.SearchStrategy[dict[str, str]]:
    """A record, as its fields are written."""
    return st.fixed_dictionaries(
        {
            "level": st.sampled_from(SCALES["score"]),
            "size": FIGURES,
            "open": st.sampled_from(["yes", "no"]),
            "note": st.sampled_from([*SCALES["light"], "nothing"]),
        }
    )


@st.composite
def card(draw: st.DrawFn, names: Names, name: str) -> tuple[Piece, Card]:
    """A scorecard with weights, attributes, rows for kinds, and conditions in its cells."""
    scale = draw(st.sampled_from(["light", "score"]))
    labels = SCALES[scale]
    measures = draw(
        st.lists(st.sampled_from(sorted(names.types)), min_size=1, max_size=4, unique=True)
    )
    columns = draw(st.lists(st.sampled_from(["weight", "applies_to", "big"]), unique=True))
    lines: list[Piece | str] = [f"scorecard {name}: {scale}\n"]
    if scale == "light":
        points = ", ".join(f"{label} {number}" for label, number in POINTS.items())
        lines.append(f"    points {points}\n")
    if draw(st.booleans()):
        ways = ["leave out", *(f"counts as {label}" for label in labels)]
        lines.append(f"    when missing {draw(st.sampled_from(ways))}\n")
    lines.append(f"    | {' | '.join(['measure', *columns, *labels])} |\n")
    of_column = {
        "weight": st.sampled_from(["1", "2", "0.5", "0"]),
        "applies_to": st.sampled_from(["any", *KINDS]),
        "big": st.sampled_from(["yes", "no"]),
    }
    for measure in measures:
        cells: list[Piece | str] = [draw(of_column[column]) for column in columns]
        for _ in labels:
            if draw(st.integers(0, 4)) == 0:
                cells.append(fixed("when ", bracketed(draw(truth(names, 1)))))
                continue
            text = draw(cell(names, names.types[measure].rstrip("?")))
            cells.append("-" if text == "any" else text)
        if draw(st.booleans()):
            cells[-1] = "otherwise"
        row: list[Piece | str] = [f"    | {measure}"]
        for one in cells:
            row += [" | ", one]
        lines += [*row, " |\n"]
    return fixed(*lines), Card(name, scale, tuple(measures))


@st.composite
def selecting(draw: st.DrawFn, names: Names, cards: list[Card]) -> tuple[Piece, str]:
    """Something asked of a scorecard or the list, and its type."""
    of_list = draw(st.integers(0, 2)) == 0
    if cards and not of_list:
        return draw(of_card(names, draw(st.sampled_from(cards))))
    where, condition = draw(_where(names, {**names.types, **FIELDS}, "things"))
    field = draw(st.sampled_from(["sum", "average", "lowest", "highest"]))
    forms: list[tuple[Piece, str]] = [
        (fixed("count of ", where), "number"),
        (fixed(f"{field} of size of ", where), "number"),
        (fixed("count distinct level of ", where), "number"),
        (_quantified(draw(st.sampled_from(["any", "every"])), condition), "yes_or_no"),
        (fixed(draw(st.sampled_from(["best", "worst"])), " of level of ", where), "score"),
    ]
    return draw(st.sampled_from(forms))


@st.composite
def of_card(draw: st.DrawFn, names: Names, of: Card) -> tuple[Piece, str]:
    """A part of a scorecard, or what is asked of its rows."""
    fields = {"band": of.scale, "points": "number", "weight": "number"}
    where, condition = draw(_where(names, fields, of.name))
    part = draw(st.sampled_from(["average", "total", "lowest", "highest"]))
    field = draw(st.sampled_from(["sum", "average", "lowest", "highest"]))
    forms: list[tuple[Piece, str]] = [
        (fixed(f"{of.name}.{part}"), "number"),
        (fixed(f"{of.name}.{draw(st.sampled_from(of.measures))}"), of.scale),
        (fixed("count of ", where), "number"),
        (_quantified(draw(st.sampled_from(["any", "every"])), condition), "yes_or_no"),
        (fixed(f"{field} of {draw(st.sampled_from(['weight', 'points']))} of ", where), "number"),
        (fixed(draw(st.sampled_from(["best", "worst"])), " of band of ", where), of.scale),
    ]
    return draw(st.sampled_from(forms))


def _quantified(quantifier: str, condition: Piece) -> Piece:
    return bracketed(fixed(quantifier, " of ", condition))


@st.composite
def _where(draw: st.DrawFn, names: Names, types: Mapping[str, str], of: str) -> tuple[Piece, Piece]:
    """What is selected: now and then all of it; and always with a condition."""
    condition = draw(truth(Names(dict(types), {}, True), 1))
    selected = fixed(f"{of} where ", bracketed(condition))
    return (fixed(of) if draw(st.integers(0, 4)) == 0 else selected), selected
