"""The Oversight Framework for mental health trusts by hand, with and without each of five planted
edits; and which of them move whom, by trying every set of them.

Written from the published manual and the published file.  It shares no code with the product: not
the policy, not the evaluator, not the reading of facts, and nothing of what it is to check.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations
from pathlib import Path

#: The planted edits: the financial over-ride is gone; finance counts as two scores; the second
#: cut-off lies 0.05 lower; and in each quarter one figure of the cut-offs is another.
EDITS = ("override", "finance", "second", "figure_q1", "figure_q2")

METRICS = (
    *("OF1005", "OF1041", "OF1035", "OF1057", "OF1063", "OF1016", "OF1061", "OF1067"),
    *("OF1086", "OF1082", "OF1084"),
)
COMBINED = {
    ("1", "1"): 1,
    ("1", "2"): 1,
    ("1", "3"): 2,
    ("1", "4"): 3,
    ("2", "1"): 2,
    ("3", "1"): 2,
    ("3", "2"): 3,
    ("3", "4"): 4,
    ("4", "1"): 2,
    ("4", "2"): 3,
    ("4", "4"): 4,
}
CUT_OFFS = {
    "Q1 2025/26": ("2.05", "2.325", "2.625"),
    "Q2 2025/26": ("2.065", "2.345", "2.665"),
}
OTHER_CUT_OFFS = {"figure_q1": ("Q1 2025/26", 1, "2.29"), "figure_q2": ("Q2 2025/26", 0, "2.10")}

Trust = tuple[str, str]
Ratings = dict[str, int]


def read(path: Path) -> dict[Trust, dict[str, str]]:
    """Each trust in each quarter with its published figures."""
    found: dict[Trust, dict[str, str]] = {}
    with path.open(newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            value = row["Value"].strip()
            if value:
                trust = (row["Trust_code"], row["Quarter"])
                found.setdefault(trust, {})[row["Metric_ID"]] = value
    return found


def rate(figures: dict[str, str], quarter: str, on: frozenset[str]) -> Ratings:
    """The three segments of a trust with some of the edits made."""
    scores = [Fraction(figures[metric]) for metric in METRICS if metric in figures]
    plan, variance = figures["OF1079"], figures["OF1081"]
    plan, variance = str(int(Fraction(plan))), str(int(Fraction(variance)))
    if "finance" in on:
        scores += [Fraction(plan), Fraction(variance)]
    else:
        scores.append(Fraction(COMBINED[plan, variance]))
    hundredths = sum(scores, Fraction()) / len(scores) * 100
    average = Fraction((2 * hundredths + 1) // 2, 100)
    cut_offs = [Fraction(text) for text in CUT_OFFS[quarter]]
    for edit, (when, place, text) in OTHER_CUT_OFFS.items():
        if edit in on and when == quarter:
            cut_offs[place] = Fraction(text)
    if "second" in on:
        cut_offs[1] -= Fraction("0.05")
    delivery = next((at for at, most in enumerate(cut_offs, start=1) if average <= most), 4)
    in_deficit = Fraction(figures["OF5004"]) == 1
    adjusted = max(delivery, 3) if in_deficit and "override" not in on else delivery
    final = 5 if Fraction(figures["OF5007"]) == 1 else adjusted
    return {"delivery": delivery, "adjusted": adjusted, "final": final}


def subsets() -> Iterator[frozenset[str]]:
    """Every set of edits, the small ones first."""
    sizes = range(len(EDITS) + 1)
    return map(frozenset, chain.from_iterable(combinations(EDITS, size) for size in sizes))


class BruteForce:
    """What the edits do to every trust, by all sets of them."""

    def __init__(self, path: Path) -> None:
        self.trusts = read(path)
        self.by_set = {
            on: {trust: rate(held, trust[1], on) for trust, held in self.trusts.items()}
            for on in subsets()
        }
        self.before, self.after = self.by_set[frozenset()], self.by_set[frozenset(EDITS)]

    def matrix(self, rating: str) -> Counter[tuple[int, int]]:
        """How often each segment became which."""
        return Counter(
            (self.before[trust][rating], self.after[trust][rating]) for trust in self.trusts
        )

    def movers(self) -> dict[tuple[Trust, str], tuple[int, int]]:
        """Of each trust and rating that moves, from where to where."""
        return {
            (trust, rating): (old, self.after[trust][rating])
            for trust in self.trusts
            for rating, old in self.before[trust].items()
            if old != self.after[trust][rating]
        }

    def responsible(self, trust: Trust, rating: str) -> set[frozenset[str]]:
        """The sets of edits that bring a move about, and of which no part does."""
        wanted = self.after[trust][rating]
        bringing = [on for on, rated in self.by_set.items() if rated[trust][rating] == wanted]
        return {on for on in bringing if not any(other < on for other in bringing)}
