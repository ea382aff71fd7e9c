"""Trying a law on random samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hunting import many


def must_hold(
    law: Callable[[Any], Iterator[str]], samples: st.SearchStrategy[Any], examples: int
) -> None:
    """Fails with what breaks a law, and the sample, the first of what was drawn."""

    @settings(max_examples=many(examples), suppress_health_check=list(HealthCheck))
    @given(samples)
    def holds(example: Any) -> None:
        assert list(law(example)) == [], str(example[0])

    holds()
