"""Impact on small policies: what is no change, what cannot be compared, what hangs together."""

from pathlib import Path

import pytest

from policy_dsl.evaluate.choices import Choices
from policy_dsl.impact import relevant
from policy_dsl.impact.impact import Impact, impact
from policy_dsl.impact.moves import NotComparable
from policy_dsl.impact.sides import Sides, read_sides
from policy_dsl.impact.to_text import impact_to_text
from policy_dsl.pipeline import check_file
from policy_dsl.source import render_all
from policy_dsl.values.grades import Grade

OLD = """policy test.trusts version 1
    title "A policy for a test"
    in force 2024-04-01 to 2025-03-31
    rates trust each quarter

source DOC published "The framework"
source OWN derived   "Worked out"

scale light best to worst: green, amber, red

facts each quarter                                                        [DOC]
    waits percent   "Waits"
    falls count     "Falls"
    late  yes_or_no "Late"

national facts each quarter                                               [OWN]
    mean percent "Mean"

value often = falls >= 3

rating access: light                                                      [DOC]
    green when waits >= 95%
    amber when waits >= mean
    red   otherwise

rating overall: light                                                     [DOC]
    start with access
    override many no better than amber when often
    override late no better than red when late
"""
FACTS = """organisation,period,waits,falls,late,mean
A,Q1 2024/25,96,1,no,
B,Q1 2024/25,94,3,no,
C,Q1 2024/25,89,5,yes,
D,Q1 2024/25,,1,no,
,Q1 2024/25,,,,90
"""


def of(
    folder: Path,
    changes: dict[str, str],
    facts: str = FACTS,
    choices: Choices = Choices(),  # noqa: B008  # frozen
) -> Impact:
    """The impact of some changes of the text."""
    new = OLD.replace("version 1", "version 2")
    for old, text in changes.items():
        assert old in new, old
        new = new.replace(old, text)
    (folder / "old.policy").write_text(OLD)
    (folder / "new.policy").write_text(new)
    (folder / "facts.csv").write_text(facts)
    return impact(read(folder), folder, choices)


def read(folder: Path) -> Sides:
    policies = []
    for name in ("old", "new"):
        policy, said = check_file(folder / f"{name}.policy", folder)
        assert policy is not None, render_all(said)
        policies.append(policy)
    sides, said = read_sides(policies[0], policies[1], [folder / "facts.csv"])
    assert sides is not None, render_all(said)
    return sides


def moves(done: Impact) -> list[tuple[str, str, str, str, tuple[tuple[str, ...], ...]]]:
    return [
        (
            mover.pair.place[0],
            one.move.rating,
            one.move.before,
            one.move.after,
            one.responsible.sets,
        )
        for mover in done.movers
        for one in mover.moves
    ]


def test_layout_and_names_of_values_move_no_one(tmp_path: Path) -> None:
    done = of(tmp_path, {"often": "frequent", "rating access: light   ": "rating access:light"})
    assert done.movers == ()
    assert [switch.id for switch in done.switches] == ["edition"]  # its version, and nothing else


def test_a_fact_that_only_the_new_edition_knows_is_no_change(tmp_path: Path) -> None:
    done = of(
        tmp_path,
        {
            '    late  yes_or_no "Late"': '    late  yes_or_no "Late"\n    beds  count "Beds"',
            "green when waits >= 95%": "green when waits >= 95% and beds > 0",
        },
    )
    assert moves(done) == []
    assert {place[0]: found for place, found in done.not_comparable.items()} == {
        "A": (NotComparable("access", ("beds",)), NotComparable("overall", ("beds",)))
    }
    assert [(one.compared, one.not_comparable) for one in done.matrices] == [(3, 1), (3, 1)]
    assert "access: 1 decision waits for beds, which only new knows" in impact_to_text(
        done, ("old", "new")
    )


def test_a_fact_that_only_the_old_edition_knows_is_no_change(tmp_path: Path) -> None:
    """The other way round: what waits for it was not settled then."""
    facts = (
        FACTS.replace("late,", "")
        .replace(",no,", ",")
        .replace(",yes,", ",")
        .replace(",,,,90", ",,,90")
    )
    done = of(
        tmp_path,
        {
            '    late  yes_or_no "Late"\n': "",
            "    override late no better than red when late\n": "",
        },
        facts,
    )
    assert moves(done) == []
    assert {found[0].facts for found in done.not_comparable.values()} == {("late",)}
    assert "which only old knows" in impact_to_text(done, ("old", "new"))


def test_a_renamed_fact_is_no_change(tmp_path: Path) -> None:
    renamed = {"    waits percent   ": "    seen percent ", '"Waits"': '"Waits" formerly waits'}
    done = of(tmp_path, {**renamed, "when waits": "when seen"})
    assert moves(done) == []
    assert not done.not_comparable


def test_one_edit_did_it(tmp_path: Path) -> None:
    done = of(tmp_path, {"red   otherwise\n\nrating o": "amber otherwise\n\nrating o"})
    assert moves(done) == [("C", "access", "red", "amber", (("access.amber",),))]
    (mover,) = done.movers
    assert mover.moves[0].move.better is True
    # C stays red overall, and D, of which nobody knows the waits, stays not known.
    assert dict(done.matrices[1].counts)[("red", "red")] == 1
    assert dict(done.matrices[1].counts)[("not known", "not known")] == 1


def test_what_both_know_and_nobody_supplied_is_a_change(tmp_path: Path) -> None:
    """D was settled whatever its waits are; now it waits for them."""
    done = of(tmp_path, {"no better than red when late": "no better than red when waits < 50%"})
    facts = FACTS.replace("D,Q1 2024/25,,1,no,", "D,Q1 2024/25,,1,yes,")
    done = of(
        tmp_path, {"no better than red when late": "no better than red when waits < 50%"}, facts
    )
    assert ("D", "overall", "red", "not known") in [move[:4] for move in moves(done)]
    assert not done.not_comparable


def test_a_rating_that_is_renamed_is_compared_all_the_same(tmp_path: Path) -> None:
    done = of(tmp_path, {"rating overall": "rating finally", "when late": "when not late"})
    assert (done.only_old, done.only_new) == ((), ())
    assert [one.rating for one in done.matrices] == ["access", "finally"]
    why = (("finally.late.when",),)
    assert moves(done) == [
        ("A", "finally", "green", "red", why),
        ("B", "finally", "amber", "red", why),
        ("D", "finally", "not known", "red", why),
    ]


def test_a_rating_that_only_one_edition_has_is_not_compared(tmp_path: Path) -> None:
    extra = "rating overall: light                                                     [DOC]\n"
    done = of(
        tmp_path,
        {extra: f"rating pace: light [DOC]\n    red when late\n    green otherwise\n\n{extra}"},
    )
    assert (done.only_old, done.only_new) == ((), ("pace",))
    assert [one.rating for one in done.matrices] == ["access", "overall"]
    assert moves(done) == []


def test_an_edit_is_made_with_what_it_needs(tmp_path: Path) -> None:
    facts = FACTS.replace("mean\n", "mean,beds\n").replace(",90\n", ",90,\n")
    done = of(
        tmp_path,
        {
            '    late  yes_or_no "Late"': '    late  yes_or_no "Late"\n    beds  count "Beds"',
            "override late no better than red when late": "override late no better than red"
            " when late\n    override beds no better than amber when beds < 10",
        },
        facts.replace(",no,\n", ",no,,5\n").replace(",yes,\n", ",yes,,5\n"),
    )
    # The override reads a new fact; it is named alone, for the fact by itself does nothing.
    assert moves(done) == [("A", "overall", "green", "amber", (("overall.beds",),))]
    assert {switch.id: switch.needs for switch in done.switches}["overall.beds"] == {"beds"}
    assert "beds" in {switch.id for switch in done.idle}


def test_edits_only_together_and_any_of_several(tmp_path: Path) -> None:
    done = of(tmp_path, {"falls >= 3": "falls >= 6", "waits >= 95%": "waits >= 94%"})
    # B is green only if it is seen in time and its falls are few.
    assert moves(done) == [
        ("B", "access", "amber", "green", (("access.green",),)),
        ("B", "overall", "amber", "green", (("often", "access.green"),)),
    ]
    done = of(tmp_path, {"falls >= 3": "falls >= 1", "waits >= 95%": "waits >= 97%"})
    assert moves(done) == [
        ("A", "access", "green", "amber", (("access.green",),)),
        ("A", "overall", "green", "amber", (("often",), ("access.green",))),
    ]
    assert "by often or access.green, each alone" in impact_to_text(done, ("old", "new"))


def test_a_figure_beside_the_policy_is_an_edit(tmp_path: Path) -> None:
    text = "national facts each quarter                                               [OWN]"
    for name, figure in (("old", "90"), ("new", "88.5")):
        (tmp_path / name).mkdir()
        supplied = text.replace("quarter  ", 'quarter supplied in "figures.yaml" ')
        policy = OLD.replace(text, supplied)
        (tmp_path / name / "p.policy").write_text(policy)
        (tmp_path / name / "figures.yaml").write_text(
            f"grade: derived\nnational:\n  - {{period: Q1 2024/25, facts: {{mean: {figure}}}}}\n"
        )
    (tmp_path / "facts.csv").write_text(FACTS.replace(",Q1 2024/25,,,,90\n", ""))
    policies = [check_file(tmp_path / name / "p.policy")[0] for name in ("old", "new")]
    assert policies[0] is not None
    assert policies[1] is not None
    sides, said = read_sides(policies[0], policies[1], [tmp_path / "facts.csv"])
    assert sides is not None, render_all(said)
    done = impact(sides)
    assert [switch.sentences for switch in done.switches] == [
        ("mean in Q1 2024/25 is 88.5 instead of 90",)
    ]
    assert moves(done) == [("C", "access", "red", "amber", (("mean.q1-2024/25",),))]


def test_the_weakest_evidence_that_is_accepted_holds_for_both(tmp_path: Path) -> None:
    rule = "override many no better than amber when often"
    assert of(tmp_path, {rule: f"{rule} [OWN]"}).movers == ()
    done = of(tmp_path, {rule: f"{rule} [OWN]"}, choices=Choices((), Grade.PUBLISHED))
    assert moves(done) == [("A", "overall", "green", "not known", (("source.many",),))]


def test_many_edits_are_looked_for_in_halves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether all are tried or only those that make a difference, the answer is the same."""
    changes = {
        "falls >= 3": "falls >= 6",
        "waits >= 95%": "waits >= 94%",
        "waits >= mean": "waits >= 80%",
        "no better than red when late": "no better than amber when late",
        '"Waits"': '"Seen in time"',
    }
    whole = of(tmp_path, changes)
    monkeypatch.setattr(relevant, "FEW", 0)
    halves = of(tmp_path, changes)
    assert moves(whole) == moves(halves)
    assert len(moves(whole)) >= 4


def test_who_is_of_a_kind_that_neither_edition_rates_is_named(tmp_path: Path) -> None:
    of(tmp_path, {"rates trust": "rates trust, hospice"})
    kinds = """organisation,kind,period,waits,falls,late
A,Trust,Q1 2024/25,96,1,no
B,Hospice,Q1 2024/25,94,3,no
C,Trusts,Q1 2024/25,89,5,yes
D,,Q1 2024/25,,1,no
"""
    (tmp_path / "facts.csv").write_text(kinds)
    policies = [check_file(tmp_path / f"{name}.policy", tmp_path)[0] for name in ("old", "new")]
    assert policies[0] is not None
    assert policies[1] is not None
    sides, said = read_sides(policies[0], policies[1], [tmp_path / "facts.csv"])
    assert sides is not None, render_all(said)
    assert [(one.code, one.message) for one in said] == [
        ("kind-not-rated", "test.trusts does not rate the kind `trusts`, so nothing is said of C")
    ]


def test_ratings_share_a_matrix_only_where_the_same_organisations_move(tmp_path: Path) -> None:
    both = of(
        tmp_path, {"waits >= mean": "waits >= mean - 5%"}, FACTS.replace("89,5,yes", "89,1,no")
    )
    assert "access and overall: 1 of 4 moves" in impact_to_text(both, ("old", "new"))
    # Of A the access moves, of B the whole.
    facts = """organisation,period,waits,falls,late,mean
A,Q1 2024/25,96,1,yes,
B,Q1 2024/25,98,1,no,
,Q1 2024/25,,,,90
"""
    changes = {"waits >= 95%": "waits >= 97%", "falls >= 3": "falls >= 1"}
    apart = impact_to_text(of(tmp_path, changes, facts), ("old", "new"))
    assert "access: 1 of 2 moves" in apart
    assert "overall: 1 of 2 moves" in apart
