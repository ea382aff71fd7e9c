"""Which declaration of the old edition is which of the new one: by name, then by likeness."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from attrs import field, frozen

from policy_dsl.check.interpretations import written
from policy_dsl.check.policy import Policy
from policy_dsl.check.scorecards import measure_of
from policy_dsl.diff.alone import called, noun_of
from policy_dsl.diff.change import Kind
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.expressions import SAME_QUESTION, alike
from policy_dsl.diff.sequences import matched, words_alike
from policy_dsl.diff.snippets import known_references, one_line, text_of
from policy_dsl.meaning.meaning import value_form
from policy_dsl.source import Edit
from policy_dsl.syntax.facts import Fact, Facts
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.layouts import Layout
from policy_dsl.syntax.nodes import Node, Word
from policy_dsl.syntax.ratings import AppliesTo, Rating
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.scales import ChoiceDeclaration, ScaleDeclaration
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.sources import Source
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger, TriggerThen, TriggerWhen
from policy_dsl.syntax.use import Use
from policy_dsl.syntax.values import ValueDeclaration

#: How alike two declarations of different names must be for one to be the other, renamed.
_ALIKE = 0.6
_RESULTS = ValueDeclaration | Table | Scorecard | Rating | Trigger


@frozen
class Matched:
    """Declarations of one class: pairs, and those that one edition has alone."""

    pairs: tuple[tuple[Node, Node], ...]
    dropped: tuple[Node, ...]
    added: tuple[Node, ...]


@frozen
class Fitted:
    """All declarations, matched; ``became`` are names that stand for another kind of thing."""

    by_class: dict[type[Node], Matched] = field(repr=False)
    facts: Matched = field(repr=False)
    became: tuple[tuple[Node, Node], ...] = field(repr=False)
    blocks: dict[Node, Facts] = field(repr=False)


def fit(c: Comparison, unread: frozenset[str]) -> Fitted:
    """Matches the declarations of two policies and notes which names were changed.

    What bears a name in ``unread`` could not be read in one of the two, and is left out.
    """
    blocks: dict[Node, Facts] = {
        fact: block
        for policy in (c.old, c.new)
        for block in policy.file.declarations
        if isinstance(block, Facts)
        for fact in block.facts
    }
    found: dict[type[Node], Matched] = {}
    kinds: list[tuple[type[Node], Callable[[Comparison, Node, Node], float]]] = [
        (Source, _same_document),
        (ScaleDeclaration, _same_labels),
        (ChoiceDeclaration, _same_labels),
        (RecordDeclaration, _same_lines),
    ]
    for kind, likeness in kinds:
        found[kind] = _match(c, kind, likeness, unread)
    olds = [fact for fact in blocks if fact in _facts_of(c.old)]
    news = [fact for fact in blocks if fact in _facts_of(c.new)]
    facts = _matched(c, olds, news, _same_fact, unread)
    known = -1
    while len(c.names) > known:  # each name that is known may make another declaration known
        known = len(c.names)
        for kind, likeness in (
            (Interpretation, _same_question),
            (Group, _same_members),
            (ValueDeclaration, _same_value),
            (Scorecard, _same_card),
            (Table, _same_lines),
            (Rating, _same_lines),
            (Trigger, _same_lines),
        ):
            found[kind] = _match(c, kind, likeness, unread)
    for kind in (Use, Layout):
        found[kind] = _match(c, kind, _never, unread)
    became = _became(found, facts)
    taken = {id(node) for pair in became for node in pair}
    return Fitted(
        {kind: _without(item, taken) for kind, item in found.items()},
        _without(facts, taken),
        became,
        blocks,
    )


def _without(item: Matched, taken: set[int]) -> Matched:
    return Matched(
        item.pairs,
        tuple(node for node in item.dropped if id(node) not in taken),
        tuple(node for node in item.added if id(node) not in taken),
    )


def _became(found: dict[type[Node], Matched], facts: Matched) -> tuple[tuple[Node, Node], ...]:
    gone = {
        called(node): node
        for item in found.values()
        for node in item.dropped
        if isinstance(node, _RESULTS)
    }
    return tuple(
        (gone[called(node)], node)
        for item in found.values()
        for node in item.added
        if isinstance(node, _RESULTS) and called(node) in gone
    )


def _facts_of(policy: Policy) -> set[Node]:
    return {
        fact
        for block in policy.file.declarations
        if isinstance(block, Facts)
        for fact in block.facts
    }


def _match(
    c: Comparison,
    kind: type[Node],
    likeness: Callable[[Comparison, Node, Node], float],
    unread: frozenset[str],
) -> Matched:
    olds = [item for item in c.old.file.declarations if isinstance(item, kind)]
    news = [item for item in c.new.file.declarations if isinstance(item, kind)]
    return _matched(c, olds, news, likeness, unread)


def _matched(
    c: Comparison,
    olds: Sequence[Node],
    news: Sequence[Node],
    likeness: Callable[[Comparison, Node, Node], float],
    unread: frozenset[str],
) -> Matched:
    by_name = {called(node): node for node in olds}
    back = {called(node): c.names.get(_key(node), called(node)) for node in news}
    pairs = [(by_name[back[called(new)]], new) for new in news if back[called(new)] in by_name]
    ones = {id(old) for old, _ in pairs}
    others = {id(new) for _, new in pairs}
    gone = [node for node in olds if id(node) not in ones and called(node) not in unread]
    come = [node for node in news if id(node) not in others and called(node) not in unread]
    # A name that the other edition has for something else is not free to be taken over.
    renamed = matched(gone, come, lambda one, other: likeness(c, one, other), _ALIKE)
    for old, new in renamed:
        c.names[_key(new)] = called(old)
        if isinstance(new, ValueDeclaration):
            c.free[called(new)] = called(old)
    pairs += renamed
    ones |= {id(old) for old, _ in renamed}
    others |= {id(new) for _, new in renamed}
    order = {id(new): place for place, new in enumerate(news)}
    return Matched(
        tuple(sorted(pairs, key=lambda pair: order[id(pair[1])])),
        tuple(node for node in gone if id(node) not in ones),
        tuple(node for node in come if id(node) not in others),
    )


def _key(node: Node) -> str:
    """How a name goes into ``names``: sources are declared apart."""
    return f"[{called(node)}]" if isinstance(node, Source) else called(node)


# ---- likeness, from 0 to 1 -----------------------------------------------------------------------


def _never(c: Comparison, old: Node, new: Node) -> float:
    return 0


def _same_document(c: Comparison, old: Node, new: Node) -> float:
    assert isinstance(old, Source)
    assert isinstance(new, Source)
    if old.title.text != new.title.text:
        return 0
    publishers = [item.publisher.text if item.publisher else "" for item in (old, new)]
    return 1 if publishers[0] == publishers[1] else 0.5


def _same_labels(c: Comparison, old: Node, new: Node) -> float:
    ones, others = (
        [label.text for label in item.labels]
        for item in (old, new)
        if isinstance(item, ScaleDeclaration | ChoiceDeclaration)
    )
    return float(
        ones == others or (isinstance(old, ChoiceDeclaration) and set(ones) == set(others))
    )


def _same_fact(c: Comparison, old: Node, new: Node) -> float:
    """The same words or the same published identifier, and the same type."""
    assert isinstance(old, Fact)
    assert isinstance(new, Fact)
    if old.name.text in [word.text for word in new.former_names]:
        return 2
    if not c.same(old.type, new.type):
        return 0
    if old.label.text.casefold() == new.label.text.casefold():
        return 1
    ids = [item.published.text if item.published is not None else None for item in (old, new)]
    return 0.9 if ids[0] is not None and ids[0] == ids[1] else 0


def _same_question(c: Comparison, old: Node, new: Node) -> float:
    assert isinstance(old, Interpretation)
    assert isinstance(new, Interpretation)
    same = set(map(written, old.readings)) == set(map(written, new.readings))
    return same / 2 + (old.reason.text == new.reason.text) / 2


def _same_members(c: Comparison, old: Node, new: Node) -> float:
    assert isinstance(old, Group)
    assert isinstance(new, Group)
    others = " ".join(c.names.get(word.text, word.text) for word in new.members)
    return words_alike(" ".join(word.text for word in old.members), others)


def _same_value(c: Comparison, old: Node, new: Node) -> float:
    assert isinstance(old, ValueDeclaration)
    assert isinstance(new, ValueDeclaration)
    if value_form(c.old_forms, old) == value_form(c.new_forms, new):
        return 2
    if c.same(old.expression, new.expression):
        return 1.5
    # The same formula with another figure, another rounding or one more condition.
    near = alike(c, old.expression, new.expression)
    return near if near >= SAME_QUESTION else 0


def _same_card(c: Comparison, old: Node, new: Node) -> float:
    assert isinstance(old, Scorecard)
    assert isinstance(new, Scorecard)
    if not c.same(old.type, new.type):
        return 0
    ones = {name.text for row in old.rows if (name := measure_of(row)) is not None}
    others = {
        c.names.get(name.text, name.text)
        for row in new.rows
        if (name := measure_of(row)) is not None
    }
    return len(ones & others) / min(len(ones), len(others)) if ones and others else 0


def _same_lines(c: Comparison, old: Node, new: Node) -> float:
    """The share of the lines that two declarations have in common, their sources aside."""
    ones = [_line(one_line(text_of(c.old, line.span))) for line in _lines(old)]
    others = [_line(_in_old_names(c, line)) for line in _lines(new)]
    left = list(others)
    shared = 0
    for line in ones:
        if line in left:
            left.remove(line)
            shared += 1
    return 2 * shared / (len(ones) + len(others)) if ones and others else 0


def _lines(node: Node) -> tuple[Node, ...]:
    match node:
        case Rating(lines=lines):
            return tuple(line for line in lines if not isinstance(line, AppliesTo))
        case Trigger(lines=lines):
            return tuple(line for line in lines if isinstance(line, TriggerWhen | TriggerThen))
        case Table(rows=rows):
            return rows
        case RecordDeclaration(fields=fields):
            return fields
    return ()


def _line(text: str) -> str:
    """A line without its sources."""
    return re.sub(r"(\s*\[[^\[\]]*\])+$", "", text)


def _in_old_names(c: Comparison, new: Node) -> str:
    names = {key: name for key, name in c.names.items() if not key.startswith("[")}
    return one_line(text_of(c.new, new.span, names))


# ---- renaming ------------------------------------------------------------------------------------


def note_renamed(c: Comparison, pairs: Iterable[tuple[Node, Node]]) -> None:
    """Notes the declarations that go under another name; local values may, and are left out."""
    for old, new in pairs:
        name, was = called(new), called(old)
        if name == was or isinstance(new, ValueDeclaration | Layout):
            continue
        is_source = isinstance(new, Source)
        noun = "fact" if isinstance(new, Fact) else noun_of(new)
        said = f"{noun} {was} is now called {name}"
        word = getattr(old, "name")  # noqa: B009  # every declaration but a layout has one
        assert isinstance(word, Word)
        edits = [Edit(word.span, name)]
        key = f"[{was}]" if is_source else was
        edits += [
            Edit(reference.span, name)
            for reference in known_references(c.old)
            if reference.key == key and reference.span != word.span
        ]
        id_ = f"source.{name}.name" if is_source else f"{name}.name"
        subject = "sources" if is_source else f"{noun} {name}"
        change = c.add(id_, Kind.RENAMED, subject, said, old, new, edits, None, was, name)
        c.note(c.brings, change, {f"[{name}]" if is_source else name})
