"""A difference as GitHub-flavoured Markdown, to be read as a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.diff.change import Change, Direction
from policy_dsl.diff.difference import Difference, Section
from policy_dsl.diff.to_text import shows_both
from policy_dsl.source import code, escaped, printable

# What a reader opens when wanted: names and papers, which decide no rating by themselves.
_FOLDED = ("facts", "sources", "files")
_MOST_OPEN = 6
_MARKS = {Direction.STRICTER: "**stricter**", Direction.EASIER: "**easier**"}


def to_markdown(difference: Difference) -> str:
    """A heading, a summary, and a list for each declaration."""
    lines = [f"### {_prose(difference.heading)}", "", f"{_prose(difference.summary)}.", ""]
    if difference.unread:
        names = ", ".join(code(name) for name in difference.unread)
        lines += [f"Not compared, since it could not be read: {names}.", ""]
    for section in difference.sections:
        lines += _section(section)
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section) -> Iterator[str]:
    folded = section.title in _FOLDED and len(section.changes) > _MOST_OPEN
    if folded:
        yield f"<details><summary>{_prose(section.title)} ({len(section.changes)})</summary>"
    else:
        yield f"**{_prose(section.title)}**"
    yield ""
    for change in section.changes:
        yield from _change(change)
    yield ""
    if folded:
        yield "</details>"
        yield ""


def _change(change: Change) -> Iterator[str]:
    mark = f" ({_MARKS[change.direction]})" if change.direction else ""
    yield f"- {_prose(change.sentence)}{mark} {code(change.id)}"
    if shows_both(change):
        yield f"  - before: {code(printable(change.before))}"
        yield f"  - after: {code(printable(change.after))}"


def _prose(text: str) -> str:
    return escaped(printable(text))
