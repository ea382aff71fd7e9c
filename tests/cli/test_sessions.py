"""Every command, form and exit code, as a person meets them."""

import os
import re
from pathlib import Path

import pytest

from policy_dsl_cli.exit_codes import ExitCode
from tests.cli.session import replay

SESSIONS = sorted((Path(__file__).parent / "sessions").glob("*.txt"))
# Never the outcome of a command that does what it should, whatever it is given; see test_main.py.
NOT_IN_SESSIONS = {ExitCode.OWN_FAULT, ExitCode.INTERRUPTED}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_a_session_runs_as_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = path.read_text(encoding="utf-8")

    now = replay(written, monkeypatch)

    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(now, encoding="utf-8")
    assert now == written


def test_the_sessions_meet_every_exit_code() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SESSIONS)

    met = {0, *map(int, re.findall(r"^\[exit (\d+)\]$", text, re.MULTILINE))}
    assert met == set(ExitCode) - NOT_IN_SESSIONS
