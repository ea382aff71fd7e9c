"""Random policies that are well typed, as text, and random facts for them.

A :class:`Sample` is not a text but what makes one: its declarations can be written in any order, and
so can the operands of what does not depend on order.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from attrs import evolve, field, frozen
from hypothesis import strategies as st

KINDS = ("acute", "community")
SCALES = {
    "score": ("1", "2", "3", "4"),
    "mark": ("5", "3.5", "1"),
    "light": ("green", "amber", "red"),
    "stage": ("draft", "final", "void"),
}
NUMERIC = ("score", "mark")
ORDERED = ("score", "mark", "light")
HEADER = """\
policy test.random version 1
    title    "A random policy"
    in force 2025-04-01 to 2026-03-31
    rates    acute, community each quarter

scale score best to worst: 1, 2, 3, 4
scale mark  worst to best: 1, 3.5, 5
scale light best to worst: green, amber, red
choice stage: draft, final, void
"""


@frozen
class Piece:
    """Text of fixed parts, or of parts that may stand in any order between ``separator``."""

    parts: tuple[Piece | str, ...]
    separator: str | None = None  # None: the order of the parts is fixed

    def text(self, random: Random | None = None) -> str:
        """The piece as text; with ``random``, what may stand in any order does."""
        parts = list(self.parts)
        if self.separator is not None and random is not None:
            random.shuffle(parts)
        written = [part if isinstance(part, str) else part.text(random) for part in parts]
        return (self.separator or "").join(written)


def fixed(*parts: Piece | str) -> Piece:
    """Parts in the order given."""
    return Piece(parts)


def any_order(parts: list[Piece], separator: str) -> Piece:
    """Parts whose order does not matter."""
    return Piece(tuple(parts), separator)


@frozen
class FactSpec:
    """A fact as declared: its type and, for a number, its range."""

    name: str
    type: str
    nothing: bool = False
    low: int | None = None
    high: int | None = None

    @property
    def text(self) -> str:
        """The fact's line."""
        ends = f" from {self.low} to {self.high}" if self.low is not None else ""
        return f'{self.name} {self.type}{" or nothing" if self.nothing else ""}{ends} "F"'


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


# ---- constants and facts ------------------------------------------------------------------------

_FIGURES = st.one_of(
    st.integers(-3, 6).map(str),
    st.decimals(min_value=-3, max_value=6, places=1).map(lambda number: f"{number:f}"),
    st.sampled_from(["0.1", "0.3", "2.50", "3.5", "1000000000000000000000000000000.1"]),
)
_UNITS = {"number": "{}", "count": "{}", "percent": "{}%", "money": "£{}", "days": "{} days"}
_DATES = st.sampled_from(["2025-03-31", "2025-04-01", "2026-02-28"])
_TEXTS = st.sampled_from(["", "a", "b", "St Mary's"])
_FACT_TYPES = ("number", "number", "count", "percent", "money", "days", "yes_or_no", "yes_or_no",
               "score", "mark", "light", "light", "stage", "text", "date")  # fmt: skip


def constant(unit: str) -> st.SearchStrategy[Piece]:
    """A constant in a unit; a minus sign is an operator."""
    figures = _FIGURES.map(lambda text: text.removeprefix("-"))
    return figures.map(lambda text: fixed(_UNITS[unit].format(text)))


@st.composite
def fact_specs(draw: st.DrawFn) -> tuple[FactSpec, ...]:
    """Five to nine facts of all types."""
    count = draw(st.integers(5, 9))
    found: list[FactSpec] = []
    for number in range(count):
        type_ = draw(st.sampled_from(_FACT_TYPES))
        nothing = draw(st.integers(0, 5)) == 0
        ranged = type_ in _UNITS and draw(st.booleans())
        low = draw(st.integers(-3, 2)) if ranged else None
        high = low + draw(st.integers(0, 4)) if low is not None else None
        found.append(FactSpec(f"f{number}", type_, nothing, low, high))
    return tuple(found)


def values_of(fact: FactSpec) -> st.SearchStrategy[str]:
    """What the fact can be, as it is written."""
    if fact.type in SCALES:
        values: st.SearchStrategy[str] = st.sampled_from(SCALES[fact.type])
    elif fact.type == "yes_or_no":
        values = st.sampled_from(["yes", "no"])
    elif fact.type == "date":
        values = _DATES
    elif fact.type == "text":
        values = _TEXTS
    elif fact.low is not None and fact.high is not None:
        figures = st.decimals(min_value=fact.low, max_value=fact.high, places=1)
        values = figures.map(lambda number: f"{number:f}") | st.just(str(fact.low))
    else:
        values = _FIGURES
    return values | st.just("nothing") if fact.nothing else values


@st.composite
def given_facts(draw: st.DrawFn, facts: tuple[FactSpec, ...]) -> dict[str, str]:
    """Some of the facts, most of the time most of them."""
    likely = draw(st.sampled_from([0, 1, 2, 2, 3, 3, 9]))
    return {
        fact.name: draw(values_of(fact))
        for fact in facts
        if likely == 9 or draw(st.integers(0, 3)) < likely
    }


# ---- expressions ----------------------------------------------------------------------------------


@frozen
class Names:
    """The names that can be used so far, with their types; ``T?`` is ``T or nothing``."""

    types: Mapping[str, str]
    groups: Mapping[str, str]  # each group with the type of its members
    leaving_out: bool

    def of(self, *types: str) -> list[str]:
        """The names of some types, those that may be nothing included."""
        return sorted(name for name, type_ in self.types.items() if type_.rstrip("?") in types)


def one_of_names(names: list[str]) -> st.SearchStrategy[Piece]:
    """Any of several names."""
    return st.sampled_from(names).map(fixed)


@st.composite
def number(draw: st.DrawFn, names: Names, unit: str, depth: int) -> Piece:
    """A number in a unit; plain numbers are also counts and the labels that are numbers."""
    usable = names.of("number", "count", *NUMERIC) if unit == "number" else names.of(unit)
    leaves = constant(unit) if not usable else one_of_names(usable) | constant(unit)
    if usable and draw(st.integers(0, 2)) == 0:
        leaves = one_of_names(usable)
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(leaves)
    below = number(names, unit, depth - 1)
    plain = number(names, "number", depth - 1)
    match draw(st.integers(0, 9)):
        case 0:
            return fixed("-", bracketed(draw(below)))
        case 1 | 2:
            return bracketed(any_order([draw(below), draw(below)], " + "))
        case 3:
            return bracketed(fixed(draw(below), " - ", bracketed(draw(below))))
        case 4:
            # A share of anything is in its unit; a percent times a number is a number, though.
            share = unit == "percent" or draw(st.booleans())
            other = number(names, "percent", depth - 1) if share else plain
            factors = [bracketed(draw(below)), bracketed(draw(other))]
            return bracketed(any_order(factors, " * "))
        case 5:
            return bracketed(fixed(bracketed(draw(below)), " / ", bracketed(draw(plain))))
        case 6:
            rule = draw(st.sampled_from(["half up", "half even", "up", "down"]))
            places = draw(st.sampled_from(["", " to 1 place", " to 2 places", " to 0 places"]))
            return bracketed(fixed(f"round {rule} ", bracketed(draw(below)), places))
        case 7 if unit == "number":
            return draw(count(names, depth))
        case _:
            how = draw(st.sampled_from(["average of ", "sum of ", "lowest of ", "highest of "]))
            operands = st.lists(below, min_size=1, max_size=3).map(_operands)
            return bracketed(fixed(how, draw(operands | _groups(names, unit)), draw(_out(names))))


def figure(names: Names, unit: str, depth: int) -> st.SearchStrategy[Piece]:
    """A number where a label, or what could be read as one, cannot stand for it."""

    def no_label(piece: Piece) -> Piece:
        bare = piece.text().strip("()")
        labels = names.of(*NUMERIC)
        alone = bare in labels or (unit == "number" and bare.replace(".", "").isdigit())
        return fixed("(", piece, " + 0)") if alone else bracketed(piece)

    return number(names, unit, depth).map(no_label)


def _operands(parts: list[Piece]) -> Piece:
    return bracketed(any_order(parts, ", "))


def _groups(names: Names, *types: str) -> st.SearchStrategy[Piece]:
    found = sorted(name for name, type_ in names.groups.items() if type_ in types)
    return one_of_names(found) if found else st.nothing()


def _out(names: Names) -> st.SearchStrategy[str]:
    return st.sampled_from(["", " leaving out missing"]) if names.leaving_out else st.just("")


@st.composite
def count(draw: st.DrawFn, names: Names, depth: int) -> Piece:
    """``count of (…) which are …``."""
    scales = [scale for scale in SCALES if names.of(scale)]
    if scales and draw(st.booleans()):
        scale = draw(st.sampled_from(scales))
        labels = st.lists(one_of_names(names.of(scale)), min_size=1, max_size=3).map(_operands)
        operands = draw(labels | _groups(names, scale))
        return bracketed(fixed("count of ", operands, " which are ", draw(target(scale))))
    figures = st.lists(figure(names, "number", depth - 1), min_size=1, max_size=3).map(_operands)
    operands = draw(figures | _groups(names, "number"))
    sign = draw(st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]))
    right = draw(figure(names, "number", depth - 1))
    return bracketed(fixed("count of ", operands, f" which are {sign} ", right))


def target(scale: str) -> st.SearchStrategy[str]:
    """What stands after ``is``."""
    forms = ["{}", "{}"]
    if scale in ORDERED:
        forms += ["{} or worse", "{} or better", "better than {}", "worse than {}"]
    return st.tuples(st.sampled_from(forms), st.sampled_from(SCALES[scale])).map(
        lambda drawn: drawn[0].format(drawn[1])
    )


@st.composite
def label(draw: st.DrawFn, names: Names, scale: str, depth: int) -> Piece | None:
    """A label of a scale, or None where nothing has one."""
    usable = names.of(scale)
    if not usable:
        return None
    if scale in ORDERED and depth and draw(st.booleans()):
        how = draw(st.sampled_from(["best of ", "worst of "]))
        operands = st.lists(one_of_names(usable), min_size=1, max_size=3).map(_operands)
        parts = draw(operands | _groups(names, scale))
        return bracketed(fixed(how, parts, draw(_out(names))))
    return draw(one_of_names(usable))


@st.composite
def truth(draw: st.DrawFn, names: Names, depth: int) -> Piece:
    """A condition."""
    if depth and draw(st.integers(0, 2)):
        below = truth(names, depth - 1).map(bracketed)
        match draw(st.integers(0, 4)):
            case 0:
                return fixed("not ", draw(below))
            case 1 | 2:
                return any_order(draw(st.lists(below, min_size=2, max_size=3)), " and ")
            case _:
                return any_order(draw(st.lists(below, min_size=2, max_size=3)), " or ")
    match draw(st.integers(0, 7)):
        case 0 | 1 if names.of("yes_or_no"):
            return draw(one_of_names(names.of("yes_or_no")))
        case 2 | 3 if any(names.of(scale) for scale in SCALES):
            scale = draw(st.sampled_from([scale for scale in SCALES if names.of(scale)]))
            subject = draw(label(names, scale, depth))
            assert subject is not None
            word = draw(st.sampled_from(["is", "is not"]))
            return fixed(subject, f" {word} ", draw(target(scale)))
        case 4 if any(type_.endswith("?") for type_ in names.types.values()):
            maybe = sorted(name for name, type_ in names.types.items() if type_.endswith("?"))
            word = draw(st.sampled_from(["is", "is not"]))
            return fixed(draw(one_of_names(maybe)), f" {word} nothing")
        case 5 if names.of("text", "date"):
            name = draw(st.sampled_from(names.of("text", "date")))
            if names.types[name].rstrip("?") == "text":
                sign = draw(st.sampled_from(["=", "!="]))
                return fixed(f'{name} {sign} "{draw(_TEXTS)}"')
            sign = draw(st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]))
            return fixed(f"{name} {sign} {draw(_DATES)}")
        case 6 if names.of(*NUMERIC):
            sign = draw(st.sampled_from(["=", "!="]))
            return fixed(f"{draw(st.sampled_from(names.of(*NUMERIC)))} {sign} {draw(_FIGURES)}")
        case _:
            unit = draw(st.sampled_from(["number", "number", "percent", "money", "days"]))
            sign = draw(st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]))
            left, right = (draw(figure(names, unit, max(depth - 1, 0))) for _ in range(2))
            return fixed(left, f" {sign} ", right)


def bracketed(piece: Piece) -> Piece:
    """The piece in brackets."""
    return fixed("(", piece, ")")


# ---- declarations ---------------------------------------------------------------------------------


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
        cells = draw(st.sampled_from([["otherwise"], ["any"]])) * len(columns)
        lines.append(f"    | {' | '.join(cells)} | {draw(output(names, type_))} |\n")
    return fixed(*lines), type_


@st.composite
def output(draw: st.DrawFn, names: Names, type_: str) -> str:
    """What comes out of a row: a constant, or now and then what a name stands for."""
    usable = names.of("number", "count") if type_ == "number" else names.of(type_)
    if usable and draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(usable))
    return draw(_FIGURES if type_ == "number" else st.sampled_from(SCALES[type_]))


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
        return f'"{draw(_TEXTS)}"'
    ends = _DATES if type_ == "date" else _FIGURES.map(lambda text: _signed(type_, text))
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
    figure = _UNITS[type_].format(text.removeprefix("-"))
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
    overrides = [
        fixed(
            f"    override o{number} {draw(st.sampled_from(effects))} {draw(labels)} when ",
            draw(truth(names, 1)),
            "\n",
        )
        for number in range(draw(st.sampled_from([0, 0, 1, 2, 3])))
    ]
    return fixed(*lines, any_order(overrides, "")), scale


@st.composite
def samples(draw: st.DrawFn, leaving_out: bool = True) -> Sample:
    """A random policy, and facts for it; ``leaving_out`` allows ``leaving out missing``."""
    facts = draw(fact_specs())
    types = {fact.name: f"{fact.type}{'?' if fact.nothing else ''}" for fact in facts}
    groups: dict[str, str] = {}
    results: list[Piece] = []
    for position in range(draw(st.integers(2, 6))):
        names = Names(dict(types), dict(groups), leaving_out)
        name = f"r{position}"
        match draw(st.integers(0, 7)):
            case 0 | 1:
                unit = draw(st.sampled_from(["number", "number", "percent", "money", "days"]))
                piece = fixed(f"value {name} = ", bracketed(draw(number(names, unit, 2))), "\n")
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
    members = names.of(type_) or names.of("number", "count", "score", "mark")
    if not members:
        # Without a number a group would be of nothing at all: a value stands in for it.
        return fixed(f"value {name}_only = 1\ngroup {name} = {name}_only\n"), "number"
    chosen = draw(st.lists(st.sampled_from(members), min_size=1, max_size=4, unique=True))
    parts = any_order([fixed(member) for member in chosen], ", ")
    return fixed(f"group {name} = ", parts, "\n"), type_
