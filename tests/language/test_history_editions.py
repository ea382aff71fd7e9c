"""A past period is judged by the edition then in force; history through the whole pipeline."""

from pathlib import Path

from policy_dsl.evaluate.step import Place
from policy_dsl.pipeline import Case, load, read_cases
from policy_dsl.source import Diagnostic, render_all
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.periods import Period

OLD = """policy test.regime version 2008
    title "The old edition"
    in force 2008-04-01 to 2009-03-31
    rates trust each quarter

source DOC unverified "Recalled"

scale light best to worst: green, amber, amber_red, red
scale outcome best to worst: met, failed

facts each quarter
    waits   percent "Waits"
    cancels percent "Cancellations"

scorecard targets: outcome
    points failed 2, met 0
    | measure | weight | met    | failed    |
    | cancels |    1.0 | <= 1%  | otherwise |
    | waits   |    1.0 | >= 98% | otherwise |

rating governance: light                      [DOC]
    red       when waits < 90%
    amber_red when waits < 98%
    green     otherwise
value average_before = targets.average
"""

NEW = """policy test.regime version 2009
    title "The new edition"
    in force 2009-04-01 to 2010-03-31
    rates trust each quarter

source DOC published "The framework"

scale light best to worst: green, amber, red
scale outcome best to worst: met, failed

facts each quarter
    waits   percent "Waits"
    cancels percent "Cancellations"
    falls   count   "Falls"

scorecard targets: outcome
    points failed 1, met 0
    when missing leave out
    | measure | weight | named | met    | failed    |
    | waits   |    1.0 | yes   | >= 95% | otherwise |
    | falls   |    1.0 | no    | <= 3   | otherwise |

rating governance: light                      [DOC]
    red   when waits < 80%
    amber when waits < 95%
    green otherwise

rating fresh: light
    red   when waits < 80%
    green otherwise

value red_twice     = governance is red for 2 consecutive quarters
value was           = governance 1 quarter earlier is red
value waits_then    = waits 1 quarter earlier
value fresh_then    = fresh 1 quarter earlier is red
value failed_twice  = any of targets where named and (band is failed for 2 consecutive quarters)
value average_then  = targets.average 1 quarter earlier
value waits_band    = targets.waits 1 quarter earlier is failed
value falls_band    = targets.falls 1 quarter earlier is failed
"""


def cases(folder: Path, rows: str, reference: str = "test.regime") -> dict[tuple[str, str], Case]:
    (folder / "old.policy").write_text(OLD)
    (folder / "new.policy").write_text(NEW)
    facts = folder / "facts.csv"
    facts.write_text("organisation,period,waits,cancels\n" + rows)
    editions, said = load(reference, folder)
    assert editions is not None, render_all(said)
    found, said = read_cases(editions, [facts], periods=[Period.parse("Q1 2009/10")])
    assert found is not None, render_all(said)
    return {(case.record.organisation.code, str(case.record.period)): case for case in found}


def test_a_past_quarter_is_judged_by_the_edition_then_in_force(tmp_path: Path) -> None:
    rows = """A,Q4 2008/09,85,0.5
A,Q1 2009/10,75,0.5
B,Q4 2008/09,95,2
B,Q1 2009/10,75,2
C,Q1 2009/10,75,2
"""
    found = cases(tmp_path, rows)
    (a, b, c) = (found[code, "Q1 2009/10"].decide() for code in "ABC")
    # 85% was red by the edition of 2008; that of 2009 would have called it amber.
    assert a["red_twice"].value is True
    assert a["was"].value is True
    assert str(a["waits_then"].value) == "85"
    # A label of the old scale that the new one does not have: not known, and no mistake for red.
    assert isinstance(b["was"].value, NotKnown)
    assert "amber_red, which is not a label of light" in b["was"].value.reason
    # A result the old edition did not have.
    assert isinstance(a["fresh_then"].value, NotKnown)
    assert "test.regime@2008" in a["fresh_then"].value.reason
    assert c["red_twice"].missing == {"every fact in Q4 2008/09"}


def test_a_scorecard_of_an_earlier_edition_keeps_its_own_points(tmp_path: Path) -> None:
    found = cases(tmp_path, "A,Q4 2008/09,96,0.5\nA,Q1 2009/10,75,0.5\n")
    decision = found["A", "Q1 2009/10"].decide()
    assert str(decision["average_then"].value) == "1"  # one of two failed, at two points
    assert decision["waits_band"].value is True  # 96% missed the 98% of 2008
    assert decision["failed_twice"].value is True
    assert isinstance(decision["falls_band"].value, NotKnown)


def test_the_trace_says_which_edition_judged_and_its_grade_counts(tmp_path: Path) -> None:
    found = cases(tmp_path, "A,Q4 2008/09,85,0.5\nA,Q1 2009/10,75,0.5\n")
    decision = found["A", "Q1 2009/10"].decide()
    places = {
        (str(step.detail.period), step.detail.policy.version)
        for step in decision["red_twice"].walk()
        if isinstance(step.detail, Place)
    }
    assert places == {
        ("Q1 2009/10", "2009"),  # this edition's condition, asked now
        ("Q4 2008/09", "2009"),  # and asked of then
        ("Q4 2008/09", "2008"),  # when the other edition gave the rating
    }
    grade = decision.grade("red_twice")
    assert grade is not None
    assert grade.value == "unverified"


def test_an_edition_that_is_named_judges_every_period(tmp_path: Path) -> None:
    found = cases(tmp_path, "A,Q4 2008/09,85,0.5\nA,Q1 2009/10,75,0.5\n", "test.regime@2009")
    assert found["A", "Q1 2009/10"].decide()["red_twice"].value is False


def test_before_the_first_edition_nothing_was_rated(tmp_path: Path) -> None:
    (tmp_path / "new.policy").write_text(NEW)
    facts = tmp_path / "facts.csv"
    facts.write_text("organisation,period,waits\nA,Q4 2008/09,70\nA,Q1 2009/10,75\n")
    editions, _ = load("test.regime", tmp_path)
    assert editions is not None
    found, _ = read_cases(editions, [facts])
    assert found is not None
    decision = found[-1].decide()
    assert str(decision["waits_then"].value) == "70"
    value = decision["red_twice"].value
    assert isinstance(value, NotKnown)
    assert value.reason == "no edition of test.regime was in force in Q4 2008/09"


LAYOUT = """
layout "Waits"
    organisation in organisation
    period in period
    unused columns only_old
"""


def said_of(folder: Path, header: str, rows: str) -> list[Diagnostic]:
    (folder / "old.policy").write_text(OLD + LAYOUT)
    (folder / "new.policy").write_text(NEW.replace("cancels percent", "delays  percent"))
    facts = folder / "facts.csv"
    facts.write_text(f"organisation,period,waits,{header}\n{rows}")
    editions, _ = load("test.regime", folder)
    assert editions is not None
    found, said = read_cases(editions, [facts])
    assert found is not None, render_all(said)
    return list(said)


def test_a_column_that_an_edition_knows_is_no_surprise(tmp_path: Path) -> None:
    rows = "A,Q4 2008/09,85,1,2,3\nA,Q1 2009/10,75,1,2,3\n"
    said = said_of(tmp_path, "cancels,only_old,delays", rows)
    assert said == []


def test_a_column_that_no_edition_used_knows_is_told(tmp_path: Path) -> None:
    # The old edition, which knows `cancels`, decides about nothing here.
    (said,) = said_of(tmp_path, "cancels,falls", "A,Q1 2009/10,75,1,2\n")
    assert (said.code, "`cancels`" in said.message) == ("unknown-column", True)
    rows = "A,Q4 2008/09,85,1,2\nA,Q1 2009/10,75,1,2\n"
    (said,) = said_of(tmp_path, "cancels,falling", rows)
    assert (said.code, "`falling`" in said.message) == ("unknown-column", True)
    assert "`cancels`" not in said.message
