"""A whole text: its declarations in the one layout, its blank lines and its comments.

How each construct is laid out is in the file of its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from attrs import frozen

from policy_dsl.format.brackets import too_deep
from policy_dsl.format.entries import INDENT, Entry
from policy_dsl.format.example_tables import example_table
from policy_dsl.format.examples import example
from policy_dsl.format.facts import facts
from policy_dsl.format.gaps import before_first, gap_between
from policy_dsl.format.groups import group
from policy_dsl.format.header import header
from policy_dsl.format.interpretations import interpretation
from policy_dsl.format.layouts import layout
from policy_dsl.format.ratings import rating
from policy_dsl.format.records import record
from policy_dsl.format.rendering import Rendered, render, widths, with_citations
from policy_dsl.format.results import published_results
from policy_dsl.format.runs import Run
from policy_dsl.format.same import differences
from policy_dsl.format.scales import choice, scale
from policy_dsl.format.scorecards import scorecard
from policy_dsl.format.sources import source
from policy_dsl.format.tables import table
from policy_dsl.format.triggers import trigger
from policy_dsl.format.use import use
from policy_dsl.format.values import value
from policy_dsl.format.written import Written
from policy_dsl.source import Diagnostic, SourceText, not_collecting
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.facts import Facts
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.header import Header
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.layouts import Layout
from policy_dsl.syntax.parse import Declaration, PolicyFile, parse
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.results import PublishedResults
from policy_dsl.syntax.scales import ChoiceDeclaration, ScaleDeclaration
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.sources import Source
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.use import Use
from policy_dsl.syntax.values import ValueDeclaration

#: Declarations that may stand one below the other without a blank line.
_IN_RUNS = (Use, Source, ScaleDeclaration, ChoiceDeclaration, Group, ValueDeclaration)


class Unfaithful(Exception):  # noqa: N818  # it says what the layout would have been
    """The layout would not have said the same: a fault of the formatter, and nothing is changed."""


def formatted(source: SourceText) -> tuple[SourceText | None, tuple[Diagnostic, ...]]:
    """A policy's text in the one layout, or None and why it cannot be read or laid out.

    Mistakes that only the checker finds are no obstacle.

    Raises:
        Unfaithful: if what came out, read again, would not be the same policy with the same
            comments.
    """
    with not_collecting():
        return _formatted(source)


def _formatted(source: SourceText) -> tuple[SourceText | None, tuple[Diagnostic, ...]]:
    file, mistakes = parse(source)
    if mistakes:
        return None, mistakes
    deep = too_deep(source)
    if deep is not None:
        return None, (deep,)
    text = "".join(f"{line}\n" for line in _laid_out(file))
    if text == source.text:
        return source, ()
    done = SourceText(source.path, text)
    again, wrong = parse(done)
    said = [item.message for item in wrong] or differences(file, again)
    if said:
        raise Unfaithful(f"{source.path}: the layout would change what it says: {said[0]}")
    return done, ()


@frozen(eq=False)
class _Block:
    """A declaration, its entries, and the number of the run it stands in."""

    node: Declaration
    run: int
    entries: tuple[Entry, ...]


def _laid_out(file: PolicyFile) -> Iterator[str]:
    written = Written(file.source)
    blocks = list(_blocks(file.declarations, written))
    lines = _rendered(blocks, written)
    yield from before_first(written, blocks[0].node.span.start)
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        ends = [*(entry.span.start for entry in block.entries[1:])]
        ends.append(len(written.text) if following is None else following.node.span.start)
        for at, (entry, end) in enumerate(zip(block.entries, ends, strict=True)):
            gap = gap_between(written, entry.span.end, end)
            yield from _ended(lines[entry], gap.comment)
            if at + 1 < len(block.entries):
                yield from gap.within(first=at == 0)
            elif following is None:
                yield from gap.after_last()
            else:
                yield from gap.between(same_run=block.run == following.run)


def _ended(laid: Rendered, comment: str | None) -> Iterator[str]:
    """The lines of an entry with the comments at its end: one beside it, others below."""
    ends = [(one.text, one.indent is None) for one in laid.comments]
    if comment is not None:
        ends.append((comment, True))
    *first, last = laid.lines
    yield from first
    if ends and ends[0][1]:
        last = f"{last}  {ends.pop(0)[0]}"
    yield last
    yield from (" " * INDENT + text for text, _ in ends)


def _blocks(declarations: Sequence[Declaration], written: Written) -> Iterator[_Block]:
    for number, run in enumerate(_runs(declarations, written)):
        names = [node.name.text for node in run if isinstance(node, _IN_RUNS)]
        shared = Run(len(run), max(map(len, names), default=0))
        for node in run:
            yield _Block(node, number, tuple(_entries(node, shared, written)))


def _runs(declarations: Sequence[Declaration], written: Written) -> list[list[Declaration]]:
    runs: list[list[Declaration]] = []
    for node in declarations:
        if runs and isinstance(node, _IN_RUNS) and type(node) is type(runs[-1][-1]):
            gap = gap_between(written, runs[-1][-1].span.end, node.span.start)
            if not gap.has_blank:
                runs[-1].append(node)
                continue
        runs.append([node])
    return runs


def _rendered(blocks: Sequence[_Block], written: Written) -> dict[Entry, Rendered]:
    """The lines of every entry, those of a family around it beside it."""
    families: dict[tuple[int, str | Entry], list[Entry]] = {}
    for block in blocks:
        for entry in block.entries:
            families.setdefault((block.run, entry.family or entry), []).append(entry)
    indents = {
        entry: INDENT if at else 0 for block in blocks for at, entry in enumerate(block.entries)
    }
    done: dict[Entry, Rendered] = {}
    for family in families.values():
        columns = widths(family)
        rendered = [render(entry, columns, indents[entry], written) for entry in family]
        done.update(zip(family, with_citations(rendered), strict=True))
    return done


def _entries(node: Declaration, run: Run, written: Written) -> Iterator[Entry]:
    match node:
        case Header():
            return header(node, written)
        case Use():
            return use(node, written)
        case Source():
            return source(node, written)
        case ScaleDeclaration():
            return scale(node, run, written)
        case ChoiceDeclaration():
            return choice(node, run, written)
        case RecordDeclaration():
            return record(node, written)
        case Facts():
            return facts(node, written)
        case Interpretation():
            return interpretation(node, written)
        case Group():
            return group(node, run, written)
        case ValueDeclaration():
            return value(node, run, written)
        case Table():
            return table(node, written)
        case Scorecard():
            return scorecard(node, written)
        case Rating():
            return rating(node, written)
        case Trigger():
            return trigger(node, written)
        case PublishedResults():
            return published_results(node, written)
        case Layout():
            return layout(node, written)
        case Example():
            return example(node, written)
        case ExampleTable():
            return example_table(node, written)
        case _:
            assert_never(node)
