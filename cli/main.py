"""Where `policy` starts, and where whatever happens ends in an exit code and no traceback."""

from __future__ import annotations

import gc
import os
import sys

from policy_dsl._version import VERSION

# Nothing else is imported up here. A person at a prompt, and every completion and prompt line that
# asks for the version, feels the start; importing click alone takes three times as long as Python.

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> None:
    """Runs `policy` with the arguments of the process, and exits.

    Raises:
        SystemExit: always, with one of the codes in `exit_codes`.
    """
    # Policies and decisions are many small things that stay until the end. To look through them for
    # garbage as often as Python does by itself takes a third of the time of running the examples.
    gc.set_threshold(100_000, 20, 50)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs `policy` and returns its exit code; never raises for anything a user can do."""
    _never_fail_to_encode()
    if list(arguments) == ["--version"]:
        return _finished(0, f"policy {VERSION}\n")
    try:
        from policy_dsl_cli.commands import invoke

        return _finished(invoke(arguments))
    except KeyboardInterrupt:
        from policy_dsl_cli.exit_codes import ExitCode

        return ExitCode.INTERRUPTED
    except Exception as fault:  # whatever it is, the person sees one line and not a traceback
        return _own_fault(fault)


def _never_fail_to_encode() -> None:
    """A character that a terminal's encoding lacks is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _finished(code: int, text: str = "") -> int:
    """Writes the last of the output, so that a failure shows here and not at exit."""
    try:
        if sys.stdout is not None:  # it is None where the process was started without one
            sys.stdout.write(text)
            sys.stdout.flush()
    except OSError as problem:
        from policy_dsl_cli.output import stdout_failed

        return stdout_failed(problem) or code
    return code


def _own_fault(fault: Exception) -> int:
    from policy_dsl_cli.exit_codes import ExitCode
    from policy_dsl_cli.faults import describe

    if os.environ.get("POLICY_DEBUG") == "1":
        import traceback

        traceback.print_exception(fault)
    if sys.stderr is not None:
        sys.stderr.write(describe(fault))
    return ExitCode.OWN_FAULT
