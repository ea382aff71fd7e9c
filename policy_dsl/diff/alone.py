"""What is there in one edition alone: added, dropped, or now another kind of thing."""

from __future__ import annotations

from typing import TypeAlias

from policy_dsl.check.interpretations import written
from policy_dsl.diff.change import Kind
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.references import declared_readings, label_key, name_word
from policy_dsl.diff.snippets import piece_of
from policy_dsl.source import Edit
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.layouts import Layout
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.scales import ChoiceDeclaration, ScaleDeclaration
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.sources import Source
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.use import Use
from policy_dsl.syntax.values import ValueDeclaration

Whole: TypeAlias = (
    ValueDeclaration
    | Table
    | Scorecard
    | Rating
    | Trigger
    | Interpretation
    | Group
    | RecordDeclaration
    | ScaleDeclaration
    | ChoiceDeclaration
    | Source
    | Layout
    | Use
)

_NOUNS: dict[type[Node], tuple[str, Kind]] = {
    ValueDeclaration: ("value", Kind.VALUE),
    Table: ("table", Kind.RESULT),
    Scorecard: ("scorecard", Kind.RESULT),
    Rating: ("rating", Kind.RESULT),
    Trigger: ("trigger", Kind.TRIGGER),
    Interpretation: ("open point", Kind.INTERPRETATION),
    Group: ("group", Kind.GROUP),
    RecordDeclaration: ("record", Kind.RECORD),
    ScaleDeclaration: ("scale", Kind.SCALE),
    ChoiceDeclaration: ("choice", Kind.SCALE),
    Source: ("source", Kind.SOURCE),
    Layout: ("layout", Kind.FILES),
    Use: ("policy used", Kind.USE),
}


def noun_of(node: Node) -> str:
    """What a declaration is called in a sentence."""
    return _NOUNS[type(node)][0]


def called(node: Node) -> str:
    """The name of a declaration, or the title of a layout."""
    if isinstance(node, Layout):
        return node.title.text
    word = name_word(node)
    assert word is not None
    return word.text


def added(c: Comparison, node: Node) -> None:
    """Notes a declaration that only the new edition has."""
    noun, kind = _NOUNS[type(node)]
    name = called(node)
    said = f"new {noun} {name}{_about(c, node, True)}"
    edits = [c.at_end(c.whole(node))]
    change = c.add(_id(node), kind, _subject(node), said, None, node, edits, None, "", "")
    c.note(c.brings, change, declares(node))


def dropped(c: Comparison, node: Node) -> None:
    """Notes a declaration that the new edition no longer has."""
    noun, kind = _NOUNS[type(node)]
    name = called(node)
    said = f"{noun} {name} is dropped{_about(c, node, False)}"
    edits = [Edit(piece_of(c.old.source, node), "")]
    change = c.add(_id(node), kind, _subject(node), said, node, None, edits, None, "", "")
    c.note(c.drops, change, declares(node))


def replaced(c: Comparison, old: Node, new: Node) -> None:
    """Notes a name that stands for another kind of thing: a table that is now a rating."""
    name = called(new)
    said = f"{name} is now a {noun_of(new)}, and no longer a {noun_of(old)}"
    subject = f"{noun_of(new)} {name}"
    edits = [c.rewritten(old, new)]
    change = c.add(name, Kind.RESULT, subject, said, old, new, edits, None, "", "")
    c.note(c.ties, change, {called(old), name})


def _subject(node: Node) -> str:
    match node:
        case Source():
            return "sources"
        case Layout():
            return "files"
    return f"{noun_of(node)} {called(node)}"


def _id(node: Node) -> str:
    if isinstance(node, Source):
        return f"source.{called(node)}"
    return "layout" if isinstance(node, Layout) else called(node)


def declares(node: Node) -> set[str]:
    """The names that others can use once a declaration is there, its labels and readings too."""
    name = called(node)
    match node:
        case Source():
            return {f"[{name}]"}
        case ScaleDeclaration() | ChoiceDeclaration():
            return {name, *(label_key(name, label.text) for label in node.labels)}
        case Interpretation():
            return {name, *declared_readings(node)}
        case Use():
            return {node.alias.text if node.alias is not None else name.rpartition(".")[2]}
        case Layout():
            return set()
    return {name}


def _about(c: Comparison, node: Node, of_new: bool) -> str:
    """What a sentence adds of a declaration that is new or gone."""
    text = c.new_text if of_new else c.old_text
    match node:
        case ValueDeclaration():
            return f": {text(node.expression)}"
        case Trigger():
            return f': "{node.consequence}"'
        case Interpretation():
            first, *others = map(written, node.readings)
            return f": read as {first}, not {' or '.join(others)}"
        case Source():
            return f': {text(node.grade)}, "{node.title.text}"'
        case ScaleDeclaration() | ChoiceDeclaration():
            return f": {', '.join(label.text for label in node.labels)}"
        case Group():
            return f": {', '.join(word.text for word in node.members)}"
        case RecordDeclaration():
            return f": {', '.join(item.name.text for item in node.fields)}"
        case Scorecard():
            return f": {len(node.rows)} measures"
        case Table():
            by = [word.text for word in node.columns.names[:-1]]
            return f": looked up by {' and '.join(by)}"
        case Rating() if node.cases:
            return f": {', '.join(dict.fromkeys(case.label.text for case in node.cases))}"
        case Rating() if node.start is not None:
            return f": starts with {text(node.start.expression)}"
    return ""
