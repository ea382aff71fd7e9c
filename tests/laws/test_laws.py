"""The laws hold of random policies and facts, and each of them catches a fault planted for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from policy_dsl.evaluate import (
    cells,
    expressions,
    operations_labels,
    operations_numbers,
    operations_truth,
    overrides,
    scorecards,
)
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.facts import prepare_fact
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Step
from policy_dsl.syntax.expressions import Order
from policy_dsl.syntax.facts import Fact
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.numbers import Rounding
from policy_dsl.values.scales import Label
from tests.laws import laws
from tests.laws.holding import must_hold
from tests.laws.policies import Sample, samples
from tests.laws.random_facts import given_facts

Drawn = tuple[Sample, dict[str, str], int]
Law = Callable[[Drawn], Iterator[str]]


@st.composite
def drawn(draw: st.DrawFn, leaving_out: bool = True) -> Drawn:
    """A sample, other facts for it, and a seed."""
    sample = draw(samples(leaving_out))
    return sample, draw(given_facts(sample.facts)), draw(st.integers(0, 2**32))


def complete(example: Drawn) -> Iterator[str]:
    return laws.complete(example[0], example[1], Random(example[2]))


def reproduced(example: Drawn) -> Iterator[str]:
    return laws.reproduced(example[0])


def orderless(example: Drawn) -> Iterator[str]:
    return laws.orderless(example[0], Random(example[2]))


def narrowing(example: Drawn) -> Iterator[str]:
    return laws.narrowing(example[0], example[1])


def bounded(example: Drawn) -> Iterator[str]:
    return laws.bounded(example[0])


def repeatable(example: Drawn) -> Iterator[str]:
    return laws.repeatable(example[0])


EXAMPLES: dict[Law, int] = {
    complete: 100,
    reproduced: 250,
    orderless: 100,
    narrowing: 150,
    bounded: 100,
    repeatable: 40,
}


@pytest.mark.parametrize("law", EXAMPLES, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    must_hold(law, drawn(leaving_out=law is not narrowing), EXAMPLES[law])


# ---- planted faults ------------------------------------------------------------------------------

Plant = Callable[[pytest.MonkeyPatch], None]


def hidden_read(patch: pytest.MonkeyPatch) -> None:
    """A fact is read, and its step says nothing of it."""
    whole = prepare_fact

    def hidden(preparing: Preparing, fact: Fact) -> Compute:
        read = whole(preparing, fact)

        def hide(frame: Frame) -> Step:
            return evolve(read(frame), rule=fact.name, detail=None)

        return hide

    patch.setattr(expressions, "prepare_fact", hidden)


def careless_sum(patch: pytest.MonkeyPatch) -> None:
    """A sum is a little off."""
    whole = ops.add
    patch.setattr(ops, "add", lambda a, b: whole(whole(a, b), Decimal("0.0000000001")))


def strict_less(patch: pytest.MonkeyPatch) -> None:
    """``<=`` is taken for ``<``."""
    whole = ops.comparison
    patch.setattr(ops, "comparison", lambda sign: whole("<" if sign == "<=" else sign))


def strict_either(patch: pytest.MonkeyPatch) -> None:
    """``or`` is not known as soon as one operand is not."""
    whole = ops.either

    def either(values: list[Any]) -> Any:
        doubts = [value for value in values if isinstance(value, NotKnown)]
        return ops.not_known(doubts) if doubts else whole(values)

    patch.setattr(ops, "either", either)


def missing_is_no(patch: pytest.MonkeyPatch) -> None:
    """A label that is not known passes no test."""
    whole = ops.holds
    patch.setattr(
        ops, "holds", lambda test, value: not isinstance(value, NotKnown) and whole(test, value)
    )


def missing_is_zero(patch: pytest.MonkeyPatch) -> None:
    """A number that is not known counts as zero."""
    whole = ops.as_number
    for module in (operations_numbers, operations_labels, operations_truth):
        patch.setattr(
            module, "as_number", lambda v: Decimal(0) if isinstance(v, NotKnown) else whole(v)
        )


def forgets_what_is_missing(patch: pytest.MonkeyPatch) -> None:
    """A rating that is not settled does not say what it waits for."""
    whole = ops.settle

    def settle(*given: Any, **more: Any) -> Any:
        value = whole(*given, **more)
        if isinstance(value, NotKnown) and not value.reason:
            return evolve(value, missing=frozenset(), reason="forgotten")
        return value

    patch.setattr(ops, "settle", settle)


def first_test(patch: pytest.MonkeyPatch) -> None:
    """Of ``1 or 2`` in a cell only the 1 is read."""
    patch.setattr(cells._OfValue, "any_of", lambda self, tests: tests[0])


def first_operand(patch: pytest.MonkeyPatch) -> None:
    """``and`` stops at the first operand that is not known."""
    whole = ops.both
    patch.setattr(
        ops, "both", lambda values: values[0] if isinstance(values[0], NotKnown) else whole(values)
    )


def cap_is_the_rating(patch: pytest.MonkeyPatch) -> None:
    """A cap takes the place of the rating, be it better or worse."""

    def outcome(binding: overrides.Binding, label: Label) -> Label:
        return binding.cap or label

    patch.setattr(overrides.Binding, "outcome", outcome)


def floor_is_the_rating(patch: pytest.MonkeyPatch) -> None:
    """A floor takes the place of the rating, be it better or worse."""

    def outcome(binding: overrides.Binding, label: Label) -> Label:
        return binding.floor or label

    patch.setattr(overrides.Binding, "outcome", outcome)


def counts_up(patch: pytest.MonkeyPatch) -> None:
    """Rounding depends on how often it was done before."""
    number = count()
    patch.setattr(ops, "round_to", lambda value, places, rule: Decimal(next(number)))


def rounds_half_down(patch: pytest.MonkeyPatch) -> None:
    """Rounding always goes down."""
    whole = ops.round_to
    patch.setattr(ops, "round_to", lambda value, places, rule: whole(value, places, Rounding.DOWN))


def leaves_out_nothing(patch: pytest.MonkeyPatch) -> None:
    """``leaving out missing`` leaves nothing out."""
    patch.setattr(ops, "recorded", lambda values, leaving_out: list(values))


def unweighted(patch: pytest.MonkeyPatch) -> None:
    """Every measure of a scorecard weighs the same."""
    patch.setattr(scorecards, "_weight", lambda preparing, learned, row: Decimal(1))


def exactly_the_other(patch: pytest.MonkeyPatch) -> None:
    """``is worse than`` another value is read as ``is`` that value."""
    whole = ops.stands_to
    patch.setattr(ops, "stands_to", lambda order, a, b: whole(Order.EXACTLY, a, b))


def certain_label(patch: pytest.MonkeyPatch) -> None:
    """Of a label that is not known an override takes the best."""
    patch.setattr(
        overrides.Judged, "choices", property(lambda self: [*ops.possible(self.label)][:1])
    )


PLANTED: list[tuple[Law, Plant]] = [
    (complete, hidden_read),
    (reproduced, careless_sum),
    (reproduced, strict_less),
    (reproduced, strict_either),
    (reproduced, missing_is_no),
    (reproduced, forgets_what_is_missing),
    (reproduced, rounds_half_down),
    (reproduced, leaves_out_nothing),
    (reproduced, first_test),
    (reproduced, cap_is_the_rating),
    (reproduced, unweighted),
    (reproduced, exactly_the_other),
    (reproduced, certain_label),
    (orderless, first_operand),
    (narrowing, missing_is_no),
    (narrowing, missing_is_zero),
    (bounded, cap_is_the_rating),
    (bounded, floor_is_the_rating),
    (repeatable, counts_up),
]


@pytest.mark.parametrize(
    ("law", "plant"), PLANTED, ids=[f"{law.__name__}-{plant.__name__}" for law, plant in PLANTED]
)
def test_a_planted_fault_is_caught(law: Law, plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    try:
        find(
            drawn(leaving_out=law is not narrowing),
            lambda example: any(law(example)),
            settings=settings(
                max_examples=1_500,
                phases=[Phase.generate],
                database=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
    except NoSuchExample:
        pytest.fail(f"the law does not see: {plant.__doc__}")
