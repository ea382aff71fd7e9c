"""Impact: 122 decisions under two editions, and every move put down to the edits responsible."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from policy_dsl.impact.impact import Impact, impact
from policy_dsl.impact.sides import read_sides

from .conftest import EDITION, ROOT, Bar, median_of


@pytest.fixture(scope="module")
def variant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition with five planted edits that the tests use."""
    sys.path.insert(0, str(ROOT))
    from tests.impact.variant import write_variant

    return write_variant(tmp_path_factory.mktemp("variant"))


def test_impact(benchmark: BenchmarkFixture, facts: Path, variant: Path, bar: Bar) -> None:
    """From the published file to who moves and why; all sets of the edits are tried."""
    from tests.impact.variant import policy

    old, new = policy(EDITION), policy(variant)

    def done() -> Impact:
        sides, said = read_sides(old, new, [facts])
        assert sides is not None, said
        return impact(sides, EDITION.parents[2])

    found = benchmark.pedantic(done, rounds=5, warmup_rounds=1)
    assert len(found.sides.places) == 122
    assert len(found.movers) > 30
    seconds = median_of(benchmark)
    bar("impact over 122 decisions, every move put down to edits", seconds, 2, "s")
