"""Facts, national facts and judgements: name, type, label and identifier in columns."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.format.entries import Entry, before_body, cited
from policy_dsl.format.pieces import Piece, joined, listed
from policy_dsl.format.written import Written
from policy_dsl.syntax.facts import Fact, Facts


def facts(node: Facts, written: Written) -> Iterator[Entry]:
    """What must be known."""
    span = before_body(node, node.facts[0], written)
    yield Entry(span, rest=_opening(node, written), citations=cited(node.citations))
    for item in node.facts:
        yield _fact(item, written)


def _opening(node: Facts, written: Written) -> Piece:
    if node.body is not None:
        return joined("judgements by", node.body.text)
    assert node.each is not None
    opening = joined(
        "national facts" if node.national else "facts",
        written.words(node.each.span.start, node.each.span.end),
    )
    if node.supplied_in is None:
        return opening
    return joined(opening, "supplied in", written.as_it_is(node.supplied_in))


def _fact(node: Fact, written: Written) -> Entry:
    type_ = written.words(node.type.span.start, node.label.span.start)
    columns = (joined(node.name.text), type_, written.as_it_is(node.label))
    after: list[Piece | str] = []
    if node.published is not None:
        after += ["from", written.as_it_is(node.published)]
    if node.former_names:
        after += ["formerly", listed(map(written.as_it_is, node.former_names))]
    citations = cited(node.citations)
    if after:
        return Entry(node.span, columns, joined(*after), citations, family="fact")
    return Entry(node.span, columns[:2], columns[2], citations, family="fact")
