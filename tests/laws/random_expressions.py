"""Random expressions and conditions that are well typed."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen
from hypothesis import strategies as st

from tests.laws import random_around
from tests.laws.pieces import NUMERIC, ORDERED, SCALES, Piece, any_order, bracketed, fixed
from tests.laws.random_facts import DATES, FIGURES, TEXTS, constant


@frozen
class Names:
    """The names that can be used so far, with their types; ``T?`` is ``T or nothing``."""

    types: Mapping[str, str]
    groups: Mapping[str, str]  # each group with the type of its members
    leaving_out: bool
    around: bool = False  # whether rules may look at other periods and organisations

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
    if names.around and draw(st.integers(0, 3)):
        return bracketed(draw(random_around.number(names, unit, below)))
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
    if len(scales) > 0 and draw(st.booleans()):
        scale = draw(st.sampled_from(scales))
        labels = st.lists(one_of_names(names.of(scale)), min_size=1, max_size=3).map(_operands)
        of_labels = draw(labels | _groups(names, scale))
        return bracketed(fixed("count of ", of_labels, " which are ", draw(target(scale))))
    figures = st.lists(figure(names, "number", depth - 1), min_size=1, max_size=3).map(_operands)
    operands = draw(figures | _groups(names, "number"))
    sign = draw(st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]))
    right = draw(figure(names, "number", depth - 1))
    return bracketed(fixed("count of ", operands, f" which are {sign} ", right))


def target(scale: str, of: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[str]:
    """What stands after ``is``: a label, or any ``of`` these."""
    forms = ["{}", "{}"]
    if scale in ORDERED:
        forms += ["{} or worse", "{} or better", "better than {}", "worse than {}"]
    of = st.sampled_from(SCALES[scale]) if of is None else of
    return st.tuples(st.sampled_from(forms), of).map(lambda drawn: drawn[0].format(drawn[1]))


@st.composite
def label(draw: st.DrawFn, names: Names, scale: str, depth: int) -> Piece | None:
    """A label of a scale, or None where nothing has one."""
    usable = names.of(scale)
    if not usable:
        return None
    if scale in ORDERED and depth and draw(st.integers(0, 2)):
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
        if names.around and draw(st.integers(0, 3)):
            return draw(random_around.truth(names, below))
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
            other = st.sampled_from([*SCALES[scale], *names.of(scale)])
            return fixed(subject, f" {word} ", draw(target(scale, other)))
        case 4 if any(type_.endswith("?") for type_ in names.types.values()):
            maybe = sorted(name for name, type_ in names.types.items() if type_.endswith("?"))
            word = draw(st.sampled_from(["is", "is not"]))
            return fixed(draw(one_of_names(maybe)), f" {word} nothing")
        case 5 if names.of("text", "date"):
            name = draw(st.sampled_from(names.of("text", "date")))
            if names.types[name].rstrip("?") == "text":
                sign = draw(st.sampled_from(["=", "!="]))
                return fixed(f'{name} {sign} "{draw(TEXTS)}"')
            sign = draw(st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]))
            return fixed(f"{name} {sign} {draw(DATES)}")
        case 6 if names.of(*NUMERIC):
            sign = draw(st.sampled_from(["=", "!="]))
            return fixed(f"{draw(st.sampled_from(names.of(*NUMERIC)))} {sign} {draw(FIGURES)}")
        case _:
            unit = draw(st.sampled_from(["number", "number", "percent", "money", "days"]))
            sign = draw(st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]))
            left, right = (draw(figure(names, unit, max(depth - 1, 0))) for _ in range(2))
            return fixed(left, f" {sign} ", right)
