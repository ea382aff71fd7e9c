"""Facts and records as tables: what must be known, and in which form."""

from __future__ import annotations

from policy_dsl.show.citing import Citing
from policy_dsl.show.document import Grid, Paragraph, Section
from policy_dsl.show.sentences import Speaker, plain
from policy_dsl.syntax.facts import Fact, Facts, FactType
from policy_dsl.syntax.records import RecordDeclaration


def facts(node: Facts, speaker: Speaker, cite: Citing) -> Section:
    """What must be known, as a table."""
    if node.body is not None:
        title = f"Judgements by {plain(node.body.text)}"
    else:
        assert node.each is not None
        each = "on a date" if node.each.word == "date" else f"each {node.each.word}"
        title = f"{'National facts' if node.national else 'Facts'}, {each}"
    supplied = (
        (Paragraph(f"Supplied in {node.supplied_in.text}."),)
        if node.supplied_in is not None
        else ()
    )
    heads = ["Name", "What it is", "Kind", "Published as", "Formerly", "Source"]
    rows = [
        [
            fact.name.text,
            fact.label.text,
            _kind(fact, speaker),
            fact.published.text if fact.published is not None else "",
            ", ".join(word.text for word in fact.former_names),
            cite(fact.citations),
        ]
        for fact in node.facts
    ]
    return Section(3, title, (*supplied, filled(heads, rows)), cite(node.citations))


def record(node: RecordDeclaration, cite: Citing) -> Section:
    """What is known of each record, as a table."""
    heads = ["Name", "What it is", "Kind"]
    rows = [
        [field.name.text, field.label.text if field.label else "", _type(field.type)]
        for field in node.fields
    ]
    title = f"Record: {plain(node.name.text)}"
    return Section(3, title, (filled(heads, rows),), cite(node.citations), node.name.text)


def filled(heads: list[str], rows: list[list[str]]) -> Grid:
    """A table without the columns in which nothing stands."""
    kept = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    return Grid(
        tuple(heads[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in rows)
    )


def _kind(fact: Fact, speaker: Speaker) -> str:
    parts = [_type(fact.type)]
    if fact.places is not None:
        count = fact.places.value
        parts.append(f"to {count} place{'' if count == 1 else 's'}")
    if fact.low is not None and fact.high is not None:
        parts.append(f"from {speaker.phrase(fact.low)} to {speaker.phrase(fact.high)}")
    return " ".join(parts)


def _type(node: FactType) -> str:
    name = {"yes_or_no": "yes or no"}.get(node.name.text, plain(node.name.text))
    if node.is_list:
        return f"list of {name} records"
    return f"{name} or nothing" if node.or_nothing else name
