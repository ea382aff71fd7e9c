"""Worked cases: the facts given and the results expected."""

from __future__ import annotations

from typing import assert_never

from policy_dsl.show.document import Item
from policy_dsl.show.sentences import Speaker, capital, plain
from policy_dsl.syntax.examples import Example, Expect, Given, InPeriod, OfKind


def example(node: Example, speaker: Speaker, cites: str) -> Item:
    """A worked case, its lines below its title."""
    return Item(node.title.text, cites, tuple(Item(_line(line, speaker)) for line in node.lines))


def _line(line: Given | Expect | OfKind | InPeriod, speaker: Speaker) -> str:
    match line:
        case Given() | Expect():
            said = " ".join(speaker.policy.source.text[line.span.start : line.span.end].split())
            return capital(said)
        case OfKind():
            return f"Of {plain(line.kind.text)}"
        case InPeriod():
            return f"In {line.period.text}"
        case _:
            assert_never(line)
