"""Two hundred edits of known kind to real policies, each named exactly; and as many rewrites."""

from __future__ import annotations

from random import Random

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Change
from policy_dsl.diff.compare import changes_between, gives
from policy_dsl.meaning.meaning import content_hash, meaning_of
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, edited
from tests.diff.edits import EDITS, Find, Planted
from tests.meaning.rewrites import REWRITES, Rewrite
from tests.shipped import FILES, LIBRARY, policy_of_rules

OF_EACH_EDIT = 25
OF_EACH_REWRITE = 25
SEED = 4
#: Policies longer than this, in characters, are tried where the shorter ones have no such place.
LONG = 13_000


@pytest.fixture(scope="module")
def library() -> list[Policy]:
    """The policies, the shortest first: a test of two hundred texts reads each of them."""
    return sorted(map(policy_of_rules, FILES), key=lambda policy: len(policy.source.text))


def policy_of(source: SourceText) -> Policy | None:
    return check_text(source, LIBRARY)[0]


def test_there_are_two_hundred_of_each() -> None:
    assert len(EDITS) * OF_EACH_EDIT == 200
    assert len(REWRITES) * OF_EACH_REWRITE == 200


@pytest.mark.parametrize("find", EDITS, ids=lambda find: find.__name__)
def test_an_edit_of_known_kind_is_named_and_nothing_else(library: list[Policy], find: Find) -> None:
    random = Random(SEED)
    # The same edit of two policies would be little more than one.
    places = [(policy, planted) for policy in library for planted in find(policy)]
    random.shuffle(places)
    places.sort(key=lambda place: len(place[0].source.text) > LONG)
    done = 0
    for policy, planted in places:
        if done == OF_EACH_EDIT:
            break
        new = policy_of(edited(policy.source, planted.edits))
        if new is None or meaning_of(new) == meaning_of(policy):
            continue  # it made a mistake, such as a band out of reach, or no difference
        changes = changes_between(policy, new)
        _is_named(policy, planted, changes)
        # Checking once more takes as long as all the rest.
        assert done % 5 or gives(policy, new, changes)
        done += 1
    assert done == OF_EACH_EDIT


def _is_named(policy: Policy, planted: Planted, changes: tuple[Change, ...]) -> None:
    (change,) = changes
    assert change.kind is planted.kind, change
    for word in planted.words:
        assert word in f"{change.subject} {change.sentence}", (word, change)
    lines = {policy.source.position(edit.span.start).line for edit in planted.edits}
    shown = [
        range(policy.source.position(span.start).line, policy.source.position(span.end).line + 1)
        for span in change.old_places
    ]
    assert any(line in lines for lines_shown in shown for line in lines_shown), change


@pytest.mark.parametrize("rewrite", REWRITES, ids=lambda rewrite: rewrite.__name__)
def test_a_rewrite_is_no_change_and_keeps_the_hash(library: list[Policy], rewrite: Rewrite) -> None:
    random = Random(SEED)
    policies = [*library[:8] * 3, library[-1]]
    assert len(policies) == OF_EACH_REWRITE
    changed = 0
    for policy in policies:
        source = rewrite(policy, random)
        changed += source.text != policy.source.text
        new = policy_of(source)
        assert new is not None
        assert content_hash(new) == content_hash(policy)
        assert changes_between(policy, new) == ()
    assert changed > len(policies) / 2


def test_a_planted_mistake_of_the_diff_is_caught(library: list[Policy]) -> None:
    """A change that is told without its edits does not give the new policy."""
    policy = library[0]
    planted = next(planted for policy in library[:1] for planted in EDITS[4](policy))
    new = policy_of(edited(policy.source, planted.edits))
    assert new is not None
    assert gives(policy, new, changes_between(policy, new))
    assert not gives(policy, new, ())
