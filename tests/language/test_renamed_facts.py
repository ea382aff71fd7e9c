"""A fact that editions call by different names: ``formerly``."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from policy_dsl import api
from policy_dsl.evaluate.decision import Decision
from policy_dsl.facts.read import record_of
from policy_dsl.facts.renamed import knowing_each_other
from policy_dsl.library import names_never_had
from policy_dsl.pipeline import Case, check_file, load, prepared, read_cases
from policy_dsl.source import Diagnostic, render_all

EDITION = """policy test.regime version VERSION
    title "An edition"
    in force DATES
    rates trust each quarter

source DOC published "The framework"

scale light best to worst: green, red

facts each quarter                                                        [DOC]
    FACT
    beds count "Beds"

rating access: light                                                      [DOC]
    red when NAME < 90%
    green otherwise

value NAME_then = NAME 1 quarter earlier
value low_twice = NAME < 95% for 2 consecutive quarters
value red_twice = access is red for 2 consecutive quarters
"""


def edition(version: str, dates: str, name: str, fact: str) -> str:
    text = EDITION.replace("VERSION", version).replace("DATES", dates)
    return text.replace("FACT", fact).replace("NAME", name)


OLD = edition("2008", "2008-04-01 to 2009-03-31", "waits", 'waits percent "Waits"')
MIDDLE = edition(
    "2009",
    "2009-04-01 to 2010-03-31",
    "four_hours",
    'four_hours percent "Four hours" from AE1 formerly waits',
)
NEW = edition(
    "2010",
    "2010-04-01 to 2011-03-31",
    "a_and_e",
    'a_and_e percent "A&E" from AE1 formerly four_hours',
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    for name, text in (("old", OLD), ("middle", MIDDLE), ("new", NEW)):
        (tmp_path / f"{name}.policy").write_text(text)
    return tmp_path


def read(
    library: Path, rows: str, reference: str = "test.regime"
) -> tuple[tuple[Case, ...] | None, Sequence[Diagnostic]]:
    editions, said = load(reference, library)
    assert editions is not None, render_all(said)
    facts = library / "facts.csv"
    facts.write_text(rows)
    return read_cases(editions, [facts])


def decided(library: Path, rows: str, reference: str = "test.regime") -> dict[str, Decision]:
    cases, said = read(library, rows, reference)
    assert cases is not None
    assert not said, render_all(said)
    return {str(case.record.period): case.decide() for case in cases}


def of(decisions: dict[str, Decision]) -> list[str]:
    return [str(decision["access"].value) for decision in decisions.values()]


@pytest.mark.parametrize("column", ["waits", "four_hours", "a_and_e"])
def test_one_file_serves_every_edition_under_any_of_the_names(library: Path, column: str) -> None:
    rows = (
        f"organisation,period,{column}\n"
        "A,Q4 2008/09,85\nA,Q1 2009/10,95\nA,Q4 2009/10,89\nA,Q1 2010/11,91\n"
    )
    assert of(decided(library, rows)) == ["red", "green", "red", "green"]


def test_each_period_may_keep_the_names_of_its_own_edition(library: Path) -> None:
    rows = (
        "organisation,period,waits,four_hours,a_and_e\n"
        "A,Q4 2008/09,85,,\nA,Q1 2009/10,,89,\nA,Q4 2009/10,,94,\nA,Q1 2010/11,,,80\n"
    )
    decisions = decided(library, rows)
    assert of(decisions) == ["red", "red", "green", "red"]
    # A window that looks back across the editions finds the fact under its former name.
    assert str(decisions["Q1 2009/10"]["four_hours_then"].value) == "85"
    assert str(decisions["Q1 2010/11"]["a_and_e_then"].value) == "94"
    assert decisions["Q1 2010/11"]["low_twice"].value is True
    assert decisions["Q1 2009/10"]["red_twice"].value is True


def test_an_edition_alone_knows_the_names_it_states_itself(library: Path) -> None:
    rows = "organisation,period,four_hours,beds\nA,Q1 2010/11,80,3\n"
    assert of(decided(library, rows, "test.regime@2010")) == ["red"]
    cases, said = read(library, rows.replace("four_hours", "waits"), "test.regime@2010")
    assert cases is not None
    assert [item.code for item in said] == ["unknown-column"]


def test_two_names_of_one_fact_must_say_the_same(library: Path) -> None:
    rows = "organisation,period,four_hours,a_and_e\nA,Q1 2010/11,80,80\n"
    assert of(decided(library, rows)) == ["red"]
    cases, said = read(library, rows.replace("80,80", "80,95"))
    assert cases is None
    assert "fact-twice" in {item.code for item in said}


def test_without_the_word_an_earlier_name_means_nothing(library: Path) -> None:
    """The fault that the tests above would notice: the two are then two facts."""
    for name, text in (("middle", MIDDLE), ("new", NEW)):
        (library / f"{name}.policy").write_text(text.replace(" formerly ", "# "))
    rows = "organisation,period,waits,beds\nA,Q4 2008/09,85,3\nA,Q1 2009/10,85,3\n"
    cases, _ = read(library, rows)
    assert cases is not None
    assert [str(case.decide()["access"].value) for case in cases] == ["red", "not known"]


def test_a_program_may_give_any_of_the_names(library: Path) -> None:
    policy = api.load("test.regime", library)
    for name in ("waits", "four_hours", "a_and_e"):
        for period in ("Q4 2008/09", "Q1 2010/11"):
            facts = api.record(policy, "A", period, {name: 85})
            (decision,) = api.decide(policy, facts)
            assert str(decision["access"].value) == "red", (name, period)


def test_facts_read_once_are_decided_by_every_edition(library: Path) -> None:
    policy = api.load("test.regime", library)
    file = library / "facts.csv"
    file.write_text("organisation,period,waits\nA,Q4 2008/09,85\nA,Q1 2009/10,85\n")
    facts = api.read_facts(policy, file)
    decisions = api.decide(policy, facts)
    assert [str(one["access"].value) for one in decisions] == ["red", "red"]
    assert decisions[1]["red_twice"].value is True


def test_a_policy_that_uses_another_reads_its_facts_by_any_name(library: Path) -> None:
    (library / "user.policy").write_text(
        """policy test.user version 1
    title "It uses another"
    in force 2008-04-01 to 2011-03-31
    rates trust each quarter

use test.regime as regime

source DOC published "The framework"

rating overall: light                                                     [DOC]
    red when regime.access is red
    red when a_and_e < 50%
    green otherwise
"""
    )
    policy, said = check_file(library / "user.policy", library)
    assert not said, render_all(said)
    assert policy is not None
    # The older names are no facts of their own.
    assert {"waits", "four_hours"}.isdisjoint(policy.facts)
    for period in ("Q4 2008/09", "Q1 2009/10", "Q1 2010/11"):
        for name in ("waits", "four_hours", "a_and_e"):
            record = record_of("A", period, {name: 85}, policy.vocabulary)
            decision = prepared(policy).decide(record)
            assert str(decision["overall"].value) == "red", (period, name)


def test_a_name_of_its_own_goes_before_what_another_edition_says(tmp_path: Path) -> None:
    again = edition("2011", "from 2011-04-01", "waits", 'waits percent "Another figure"')
    (tmp_path / "middle.policy").write_text(MIDDLE)
    (tmp_path / "again.policy").write_text(again)
    rows = "organisation,period,waits\nA,Q4 2009/10,85\nA,Q1 2011/12,85\n"
    decisions = decided(tmp_path, rows)
    assert of(decisions) == ["red", "red"]
    assert [next(iter(case.policy.facts)) for case in read(tmp_path, rows)[0] or ()] == [
        "four_hours",
        "waits",
    ]


def test_a_former_name_that_no_other_edition_has_is_warned_of(library: Path) -> None:
    def warned(*names: str) -> list[tuple[str, str | None]]:
        policies = [check_file(library / f"{name}.policy")[0] for name in names]
        said = names_never_had(policy for policy in policies if policy is not None)
        assert {item.code for item in said} <= {"former-name-unknown"}
        return [(item.message, item.help) for item in said]

    assert warned("old", "middle", "new") == []
    assert warned("middle") == []  # of the others nothing is known
    (library / "middle.policy").write_text(MIDDLE.replace("formerly waits", "formerly waist"))
    message = "no other edition of `test.regime` has a fact `waist`"
    assert warned("old", "middle", "new") == [(message, "did you mean `waits`?")]


def test_vocabularies_without_renamed_facts_stay_as_they_are(library: Path) -> None:
    policy, _ = check_file(library / "old.policy")
    assert policy is not None
    assert knowing_each_other([policy.vocabulary]) == (policy.vocabulary,)
