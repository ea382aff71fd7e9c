"""The changes between neighbouring editions of the library give the new one from the old text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.diff.applying import applied
from policy_dsl.diff.compare import diff
from policy_dsl.diff.needs import needed
from policy_dsl.meaning.meaning import meaning_of
from policy_dsl.pipeline import check_file, check_text

LIBRARY = Path(__file__).parents[2] / "policies"
FOLDERS = sorted({path.parent for path in LIBRARY.rglob("*.policy")})
NEIGHBOURS = [pair for folder in FOLDERS for pair in pairwise(sorted(folder.glob("*.policy")))]
BOTH_WAYS = [*NEIGHBOURS, *((new, old) for old, new in NEIGHBOURS)]


def policy_at(path: Path) -> Policy:
    policy, said = check_file(path, LIBRARY)
    assert policy is not None, said
    return policy


def ids(pair: tuple[Path, Path]) -> str:
    return f"{pair[0].parent.name} {pair[0].stem} {pair[1].stem}"


def test_there_are_neighbours() -> None:
    assert len(NEIGHBOURS) >= 9


@pytest.mark.parametrize("pair", BOTH_WAYS, ids=ids)
def test_all_changes_together_give_the_new_edition(pair: tuple[Path, Path]) -> None:
    old, new = map(policy_at, pair)
    changes = diff(old, new)
    assert changes
    policy, said = check_text(applied(old, changes), LIBRARY)
    assert policy is not None, [item.message for item in said]
    assert meaning_of(policy) == meaning_of(new)


@pytest.mark.parametrize("pair", NEIGHBOURS, ids=ids)
def test_ids_are_one_each_and_needs_are_among_them(pair: tuple[Path, Path]) -> None:
    changes = diff(*map(policy_at, pair))
    names = [change.id for change in changes]
    assert len(set(names)) == len(names)
    assert all(needed(changes, [name]) <= set(names) for name in names)
    assert all("\n" not in change.sentence for change in changes)


def test_no_changes_give_the_old_text_without_its_examples() -> None:
    old = policy_at(NEIGHBOURS[0][0])
    policy, _ = check_text(applied(old, ()), LIBRARY)
    assert policy is not None
    assert meaning_of(policy) == meaning_of(old)
    assert not policy.examples
