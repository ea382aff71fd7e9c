"""Comparing decisions with the results that the regulator itself published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Step
from policy_dsl.facts.records import Fact


class Verdict(Enum):
    """How a result of ours stands to the published one."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_SETTLED = "not settled"  # ours is not known, or does not apply


@frozen(eq=False)
class Comparison:
    """One result of one decision beside the published one."""

    decision: Decision
    name: str
    ours: Step
    published: Fact
    verdict: Verdict


@frozen
class Tally:
    """How many results of one name were published, and how ours came out beside them."""

    name: str
    agree: int
    differ: int
    not_settled: int

    @property
    def compared(self) -> int:
        """How many could be compared: both ours and the published one are settled."""
        return self.agree + self.differ

    @property
    def published(self) -> int:
        """How many the regulator published."""
        return self.compared + self.not_settled


def compare(decision: Decision) -> Iterator[Comparison]:
    """Each published result of a decision's record, in the order of the policy."""
    for entry in decision.policy.vocabulary.results.values():
        published = decision.published.get(entry.name)
        if published is None:
            continue
        ours = decision[entry.name]
        yield Comparison(
            decision, entry.name, ours, published, _verdict(ours, published, entry.within)
        )


def _verdict(ours: Step, published: Fact, within: Decimal | None) -> Verdict:
    a, b = ours.value, published.value
    if isinstance(a, Decimal | Fraction) and isinstance(b, Decimal):
        near = abs(Fraction(a) - Fraction(b)) <= (within or 0)
        return Verdict.AGREES if near else Verdict.DIFFERS
    if type(a) is not type(b):
        return Verdict.NOT_SETTLED
    return Verdict.AGREES if a == b else Verdict.DIFFERS


def tally(comparisons: Iterable[Comparison]) -> list[Tally]:
    """The comparisons counted by name, in the order of the newest policy among them."""
    counts: dict[str, dict[Verdict, int]] = {}
    policies: dict[Policy, None] = {}
    for comparison in comparisons:
        policies[comparison.decision.policy] = None
        of_name = counts.setdefault(comparison.name, dict.fromkeys(Verdict, 0))
        of_name[comparison.verdict] += 1
    newest_first = sorted(policies, key=lambda policy: policy.first_day, reverse=True)
    names = dict.fromkeys(name for policy in newest_first for name in policy.vocabulary.results)
    return [
        Tally(
            name,
            counts[name][Verdict.AGREES],
            counts[name][Verdict.DIFFERS],
            counts[name][Verdict.NOT_SETTLED],
        )
        for name in names
        if name in counts
    ]
