"""The examples of a policy file that were run, and what was asked for beyond running them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.source import Diagnostic, sort_key, to_json
from policy_dsl.testing import Outcome, coverage

if TYPE_CHECKING:  # imported only where asked for, or where something is missed
    from policy_dsl.unreached import Unreached
    from policy_dsl_cli.mutation import Mutation


@frozen(eq=False)
class Trial:
    """The examples of one policy file that were run."""

    policy: Policy
    outcomes: tuple[Outcome, ...]

    @property
    def path(self) -> str:
        """The file."""
        return self.policy.source.path

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The outcomes that are not as expected."""
        return tuple(one for one in self.outcomes if not one.passed)

    @cached_property
    def unreached(self) -> Unreached:
        """What becomes of the goals that the examples which were run do not reach."""
        from policy_dsl.unreached import unreached

        return unreached(coverage(self.policy, [one.decision for one in self.outcomes]))

    @cached_property
    def mutation(self) -> Mutation:
        """What becomes of the faults planted in the policy."""
        from policy_dsl_cli.mutation import mutation

        return mutation(self.policy)

    def line(self, outcome: Outcome) -> int:
        """The line at which an example begins."""
        return self.policy.source.position(outcome.example.node.span.start).line


@frozen
class Beyond:
    """What is asked for beyond running the examples."""

    coverage: bool = False
    mutation: bool = False
    proposals: bool = False

    @property
    def proposals_alone(self) -> bool:
        """Whether examples to paste are all that is asked for."""
        return self.proposals and not (self.coverage or self.mutation)


def failure_lines(tested: Trial, outcome: Outcome) -> Iterator[str]:
    """An example that failed: its place and title, and below them what came out differently."""
    yield f"{tested.path}:{tested.line(outcome)}: {outcome.example.title}"
    yield from (f"    {line}" for line in outcome.failures)


def trials_to_json(
    tested: Sequence[Trial], said: Sequence[Diagnostic], more: Beyond
) -> dict[str, object]:
    """What came of all files, as `policy test --format json` writes it."""
    outcomes = [outcome for one in tested for outcome in one.outcomes]
    return {
        "passed": sum(one.passed for one in outcomes),
        "failed": sum(not one.passed for one in outcomes),
        "policies": [
            {
                "policy": one.policy.name,
                "version": one.policy.version,
                "path": one.path,
                "examples": [
                    {
                        "title": outcome.example.title,
                        "line": one.line(outcome),
                        "passed": outcome.passed,
                        "differences": [
                            {
                                "result": found.result,
                                "expected": found.expected,
                                "got": found.got,
                                "reasons": list(found.reasons),
                            }
                            for found in outcome.differences
                        ],
                    }
                    for outcome in one.outcomes
                ],
                **_beyond_json(one, more),
            }
            for one in tested
        ],
        "diagnostics": [to_json(item) for item in sorted(said, key=sort_key)],
    }


def _beyond_json(tested: Trial, more: Beyond) -> dict[str, object]:
    found: dict[str, object] = {}
    if more.coverage:
        from policy_dsl_cli.coverage import to_json as coverage_to_json

        found["coverage"] = coverage_to_json(tested.unreached)
    if more.mutation:
        from policy_dsl_cli import mutation

        found["mutation"] = mutation.to_json(tested.mutation)
    if more.proposals:
        from policy_dsl_cli.proposals import to_json as proposals_to_json

        found["proposals"] = proposals_to_json(tested.unreached)
    return found
