"""Running examples: the decision in the situation given is held against what is expected."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from policy_dsl.check.expected import CheckedExample
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.invent import Situation, decide_in
from policy_dsl.source import not_collecting
from policy_dsl.testing.hold import Difference, difference


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
    examples = policy.examples if chosen is None else chosen
    # Decisions are kept, and each is many small steps.
    with not_collecting():
        return tuple(run_example(policy, example) for example in examples)


def run_example(policy: Policy, example: CheckedExample) -> Outcome:
    """Runs one example of a policy."""
    decision = decide_in(policy, Situation.of(example))
    known = {".".join(expected.path) for expected in example.expectations}
    found = (difference(decision, expected, known) for expected in example.expectations)
    return Outcome(example, decision, tuple(one for one in found if one is not None))
