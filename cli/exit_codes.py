"""What the exit code of every command means."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes, the same for every command; a release may add some and changes none."""

    OK = 0
    UNSETTLED = 1
    USAGE = 2
    POLICY_WRONG = 3
    FACTS_WRONG = 4
    NOT_WRITTEN = 5
    OWN_FAULT = 70
    INTERRUPTED = 130


MEANINGS = {
    ExitCode.OK: "fine",
    ExitCode.UNSETTLED: "something is not known, or not as published, expected, laid out or before",
    ExitCode.USAGE: "the command was not understood, or names no policy there is",
    ExitCode.POLICY_WRONG: "a policy has mistakes",
    ExitCode.FACTS_WRONG: "facts or a log have mistakes, or hold nothing of what was asked for",
    ExitCode.NOT_WRITTEN: "the result could not be written",
    ExitCode.OWN_FAULT: "our own fault; please report it",
    ExitCode.INTERRUPTED: "interrupted from the keyboard",
}


class Stop(Exception):  # noqa: N818  # no error of its own: what is wrong has been said by now
    """Ends a command with an exit code, everything having been said."""

    def __init__(self, code: ExitCode) -> None:
        super().__init__(code)
        self.code = code
