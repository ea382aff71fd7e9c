"""Worked cases: the facts given and the results expected."""

from __future__ import annotations

from typing import assert_never

from policy_dsl.show.citing import Citing
from policy_dsl.show.document import Bullets, Item, Section
from policy_dsl.show.facts import filled
from policy_dsl.show.sentences import Speaker, capital, plain
from policy_dsl.source import Span
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example, Expect, Given, InPeriod, OfKind


def example(node: Example, speaker: Speaker, cites: str) -> Item:
    """A worked case, its lines below its title."""
    return Item(node.title.text, cites, tuple(Item(_line(line, speaker)) for line in node.lines))


def example_table(node: ExampleTable, speaker: Speaker, cite: Citing) -> Section:
    """Worked cases of one rule as a table, with what holds for all of them above it."""
    same = tuple(Item(_line(line, speaker)) for line in node.lines)
    heads = [capital(plain(_words(one.span, speaker))) for one in node.head.columns]
    rows = [
        [*(_words(one.span, speaker) for one in row.cells), cite(row.citations)]
        for row in node.rows
    ]
    blocks = ((Bullets(same),) if same else ()) + (filled([*heads, "Source"], rows),)
    title = f"Worked cases: {node.title.text}"
    return Section(3, title, blocks, cite(node.citations))


def _words(span: Span, speaker: Speaker) -> str:
    return speaker.policy.source.on_one_line(span)


def _line(line: Given | Expect | OfKind | InPeriod, speaker: Speaker) -> str:
    match line:
        case Given() | Expect():
            return capital(_words(line.span, speaker))
        case OfKind():
            return f"Of {plain(line.kind.text)}"
        case InPeriod():
            return f"In {line.period.text}"
        case _:
            assert_never(line)
