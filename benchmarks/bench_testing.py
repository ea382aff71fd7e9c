"""Testing policies: what the examples reach, and the faults of the largest edition."""

from __future__ import annotations

from pytest_benchmark.fixture import BenchmarkFixture

from policy_dsl.check.policy import Policy
from policy_dsl.mutate.run import try_all
from policy_dsl.mutate.surviving import explained
from policy_dsl.pipeline import check_file
from policy_dsl.testing import coverage, run_examples
from policy_dsl.unreached import unreached

from .conftest import ROOT, Bar, median_of

LIBRARY = sorted((ROOT / "policies").rglob("*.policy"))


def covered(policies: list[Policy]) -> int:
    """How many goals the examples of the policies reach."""
    return sum(
        len(coverage(policy, [one.decision for one in run_examples(policy)]).reached)
        for policy in policies
    )


def test_coverage_of_the_library(benchmark: BenchmarkFixture, bar: Bar) -> None:
    """Every example of the library run, and what it reaches."""
    policies = [policy for path in LIBRARY if (policy := check_file(path)[0]) is not None]
    reached = benchmark.pedantic(covered, args=(policies,), rounds=1, warmup_rounds=1)
    assert reached
    bar(f"coverage of {len(policies)} editions", median_of(benchmark), 8, "s")


def test_what_nobody_reaches(benchmark: BenchmarkFixture, bar: Bar) -> None:
    """Of every goal of the library, whether anybody could get there."""
    policies = [policy for path in LIBRARY if (policy := check_file(path)[0]) is not None]
    bare = [coverage(policy, ()) for policy in policies]

    def proofs() -> int:
        return sum(len(unreached(one).cannot) for one in bare)

    proved = benchmark.pedantic(proofs, rounds=1, warmup_rounds=0)
    assert proved
    bar(f"proofs about {len(policies)} editions", median_of(benchmark), 30, "s")


def mutated(policy: Policy) -> int:
    """How many faults of a policy its examples notice, with killers for the others."""
    tried = list(try_all(policy))
    list(explained(policy, [one for one in tried if one.survived]))
    return sum(not one.survived for one in tried)


def test_mutants_of_the_largest(benchmark: BenchmarkFixture, bar: Bar) -> None:
    """Every mutant of the longest file of the library, and an example for each that survives."""
    path = max(LIBRARY, key=lambda path: path.stat().st_size)
    policy, _ = check_file(path)
    assert policy is not None
    killed = benchmark.pedantic(mutated, args=(policy,), rounds=1, warmup_rounds=0)
    assert killed
    bar(f"mutants of {policy.edition}", median_of(benchmark), 60, "s")
