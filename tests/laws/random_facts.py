"""Random facts: how they are declared, and what is supplied."""

from __future__ import annotations

from attrs import frozen
from hypothesis import strategies as st

from tests.laws.pieces import SCALES, Piece, fixed


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


FIGURES = st.one_of(
    st.integers(-3, 6).map(str),
    st.decimals(min_value=-3, max_value=6, places=1).map(lambda number: f"{number:f}"),
    st.sampled_from(["0.1", "0.3", "2.50", "3.5", "1000000000000000000000000000000.1"]),
)
UNITS = {"number": "{}", "count": "{}", "percent": "{}%", "money": "£{}", "days": "{} days"}
DATES = st.sampled_from(["2025-03-31", "2025-04-01", "2026-02-28"])
TEXTS = st.sampled_from(["", "a", "b", "St Mary's"])
_FACT_TYPES = ("number", "number", "count", "percent", "money", "days", "yes_or_no", "yes_or_no",
               "score", "mark", "light", "light", "stage", "text", "date")  # fmt: skip


def constant(unit: str) -> st.SearchStrategy[Piece]:
    """A constant in a unit; a minus sign is an operator."""
    figures = FIGURES.map(lambda text: text.removeprefix("-"))
    return figures.map(lambda text: fixed(UNITS[unit].format(text)))


@st.composite
def fact_specs(draw: st.DrawFn) -> tuple[FactSpec, ...]:
    """Five to nine facts of all types."""
    count = draw(st.integers(5, 9))
    found: list[FactSpec] = []
    for number in range(count):
        type_ = draw(st.sampled_from(_FACT_TYPES))
        nothing = draw(st.integers(0, 5)) == 0
        ranged = type_ in UNITS and draw(st.booleans())
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
        values = DATES
    elif fact.type == "text":
        values = TEXTS
    elif fact.low is not None and fact.high is not None:
        figures = st.decimals(min_value=fact.low, max_value=fact.high, places=1)
        values = figures.map(lambda number: f"{number:f}") | st.just(str(fact.low))
    else:
        values = FIGURES
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
