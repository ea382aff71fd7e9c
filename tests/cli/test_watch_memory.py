"""What `policy watch` keeps and lets go of, and when garbage is looked for."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl_cli import watch_command
from policy_dsl_cli.watch_command import IDLE, _pauses
from policy_dsl_cli.watching import Watch
from tests.cli.test_watch import LEFT_OVER, save


class Knot:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


def knot() -> weakref.ref[Knot]:
    return weakref.ref(Knot())


def test_garbage_is_looked_for_in_the_pauses_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frozen: list[None] = []
    monkeypatch.setattr(watch_command, "sleep", lambda _: None)
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(None))
    gc.collect()
    pauses = _pauses()
    next(pauses)
    few = knot()
    next(pauses)
    assert few() is not None  # not worth a search
    many = [knot() for _ in range(5000)]
    assert all(one() is not None for one in many)
    next(pauses)
    assert [one() for one in many if one() is not None] == []
    kept = Knot()
    later = weakref.ref(kept)
    gc.collect(0)  # it is not new any more
    del kept
    for expected in ([None], [None]):
        assert later() is not None
        for _ in range(IDLE):
            next(pauses)
        assert frozen == expected  # at the first idle moment, and then nothing is searched
        more = [knot() for _ in range(5000)]
        next(pauses)
        assert more[0]() is None
    for _ in range(IDLE):
        next(pauses)
    assert later() is None


def test_what_was_read_before_is_let_go_of(here: Path) -> None:
    path = here / "homes.policy"
    watch = Watch((path,))
    read: list[weakref.ref[Policy]] = []
    for _ in range(5):
        save(path, LEFT_OVER)
        watch.look()
        watch.run(lambda: False)
        watch.find()
        read.extend(weakref.ref(policy) for one in watch.seen for policy in one.policies)
    gc.collect()
    assert [policy() is not None for policy in read] == [False] * 4 + [True]
