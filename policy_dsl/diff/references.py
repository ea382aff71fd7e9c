"""Where the text of a policy names what is declared: for renaming, and for what needs what."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from policy_dsl.check.items import SUMMARIES, CardPart, ItemPart, Role
from policy_dsl.check.policy import Policy
from policy_dsl.check.used import UsedPart
from policy_dsl.source import Span
from policy_dsl.syntax.aggregates import GroupOperands
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.expressions import Name
from policy_dsl.syntax.facts import FactType
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Citation, LabelName, Node, Word
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.ratings import AppliesTo, Rating
from policy_dsl.syntax.results import PublishedResult
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.selections import Member
from policy_dsl.syntax.tables import Columns, EqualsTest, Table, TestsCell
from policy_dsl.values.scales import Label


@frozen
class Reference:
    """A name in the text.

    ``key`` is the name itself; ``[MM]`` of a source, ``kind acute_trust`` of a kind of
    organisation, and ``traffic_light: amber`` of a label.
    """

    key: str
    span: Span


def references(policy: Policy) -> tuple[Reference, ...]:
    """Every name in a policy's text that stands for something declared, examples aside."""
    return tuple(
        reference
        for item in policy.file.declarations
        if not isinstance(item, Example | ExampleTable)
        for node in item.walk()
        for reference in _of(policy, node)
    )


def label_key(scale: str, label: str) -> str:
    """The key of a label."""
    return f"{scale}: {label}"


def _of(policy: Policy, node: Node) -> Iterator[Reference]:
    match node:
        case Name():
            yield from _named(policy, node)
        case LabelName():
            meaning = policy.meanings.get(node)
            if isinstance(meaning, Label):
                yield Reference(label_key(meaning.scale, meaning.name), node.span)
        case FactType(name=word):
            yield Reference(word.text, word.span)
        case Rating(type=word) | Table(type=word):
            yield Reference(word.text, word.span)
        case Scorecard(type=word):
            yield Reference(word.text, word.span)
            yield from _columns(policy, node)
        case Columns(names=words) | Group(members=words):
            yield from (Reference(word.text, word.span) for word in words)
        case GroupOperands(group=word) | PublishedResult(name=word):
            yield Reference(word.text, word.span)
        case Across() | Quantile() | Rank():
            yield Reference(node.name.text, node.name.span)
            yield Reference(f"kind {node.kind.text}", node.kind.span)
        case Member():
            yield from _member(policy, node)
        case AppliesTo():
            yield from (Reference(f"kind {word.text}", word.span) for word in node.kinds)
        case Citation():
            start = node.span.start + 1
            yield Reference(f"[{node.source}]", Span(start, start + len(node.source)))


def _named(policy: Policy, node: Name) -> Iterator[Reference]:
    meaning = policy.meanings.get(node)
    match meaning:
        case Label():
            yield Reference(label_key(meaning.scale, meaning.name), node.span)
        case ItemPart(of=Scorecard() as card):
            yield Reference(f"{card.name.text}.{node.text}", node.span)
        case ItemPart():
            pass
        case None:  # a reading of an interpretation, or a word in a column of attributes
            pass
        case _:
            yield Reference(node.text, node.span)


def _member(policy: Policy, node: Member) -> Iterator[Reference]:
    first, *rest = node.words
    meaning = policy.meanings.get(node)
    if isinstance(meaning, ItemPart):
        return
    yield Reference(first.text, first.span)
    if isinstance(meaning, UsedPart):
        return
    if isinstance(meaning, CardPart) and rest and rest[0].text not in SUMMARIES:
        yield Reference(rest[0].text, rest[0].span)
        yield Reference(f"{first.text}.{rest[0].text}", node.span)


def _columns(policy: Policy, card: Scorecard) -> Iterator[Reference]:
    for place, column in enumerate(policy.cards[card].columns):
        heading = column.heading
        if column.role is Role.ATTRIBUTE and heading.text in policy.scales:
            yield Reference(heading.text, heading.span)
        if column.role is Role.APPLIES_TO:
            for row in card.rows:
                match row.cells[place]:
                    case TestsCell(tests=tests):
                        for test in tests:
                            if isinstance(test, EqualsTest) and isinstance(test.value, Name):
                                yield Reference(f"kind {test.value.text}", test.value.span)


def declared_readings(interpretation: Interpretation) -> frozenset[str]:
    """The keys of the words that an interpretation declares as its readings."""
    name = interpretation.name.text
    return frozenset(
        label_key(name, reading.text)
        for reading in interpretation.readings
        if isinstance(reading, Name)
    )


def name_word(node: Node) -> Word | None:
    """The name that a declaration gives."""
    word = getattr(node, "name", None)
    return word if isinstance(word, Word) else None
