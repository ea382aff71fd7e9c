"""How soon `policy watch` answers a save."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from policy_dsl.library import library_folder
from policy_dsl_cli.output import Output
from policy_dsl_cli.watch_command import PAUSE, follow
from policy_dsl_cli.watching import Watch

from .conftest import ROOT, Bar, median_of


@pytest.mark.parametrize("files", ["one file", "the library"])
def test_answer_to_a_save(
    benchmark: BenchmarkFixture, bar: Bar, tmp_path: Path, files: str
) -> None:
    """The longest policy is saved; at worst a whole pause passes before it is noticed."""
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    everything = tmp_path.rglob("*.policy")
    longest = max(everything, key=lambda path: path.stat().st_size)
    watched = longest if files == "one file" else tmp_path
    watch = Watch((watched,), library_folder())
    follow(watch, Output("text"), ())
    saves = iter(range(1, 10**6))

    def save() -> None:
        tick = next(saves) * 10**9
        os.utime(longest, ns=(tick, tick))

    def answer() -> None:
        follow(watch, Output("text"), [None])

    # `follow` looks once at the start, which is when it notices the save.
    benchmark.pedantic(answer, setup=save, rounds=9)
    worst = 1000 * (median_of(benchmark) + PAUSE)
    bar(f"watch: a save answered, {files} under watch, at worst", worst, 300, "ms")
