"""The diagrams say what the evaluator says, of random policies and random facts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_dsl.analyse import aggregates, history, ratings, selections
from policy_dsl.analyse.diagrams import Diagrams
from policy_dsl.analyse.results import result
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.evaluate import prepare
from policy_dsl.evaluate.history import whole
from policy_dsl.evaluate.overrides import NOTHING_BINDS
from policy_dsl.evaluate.step import Step
from policy_dsl.facts.records import Organisation, Record
from policy_dsl.invent import made, made_list
from policy_dsl.syntax.history import Held
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.absence import NOTHING, NotKnown
from policy_dsl.values.scales import Label
from tests.analyse.planted import must_be_seen
from tests.analyse.random_selections import Wide, wide
from tests.analyse.reading import FreeError, narrow, read
from tests.evaluate.deciding import value_of
from tests.hunting import many
from tests.laws.laws import PERIOD, checked, decided, decided_around
from tests.laws.pieces import KINDS, Piece
from tests.laws.policies import Sample, samples
from tests.laws.random_around import OWN, Around, arounds
from tests.laws.random_facts import FactSpec, values_of


@st.composite
def complete(draw: st.DrawFn) -> Sample:
    """A random policy, with every fact supplied and the kind said."""
    sample = draw(samples())
    facts = tuple(_counting(fact) for fact in sample.facts)
    given = {fact.name: draw(supplied(fact)) for fact in facts}
    kind = draw(st.sampled_from(KINDS))
    return Sample(facts, sample.results, sample.types, given, kind)


@st.composite
def complete_around(draw: st.DrawFn) -> Around:
    """A random policy that looks around, with every fact of its own supplied."""
    sample = draw(samples(around=True))
    facts = tuple(_counting(fact) for fact in sample.facts)
    sample = evolve(sample, facts=facts, given=draw(_all_of(facts)))
    return draw(arounds(st.just(sample)))


@frozen
class Given:
    """A policy with what selects, and every fact of an organisation of a kind."""

    wide: Wide
    given: Mapping[str, str]
    kind: str

    def __str__(self) -> str:
        return f"{self.wide}\n# {self.kind}: {dict(self.given)}"


@st.composite
def complete_wide(draw: st.DrawFn) -> Given:
    """A random policy with what selects, and every fact supplied."""
    sample = draw(wide())
    sample = evolve(sample, facts=tuple(_counting(fact) for fact in sample.facts))
    return Given(sample, draw(_all_of(sample.facts)), draw(st.sampled_from(KINDS)))


def _all_of(facts: tuple[FactSpec, ...]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({fact.name: supplied(fact) for fact in facts})


def _counting(fact: FactSpec) -> FactSpec:
    """A count is never below nought."""
    if fact.type != "count" or fact.low is None or fact.high is None:
        return fact
    return evolve(fact, low=max(fact.low, 0), high=max(fact.high, 0))


def supplied(fact: FactSpec) -> st.SearchStrategy[str]:
    """What the fact can be, as it is written; a count is whole."""
    if fact.type != "count":
        return values_of(fact)
    whole = st.integers(fact.low or 0, 6 if fact.high is None else fact.high).map(str)
    return whole | st.just("nothing") if fact.nothing else whole


def differences(sample: Sample) -> list[str]:
    """The results of which a diagram says something else than the evaluator."""
    policy = checked(sample.policy())
    values = _values(policy, sample.facts, sample.given)
    return _differences(policy, decided(policy, sample.given, sample.kind), values)


def around_differences(around: Around) -> list[str]:
    """The same, with other periods and other organisations about."""
    policy = checked(around.sample.policy())
    values = _values(policy, around.sample.facts, around.sample.given)
    return _differences(policy, decided_around(policy, around), values)


def wide_differences(wide: Given) -> list[str]:
    """The same, of what selects."""
    policy = checked(wide.wide.policy())
    values = _values(policy, wide.wide.facts, wide.given)
    fields = policy.vocabulary.facts["things"].type.record.fields  # type: ignore[union-attr]
    things = [
        {name: value_of(fields[name], text) for name, text in thing.items()}
        for thing in wide.wide.things
    ]
    facts = {name: made(policy, name, value) for name, value in values.items()}
    facts["things"] = made_list(policy, "things", things)
    record = Record(Organisation("RXX", "", wide.kind), PERIOD, facts, {})
    return _differences(policy, prepare(policy).decide(record), values)


def _values(policy: Policy, facts: tuple[FactSpec, ...], given: Mapping[str, str]) -> Any:
    return {
        fact.name: value_of(policy.types[policy.facts[fact.name]], given[fact.name])
        for fact in facts
    }


def _differences(policy: Policy, decision: Decision, values: Mapping[str, Any]) -> list[str]:
    on = narrow(policy)
    for item in policy.results:
        result(on, item)
    windows = (node for item in policy.results for node in item.walk() if isinstance(node, Held))
    free = {_words(policy, node) for node in (*on.space.asked.values(), *windows)}
    found = []
    for item in policy.results:
        diagram = result(on, item)
        assert item not in on.space.failed
        try:
            said = read(on, diagram, values, decision.organisation.kind, decision)
        except FreeError:
            continue
        step = decision[item.name.text]
        if any(not one.known and _words(policy, one.rule) in free for one in step.walk()):
            continue  # what is not cut further is taken to have an answer
        if not _alike(said, step, NOTHING in values.values()):
            found.append(f"{item.name.text}: {said!r} is not {step.value!r}")
    return found


def _words(policy: Policy, node: Node) -> str:
    """An expression's words, whoever asks it; where it is free it is so wherever it stands."""
    return " ".join(policy.source.text[node.span.start : node.span.end].split())


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
        return not isinstance(said, Label) and Fraction(said) == Fraction(value)
    return bool(said == value)


@settings(max_examples=many(100), suppress_health_check=list(HealthCheck))
@given(complete())
def test_the_diagrams_say_what_the_evaluator_says(sample: Sample) -> None:
    assert differences(sample) == []


@settings(max_examples=many(40), suppress_health_check=list(HealthCheck))
@given(complete_around())
def test_they_do_with_other_periods_and_organisations_about(around: Around) -> None:
    assert around_differences(around) == []


@settings(max_examples=many(40), suppress_health_check=list(HealthCheck))
@given(complete_wide())
def test_they_do_of_rows_and_records_that_are_selected(wide: Given) -> None:
    assert wide_differences(wide) == []


def test_the_highest_of_nothing_is_no_number() -> None:
    fact = FactSpec("f0", "number", True, None, None)
    results = (Piece(("value r0 = highest of (f0)\n",)),)
    assert differences(Sample((fact,), results, {}, {"f0": "nothing"}, "acute")) == []


def test_who_is_of_another_kind_has_no_rank() -> None:
    """Where no row fits, that is a gap for those who are ranked only."""
    fact = FactSpec("f0", "number", False, None, None)
    lines = (
        "value r0 = rank of f0 across community lowest first\n",
        "table r1: score\n    | r0 | f0 | r1 |\n    | any | >= 5 | 1 |\n",
    )
    results = tuple(Piece((line,)) for line in lines)
    assert differences(Sample((fact,), results, {}, {"f0": "1"}, "acute")) == []


#: Last quarter it did not hold; what is random is seldom supplied for every quarter looked at.
LOOKING_BACK = Around(
    Sample(
        (FactSpec("f0", "yes_or_no"),),
        (Piece(("value r0 = f0 for 2 consecutive quarters\n",)),),
        {},
        {"f0": "yes"},
        "acute",
    ),
    rows={(OWN, 1): {"f0": "no"}},
    kinds={OWN: "acute"},
)


def test_a_window_holds_only_if_it_held_before() -> None:
    assert around_differences(LOOKING_BACK) == []


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


def looks_back_less(patch: pytest.MonkeyPatch) -> None:
    """A window is one period shorter."""
    patch.setattr(history, "whole", lambda periods: whole(periods) - 1)


def no_row_counts(patch: pytest.MonkeyPatch) -> None:
    """No row of a scorecard is selected."""
    patch.setattr(selections, "counts", lambda on, card, row, make: on.space.leaf(False))


@pytest.mark.parametrize(
    ("plant", "among", "seen"),
    [
        (last_case, complete(), differences),
        (strays, complete(), differences),
        (counts_one_less, complete(), differences),
        (no_row_counts, complete_wide(), wide_differences),
        (looks_back_less, st.just(LOOKING_BACK), around_differences),
    ],
)
def test_a_planted_fault_is_seen(
    plant: Any, among: Any, seen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    must_be_seen(plant, among, lambda sample: bool(seen(sample)), 1_000)
