"""From a policy's text to a policy ready to decide."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from policy_dsl.evaluate.evaluate import prepare
from policy_dsl.pipeline import Editions, check_file
from policy_dsl.syntax.from_lark import parser

from .conftest import EDITION, Bar, median_of, memory_of


def test_parse_and_check(benchmark: BenchmarkFixture, bar: Bar) -> None:
    """The oversight edition, everything imported and the parser at hand."""
    policy, said = benchmark(check_file, EDITION)
    assert policy is not None, said
    bar("parse and check the oversight edition", 1000 * median_of(benchmark), 100, "ms")


def test_parse_and_check_first(benchmark: BenchmarkFixture, bar: Bar) -> None:
    """The same as the first policy of a process, which has to load the parser."""
    benchmark.pedantic(check_file, args=(EDITION,), setup=parser.cache_clear, rounds=20)
    bar(
        "the same as the first of a process",
        1000 * median_of(benchmark),
        100,
        "ms",
    )


def test_parse_and_check_first_ever(
    benchmark: BenchmarkFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same on a machine that has never made the parser's tables."""

    def forget() -> None:
        parser.cache_clear()
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / str(len(made))))
        made.append(1)

    made: list[int] = []
    benchmark.pedantic(check_file, args=(EDITION,), setup=forget, rounds=5)
    monkeypatch.undo()
    parser.cache_clear()


def test_prepare(benchmark: BenchmarkFixture, editions: Editions) -> None:
    """A checked policy made ready, once for all its decisions."""
    benchmark(prepare, editions.latest)


def test_memory_of_policy(benchmark: BenchmarkFixture, bar: Bar) -> None:
    """What one more policy takes while it is parsed and checked, and what is left of it."""

    check_file(EDITION)  # the parser stays, and is no part of a policy
    peak, left = benchmark.pedantic(memory_of, args=(check_file, EDITION), rounds=1)
    bar("memory at the peak of parse and check", peak / 2**20, None, "MiB")
    bar("memory of the policy that comes of it", left / 2**20, None, "MiB")
