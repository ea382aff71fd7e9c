"""Impact over 61 trusts: matrix, movers and attribution equal those of brute force."""

import json
from collections import Counter
from pathlib import Path

import pytest

from policy_dsl.impact.hybrids import Hybrids
from policy_dsl.impact.impact import Impact, impact
from policy_dsl.impact.moves import outcome
from policy_dsl.impact.sides import Sides, read_sides
from policy_dsl.impact.to_json import impact_to_json
from policy_dsl.impact.to_markdown import impact_to_markdown
from policy_dsl.impact.to_text import impact_to_text
from policy_dsl.source import display_width, render_all
from tests.impact.brute_force import EDITS, BruteForce
from tests.impact.variant import EDITION, POLICIES, planted_name, policy, write_variant
from tests.schemas import objections

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def published(shared: Path) -> Path:
    return shared / "data" / "nof_2025_26" / "mental_health_and_community_q1_q2.csv"


@pytest.fixture(scope="module")
def force(published: Path) -> BruteForce:
    return BruteForce(published)


@pytest.fixture(scope="module")
def sides(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Sides:
    variant = write_variant(tmp_path_factory.mktemp("variant"))
    found, said = read_sides(policy(EDITION), policy(variant), [published])
    assert found is not None, render_all(said)
    assert not said
    return found


@pytest.fixture(scope="module")
def done(sides: Sides) -> Impact:
    return impact(sides, POLICIES)


def test_the_brute_force_script_reproduces_what_was_published(force: BruteForce) -> None:
    """It is itself held against something: the segments in the file."""
    published = {"delivery": "OF5003", "adjusted": "OF5000", "final": "OF5005"}
    for trust, rated in force.before.items():
        figures = force.trusts[trust]
        assert rated == {name: int(float(figures[metric])) for name, metric in published.items()}
    assert len(force.trusts) == 122


def test_the_planted_edits_are_the_edits(done: Impact) -> None:
    assert {planted_name(switch) for switch in done.switches} == set(EDITS)
    assert len(done.switches) == len(EDITS)
    # Those of other quarters are no edits: no trust in the facts is of them.
    assert sum(switch.figure is not None for switch in done.switches) == 2


def test_the_matrices(done: Impact, force: BruteForce) -> None:
    assert [one.rating for one in done.matrices] == ["delivery", "adjusted", "final"]
    for one in done.matrices:
        expected = force.matrix(one.rating)
        assert {(int(old), int(new)): number for (old, new), number in one.counts.items()} == dict(
            expected
        )
        assert one.compared == 122
        assert one.moved == sum(number for (old, new), number in expected.items() if old != new)
        assert not one.not_comparable


def test_the_movers(done: Impact, force: BruteForce) -> None:
    found = {
        ((mover.pair.place[0], str(mover.pair.place[1])), one.move.rating): (
            int(one.move.before),
            int(one.move.after),
        )
        for mover in done.movers
        for one in mover.moves
    }
    assert found == force.movers()


def test_the_edits_responsible(done: Impact, force: BruteForce) -> None:
    names = {switch.id: planted_name(switch) for switch in done.switches}
    ways: Counter[tuple[int, ...]] = Counter()
    for mover in done.movers:
        trust = (mover.pair.place[0], str(mover.pair.place[1]))
        for one in mover.moves:
            found = {frozenset(names[edit] for edit in way) for way in one.responsible.sets}
            assert found == force.responsible(trust, one.move.rating), (trust, one.move.rating)
            assert one.responsible.every
            ways[tuple(len(way) for way in one.responsible.sets)] += 1
    # One edit, any of several alone, several only together, and several ways of several.
    assert set(ways) == {(1,), (1, 1), (2,), (2, 2)}


def test_just_the_named_edits_reproduce_each_move(done: Impact, sides: Sides) -> None:
    """And with any of them left out it is gone."""
    again = Hybrids(sides, done.switches, POLICIES)
    for mover in done.movers:
        for one in mover.moves:
            for way in one.responsible.sets:
                decision = again.decide(way, mover.pair.place)
                assert decision is not None
                assert outcome(decision.ratings[one.move.rating]) == one.move.after
                for left_out in way:
                    fewer = again.decide(set(way) - {left_out}, mover.pair.place)
                    assert fewer is not None
                    assert outcome(fewer.ratings[one.move.rating]) != one.move.after


def test_the_edits_that_moved_no_one(done: Impact, force: BruteForce) -> None:
    moving = {
        edit
        for trust, rating in force.movers()
        for way in force.responsible(trust, rating)
        for edit in way
    }
    assert {planted_name(switch) for switch in done.idle} == set(EDITS) - moving


def test_the_worst_come_first(done: Impact) -> None:
    final = [
        int(one.move.after)
        for mover in done.movers
        for one in mover.moves
        if one.move.rating == "final"
    ]
    assert final == sorted(final, reverse=True)
    # Whoever moves only below the final rating comes after.
    kinds = [mover.moves[-1].move.rating == "final" for mover in done.movers]
    assert kinds == sorted(kinds, reverse=True)


def test_where_the_explanations_part(done: Impact) -> None:
    (mover,) = [
        one for one in done.movers if one.pair.place[0] == "RXG" and "Q1" in str(one.pair.place[1])
    ]
    assert [one.move.rating for one in mover.moves] == ["adjusted", "final"]
    parting = mover.moves[-1].parting
    assert parting.result == "average_score"
    assert "1.77" in parting.old


def test_one_figure_that_is_not_switched_would_be_seen(sides: Sides, force: BruteForce) -> None:
    """A planted fault: with the new figures on both sides, those edits are gone from everywhere."""
    planted = Sides(
        type(sides.old)(sides.old.policy, sides.old.words, sides.new.facts),
        sides.new,
        sides.places,
    )
    wrong = impact(planted, POLICIES)
    assert {planted_name(one) for one in wrong.switches} == {"override", "finance", "second"}
    assert dict(wrong.matrices[0].counts) != {
        (str(old), str(new)): number for (old, new), number in force.matrix("delivery").items()
    }


# ---- the form that others read -------------------------------------------------------------------


def test_the_json_fits_its_schema(done: Impact) -> None:
    told = json.loads(json.dumps(impact_to_json(done, ("old", "new"))))
    assert objections("impact-1", told) == []
    told["movers"][0]["moves"][0]["edits"] = [[]]
    del told["ratings"][0]["from"]
    assert len(objections("impact-1", told)) == 2


def test_the_text_keeps_its_width_and_says_all(done: Impact) -> None:
    text = impact_to_text(done, ("old", "new"), 80)
    sentences = text[text.index("Edits that moved somebody") :]
    assert all(display_width(line) <= 80 for line in sentences.splitlines())
    assert text.count("\n      now  ") >= len(done.movers)
    markdown = impact_to_markdown(done, ("old", "new"))
    for mover in done.movers:
        assert f"- **{mover.pair.place[0]}**" in markdown
