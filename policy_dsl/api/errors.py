"""What is raised and warned of, showing an author's mistakes as the command line would."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

from policy_dsl.source import Diagnostic, render, render_all


class _DiagnosedError(Exception):
    """An author's mistakes; ``diagnostics`` holds them, ``str`` shows them."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n" + render_all(self.diagnostics)


class PolicyError(_DiagnosedError):
    """There is no such policy, or it has mistakes: see ``diagnostics``."""


class FactsError(_DiagnosedError):
    """Facts have mistakes, or hold nothing of what is asked: see ``diagnostics``."""


class PolicyWarning(UserWarning):
    """Something about a policy or its facts that the reader should know."""


def warn(said: Iterable[Diagnostic]) -> None:
    """Warns of each, where the caller of the function that calls this is."""
    for diagnostic in said:
        warnings.warn(render(diagnostic), PolicyWarning, stacklevel=3)
