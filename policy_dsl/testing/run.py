"""Running examples: the facts given become records, and the decision is held against the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from policy_dsl.check.expected import CheckedExample
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.choices import Choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.other_readings import able_to_reread
from policy_dsl.evaluate.panel import Panel
from policy_dsl.facts.records import Fact, Facts, Organisation, Record
from policy_dsl.pipeline import prepared, read_policy_facts
from policy_dsl.testing.hold import Difference, difference
from policy_dsl.values.periods import Period

#: The organisation of every example.
CODE = "example"


@frozen(eq=False)
class Outcome:
    """What came of an example: how it differs from what was expected, if it does."""

    example: CheckedExample
    decision: Decision
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.differences

    @property
    def failures(self) -> tuple[str, ...]:
        """The differences as lines of text; none of an example that passed."""
        return tuple(line for one in self.differences for line in one.lines)


def run_examples(
    policy: Policy, chosen: Iterable[CheckedExample] | None = None
) -> tuple[Outcome, ...]:
    """Runs every example of a policy, or those chosen, in the order of its text."""
    examples = tuple(policy.examples if chosen is None else chosen)
    supplied = _supplied(policy) if examples else {}
    return tuple(_run(policy, example, supplied) for example in examples)


def run_example(policy: Policy, example: CheckedExample) -> Outcome:
    """Runs one example of a policy."""
    return _run(policy, example, _supplied(policy))


def _run(
    policy: Policy, example: CheckedExample, supplied: Mapping[Period, Mapping[str, Fact]]
) -> Outcome:
    organisation = Organisation(CODE, example.title, example.kind)
    records = [
        Record(organisation, example.period.earlier(earlier), given, {})
        for earlier, given in sorted(example.given.items(), reverse=True)
    ]
    national = {period: dict(facts) for period, facts in supplied.items()}
    for earlier, given in example.national.items():
        period = example.period.earlier(earlier)
        national[period] = {**national.get(period, {}), **given}

    def decide(choices: Choices) -> Decision:
        ready = prepared(policy, choices)
        return Panel.of(ready, Facts(tuple(records), national)).decide(ready, records[-1])

    decision = able_to_reread(decide, Choices(example.readings))
    found = (difference(decision, expected) for expected in example.expectations)
    return Outcome(example, decision, tuple(one for one in found if one is not None))


def _supplied(policy: Policy) -> Mapping[Period, Mapping[str, Fact]]:
    """The national figures that lie beside the policy."""
    facts, _ = read_policy_facts(policy, [])
    return {} if facts is None else facts.national
