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
        self._examples = [(one.example, steps_by_rule(one.decision)) for one in outcomes]
        self._expected = {
            one.example: [self._results(expected.path[0]) for expected in one.example.expectations]
            for one in outcomes
        }

    def examples(self, mutant: Mutant) -> Iterator[CheckedExample]:
        """The examples whose outcome may be another under a mutant, in the order of the text.

        An expectation has to rest on the rule that is changed, and the fault to act there.
        """
        changed = self._policy.result(mutant.rule)
        for example, steps in self._examples:
            rests = any(
                changed is None or changed in behind
                for each in self._expected[example]
                for behind in each
            )
            if rests and self._acting.acts(mutant, steps):
                yield example

    def _results(self, name: str) -> list[frozenset[Result]]:
        """What a result rests on; all results for one of another policy that is used."""
        result = self._policy.result(name)
        return [self._behind[result] if result is not None else frozenset(self._policy.results)]
