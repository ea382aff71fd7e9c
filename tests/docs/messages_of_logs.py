"""Logs of decisions with mistakes, for docs/messages.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from policy_dsl.replay.read import MOST_MISTAKES, Log
from policy_dsl.source import Diagnostic

_POLICY = {"name": "example.homes", "version": "1", "content_hash": "0123456789abcdef"}
_ENTRY: dict[str, object] = {
    "schema": "log-1",
    "asked": {"policy": "example.homes", "as_of": None},
    "choices": {"readings": {}, "min_grade": None},
    "policy": _POLICY,
    "other_policies": [],
    "organisation": {"code": "H1", "name": "", "kind": "care_home"},
    "period": "Q1 2025/26",
    "facts_hash": "0123456789abcdef",
    "records": [],
    "national": [],
    "results": {},
}


def _entry(**other: object) -> str:
    return json.dumps({**_ENTRY, **other})


_RECORD = {"organisation": "H1", "kind": "", "period": "Q1 2025/26"}
#: By name the logs, each of which has mistakes.
LOGS: dict[str, str] = {
    "empty.jsonl": "",
    "homes.jsonl": "\n".join(
        [
            "{'schema': 'log-1'}",
            "[]",
            "[" * 9000,
            '{"schema": "log-1", "period": NaN}',
            '{"schema": "log-1", "period": "Q1 2025/26", "period": "Q2 2025/26"}',
            _entry(schema="decision-1"),
            '{"schema": "log-1"}',
            _entry(period=["Q1 2025/26"]),
            _entry(asked={"policy": "example.homes", "as_of": "2025-02-30"}),
            _entry(choices={"readings": {}, "min_grade": "guessed"}),
            _entry(records=[{**_RECORD, "facts": {"waits": {"grade": "published"}}}]),
            _entry(records=["H1"]),
        ]
    ),
    "more.jsonl": "[]\n" * (MOST_MISTAKES + 50),
}


def said_of_logs() -> Iterator[Diagnostic]:
    """All that is said of the logs, and of one that is not there."""
    with TemporaryDirectory() as scratch, chdir(scratch):
        for name, content in LOGS.items():
            Path(name).write_text(content, "utf-8")
        for name in [*LOGS, "home.jsonl"]:
            log = Log(Path(name))
            list(log.entries())
            yield from log.mistakes
