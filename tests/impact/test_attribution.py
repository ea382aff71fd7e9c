"""The smallest sets of edits that bring a difference about, against all sets tried one by one."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.impact import attribution
from policy_dsl.impact.attribution import closed, responsible

EDITS = "abcde"


def subsets(edits: str) -> list[frozenset[str]]:
    return [
        frozenset(one)
        for one in chain.from_iterable(combinations(edits, size) for size in range(len(edits) + 1))
    ]


@pytest.mark.parametrize(
    ("difference", "sets"),
    [
        (lambda on: "b" in on, ["b"]),
        (lambda on: {"b", "d"} <= on, ["bd"]),
        (lambda on: bool({"b", "d"} & on), ["b", "d"]),
        (lambda on: "a" in on or {"c", "e"} <= on, ["a", "ce"]),
        (lambda on: len(on) >= 4, ["abcd", "abce", "abde", "acde", "bcde"]),
        (lambda on: "a" in on and "b" not in on, ["a"]),  # another edit may undo it
        (lambda on: "a" not in on, []),  # it is there before any edit
        (lambda on: False, []),
    ],
)
def test_one_several_together_any_of_several(difference: object, sets: list[str]) -> None:
    assert callable(difference)
    found = responsible(EDITS, difference)
    assert ["".join(one) for one in found.sets] == sets
    assert found.every


@given(st.sets(st.sampled_from(subsets(EDITS))))
def test_they_are_the_smallest_of_all_that_bring_it_about(there: set[frozenset[str]]) -> None:
    expected = {one for one in there if not any(other < one for other in there)}
    found = responsible(EDITS, there.__contains__)
    if frozenset() in there:
        assert found.sets == ()
    else:
        assert {frozenset(one) for one in found.sets} == expected
    assert found.every


def test_an_edit_is_switched_on_with_those_it_needs() -> None:
    needs = {"b": frozenset("a"), "c": frozenset("b")}
    assert closed("c", needs) == frozenset("abc")
    found = responsible("abc", lambda on: "b" in on, needs)
    assert found.sets == (("b",),)
    found = responsible("abc", lambda on: "c" in on and "a" in on, needs)
    assert found.sets == (("c",),)
    assert responsible("abcd", lambda on: {"b", "d"} <= on, needs).sets == (("b", "d"),)


@given(st.sets(st.sampled_from("abcdefghijklmno"), min_size=4), st.integers(1, 6))
def test_of_many_edits_one_set_that_suffices_is_found(wanted: set[str], limit: int) -> None:
    """More edits than can be combined: what is named does bring it about, and no edit can go."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attribution, "MOST_COMBINATIONS", limit * 20)
        edits = "abcdefghijklmno"
        asked: list[frozenset[str]] = []

        def brings_about(on: frozenset[str]) -> bool:
            asked.append(on)
            return wanted <= on

        found = responsible(edits, brings_about)
    assert found.sets == (tuple(sorted(wanted)),)
    assert not found.every
    assert len(asked) < 400


def test_less_than_all_that_an_edit_needs_may_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fact that is dropped brings along the rule that no longer reads it, which did it."""
    needs = {"drop": frozenset({"rule", "source"})}

    def brings_about(on: frozenset[str]) -> bool:
        return {"rule", "source"} <= on

    found = responsible(["rule", "drop"], brings_about, needs)
    assert found.sets == (("rule", "source"),)
    assert found.beside == {"source"}  # it is not among those that may matter
    assert found.edits == {"rule"}
    monkeypatch.setattr(attribution, "MOST_IN_ALL_COMBINATIONS", 0)
    assert responsible(["rule", "drop"], brings_about, needs).sets == found.sets
