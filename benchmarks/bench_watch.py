"""How soon `policy watch` answers a save."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from policy_dsl.library import library_folder
from policy_dsl.source import not_collecting
from policy_dsl_cli.output import Output
from policy_dsl_cli.watch_command import IDLE, PAUSE, collecting, follow
from policy_dsl_cli.watching import Watch

from .conftest import ROOT, Bar

_SAVES = 9
_SAVES_FOR_THE_WORST = 30


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
    saves = iter(range(1, 10**6))

    answers: list[float] = []

    def pauses() -> Iterator[None]:
        for _ in range(_SAVES):
            while watch.left:  # of the save before
                yield
            tick = next(saves) * 10**9
            os.utime(longest, ns=(tick, tick))
            started = perf_counter()
            yield
            answers.append(perf_counter() - started)

    def answer() -> None:
        follow(watch, Output("text"), pauses())

    benchmark.pedantic(answer, rounds=1)
    worst = 1000 * (median(answers) + PAUSE)
    bar(f"watch: a save answered, {files} under watch, at worst", worst, 300, "ms")


def test_no_save_waits_for_the_collector(
    benchmark: BenchmarkFixture, bar: Bar, tmp_path: Path
) -> None:
    """The slowest of many saves, each after the findings of the one before; no pause is slept."""
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    longest = max(tmp_path.rglob("*.policy"), key=lambda path: path.stat().st_size)
    watch = Watch((longest,), library_folder())
    answers: list[float] = []

    def pauses() -> Iterator[None]:
        between = collecting()
        for number in range(1, _SAVES_FOR_THE_WORST + 1):
            while watch.left or watch.unasked:
                next(between)
                yield
            for _ in range(IDLE + 1):
                next(between)
            os.utime(longest, ns=(number * 10**9, number * 10**9))
            started = perf_counter()
            yield
            answers.append(perf_counter() - started)

    def answer() -> None:
        with not_collecting():
            follow(watch, Output("text"), pauses())

    benchmark.pedantic(answer, rounds=1)
    worst = 1000 * (max(answers) + PAUSE)
    bar(f"watch: the slowest of {_SAVES_FOR_THE_WORST} saves, at worst", worst, None, "ms")
    typical = 1000 * (median(answers) + PAUSE)
    bar(f"watch: a save answered, typical of {_SAVES_FOR_THE_WORST}", typical, 300, "ms")


def test_answer_to_a_save_while_findings_are_looked_for(
    benchmark: BenchmarkFixture, bar: Bar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The longest policy is saved at different moments of the search that follows a save."""
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    longest = max(tmp_path.rglob("*.policy"), key=lambda path: path.stat().st_size)
    watch = Watch((longest,), library_folder())
    saved: list[float] = []
    answers: list[float] = []

    def save(tick: int) -> None:
        os.utime(longest, ns=(tick * 10**9, tick * 10**9))
        saved.append(perf_counter())

    def write(text: str) -> None:
        if text.startswith("1 policy file") and saved:
            answers.append(perf_counter() - saved.pop())

    def pauses() -> Iterator[None]:
        for number in range(1, _SAVES + 1):
            while watch.left:
                yield
            threading.Timer(PAUSE * 2 * number, save, (number,)).start()
            while len(answers) < number:
                sleep(PAUSE)
                yield

    monkeypatch.setattr("policy_dsl_cli.output.write", write)
    benchmark.pedantic(lambda: follow(watch, Output("text"), pauses()), rounds=1)
    worst = 1000 * median(answers)
    bar("watch: a save answered while findings are looked for", worst, 300, "ms")
    assert len(answers) == _SAVES
