"""The laws of rules that look at other quarters and organisations, and faults planted for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import strategies as st

from policy_dsl.evaluate import (
    history,
    operations_labels,
    operations_numbers,
    operations_population,
    operations_time,
    operations_truth,
    population,
)
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.panel import Panel
from policy_dsl.evaluate.step import Cohort
from policy_dsl.invent import Situation, words
from policy_dsl.values.absence import NotKnown
from tests.laws import laws
from tests.laws.holding import must_hold
from tests.laws.pieces import fixed
from tests.laws.policies import Sample, samples
from tests.laws.random_around import OTHERS, OWN, Around, Place, arounds, rows_of
from tests.laws.random_facts import FactSpec

Drawn = tuple[Around, dict[Place, dict[str, str]], int]
Law = Callable[[Drawn], Iterator[str]]


@st.composite
def drawn(draw: st.DrawFn, leaving_out: bool = True) -> Drawn:
    """A sample with all that is around it, other facts for all of them, and a seed."""
    around = draw(arounds(samples(leaving_out, around=True)))
    return around, draw(rows_of(around.sample.facts)), draw(st.integers(0, 2**32))


def reproduced(example: Drawn) -> Iterator[str]:
    return laws.around_reproduced(example[0])


def narrowing(example: Drawn) -> Iterator[str]:
    return laws.around_narrowing(example[0], example[1])


def orderless(example: Drawn) -> Iterator[str]:
    return laws.around_orderless(example[0], Random(example[2]))


def written(example: Drawn) -> Iterator[str]:
    return laws.around_written(example[0])


EXAMPLES: dict[Law, int] = {reproduced: 100, narrowing: 30, orderless: 30, written: 25}


@pytest.mark.parametrize("law", EXAMPLES, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    must_hold(law, drawn(leaving_out=law is not narrowing), EXAMPLES[law])


# ---- planted faults -----------------------------------------------------------------------------

Plant = Callable[[pytest.MonkeyPatch], None]


def missing_is_no(patch: pytest.MonkeyPatch) -> None:
    """A quarter of which nothing is known counts as one in which it did not hold."""
    whole = operations_time.held

    def held(window: Any, truths: Any, least: int = 0) -> Any:
        known = [False if isinstance(value, NotKnown) else value for value in truths]
        return whole(window, known, least)

    patch.setattr(operations_time, "held", held)


def missing_is_zero(patch: pytest.MonkeyPatch) -> None:
    """A number that is not known counts as zero, here and in every other quarter."""
    whole = ops.as_number
    for module in (operations_numbers, operations_labels, operations_truth):
        patch.setattr(
            module, "as_number", lambda v: Decimal(0) if isinstance(v, NotKnown) else whole(v)
        )


def last_record(patch: pytest.MonkeyPatch) -> None:
    """The last record of the file stands for every quarter of everybody."""
    patch.setattr(
        Panel, "_record", lambda self, policy, code, period: self.facts[policy].records[-1]
    )


def any_for_each(patch: pytest.MonkeyPatch) -> None:
    """One of the quarters is enough for all of them."""
    patch.setattr(operations_time, "held", lambda window, truths, least=0: ops.either(list(truths)))


def year_without_an_end(patch: pytest.MonkeyPatch) -> None:
    """The year to date goes back a quarter too far."""
    whole = history.into_year
    patch.setattr(history, "into_year", lambda period: whole(period) + 1)


def ranks_from_below(patch: pytest.MonkeyPatch) -> None:
    """A rank counts from the wrong end."""
    whole = operations_population.Order.rank
    turned = lambda self, own, first: whole(self, own, not first)  # noqa: E731
    patch.setattr(operations_population.Order, "rank", turned)


def nearest_rank(patch: pytest.MonkeyPatch) -> None:
    """A quantile is always one of the values."""
    patch.setattr(
        operations_population,
        "_interpolated",
        lambda ascending, percent: ascending[int(percent * (len(ascending) - 1) / 100)],
    )


def counts_everybody(patch: pytest.MonkeyPatch) -> None:
    """``leaving out missing`` says how many it left out, one too few."""
    patch.setattr(
        population, "Cohort", lambda kind, period, out: Cohort(kind, period, max(0, out - 1))
    )


def no_others(patch: pytest.MonkeyPatch) -> None:
    """An example is decided without the other organisations that it gives."""
    whole = Situation.of.__func__  # type: ignore[attr-defined]  # of a class method
    patch.setattr(Situation, "of", classmethod(lambda cls, one: evolve(whole(cls, one), others=())))


def no_past_of_others(patch: pytest.MonkeyPatch) -> None:
    """What is written as an example has lost when the facts of the others were."""
    whole = words.earlier_words
    patch.setattr(
        words, "earlier_words", lambda policy, of, back: whole(policy, of, 0 if of else back)
    )


PLANTED: list[tuple[Law, Plant]] = [
    (reproduced, missing_is_no),
    (narrowing, missing_is_zero),
    (orderless, last_record),
    (reproduced, any_for_each),
    (reproduced, year_without_an_end),
    (reproduced, ranks_from_below),
    (reproduced, nearest_rank),
    (reproduced, counts_everybody),
    (written, no_others),
    (written, no_past_of_others),
]


#: A policy with every form, in which each of the faults shows.
FIXED = Around(
    Sample(
        facts=(FactSpec("f0", "number"), FactSpec("f1", "yes_or_no"), FactSpec("f2", "number")),
        results=(
            fixed("value unbroken = f1 for 2 consecutive quarters\n"),
            fixed("value each     = f1 in each of the 2 previous quarters\n"),
            fixed("value several  = f1 in at least 2 of the last 3 quarters\n"),
            fixed("value so_far   = f0 year to date\n"),
            fixed("value before   = f0 1 quarter earlier\n"),
            fixed("value quartile = quantile 25% of f0 across acute\n"),
            fixed("value place    = rank of f0 across acute highest first\n"),
            fixed("value mean     = average of f2 across acute leaving out missing\n"),
            fixed("value open     = (f2 > 1) in any of the 1 previous quarters\n"),
        ),
        types={},
        given={"f0": "3", "f1": "yes"},
        kind="acute",
    ),
    rows={
        (OWN, 1): {"f0": "2"},
        (OWN, 2): {"f0": "5", "f1": "no", "f2": "2"},
        ("RAA", 0): {"f0": "2", "f1": "no", "f2": "4"},
        ("RBB", 0): {"f0": "6", "f1": "yes"},
        ("RCC", 0): {"f0": "8", "f2": "7"},
        ("RCC", 1): {"f0": "7", "f2": "9"},
    },
    kinds=dict.fromkeys((OWN, *OTHERS), "acute"),
)
ADDED: dict[Place, dict[str, str]] = {(OWN, 1): {"f1": "yes", "f2": "3"}}


@pytest.mark.parametrize("law", EXAMPLES, ids=lambda law: law.__name__)
def test_the_law_holds_of_a_policy_with_every_form(law: Law) -> None:
    assert list(law((FIXED, ADDED, 1))) == []


@pytest.mark.parametrize(
    ("law", "plant"), PLANTED, ids=[f"{law.__name__}-{plant.__name__}" for law, plant in PLANTED]
)
def test_a_planted_fault_is_caught(law: Law, plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    try:
        found = list(law((FIXED, ADDED, 1)))
    except AssertionError:  # of the second opinion: not even the quarters are the right ones
        found = ["the second opinion does not agree where to look"]
    assert found, f"the law does not see: {plant.__doc__}"
