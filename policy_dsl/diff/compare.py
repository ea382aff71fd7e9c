"""The difference between two policies in meaning, change by change."""

from __future__ import annotations

from functools import lru_cache

import attrs

from policy_dsl.check.check import check
from policy_dsl.check.policy import Policy
from policy_dsl.diff.alone import added, dropped, replaced
from policy_dsl.diff.applying import applied
from policy_dsl.diff.change import Change
from policy_dsl.diff.citing import Citing
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.declarations import (
    compare_groups,
    compare_headers,
    compare_interpretations,
    compare_layouts,
    compare_published,
    compare_sources,
    compare_uses,
    compare_values,
)
from policy_dsl.diff.facts import added_fact, compare_facts, compare_records, dropped_fact
from policy_dsl.diff.matching import Fitted, fit, note_renamed
from policy_dsl.diff.needs import with_needs
from policy_dsl.diff.ratings import compare_ratings
from policy_dsl.diff.scales import compare_scales
from policy_dsl.diff.scorecards import compare_scorecards
from policy_dsl.diff.tables import compare_tables
from policy_dsl.diff.triggers import compare_triggers
from policy_dsl.meaning.meaning import meaning_of
from policy_dsl.source import Edit, Span
from policy_dsl.syntax.facts import Fact, Facts
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.layouts import Layout
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.parse import parse
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.results import PublishedResult, PublishedResults
from policy_dsl.syntax.scales import ChoiceDeclaration, ScaleDeclaration
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.sources import Source
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.use import Use
from policy_dsl.syntax.values import ValueDeclaration

_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=16)
def diff(old: Policy, new: Policy, unread: frozenset[str] = _NONE) -> tuple[Change, ...]:
    """What the new policy says otherwise than the old one, in the order of the new text.

    Empty where the two mean the same.  The edits of all changes, made on the old text
    (:func:`applied`), give a policy that means what the new one does; those of some of them, with
    what they need, give a policy between the two.

    Args:
        old: one edition.
        new: another edition, or another text of the same one.
        unread: names of declarations that could not be read in one of the two; nothing is said of
            what is there in the other alone.
    """
    if not unread and meaning_of(old) == meaning_of(new):
        return ()
    changes = changes_between(old, new, unread)
    return changes if unread or gives(old, new, changes) else _all_as_one(old, new, changes)


def changes_between(old: Policy, new: Policy, unread: frozenset[str] = _NONE) -> tuple[Change, ...]:
    """The changes as they are found, whatever comes of their edits."""
    c = Comparison(old, new)
    fitted = fit(c, unread)
    citing = Citing(c)
    _compare_header(c)
    _compare_results(c, citing, fitted)
    _compare_vocabulary(c, citing, fitted)
    _compare_files(c, citing, fitted, unread)
    citing.finish()
    _compare_sources(c, fitted)
    return with_needs(c)


def gives(old: Policy, new: Policy, changes: tuple[Change, ...]) -> bool:
    """Whether the old text with all changes made means what the new policy does."""
    try:
        file, mistakes = parse(applied(old, changes))
    except ValueError:  # two edits of one place
        return False
    known = {
        (used.node.name.text, used.node.version.text if used.node.version else None): used.editions
        for policy in (old, new)
        for used in policy.used.values()
    }
    used_by = {
        node: known.get((node.name.text, node.version.text if node.version else None), ())
        for node in file.declarations
        if isinstance(node, Use)
    }
    policy, _ = check(file, used_by)
    return policy is not None and not mistakes and meaning_of(policy) == meaning_of(new)


def _all_as_one(old: Policy, new: Policy, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Changes that cannot be made one by one: the whole text is, and they need each other.

    No policy of the library comes to this; a text that is cut in two by a comment could.
    """
    whole = Edit(Span(0, len(old.source.text)), new.source.text)
    ids = [change.id for change in changes]
    return tuple(
        attrs.evolve(
            change,
            edits=(whole,) if number == 0 else (),
            needs=tuple(id for id in ids if id != change.id),
        )
        for number, change in enumerate(changes)
    )


def _compare_header(c: Comparison) -> None:
    old, new = c.old.file.header, c.new.file.header
    assert old is not None
    assert new is not None
    compare_headers(c, old, new)


_RESULTS = (ValueDeclaration, Table, Scorecard, Rating, Trigger)
_SCALES = (ScaleDeclaration, ChoiceDeclaration)


def _compare_results(c: Comparison, citing: Citing, fitted: Fitted) -> None:
    """Scales, open points, groups and results, in the order of the new text; then what is gone."""
    kinds = (*_SCALES, Interpretation, Group, RecordDeclaration, *_RESULTS, Use)
    found = [fitted.by_class[kind] for kind in kinds]
    pairs = {id(new): old for item in found for old, new in item.pairs}
    pairs.update({id(new): old for old, new in fitted.became})
    alone = {id(node) for item in found for node in item.added}
    became = {id(new) for _, new in fitted.became}
    for node in c.new.file.declarations:
        if id(node) in alone:
            added(c, node)
        elif id(node) in became:
            replaced(c, pairs[id(node)], node)
        elif id(node) in pairs:
            old = pairs[id(node)]
            note_renamed(c, [(old, node)])
            _compare_one(c, citing, old, node)
    for item in found:
        for gone in item.dropped:
            dropped(c, gone)


def _compare_one(c: Comparison, citing: Citing, old: Node, new: Node) -> None:
    match old, new:
        case ValueDeclaration(), ValueDeclaration():
            compare_values(c, citing, old, new)
        case Table(), Table():
            compare_tables(c, citing, old, new)
        case Scorecard(), Scorecard():
            compare_scorecards(c, citing, old, new)
        case Rating(), Rating():
            compare_ratings(c, citing, old, new)
        case Trigger(), Trigger():
            compare_triggers(c, citing, old, new)
        case Interpretation(), Interpretation():
            compare_interpretations(c, citing, old, new)
        case Group(), Group():
            compare_groups(c, citing, old, new)
        case RecordDeclaration(), RecordDeclaration():
            compare_records(c, citing, old, new)
        case (
            (ScaleDeclaration() | ChoiceDeclaration()),
            (ScaleDeclaration() | ChoiceDeclaration()),
        ):
            compare_scales(c, citing, old, new)
        case Use(), Use():
            compare_uses(c, citing, old, new)


def _compare_vocabulary(c: Comparison, citing: Citing, fitted: Fitted) -> None:
    facts, blocks = fitted.facts, fitted.blocks
    note_renamed(c, facts.pairs)
    for old, new in facts.pairs:
        assert isinstance(old, Fact)
        assert isinstance(new, Fact)
        compare_facts(c, (blocks[old], old), (blocks[new], new))
    for node in facts.added:
        assert isinstance(node, Fact)
        added_fact(c, blocks[node], node)
    left: dict[Facts, list[tuple[Fact, Fact]]] = {}
    for old, new in facts.pairs:
        left.setdefault(blocks[old], []).append((old, new))  # type: ignore[arg-type]  # facts
    also = {block: citing.facts(block, pairs) for block, pairs in left.items()}
    for node in facts.dropped:
        assert isinstance(node, Fact)
        dropped_fact(c, blocks[node], node, also.get(blocks[node], ()))


def _compare_files(c: Comparison, citing: Citing, fitted: Fitted, unread: frozenset[str]) -> None:
    layouts = fitted.by_class[Layout]
    for old, new in layouts.pairs:
        assert isinstance(old, Layout)
        assert isinstance(new, Layout)
        compare_layouts(c, citing, old, new)
    for node in layouts.added:
        added(c, node)
    for node in layouts.dropped:
        dropped(c, node)
    compare_published(c, _published(c.old, unread), _published(c.new, unread))
    blocks = [
        [item for item in policy.file.declarations if isinstance(item, PublishedResults)]
        for policy in (c.old, c.new)
    ]
    for one, other in zip(*blocks, strict=False):
        citing.declaration("published results", one, other)


def _published(
    policy: Policy, unread: frozenset[str]
) -> dict[str, tuple[PublishedResults, PublishedResult]]:
    return {
        result.name.text: (block, result)
        for block in policy.file.declarations
        if isinstance(block, PublishedResults)
        for result in block.results
        if result.name.text not in unread
    }


def _compare_sources(c: Comparison, fitted: Fitted) -> None:
    sources = fitted.by_class[Source]
    note_renamed(c, sources.pairs)
    for old, new in sources.pairs:
        assert isinstance(old, Source)
        assert isinstance(new, Source)
        compare_sources(c, old, new)
    for node in sources.added:
        added(c, node)
    for node in sources.dropped:
        dropped(c, node)
