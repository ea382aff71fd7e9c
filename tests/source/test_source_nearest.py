"""The nearest name."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.source import did_you_mean, nearest

NAMES = ["average_score", "adjusted", "deficit", "delivery", "in_recovery", "plan", "variance"]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("averge_score", "average_score"),
        ("avergae_score", "average_score"),
        ("Deficit", "deficit"),
        ("plans", "plan"),
        ("paln", "plan"),
        ("inrecovery", "in_recovery"),
        ("recovery", "delivery"),  # three changed, as many as added: the alphabet settles it
        ("liquidity", None),
        ("x", None),
        ("", None),
    ],
)
def test_nearest(word: str, found: str | None) -> None:
    assert nearest(word, NAMES) == found


def test_a_swap_of_neighbours_is_one_mistake() -> None:
    # Two changes would be too many in a word of four.
    assert nearest("pnal", ["plan"]) is None
    assert nearest("paln", ["plan"]) == "plan"


def test_ties_go_to_the_alphabet_whatever_the_order() -> None:
    assert nearest("band_x", ["band_c", "band_a", "band_b"]) == "band_a"
    assert nearest("band_x", ["band_a", "bandx", "band_xy", "band_X"]) == "band_X"


def test_the_word_itself_is_no_suggestion() -> None:
    assert nearest("plan", ["plan"]) is None


def test_did_you_mean() -> None:
    assert did_you_mean("averge_score", NAMES) == "did you mean `average_score`?"
    assert did_you_mean("zzz", NAMES) is None


@given(st.text(max_size=12), st.lists(st.text(max_size=12)))
def test_gives_one_of_the_candidates_or_none(word: str, candidates: list[str]) -> None:
    assert nearest(word, candidates) in {*candidates, None}


def plain_distance(one: str, other: str) -> int:
    """The definition, as slow as it reads."""
    if not one or not other:
        return len(one) + len(other)
    found = min(
        plain_distance(one[:-1], other) + 1,
        plain_distance(one, other[:-1]) + 1,
        plain_distance(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )
    if one[-2:] == other[-2:][::-1] and len(one) > 1 < len(other):
        found = min(found, plain_distance(one[:-2], other[:-2]) + 1)
    return found


@given(st.text("abc", max_size=5), st.lists(st.text("abc", max_size=5), max_size=4))
def test_agrees_with_the_definition(word: str, candidates: list[str]) -> None:
    limit = (len(word) + 1) // 3
    distances = [(plain_distance(word, other), other) for other in candidates if other != word]
    close = sorted(pair for pair in distances if pair[0] <= limit)
    assert nearest(word, candidates) == (close[0][1] if close else None)


def test_hostile_lengths_and_many_candidates_are_cheap() -> None:
    started = time.process_time()
    assert nearest("x" * 10_000_000, NAMES) is None
    assert nearest("plan", ["y" * 10_000_000]) is None
    nearest("q" * 30, ["qr" * 15 + str(number) for number in range(500)])
    assert time.process_time() - started < 2
