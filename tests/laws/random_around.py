"""Random rules that look at other periods and organisations, and the facts they find there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen
from hypothesis import strategies as st

from tests.laws.pieces import KINDS, Piece, bracketed, fixed
from tests.laws.random_facts import FactSpec, given_facts

if TYPE_CHECKING:
    from tests.laws.policies import Sample
    from tests.laws.random_expressions import Names

#: Whose facts, and how many quarters before the one decided about.
Place = tuple[str, int]
OWN = "RXX"
OTHERS = ("RAA", "RBB", "RCC")
BACK = 4


@frozen
class Around:
    """A sample with the facts of other quarters and organisations; of some nothing is supplied."""

    sample: Sample
    rows: Mapping[Place, Mapping[str, str]]
    kinds: Mapping[str, str]

    def __str__(self) -> str:
        rows = "".join(
            f"# {code} ({self.kinds[code]}) -{back}: {dict(row)}\n"
            for (code, back), row in self.rows.items()
        )
        return f"{self.sample}\n{rows}"


@st.composite
def rows_of(draw: st.DrawFn, facts: tuple[FactSpec, ...]) -> dict[Place, dict[str, str]]:
    """The facts of earlier quarters and of the others, each without a row now and then."""
    found: dict[Place, dict[str, str]] = {}
    for code in (OWN, *OTHERS):
        for back in range(BACK + 1) if code == OWN else range(2):
            if (code, back) != (OWN, 0) and draw(st.integers(0, 3)):
                found[code, back] = draw(given_facts(facts))
    return found


@st.composite
def arounds(draw: st.DrawFn, samples: st.SearchStrategy[Sample]) -> Around:
    """A random policy that looks around, and all that was supplied."""
    sample = draw(samples)
    kinds = {code: draw(st.sampled_from(KINDS)) for code in (OWN, *OTHERS)}
    return Around(sample, draw(rows_of(sample.facts)), {**kinds, OWN: sample.kind or KINDS[0]})


@st.composite
def number(draw: st.DrawFn, names: Names, unit: str, below: st.SearchStrategy[Piece]) -> Piece:
    """A number of another quarter, of the year so far, or across a kind of organisation."""
    usable = [name for name in names.of(unit) if not names.types[name].endswith("?")]
    forms = ["earlier", "earlier"]
    if unit not in ("percent",):
        forms.append("year to date")
    if usable:
        forms += ["across", "across", "quantile"]
    if unit == "number" and usable:
        forms.append("rank")
    asked = [name for name in names.of("yes_or_no") if not names.types[name].endswith("?")]
    if unit == "number" and asked:
        forms.append("count")
    kind = draw(st.sampled_from(KINDS))
    if unit == "number":  # a label that is a number by itself would stay a label
        below = below.map(lambda piece: fixed(piece, " + 0"))
    out = draw(st.sampled_from(["", " leaving out missing"])) if names.leaving_out else ""
    match draw(st.sampled_from(forms)):
        case "earlier":
            back = draw(st.integers(1, 3))
            return fixed(bracketed(draw(below)), f" {back} quarter{'s' * (back > 1)} earlier")
        case "year to date":
            return fixed(bracketed(draw(below)), " year to date")
        case "across":
            how = draw(st.sampled_from(["average of", "sum of", "lowest of", "highest of"]))
            return fixed(f"{how} {draw(st.sampled_from(usable))} across {kind}{out}")
        case "count":
            return fixed(f"count of {draw(st.sampled_from(asked))} across {kind}{out}")
        case "quantile":
            share = draw(st.sampled_from(["0%", "25%", "50%", "33.3%", "100%"]))
            return fixed(f"quantile {share} of {draw(st.sampled_from(usable))} across {kind}{out}")
        case _:
            first = draw(st.sampled_from(["highest first", "lowest first"]))
            return fixed(f"rank of {draw(st.sampled_from(usable))} across {kind} {first}{out}")


@st.composite
def truth(draw: st.DrawFn, names: Names, below: st.SearchStrategy[Piece]) -> Piece:
    """A condition over several quarters, or a date within this one."""
    dates = names.of("date")
    if dates and draw(st.integers(0, 3)) == 0:
        return fixed(f"{draw(st.sampled_from(dates))} in the quarter")
    size = draw(st.integers(1, 4))
    windows = (
        f" for {size} consecutive quarters",
        f" in each of the {size} previous quarters",
        f" in any of the {size} previous quarters",
        f" in at least {draw(st.integers(1, size))} of the last {size} quarters",
    )
    return bracketed(fixed(draw(below), draw(st.sampled_from(windows))))
