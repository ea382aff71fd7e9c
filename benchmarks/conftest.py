"""What the benchmarks share: real data, the edition they decide by, and the bars to clear."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from policy_dsl.pipeline import Case, Editions, load, read_cases

ROOT = Path(__file__).resolve().parents[1]
EDITION = ROOT / "policies/nhs/oversight_framework/2025-26.policy"
EXAMPLE = ROOT / "docs/examples/oversight.yaml"

_lines: list[str] = []

#: ``bar("start-up", 2.1, 4, "x")``: notes a measurement for the summary, and fails above its bar.
Bar = Callable[[str, float, float | None, str], None]


@pytest.fixture
def bar() -> Bar:
    """Holds a measurement against its bar; without one it is only noted."""

    def hold(what: str, measured: float, most: float | None, unit: str) -> None:
        allowed = "" if most is None else f"   (bar {most:g} {unit})"
        _lines.append(f"{what:<58} {measured:>9.2f} {unit}{allowed}")
        assert most is None or measured <= most, _lines[-1]

    return hold


def median_of(benchmark: BenchmarkFixture) -> float:
    """The median of a benchmark in seconds; 0 where timing is switched off."""
    stats = benchmark.stats
    return 0.0 if stats is None else float(stats.stats.median)


def memory_of(call: Callable[..., object], *args: object) -> tuple[int, int]:
    """Bytes at the peak of a call, and those its result still takes.

    Counted by Python itself, and so the same on every machine; not to be timed.
    """
    tracemalloc.start()
    try:
        kept = call(*args)
        left, peak = tracemalloc.get_traced_memory()
        del kept
    finally:
        tracemalloc.stop()
    return peak, left


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The bars and memory, below pytest-benchmark's table, which has no column for them."""
    if _lines:
        terminalreporter.section("bars")
        for line in _lines:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def facts() -> Path:
    """The published quarters of 61 trusts, 122 records."""
    given = os.environ.get("POLICY_SHARED")
    folder = Path(given) if given else ROOT.parent / "shared"
    file = folder / "data/nof_2025_26/mental_health_and_community_q1_q2.csv"
    if not file.is_file():
        pytest.skip(f"no real data at {folder}: put it there or name its folder in POLICY_SHARED")
    return file


@pytest.fixture(scope="session")
def editions() -> Editions:
    """The oversight edition, checked."""
    found, said = load(str(EDITION))
    assert found is not None, said
    return found


@pytest.fixture(scope="session")
def cases(editions: Editions, facts: Path) -> tuple[Case, ...]:
    """All the published records, ready to be decided."""
    return _read(editions, facts)


@pytest.fixture(scope="session")
def case(editions: Editions) -> Case:
    """The trust-quarter the tour explains, from the facts that come with the project."""
    (found,) = [
        case
        for case in _read(editions, EXAMPLE)
        if (case.record.organisation.code, str(case.record.period)) == ("RXG", "Q1 2025/26")
    ]
    return found


def _read(editions: Editions, file: Path) -> tuple[Case, ...]:
    cases, said = read_cases(editions, [file])
    assert cases is not None, said
    return cases
