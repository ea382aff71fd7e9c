"""The whole library put into the one layout, from a tidy text and from an untidy one."""

from __future__ import annotations

import re
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from policy_dsl.format import formatted
from policy_dsl.source import SourceText, read_source

from .conftest import ROOT, Bar, median_of

LIBRARY = sorted((ROOT / "policies").rglob("*.policy"))


def untidy(path: Path) -> SourceText:
    source = read_source(path)
    assert isinstance(source, SourceText)
    return SourceText(source.path, re.sub(r" +(?=\[[A-Z]|\|)", " ", source.text))


def all_laid_out(sources: list[SourceText]) -> int:
    return sum(formatted(source)[0] is not None for source in sources)


def test_check_the_layout_of_the_library(benchmark: BenchmarkFixture, bar: Bar) -> None:
    """As `policy fmt --check` does where there is nothing to do."""
    sources = [source for path in LIBRARY if isinstance(source := read_source(path), SourceText)]
    assert benchmark(all_laid_out, sources) == len(LIBRARY)
    bar(f"check the layout of {len(LIBRARY)} editions", median_of(benchmark), 1, "s")


def test_lay_out_the_library(benchmark: BenchmarkFixture, bar: Bar) -> None:
    """Every text changes, so every result is read again and compared."""
    sources = [untidy(path) for path in LIBRARY]
    assert benchmark(all_laid_out, sources) == len(LIBRARY)
    bar(f"lay out {len(LIBRARY)} editions", median_of(benchmark), 1.5, "s")
