"""National figures supplied beside a policy, and a user's own that override them."""

from decimal import Decimal
from pathlib import Path

from policy_dsl.facts.read import read_facts
from policy_dsl.values.grades import Grade
from tests.facts.sample import Q1, Q2, VOCABULARY, faults, places, read, write

SUPPLIED = """\
grade: derived
national:
- period: Q1 2025/26
  facts: {cut_off: 2, mean: 5}
- period: Q2 2025/26
  facts: {cut_off: 3}
"""


def test_supplied_figures_are_read(tmp_path: Path) -> None:
    supplied = write(tmp_path, "s.yaml", SUPPLIED)
    own = write(tmp_path, "a.csv", "organisation,period,plan\nR1,Q1 2025/26,1\n")
    facts = read(own, national=[supplied])
    assert list(facts.national) == [Q1, Q2]
    assert facts.national[Q1]["mean"].grade is Grade.DERIVED


def test_a_users_own_figure_overrides_with_a_warning(tmp_path: Path) -> None:
    supplied = write(tmp_path, "s.yaml", SUPPLIED)
    own = write(tmp_path, "a.csv", "organisation,period,cut_off,mean\n,Q1 2025/26,2.5,5.0\n")
    facts, (told,) = read_facts([own], VOCABULARY, national=[supplied])
    assert facts is not None
    assert facts.national[Q1]["cut_off"].value == Decimal("2.5")
    assert facts.national[Q2]["cut_off"].value == 3
    assert places([told]) == [("national-override", "a.csv:2")]
    assert told.message == (
        "`cut_off` in Q1 2025/26 is `2.5` here, which overrides the `2` supplied with the policy "
        f"at {supplied}:4"
    )


def test_a_users_own_files_may_not_contradict_each_other(tmp_path: Path) -> None:
    one = write(tmp_path, "one.csv", "organisation,period,mean\n,Q1 2025/26,1\n")
    two = write(tmp_path, "two.csv", "organisation,period,mean\n,Q1 2025/26,2\n")
    assert faults(one, two) == [("fact-twice", "two.csv:2")]
    assert faults(one, national=[one, two]) == [("fact-twice", "two.csv:2")]


def test_supplied_files_hold_nothing_of_an_organisation(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "organisation,period,mean\nR1,Q1 2025/26,1\n")
    assert faults(path, national=[path]) == [("facts-organisation", "a.csv:2")]
