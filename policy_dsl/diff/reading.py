"""Reading a text that may be broken: what can be read of it, and what cannot."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.pipeline import check_text
from policy_dsl.source import Diagnostic, Severity, SourceText, Span
from policy_dsl.syntax.declarations import pieces

# Each round takes out what the round before has made unknown; a chain is seldom longer.
_MOST_ROUNDS = 20


@frozen(eq=False)
class Reading:
    """A policy as far as it can be read; None where not even its header can be.

    ``unread`` are the names of the declarations that had to be left out, and ``said`` what is
    wrong with them.
    """

    policy: Policy | None = field(repr=False)
    unread: frozenset[str]
    said: tuple[Diagnostic, ...] = field(repr=False)


def read_what_can_be(source: SourceText, library: Path | None = None) -> Reading:
    """Checks a text; where it has mistakes, checks it again without the declarations they are in.

    What names a declaration that is left out is left out in turn.  Every place stays where it was.
    """
    policy, said = check_text(source, library)
    if policy is not None:
        return Reading(policy, frozenset(), ())
    errors = tuple(item for item in said if item.severity is Severity.ERROR)
    text = source.text
    unread: set[str] = set()
    wrong = errors
    for _ in range(_MOST_ROUNDS):
        places = [
            label.span.start
            for item in wrong
            for label in item.labels[:1]
            if item.source is not None and item.source.path == source.path
        ]
        left_out = [
            piece
            for piece in pieces(SourceText(source.path, text))
            if any(piece.start <= place <= piece.end for place in places)
            and not text.startswith("policy ", piece.start)
        ]
        if not left_out:
            return Reading(None, frozenset(unread), errors)
        for piece in left_out:
            unread.update(_names(text[piece.start : piece.end]))
            text = _without(text, piece)
        policy, said = check_text(SourceText(source.path, text), library)
        if policy is not None:
            return Reading(policy, frozenset(unread), errors)
        wrong = tuple(item for item in said if item.severity is Severity.ERROR)
    return Reading(None, frozenset(unread), errors)


def _without(text: str, piece: Span) -> str:
    blank = re.sub(r"[^\n]", " ", text[piece.start : piece.end])
    return text[: piece.start] + blank + text[piece.end :]


_HEAD = re.compile(
    r"(source|scale|choice|record|interpretation|group|value|table|scorecard|rating|trigger)\s+(\w+)"
)
_FACTS = re.compile(r"(facts|national|judgements)\b")


def _names(declaration: str) -> set[str]:
    """The names that a declaration declares, as far as its layout tells."""
    match = _HEAD.match(declaration)
    if match is not None:
        return {match[2]}
    if _FACTS.match(declaration):
        lines = declaration.split("\n")[1:]
        return {found[1] for line in lines if (found := re.match(r"\s+(\w+)", line))}
    return set()
