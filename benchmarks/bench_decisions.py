"""Decisions with their whole trace; there is no other kind."""

from __future__ import annotations

from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from policy_dsl.evaluate.evaluate import prepare
from policy_dsl.facts.read import record_of
from policy_dsl.pipeline import Case, Editions, check_file, read_cases
from policy_dsl.values.periods import Period

from .conftest import Bar, median_of, memory_of

FINANCIAL_RISK = Path(__file__).with_name("peers") / "financial_risk.policy"


def test_one_decision(benchmark: BenchmarkFixture, case: Case, bar: Bar) -> None:
    """One trust in one quarter: every result, down to the facts and constants."""
    decision = benchmark(case.decide)
    assert decision["final"].known
    steps = sum(1 for _ in decision.trace())
    microseconds = 1e6 * median_of(benchmark)
    bar(f"one decision of the oversight edition, {steps} steps", microseconds, 300, "us")


def test_one_decision_of_plain_values(benchmark: BenchmarkFixture, bar: Bar) -> None:
    """The policy the peers share, from a dict of numbers as they get it: see peers/README.md."""
    policy, said = check_file(FINANCIAL_RISK)
    assert policy is not None, said
    decide, period = prepare(policy).decide, Period.parse("Q1 2008/09")
    values = {
        "ebitda_margin": 6.0,
        "ebitda_achieved": 84.99,
        "return_on_assets": 5.0,
        "ie_surplus_margin": 2.4,
        "liquidity_days": 20.0,
        "plan_submitted_on_time": False,
        "pdc_dividend_paid": True,
        "service_score": 1.2,
    }
    decision = benchmark(lambda: decide(record_of("RXX", period, values, policy.vocabulary)))
    steps = sum(1 for _ in decision.trace())
    microseconds = 1e6 * median_of(benchmark)
    bar(f"one record and decision of the peers' policy, {steps} steps", microseconds, None, "us")


def test_read_facts(benchmark: BenchmarkFixture, editions: Editions, facts: Path) -> None:
    """The published file as it stands, to 122 records."""
    cases, said = benchmark.pedantic(read_cases, args=(editions, [facts]), rounds=10)
    assert cases is not None, said
    assert len(cases) == 122


def test_all_decisions(benchmark: BenchmarkFixture, cases: tuple[Case, ...], bar: Bar) -> None:
    """61 trusts in two quarters, all decisions kept."""
    decisions = benchmark(_decide_all, cases)
    assert len(decisions) == 122
    bar("122 decisions", 1000 * median_of(benchmark), None, "ms")


def test_memory_of_decisions(
    benchmark: BenchmarkFixture, cases: tuple[Case, ...], bar: Bar
) -> None:
    """What 122 decisions with their traces take while all are kept."""

    _decide_all(cases)  # what is made once for all decisions is no part of them
    peak, _ = benchmark.pedantic(memory_of, args=(_decide_all, cases), rounds=1)
    bar("memory at the peak of 122 decisions, all kept", peak / 2**20, None, "MiB")


def _decide_all(cases: tuple[Case, ...]) -> list[object]:
    return [case.decide() for case in cases]
