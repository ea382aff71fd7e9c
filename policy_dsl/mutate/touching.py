"""Which examples a fault can touch at all; the others need not be decided again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_dsl.check.expected import CheckedExample
from policy_dsl.check.policy import Policy, Result
from policy_dsl.invent import rules_behind
from policy_dsl.mutate.acting import Acting, steps_by_rule
from policy_dsl.mutate.mutants import Mutant
from policy_dsl.testing.run import Outcome


class Touching:
    """The examples of a policy with the steps by which each came out."""

    def __init__(self, policy: Policy, outcomes: Sequence[Outcome]) -> None:
        self._policy = policy
        self._acting = Acting(policy)
        self._behind = {result: rules_behind(policy, result) for result in policy.results}
        # What took little work first: it is soon decided again.
        self._examples = sorted(
            ((one.example, steps_by_rule(one.decision)) for one in outcomes),
            key=lambda one: sum(map(len, one[1].values())),
        )
        self._named = {
            one.example: frozenset(expected.path[0] for expected in one.example.expectations)
            for one in outcomes
        }

    def examples(self, mutant: Mutant) -> Iterator[CheckedExample]:
        """The examples whose outcome may be another under a mutant.

        An expectation has to rest on the rule that is changed, and the fault to act there.  Those
        that expect something of that very rule come first: they are the most likely to notice.
        """
        changed = self._policy.result(mutant.rule)
        asked = [
            example
            for example, steps in self._examples
            if self._rests(example, changed) and self._acting.acts(mutant, steps)
        ]
        yield from (one for one in asked if mutant.rule in self._named[one])
        yield from (one for one in asked if mutant.rule not in self._named[one])

    def _rests(self, example: CheckedExample, changed: Result | None) -> bool:
        """Whether an expectation rests on a result; one of another policy that is used may."""
        results = [self._policy.result(name) for name in self._named[example]]
        return changed is None or any(
            one is None or changed in self._behind[one] for one in results
        )
