"""Progress of long work, on a terminal and nowhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from policy_dsl_cli.output import is_terminal

Item = TypeVar("Item")

# Work of less than this is done before anyone wonders.
_LONG_WORK = 2_000
_SECONDS = 0.5


def each(items: Sequence[Item], label: str) -> Iterator[Item]:
    """The items one by one, with a bar on stderr where there are many and a person watches."""
    if len(items) < _LONG_WORK or not is_terminal(sys.stderr):
        yield from items
        return
    import click

    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar


@contextmanager
def counting(label: str) -> Iterator[Callable[[int], None] | None]:
    """A function that shows a growing count on one line of stderr, or None where nobody watches."""
    if not is_terminal(sys.stderr):
        yield None
        return
    started = time.monotonic()
    shown = 0

    def show(count: int) -> None:
        nonlocal shown
        if shown or time.monotonic() - started > _SECONDS:
            text = f"{label}: {count:,}"
            sys.stderr.write(f"\r{text}")
            sys.stderr.flush()
            shown = max(shown, len(text))

    try:
        yield show
    finally:
        if shown:
            sys.stderr.write("\r" + " " * shown + "\r")
            sys.stderr.flush()
