"""The diagrams say what the evaluator says, of random policies and random facts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_dsl.analyse import aggregates, ratings
from policy_dsl.analyse.diagrams import Diagrams
from policy_dsl.analyse.results import result
from policy_dsl.evaluate.overrides import NOTHING_BINDS
from policy_dsl.evaluate.step import Step
from policy_dsl.values.absence import NOTHING, NotKnown
from policy_dsl.values.scales import Label
from tests.analyse.planted import must_be_seen
from tests.analyse.reading import FreeError, narrow, read
from tests.evaluate.deciding import value_of
from tests.laws.laws import checked, decided
from tests.laws.pieces import KINDS
from tests.laws.policies import Sample, samples
from tests.laws.random_facts import FactSpec, values_of


@st.composite
def complete(draw: st.DrawFn) -> Sample:
    """A random policy, with every fact supplied and the kind said."""
    sample = draw(samples())
    facts = tuple(_counting(fact) for fact in sample.facts)
    given = {fact.name: draw(_values_of(fact)) for fact in facts}
    kind = draw(st.sampled_from(KINDS))
    return Sample(facts, sample.results, sample.types, given, kind)


def _counting(fact: FactSpec) -> FactSpec:
    """A count is never below nought."""
    if fact.type != "count" or fact.low is None or fact.high is None:
        return fact
    return evolve(fact, low=max(fact.low, 0), high=max(fact.high, 0))


def _values_of(fact: FactSpec) -> st.SearchStrategy[str]:
    """What the fact can be, as it is written; a count is whole."""
    if fact.type != "count":
        return values_of(fact)
    whole = st.integers(fact.low or 0, 6 if fact.high is None else fact.high).map(str)
    return whole | st.just("nothing") if fact.nothing else whole


def differences(sample: Sample) -> list[str]:
    """The results of which a diagram says something else than the evaluator."""
    policy = checked(sample.policy())
    decision = decided(policy, sample.given, sample.kind)
    values = {
        name: value_of(policy.types[policy.facts[name]], text)
        for name, text in sample.given.items()
    }
    on = narrow(policy)
    found = []
    for item in policy.results:
        diagram = result(on, item)
        assert item not in on.space.failed
        try:
            said = read(on, diagram, values, sample.kind)
        except FreeError:
            continue
        step = decision[item.name.text]
        if not _alike(said, step, NOTHING in values.values()):
            found.append(f"{item.name.text}: {said!r} is not {step.value!r}")
    return found


def _alike(said: Any, step: Step, of_nothing: bool) -> bool:
    value = step.value
    if isinstance(value, NotKnown):
        return isinstance(said, NotKnown)
    if isinstance(said, NotKnown):
        # The evaluator may settle what rests on something that has no answer, by trying each label.
        return of_nothing or any(isinstance(one.value, NotKnown) for one in step.walk())
    if isinstance(value, Label):
        return said is value
    if isinstance(value, Decimal | Fraction):
        return Fraction(said) == Fraction(value)
    return bool(said == value)


@settings(max_examples=100, derandomize=True, suppress_health_check=list(HealthCheck))
@given(complete())
def test_the_diagrams_say_what_the_evaluator_says(sample: Sample) -> None:
    assert differences(sample) == []


def last_case(patch: pytest.MonkeyPatch) -> None:
    """Where an override applies nothing is bound."""
    patch.setattr(ratings, "bound", lambda on, several: on.space.leaf(NOTHING_BINDS))


def counts_one_less(patch: pytest.MonkeyPatch) -> None:
    """The first of what is counted is left out."""
    whole = aggregates.counted
    patch.setattr(aggregates, "counted", lambda on, truths: whole(on, truths[1:]))


def strays(patch: pytest.MonkeyPatch) -> None:
    """A condition that is no is taken for yes where it chooses."""
    whole = Diagrams.choose
    patch.setattr(
        Diagrams, "choose", lambda self, condition, yes, no: whole(self, condition, yes, yes)
    )


@pytest.mark.parametrize("plant", [last_case, counts_one_less, strays])
def test_a_planted_fault_is_seen(plant: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    must_be_seen(plant, complete(), lambda sample: bool(differences(sample)), 1_000)
