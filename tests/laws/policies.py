"""Random policies that are well typed, as text, and random facts for them.

A :class:`Sample` is not a text but what makes one: its declarations can be written in any order,
and so can the operands of what does not depend on order.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from attrs import evolve, field, frozen
from hypothesis import strategies as st

from tests.laws.pieces import (
    HEADER,
    KINDS,
    NUMERIC,
    ORDERED,
    POINTS,
    SCALES,
    Piece,
    any_order,
    bracketed,
    fixed,
)
from tests.laws.random_expressions import Names, figure, label, truth
from tests.laws.random_facts import (
    DATES,
    FIGURES,
    TEXTS,
    UNITS,
    FactSpec,
    fact_specs,
    given_facts,
)


@frozen
class Sample:
    """A random policy with random facts: each fact's value as it is written, for those supplied."""

    facts: tuple[FactSpec, ...]
    results: tuple[Piece, ...]
    types: Mapping[str, str] = field(repr=False)
    given: Mapping[str, str]
    kind: str

    def policy(self, random: Random | None = None) -> str:
        """The policy's text; with ``random``, its declarations and operands in another order."""
        blocks = [
            "facts each quarter\n" + "".join(f"    {fact.text}\n" for fact in self.facts),
            *(result.text(random) for result in self.results),
        ]
        if random is not None:
            random.shuffle(blocks)
        return HEADER + "\n" + "\n".join(blocks) + "\n"

    def with_given(self, given: Mapping[str, str]) -> Sample:
        """The same policy with other facts."""
        return evolve(self, given=given)

    def __str__(self) -> str:
        return f"{self.policy()}\n# {self.kind}: {dict(self.given)}"


@st.composite
def table(draw: st.DrawFn, names: Names, name: str) -> tuple[Piece, str]:
    """A decision table and its type."""
    columns = draw(
        st.lists(st.sampled_from(sorted(names.types)), min_size=1, max_size=3, unique=True)
    )
    type_ = draw(st.sampled_from(["number", "score", "light", "light"]))
    lines = [f"table {name}: {type_}\n", f"    | {' | '.join([*columns, name])} |\n"]
    for _ in range(draw(st.integers(1, 4))):
        cells = [draw(cell(names, names.types[column].rstrip("?"))) for column in columns]
        lines.append(f"    | {' | '.join(cells)} | {draw(output(names, type_))} |\n")
    if draw(st.booleans()):
        cells = [draw(st.sampled_from(["otherwise", "any"]))] * len(columns)
        lines.append(f"    | {' | '.join(cells)} | {draw(output(names, type_))} |\n")
    return fixed(*lines), type_


@st.composite
def output(draw: st.DrawFn, names: Names, type_: str) -> str:
    """What comes out of a row: a constant, or now and then what a name stands for."""
    usable = names.of("number", "count") if type_ == "number" else names.of(type_)
    if usable and draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(usable))
    return draw(FIGURES if type_ == "number" else st.sampled_from(SCALES[type_]))


@st.composite
def cell(draw: st.DrawFn, names: Names, type_: str) -> str:
    """A cell of a column of a type."""
    if draw(st.integers(0, 3)) == 0:
        return "any"
    if type_ in SCALES:
        labels = st.sampled_from(SCALES[type_])
        if type_ in ORDERED and draw(st.booleans()):
            return f"{draw(labels)} {draw(st.sampled_from(['or worse', 'or better']))}"
        fact = names.of(type_)
        if fact and draw(st.integers(0, 4)) == 0:
            return draw(st.sampled_from(fact))
        return " or ".join(draw(st.lists(labels, min_size=1, max_size=2)))
    if type_ == "yes_or_no":
        return draw(st.sampled_from(["yes", "no"]))
    if type_ == "text":
        return f'"{draw(TEXTS)}"'
    ends = DATES if type_ == "date" else FIGURES.map(lambda text: _signed(type_, text))
    if type_ in ("number", "count") and names.of("number") and draw(st.integers(0, 4)) == 0:
        ends = st.sampled_from(names.of("number"))
    match draw(st.integers(0, 3)):
        case 0:
            return draw(ends)
        case 1:
            return f"{draw(ends)} to {draw(ends)}"
        case 2:
            return f"< {draw(ends)} or > {draw(ends)}"
        case _:
            return f"{draw(st.sampled_from(['<', '<=', '>=', '>', '!=']))} {draw(ends)}"


def _signed(type_: str, text: str) -> str:
    figure = UNITS[type_].format(text.removeprefix("-"))
    return f"-{figure}" if text.startswith("-") else figure


@st.composite
def rating(draw: st.DrawFn, names: Names, name: str) -> tuple[Piece, str]:
    """A rating and its scale: with cases or a start, and overrides."""
    scale = draw(st.sampled_from(sorted(SCALES)))
    labels = st.sampled_from(SCALES[scale])
    lines: list[Piece] = [fixed(f"rating {name}: {scale}\n")]
    if draw(st.integers(0, 4)) == 0:
        lines.append(fixed(f"    applies to {draw(st.sampled_from(KINDS))}\n"))
    start = draw(label(names, scale, 1))
    if scale in NUMERIC and (start is None or draw(st.integers(0, 2)) == 0):
        start = draw(figure(names, "number", 1))
    if start is not None and draw(st.booleans()):
        lines.append(fixed("    start with ", start, "\n"))
    else:
        for _ in range(draw(st.integers(1, 3))):
            condition = draw(truth(names, 1))
            lines.append(fixed(f"    {draw(labels)} when ", condition, "\n"))
        if draw(st.booleans()):
            lines.append(fixed(f"    {draw(labels)} otherwise\n"))
    effects = ["becomes"]
    if scale in ORDERED:
        effects += ["no better than", "no worse than", "no better than", "no worse than"]
    named = st.sampled_from(names.of(scale)) if names.of(scale) else labels
    targets = st.one_of(labels, labels, named)
    overrides = [
        fixed(
            f"    override o{number} {draw(st.sampled_from(effects))} {draw(targets)} when ",
            draw(truth(names, 1)),
            "\n",
        )
        for number in range(draw(st.sampled_from([0, 0, 1, 2, 3])))
    ]
    return fixed(*lines, any_order(overrides, "")), scale


@st.composite
def scorecard(draw: st.DrawFn, names: Names, name: str) -> Piece:
    """A scorecard with points and perhaps weights, and a value that is its average."""
    scale = draw(st.sampled_from(["light", "score"]))
    labels = SCALES[scale]
    measures = st.lists(st.sampled_from(sorted(names.types)), min_size=1, max_size=3, unique=True)
    weighed = draw(st.booleans())
    lines = [f"scorecard {name}_card: {scale}\n"]
    if scale == "light":
        points = ", ".join(f"{label} {number}" for label, number in POINTS.items())
        lines.append(f"    points {points}\n")
    if names.leaving_out and draw(st.booleans()):
        ways = ["leave out", *(f"counts as {label}" for label in labels)]
        lines.append(f"    when missing {draw(st.sampled_from(ways))}\n")
    lines.append(f"    | measure | {'weight | ' if weighed else ''}{' | '.join(labels)} |\n")
    for measure in draw(measures):
        cells = [draw(cell(names, names.types[measure].rstrip("?"))) for _ in labels]
        cells = ["-" if text == "any" else text for text in cells]
        if draw(st.booleans()):
            cells[-1] = "otherwise"
        if weighed:
            cells.insert(0, draw(st.sampled_from(["1", "2", "0.5", "0"])))
        lines.append(f"    | {measure} | {' | '.join(cells)} |\n")
    return fixed(*lines, f"value {name} = {name}_card.average\n")


@st.composite
def samples(draw: st.DrawFn, leaving_out: bool = True, around: bool = False) -> Sample:
    """A random policy, and facts for it; ``leaving_out`` allows ``leaving out missing``, and
    ``around`` rules that look at other periods and organisations.
    """
    facts = draw(fact_specs())
    types = {fact.name: f"{fact.type}{'?' if fact.nothing else ''}" for fact in facts}
    groups: dict[str, str] = {}
    results: list[Piece] = []
    for position in range(draw(st.integers(2, 6))):
        names = Names(dict(types), dict(groups), leaving_out, around)
        name = f"r{position}"
        match draw(st.integers(0, 8)):
            case 0 | 1:
                unit = draw(st.sampled_from(["number", "number", "percent", "money", "days"]))
                piece = fixed(f"value {name} = ", draw(figure(names, unit, 2)), "\n")
                type_ = unit
            case 2:
                piece = fixed(f"value {name} = ", bracketed(draw(truth(names, 2))), "\n")
                type_ = "yes_or_no"
            case 3 | 4:
                piece, type_ = draw(table(names, name))
            case 5:
                piece, type_ = draw(_group(names, name))
                results.append(piece)
                groups[name] = type_
                continue
            case 6:
                piece, type_ = draw(scorecard(names, name)), "number"
            case _:
                piece, type_ = draw(rating(names, name))
        results.append(piece)
        types[name] = type_
    given = draw(given_facts(facts))
    kind = draw(st.sampled_from([*KINDS, *KINDS, ""]))
    return Sample(facts, tuple(results), types, given, kind)


@st.composite
def _group(draw: st.DrawFn, names: Names, name: str) -> tuple[Piece, str]:
    units = ["number", "percent", "money", "days", *SCALES]
    usable = [unit for unit in units if len(names.of(unit)) > 1]
    type_ = draw(st.sampled_from(usable)) if usable else "number"
    members = names.of(type_) or names.of("count")
    if not members:
        # Of nothing at all there is no group: a value stands in for a member.
        return fixed(f"value {name}_only = 1\ngroup {name} = {name}_only\n"), "number"
    chosen = draw(st.lists(st.sampled_from(members), min_size=1, max_size=4, unique=True))
    parts = any_order([fixed(member) for member in chosen], ", ")
    return fixed(f"group {name} = ", parts, "\n"), type_
