"""From two checked editions to what changed between them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from policy_dsl.check.policy import Policy
from policy_dsl.diff.compare import diff
from policy_dsl.meaning.meaning import content_hash, meaning_of
from policy_dsl.pipeline import check_file

from .conftest import Bar, median_of

LIBRARY = Path(__file__).parents[1] / "policies"


@pytest.fixture(scope="module")
def largest() -> tuple[Policy, Policy]:
    """The two largest editions of one policy that follow one another."""
    files = sorted((LIBRARY / "nhs" / "performance_framework").glob("201[01]*.policy"))
    found = [policy for path in files if (policy := check_file(path)[0]) is not None]
    assert len(found) == 2
    return found[0], found[1]


def test_diff_of_the_two_largest(
    benchmark: BenchmarkFixture, bar: Bar, largest: tuple[Policy, Policy]
) -> None:
    """All changes, with the check that their edits give the new edition."""

    def forget() -> None:
        diff.cache_clear()
        meaning_of.cache_clear()

    changes = benchmark.pedantic(diff, args=largest, setup=forget, rounds=10)
    assert len(changes) > 40
    bar("diff of the two largest editions", 1000 * median_of(benchmark), 1000, "ms")


def test_content_hash(benchmark: BenchmarkFixture, largest: tuple[Policy, Policy]) -> None:
    """The hash of the largest edition."""
    benchmark.pedantic(content_hash, args=largest[:1], setup=meaning_of.cache_clear, rounds=20)
