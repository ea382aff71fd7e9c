"""Who cites what: every citation of a policy with the rule it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.facts import Facts
from policy_dsl.syntax.header import Header
from policy_dsl.syntax.layouts import Layout
from policy_dsl.syntax.nodes import Citation
from policy_dsl.syntax.parse import Declaration, PolicyFile
from policy_dsl.syntax.ratings import AppliesTo, Case, Override, Rating, StartWith
from policy_dsl.syntax.results import PublishedResults
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.sources import Source
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.use import Use

#: What is counted and not named, in the singular.
FACT, EXAMPLE = "fact", "example"


@frozen
class Cited:
    """A rule and what it cites itself.

    ``rule`` is FACT, EXAMPLE, or a name: ``reached``, ``reached.designation``, ``finance row 2``.
    """

    rule: str
    source: str
    place: str


def cited_in(file: PolicyFile) -> list[Cited]:
    """Every citation of a file, in the order of its text."""
    found = [
        Cited(rule, citation.source, citation.place)
        for declaration in file.declarations
        for rule, citations in _rules(declaration)
        for citation in citations
    ]
    written = {
        (node.source, node.place)
        for declaration in file.declarations
        for node in declaration.walk()
        if isinstance(node, Citation)
    }
    assert written == {(one.source, one.place) for one in found}, "a citation belongs to no rule"
    return found


def _rules(declaration: Declaration) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    match declaration:
        case Header() | Source():
            return
        case Facts():
            for fact in declaration.facts:
                yield FACT, fact.citations or declaration.citations
        case Example():
            yield EXAMPLE, declaration.citations
        case ExampleTable():
            yield EXAMPLE, declaration.citations
            yield from ((EXAMPLE, row.citations) for row in declaration.rows)
        case PublishedResults():
            yield "published results", declaration.citations
        case Layout():
            yield "layout", declaration.citations
        case Use():
            yield "use", declaration.citations
        case Table() | Scorecard():
            name = declaration.name.text
            yield name, declaration.citations
            own = [row.citations for row in declaration.rows]
            yield from ((f"{name} row {number}", cited) for number, cited in enumerate(own, 1))
        case Rating():
            yield declaration.name.text, declaration.citations
            yield from _lines(declaration)
        case Trigger():
            name = declaration.name.text
            yield name, declaration.citations
            for number, line in enumerate(declaration.conditions, start=1):
                yield f"{name} when {number}", line.citations
        case _:
            yield declaration.name.text, declaration.citations


def _lines(rating: Rating) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    name = rating.name.text
    number = 0
    for line in rating.lines:
        match line:
            case Case():
                number += 1
                yield f"{name} case {number}", line.citations
            case StartWith():
                yield f"{name} start", line.citations
            case Override():
                yield f"{name}.{line.name.text}", line.citations
            case AppliesTo():
                pass
