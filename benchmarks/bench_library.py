"""The whole library: read and checked, and a decision of its largest policy."""

from __future__ import annotations

from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from policy_dsl.check.policy import Policy
from policy_dsl.findings import findings
from policy_dsl.pipeline import check_file
from policy_dsl.testing import run_example, run_examples

from .conftest import ROOT, Bar, median_of

LIBRARY = sorted((ROOT / "policies").rglob("*.policy"))


def checked(paths: list[Path]) -> list[Policy]:
    """The policies of the library, each of which must check."""
    policies = [check_file(path)[0] for path in paths]
    return [policy for policy in policies if policy is not None]


def test_parse_and_check_the_library(benchmark: BenchmarkFixture, bar: Bar) -> None:
    """Every edition of every policy, once the parser is at hand."""
    policies = benchmark.pedantic(checked, args=(LIBRARY,), rounds=5, warmup_rounds=1)
    assert len(policies) == len(LIBRARY)
    bar(f"parse and check {len(LIBRARY)} editions", median_of(benchmark), 1.5, "s")


def test_check_the_library_with_all_findings(benchmark: BenchmarkFixture, bar: Bar) -> None:
    """As `policy check` does, once the parser is at hand."""

    def said() -> int:
        return sum(len(findings(policy).said) for policy in checked(LIBRARY))

    assert benchmark.pedantic(said, rounds=3, warmup_rounds=1) == 0
    bar(f"all findings on {len(LIBRARY)} editions", median_of(benchmark), 5, "s")


def test_decide_by_the_largest(benchmark: BenchmarkFixture, bar: Bar) -> None:
    """The example of the library whose trace has most steps, its records made and decided."""
    most = max(
        (
            (sum(1 for _ in outcome.decision.trace()), number, policy, outcome.example)
            for number, policy in enumerate(checked(LIBRARY))
            for outcome in run_examples(policy)
        ),
        key=lambda found: found[:2],
    )
    steps, _, policy, example = most
    assert benchmark(run_example, policy, example).passed
    bar(f"a decision of {policy.edition}, {steps} steps", 1000 * median_of(benchmark), 5, "ms")
