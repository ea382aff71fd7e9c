"""A checked policy as a document: its declarations in the order of its text, as sentences.

Headings that the author drew in comments (``# ---- Finance ----``) are headings of the document,
other comments between declarations are notes in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import assert_never

from policy_dsl.check.policy import Policy
from policy_dsl.show.citing import Citing, cited_by
from policy_dsl.show.document import (
    Block,
    Bullets,
    Document,
    Grid,
    Item,
    Note,
    Paragraph,
    Section,
)
from policy_dsl.show.examples import example, example_table
from policy_dsl.show.facts import facts, record
from policy_dsl.show.ratings import rating
from policy_dsl.show.scorecards import scorecard
from policy_dsl.show.sentences import Speaker, capital, listed, plain
from policy_dsl.show.tables import table
from policy_dsl.show.triggers import trigger
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.expressions import Name
from policy_dsl.syntax.facts import Facts
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.header import Header
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.layouts import Layout
from policy_dsl.syntax.parse import Declaration
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

_HEADING = re.compile(r"#\s*[-=]{2,}\s*(?P<title>[^-=].*?)\s*[-=]*\s*$")
#: Declarations of which several stand under one heading.
_TOGETHER = {
    Use: "Other policies",
    ScaleDeclaration: "Scales",
    ChoiceDeclaration: "Choices",
    Group: "Groups",
    ValueDeclaration: "Values",
    Interpretation: "Open points of the text",
    Example: "Worked cases",
}


def show(policy: Policy) -> Document:
    """The document of a policy."""
    cite = Citing(policy)
    speaker = Speaker(policy)
    opening: list[Block] = []
    sections: list[Section] = []
    pending: list[Block] = []
    started = False
    for piece in _pieces(policy):
        if isinstance(piece, Section):
            sections.append(piece)
        elif isinstance(piece, Note):
            (pending if started else opening).append(piece)
        else:
            started = True
            for section in _sections(piece, speaker, cite):
                _add(sections, section, pending)
                pending = []
    if pending:
        sections.append(Section(3, "Remarks", tuple(pending)))
    sections.append(_sources(policy))
    return Document(policy.title, tuple(_about(policy)), tuple(opening), tuple(sections))


def _add(sections: list[Section], section: Section, notes: list[Block]) -> None:
    """Adds a section, or its content to the last one where that has the same heading."""
    together = section.title in _TOGETHER.values()
    last = sections[-1] if sections else None
    if together and last is not None and last.title == section.title and not notes:
        *before, bullets = last.blocks
        (more,) = section.blocks
        assert isinstance(bullets, Bullets)
        assert isinstance(more, Bullets)
        merged = Bullets((*bullets.items, *more.items))
        sections[-1] = Section(last.level, last.title, (*before, merged))
    elif together and last is not None and last.title == section.title:
        sections[-1] = Section(last.level, last.title, (*last.blocks, *notes, *section.blocks))
    else:
        blocks = (*notes, *section.blocks)
        sections.append(Section(section.level, section.title, blocks, section.cites, section.name))


def _about(policy: Policy) -> Iterator[tuple[str, str]]:
    yield "Policy", policy.edition
    first = _day(policy.first_day)
    until = f"{first} to {_day(policy.last_day)}" if policy.last_day else f"from {first}"
    yield "In force", until
    each = {"date": "on a date"}.get(policy.period.value, f"each {policy.period.value}")
    yield "Rates", f"{Speaker(policy).kinds(policy.kinds)}, {each}"
    named = [
        f"{plain(node.name.text)} (on the scale {plain(node.type.text)})"
        for node in policy.file.declarations
        if isinstance(node, Rating)
    ]
    if named:
        yield "Ratings", listed(named)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _pieces(policy: Policy) -> Iterator[Declaration | Note | Section]:
    """Declarations, notes and headings in the order of the text."""
    at = 0
    text = policy.source.text
    for node in policy.file.declarations:
        yield from _comments(text[at : node.span.start])
        yield node
        at = node.span.end
    yield from _comments(text[at:])


def _comments(text: str) -> Iterator[Note | Section]:
    """The comments in the first column, a note for each of their paragraphs."""
    lines = [line.rstrip() for line in text.split("\n")]
    remarks = [line if line.startswith("#") and line.strip("# ") else "" for line in lines]
    for full, group in groupby(remarks, key=bool):
        if not full:
            continue
        said: list[str] = []
        for line in group:
            heading = _HEADING.match(line)
            if heading is None:
                said.append(line.lstrip("#").strip())
                continue
            if said:
                yield Note(" ".join(said))
                said = []
            yield Section(2, heading["title"])
        if said:
            yield Note(" ".join(said))


def _sections(node: Declaration, speaker: Speaker, cite: Citing) -> Iterator[Section]:
    match node:
        case Header() | Source():
            return
        case Facts():
            yield facts(node, speaker, cite)
        case RecordDeclaration():
            yield record(node, cite)
        case Table():
            yield table(node, speaker, cite)
        case Scorecard():
            yield scorecard(node, speaker, cite)
        case Rating():
            yield rating(node, speaker, cite)
        case Trigger():
            yield trigger(node, speaker, cite)
        case ExampleTable():
            yield example_table(node, speaker, cite)
        case PublishedResults():
            items = tuple(
                Item(
                    f"{plain(one.name.text)}, published as {one.published.text}"
                    + (f", within {one.within}" if one.within is not None else "")
                )
                for one in node.results
            )
            title = "What the regulator published"
            yield Section(3, title, (Bullets(items),), cite(node.citations))
        case Layout():
            items = tuple(
                Item(f"{line.key.value} {', '.join(word.text for word in line.words)}")
                for line in node.lines
            )
            title = f"How a published file is laid out: {node.title.text}"
            yield Section(3, title, (Bullets(items),), cite(node.citations))
        case _:
            item = _item(node, speaker, cite)
            yield Section(3, _TOGETHER[type(node)], (Bullets((item,)),))


def _item(
    node: Use
    | ScaleDeclaration
    | ChoiceDeclaration
    | Group
    | ValueDeclaration
    | Interpretation
    | Example,
    speaker: Speaker,
    cite: Citing,
) -> Item:
    cites = cite(node.citations)
    match node:
        case Use():
            version = f", edition {node.version.text}" if node.version is not None else ""
            alias = f", here called {node.alias.text}" if node.alias is not None else ""
            return Item(f"Takes results from {node.name.text}{version}{alias}", cites)
        case ScaleDeclaration():
            order = "best to worst" if node.best_first else "worst to best"
            labels = ", ".join(plain(label.text) for label in node.labels)
            return Item(f"{capital(plain(node.name.text))}, {order}: {labels}", cites)
        case ChoiceDeclaration():
            labels = listed([plain(label.text) for label in node.labels], "or")
            return Item(f"{capital(plain(node.name.text))}: {labels}", cites)
        case Group():
            members = listed([speaker.named(word, word.text) for word in node.members])
            return Item(f"{capital(plain(node.name.text))}: {members}", cites)
        case ValueDeclaration():
            name = capital(plain(node.name.text))
            if speaker.is_condition(node):
                return Item(f"{name} holds when {speaker.clause(node.expression)}", cites)
            return Item(f"{name} is {speaker.phrase(node.expression)}", cites)
        case Interpretation():
            return _interpretation(node, speaker, cites)
        case Example():
            return example(node, speaker, cites)
        case _:
            assert_never(node)


def _interpretation(node: Interpretation, speaker: Speaker, cites: str) -> Item:
    first, *others = (
        f"‘{plain(reading.text)}’" if isinstance(reading, Name) else speaker.phrase(reading)
        for reading in node.readings
    )
    kept = f" (also possible: {listed(others, 'or')})" if others else ""
    name = capital(plain(node.name.text))
    return Item(f"{name} is read as {first}{kept}. {node.reason.text}", cites)


def _sources(policy: Policy) -> Section:
    citing = cited_by(policy.file)
    rows = tuple(
        (
            source.name.text,
            source.grade.text,
            source.title.text + (f", {source.publisher.text}" if source.publisher else ""),
            ", ".join(citing.get(source.name.text, ())) or "nothing",
        )
        for source in policy.sources.values()
    )
    heads = ("Source", "Grade", "Document", "Cited by")
    blocks: list[Block] = [Grid(heads, rows)]
    if any(grade == "unverified" for _, grade, _, _ in rows):
        blocks.append(Paragraph("Figures marked unverified rest on no document that was seen."))
    return Section(2, "Sources", tuple(blocks))
