"""What would change a rating: every change that was worth trying, decided anew."""

from __future__ import annotations

from pytest_benchmark.fixture import BenchmarkFixture

from policy_dsl.invent.nearest import what_would_change
from policy_dsl.pipeline import Editions, read_cases

from .conftest import EXAMPLE, Bar, median_of


def test_what_would_change(benchmark: BenchmarkFixture, editions: Editions, bar: Bar) -> None:
    """A trust that no single fact would bring into a better segment, so that pairs are tried."""
    cases, said = read_cases(editions, [EXAMPLE], ["R1L"])
    assert cases is not None, said
    decision = cases[0].decide()
    (found,) = benchmark(lambda: what_would_change(decision, ["final"]))
    tried = found.ones + found.twos
    assert found.twos > 100
    milliseconds = 1000 * median_of(benchmark)
    bar(f"what would change a rating, {tried} decisions", milliseconds, 1000, "ms")
