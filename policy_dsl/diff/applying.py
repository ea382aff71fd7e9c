"""Making changes: the old text with any of the changes of a diff, to be checked as a policy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Change, Kind
from policy_dsl.diff.snippets import piece_of, whole_lines
from policy_dsl.source import Edit, SourceText, Span, edited
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.facts import Facts
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.results import PublishedResults


def applied(old: Policy, changes: Iterable[Change]) -> SourceText:
    """The old text with some changes made, without its examples, which speak of the old rules.

    Of two edits of which one lies within the other, the wider one counts: what is renamed in a
    line that is taken out is gone with it.  What is written at one point is written in the order
    of the changes.
    """
    ordered = _merged([*_kept(list(changes))])
    deletions = [edit for edit in ordered if not edit.text]
    for item in old.file.declarations:
        if isinstance(item, Example | ExampleTable) or _emptied(old, item, deletions):
            ordered.append(Edit(whole_lines(old.source, piece_of(old.source, item)), ""))
    text = old.source.text
    whole = SourceText(old.source.path, text if text.endswith("\n") else text + "\n")
    return edited(whole, _widest(ordered))


def _kept(changes: Sequence[Change]) -> list[Edit]:
    """The edits of changes; where two would write the same place, a renaming gives way."""
    others = {
        edit.span
        for change in changes
        if change.kind is not Kind.RENAMED
        for edit in change.edits
        if edit.span.start < edit.span.end
    }
    return [
        edit
        for change in changes
        for edit in change.edits
        if change.kind is not Kind.RENAMED or edit.span not in others
    ]


def _merged(edits: Iterable[Edit]) -> list[Edit]:
    """The edits with those at one point made one, in their order; and no edit twice."""
    points: dict[Span, str] = {}
    wide: dict[Span, Edit] = {}
    for edit in edits:
        if edit.span.start < edit.span.end:
            wide.setdefault(edit.span, edit)
        else:
            points[edit.span] = points.get(edit.span, "") + edit.text
    return [*wide.values(), *(Edit(span, text) for span, text in points.items())]


def _widest(edits: Sequence[Edit]) -> list[Edit]:
    """The edits that lie within no other one."""
    found: list[Edit] = []
    reached = 0
    # The wider of two that begin together comes first, but for what is added at its start.
    for edit in sorted(
        edits, key=lambda e: (e.span.start, e.span.start != e.span.end, -e.span.end)
    ):
        point = edit.span.start == edit.span.end
        if edit.span.end < reached or (edit.span.end == reached and not point):
            continue
        found.append(edit)
        reached = max(reached, edit.span.end)
    return found


def _emptied(old: Policy, item: Node, deletions: Sequence[Edit]) -> bool:
    """Whether every line of a block is taken out, and with them the block itself."""
    match item:
        case Facts(facts=lines):
            held: Sequence[Node] = lines
        case PublishedResults(results=results):
            held = results
        case _:
            return False
    return all(
        any(
            edit.span.start <= line.span.start and line.span.end <= edit.span.end
            for edit in deletions
        )
        for line in held
    )
