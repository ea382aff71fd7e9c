"""A fault of our own, told in a few calm words."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from policy_dsl import _version
from policy_dsl.source import printable

# Enough to know the fault by; a message may quote megabytes.
_LONGEST = 200
_OURS = (Path(_version.__file__).parent, Path(__file__).parent)


def describe(fault: BaseException) -> str:
    """What happened, where, and what to report; two lines, safe for a terminal."""
    message = str(fault)[:_LONGEST]
    what = type(fault).__name__ + (f": {printable(message)}" if message else "")
    return (
        f"policy: a fault of the program itself, not of your files: {what} ({_place(fault)})\n"
        f"Please report this line (version {_version.VERSION}) with the command you gave;"
        " POLICY_DEBUG=1 shows more.\n"
    )


def _place(fault: BaseException) -> str:
    """The innermost place of ours."""
    found = "somewhere"
    trace: TracebackType | None = fault.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if any(path.is_relative_to(folder) for folder in _OURS):
            found = f"{path.parent.name}/{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found
