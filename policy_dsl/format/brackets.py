"""Brackets within brackets: the layout follows them all, so there is an end to their depth."""

from __future__ import annotations

import re

from policy_dsl.source import Diagnostic, SourceText, Span, error
from policy_dsl.syntax.parse import DEEPEST

#: A round bracket; and what may hold one that is none: quoted texts, comments, citations.
_BRACKET = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"|#[^\n]*|\[[^\]\n]*\]|[()]')
_STEP = {"(": 1, ")": -1}


def too_deep(source: SourceText) -> Diagnostic | None:
    """What to say of the first bracket that is deeper in others than any node may be.

    Brackets around brackets leave no node, so a policy may have any number of them.
    """
    depth = 0
    for found in _BRACKET.finditer(source.text):
        depth += _STEP.get(found[0], 0)
        if depth > DEEPEST:
            return error(
                "nested-too-deeply",
                f"this is in more than {DEEPEST} brackets, too many to be laid out",
                source,
                Span(found.start(), found.end()),
                "leave out those that change nothing, or name a part of it with `value`",
            )
    return None
