"""What a person at a prompt feels: how long `policy` takes to start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from .conftest import Bar, median_of

BARE = [sys.executable, "-c", "pass"]


@pytest.fixture(scope="module")
def policy() -> str:
    """The installed `policy` of the Python that runs the benchmarks."""
    command = Path(sys.executable).with_name("policy")
    if not command.exists():
        pytest.skip(f"no `policy` beside {sys.executable}: `make bench` installs it")
    return str(command)


def test_version(benchmark: BenchmarkFixture, policy: str, bar: Bar) -> None:
    """Against Python's own start, the two in turn, so that both meet the same machine."""
    bare: list[float] = []

    def start_python() -> None:
        before = perf_counter()
        _run(BARE)
        bare.append(perf_counter() - before)

    benchmark.pedantic(
        _run, args=([policy, "--version"],), setup=start_python, rounds=30, warmup_rounds=2
    )
    ratio = median_of(benchmark) / median(bare)
    bar("policy --version, in starts of `python -c pass`", ratio, 4, "x")


def test_list(benchmark: BenchmarkFixture, policy: str) -> None:
    """The first thing a newcomer types."""
    benchmark.pedantic(_run, args=([policy, "list"],), rounds=10, warmup_rounds=1)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
