"""Whether random examples see a planted fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import SearchStrategy


def must_be_seen(
    plant: Callable[..., Any], among: SearchStrategy[Any], seen: Callable[[Any], bool], most: int
) -> None:
    """Fails unless one of the first so many examples shows the fault that was planted."""
    try:
        find(
            among,
            seen,
            settings=settings(
                max_examples=most,
                phases=[Phase.generate],
                database=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
    except NoSuchExample:
        pytest.fail(f"not seen: {plant.__doc__}")
