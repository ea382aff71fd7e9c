"""The laws, each as a function from a random sample to what breaks it: nothing, it is hoped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from attrs import evolve

from policy_dsl.check.expected import OtherOrganisation
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.evaluate import prepare
from policy_dsl.evaluate.panel import Panel
from policy_dsl.evaluate.step import Step
from policy_dsl.facts.records import Fact, Facts, Organisation, Origin, Record
from policy_dsl.format import formatted
from policy_dsl.invent import Situation, as_example, made, observed
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, render_all
from policy_dsl.syntax.facts import Fact as FactDeclaration
from policy_dsl.syntax.ratings import Effect, Override, Rating
from policy_dsl.testing import run_examples
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Label
from tests.evaluate.deciding import value_of
from tests.laws import checker
from tests.laws.policies import Sample
from tests.laws.random_around import OWN, Around, Place
from tests.laws.second_numbers import Unknown, plain

PERIOD = Period.parse("Q1 2025/26")
#: Of what looks around, so that there are quarters of the year before it.
LAST = Period.parse("Q3 2025/26")


def checked(text: str) -> Policy:
    """A policy that is without mistakes; an assertion fails if it is not."""
    policy, said = check_text(SourceText("random.policy", text))
    assert policy is not None, render_all(said)
    assert said == ()
    return policy


def decided(policy: Policy, given: Mapping[str, str], kind: str) -> Decision:
    """The decision about facts as they are written."""
    facts = {
        name: Fact(value_of(policy.types[policy.facts[name]], text), text, Origin("f", 1))
        for name, text in given.items()
    }
    return prepare(policy).decide(Record(Organisation("RXX", "", kind), PERIOD, facts, {}))


def decision_of(sample: Sample) -> Decision:
    """The decision of a sample."""
    return decided(checked(sample.policy()), sample.given, sample.kind)


def outcome(decision: Decision) -> dict[str, Any]:
    """Every result in terms that can be compared between two readings of one policy."""
    return {name: named(plain(step.value)) for name, step in decision.results.items()}


def named(value: Any) -> Any:
    """Labels by their names, since every reading of a policy makes its own."""
    if isinstance(value, Label):
        return ("label", value.name)
    if isinstance(value, Unknown):
        labels = tuple(sorted(label.name for label in value.labels))
        return ("not known", value.missing, labels, value.low, value.high, value.none)
    return (type(value).__name__, value)


def trace(step: Step) -> list[Any]:
    """A trace in terms that can be compared: every rule by its place, with what came of it."""
    return [
        (type(item.rule).__name__, item.rule.span, named(plain(item.value)), reason(item))
        for item in step.walk()
    ]


def reason(step: Step) -> str:
    """Why a value is not known."""
    return getattr(step.value, "reason", "")


def unread(decision: Decision, name: str) -> set[str]:
    """The facts that are not in the trace of a result."""
    steps = decision[name].walk()
    read = {step.rule.name.text for step in steps if isinstance(step.rule, FactDeclaration)}
    return set(decision.policy.facts) - read


def complete(sample: Sample, others: Mapping[str, str], random: Random) -> Iterator[str]:
    """Changing or removing facts that are not in the trace of a result never changes it."""
    policy = checked(sample.policy())
    first = decided(policy, sample.given, sample.kind)
    for name in first.results:
        changed = dict(sample.given)
        for fact in sorted(unread(first, name)):
            changed.pop(fact, None)
            if fact in others and random.random() < 0.7:
                changed[fact] = others[fact]
        second = decided(policy, changed, sample.kind)
        if trace(first[name]) != trace(second[name]):
            yield f"{name} changes with facts it does not read"


def decided_around(
    policy: Policy, around: Around, changed: Mapping[Place, Mapping[str, str]] | None = None
) -> Decision:
    """The decision about the first organisation's last quarter, the others around it."""
    rows = {(OWN, 0): around.sample.given, **around.rows, **(changed or {})}
    records = []
    for (code, back), given in rows.items():
        facts = {
            name: Fact(value_of(policy.types[policy.facts[name]], text), text, Origin("f", 1))
            for name, text in given.items()
        }
        organisation = Organisation(code, "", around.kinds[code])
        records.append(Record(organisation, LAST.earlier(back), facts, {}))
    ready = prepare(policy)
    return Panel.of(ready, Facts(tuple(records), {})).decide(ready, records[0])


def around_reproduced(around: Around) -> Iterator[str]:
    """Every step that looks at other quarters and organisations can be worked out again too."""
    yield from checker.faults(decided_around(checked(around.sample.policy()), around))


def around_narrowing(around: Around, others: Mapping[Place, Mapping[str, str]]) -> Iterator[str]:
    """A fact that is added to any quarter of anybody settles more, never less."""
    policy = checked(around.sample.policy())
    before = decided_around(policy, around)
    rows = {(OWN, 0): around.sample.given, **around.rows}
    for place, given in rows.items():
        for fact, text in others.get(place, {}).items():
            if fact in given or not given:
                continue
            after = decided_around(policy, around, {place: {**given, fact: text}})
            for name, step in before.results.items():
                was, becomes = plain(step.value), plain(after[name].value)
                if not _narrower(was, becomes):
                    yield f"{name} was {was}, and with {fact} {text} of {place} is {becomes}"


def around_orderless(around: Around, random: Random) -> Iterator[str]:
    """The order of declarations, operands and records does not matter."""
    first = outcome(decided_around(checked(around.sample.policy()), around))
    shuffled = list(around.rows.items())
    random.shuffle(shuffled)
    policy = checked(around.sample.policy(random))
    second = outcome(decided_around(policy, evolve(around, rows=dict(shuffled))))
    for name, value in first.items():
        if second[name] != value:
            yield f"{name} is {value}, and in another order {second[name]}"


def around_written(around: Around) -> Iterator[str]:
    """Written as an example, laid out and read again, what is around an organisation decides the
    same: the example passes."""
    text = around.sample.policy()
    policy = checked(text)
    rows = {(OWN, 0): around.sample.given, **around.rows}
    held = {place: _fitting(around.sample, given) for place, given in rows.items()}
    fitting = evolve(
        around,
        sample=around.sample.with_given(held[OWN, 0]),
        rows={place: given for place, given in held.items() if place != (OWN, 0)},
    )
    decision = decided_around(policy, fitting)
    expected = [f"{path} {value}" for path, value in observed(decision).items()]
    if not expected:
        return
    example = as_example(policy, _situation(policy, around, held), "Around", expected)
    done, mistakes = formatted(SourceText("random.policy", f"{text}\n{example}"))
    assert done is not None, render_all(mistakes)
    (written,) = run_examples(checked(done.text))
    yield from written.failures


def _fitting(sample: Sample, given: Mapping[str, str]) -> Mapping[str, str]:
    """The facts that an example may give: a count is a whole number from 0."""
    counts = {fact.name for fact in sample.facts if fact.type == "count"}
    whole = {name for name, text in given.items() if text.isdigit() or text == "nothing"}
    return {name: text for name, text in given.items() if name not in counts or name in whole}


def _situation(
    policy: Policy, around: Around, held: Mapping[Place, Mapping[str, str]]
) -> Situation:
    given: dict[str, dict[int, dict[str, Fact]]] = {code: {0: {}} for code in around.kinds}
    for (code, back), facts in held.items():
        given[code][back] = {
            name: made(policy, name, value_of(policy.types[policy.facts[name]], text))
            for name, text in facts.items()
        }
    others = tuple(
        OtherOrganisation(code, kind, given[code])
        for code, kind in around.kinds.items()
        if code != OWN
    )
    return Situation(LAST, around.kinds[OWN], given[OWN], others=others)


def reproduced(sample: Sample) -> Iterator[str]:
    """Every step can be worked out again from its inputs."""
    yield from checker.faults(decision_of(sample))


def orderless(sample: Sample, random: Random) -> Iterator[str]:
    """The order of declarations, of operands and of facts does not matter."""
    first = outcome(decision_of(sample))
    facts = list(sample.given.items())
    random.shuffle(facts)
    second = outcome(decided(checked(sample.policy(random)), dict(facts), sample.kind))
    for name, value in first.items():
        if second[name] != value:
            yield f"{name} is {value}, and in another order {second[name]}"


def narrowing(sample: Sample, others: Mapping[str, str]) -> Iterator[str]:
    """A fact that is added settles more, never less: no label, no number becomes possible."""
    policy = checked(sample.policy())
    before = decided(policy, sample.given, sample.kind)
    for fact, text in others.items():
        if fact in sample.given:
            continue
        after = decided(policy, {**sample.given, fact: text}, sample.kind)
        for name, step in before.results.items():
            was, becomes = plain(step.value), plain(after[name].value)
            if not _narrower(was, becomes):
                yield f"{name} was {was}, and with {fact} {text} is {becomes}"


def _narrower(was: Any, becomes: Any) -> bool:
    if not isinstance(was, Unknown):
        return bool(was == becomes)
    if isinstance(becomes, Label):
        return becomes in was.labels or not was.labels
    if isinstance(becomes, Unknown):
        if was.labels and not (becomes.labels <= was.labels and (was.none or not becomes.none)):
            return False
        return _within(was, becomes.low, becomes.high)
    if was.low is None and was.high is None:
        return True
    return _within(was, becomes, becomes)


def _within(was: Unknown, low: Any, high: Any) -> bool:
    return (was.low is None or (low is not None and low >= was.low)) and (
        was.high is None or (high is not None and high <= was.high)
    )


def bounded(sample: Sample) -> Iterator[str]:
    """A cap never improves a rating, and a floor never worsens one."""
    decision = decision_of(sample)
    for name, step in decision.results.items():
        if not isinstance(step.rule, Rating):
            continue
        rules = [item.rule for item in step.inputs if isinstance(item.rule, Override)]
        effects = {rule.effect for rule in rules}
        if not effects or Effect.BECOMES in effects:
            continue
        bare = _without_overrides(sample, name, decision)
        ranks, before = _ranks(step), _ranks(bare)
        if not ranks or not before:
            continue
        if Effect.NO_WORSE_THAN not in effects and min(ranks) < min(before):
            yield f"a cap improves {name}"
        if Effect.NO_BETTER_THAN not in effects and max(ranks) > max(before):
            yield f"a floor worsens {name}"


def _ranks(step: Step) -> list[int]:
    return [label.rank for label in step.possible]


def _without_overrides(sample: Sample, name: str, decision: Decision) -> Step:
    lines = []
    inside = False
    for line in sample.policy().split("\n"):
        inside = (line.startswith("    ") and inside) or line.startswith(f"rating {name}:")
        if not (inside and line.startswith("    override")):
            lines.append(line)
    return decided(checked("\n".join(lines)), sample.given, sample.kind)[name]


def repeatable(sample: Sample) -> Iterator[str]:
    """The same inputs give the same trace."""
    first, second = decision_of(sample), decision_of(sample)
    for name in first.results:
        if trace(first[name]) != trace(second[name]):
            yield f"{name} has two traces"
