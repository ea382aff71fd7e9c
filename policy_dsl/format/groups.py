"""`group NAME = a, b, c`, aligned with the groups around it; below where there is no room."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.format.entries import Entry, cited, fits
from policy_dsl.format.pieces import Atom, joined, listed
from policy_dsl.format.runs import Run, padded
from policy_dsl.format.written import Written
from policy_dsl.syntax.groups import Group


def group(node: Group, run: Run, written: Written) -> Iterator[Entry]:
    """Several names under one."""
    named = joined("group", node.name.text)
    members, citations = listed(map(written.as_it_is, node.members)), cited(node.citations)
    if fits(padded(named, run), Atom("="), members, citations=citations, alone=run.alone):
        rest = joined("=", members)
        yield Entry(node.span, (named,), rest, citations, family="group", one_line=True)
    else:
        yield Entry(node.span, (named,), Atom("="), citations, below=members, family="group")
