"""Rules that compare organisations: examples are proposed in which others stand beside."""

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.mutate import trying, writing
from policy_dsl.mutate.run import try_all
from policy_dsl.mutate.surviving import explained
from policy_dsl.mutate.writing import propose
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, render_all
from policy_dsl.testing import coverage, run_examples

TEXT = """\
policy example.league version 2025
    title    "Trusts among each other"
    in force from 2025-04-01
    rates    acute_trust, ambulance_trust each quarter

source DOC published "A document"

scale segment best to worst: 1, 2, 3

facts each quarter                                        [DOC]
    score number to 2 places from 1 to 4 "Score"
    late  yes_or_no                      "Late"

value lower  = quantile 25% of score across acute_trust leaving out missing [DOC]
value median = quantile 50% of score across acute_trust leaving out missing [DOC]
value order  = rank of score across acute_trust lowest first [DOC]

rating place: segment                                     [DOC]
    applies to acute_trust
    1 when score <= lower
    2 when score <= median
    3 otherwise
    override held no better than 2 when late
"""


TABLE = """
examples "Five trusts and a sixth"
    of kind acute_trust
    given late no
    given for "Ambulances" of kind ambulance_trust: score 1.00
    | organisation | score | lower | median | place     |
    | "A"          | 2.00  | 2.40  | 3.00   | 1         |
    | "B"          | 2.40  | -     | -      | 1         |
    | "C"          | 3.00  | -     | -      | 2         |
    | "D"          | 3.20  | -     | -      | 3         |
    | "E"          | 4.00  | -     | -      | 3         |
    | "F"          | -     | 2.40  | 3.00   | not known |

examples "Three trusts in order"
    of kind acute_trust
    given for "Ambulances" of kind ambulance_trust: score 1.00
    | organisation | score | order |
    | "A"          | 2.00  | 1     |
    | "B"          | 2.40  | 2     |
    | "C"          | 3.00  | 3     |
"""
OF_POPULATIONS = (
    "leaving out missing becomes",
    "acute_trust becomes ambulance_trust",
    "25% becomes 26%",
    "50% becomes 51%",
    "lowest first becomes highest first",
)


def made(text: str) -> Policy:
    policy, said = check_text(SourceText("example.policy", text))
    assert policy is not None, render_all(said)
    return policy


def proposed(policy: Policy) -> Policy:
    texts = [one.example(policy, f"No {number}") for number, one in enumerate(propose(policy))]
    return made("\n".join([TEXT, *texts]))


def cases_missed(policy: Policy) -> list[str]:
    reached = coverage(policy, [one.decision for one in run_examples(policy)])
    return [goal.text for goal in reached.missed if goal.what.startswith("case")]


def test_examples_are_proposed_that_put_a_trust_in_every_quarter() -> None:
    policy = proposed(made(TEXT))
    assert all(one.passed for one in run_examples(policy))
    assert cases_missed(policy) == []
    assert any(one.others for one in policy.examples)


def test_a_fault_in_a_quarter_is_shown_among_others() -> None:
    policy = made(TEXT)
    survivors = [one for one in try_all(policy) if "median" in one.mutant.what]
    assert len(survivors) >= 3
    for one in explained(policy, survivors):
        survivor, killer = one.tried, one.killer
        assert killer is not None, survivor.mutant.what
        assert killer.situation.others
        again = made(f"{TEXT}\n{killer.example(policy, 'A killer')}")
        assert all(one.passed for one in run_examples(again)), survivor.mutant.what
        fate = {one.mutant.what: one for one in try_all(again)}
        assert not fate[survivor.mutant.what].survived, survivor.mutant.what


def test_without_company_neither_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: who is invented stays alone."""
    for module in (writing, trying):
        monkeypatch.setattr(module, "companies", lambda policy, worth: ())
    assert cases_missed(proposed(made(TEXT))) != []
    policy = made(TEXT)
    survivors = [one for one in try_all(policy) if "median" in one.mutant.what]
    assert any(one.killer is None for one in explained(policy, survivors))


def test_a_table_of_organisations_notices_every_fault_of_what_compares_them() -> None:
    policy = made(TEXT + TABLE)
    assert all(one.passed for one in run_examples(policy))
    tried = [one for one in try_all(policy) if one.mutant.rule in ("lower", "median", "order")]
    for fault in OF_POPULATIONS:
        assert any(fault in one.mutant.what for one in tried), fault
    assert [one.mutant.what for one in tried if one.survived] == []


def test_a_trust_alone_notices_few_of_them() -> None:
    alone = 'example "One"\n    of kind acute_trust\n    given score 2.00\n    expect median 2.00\n'
    tried = list(try_all(made(f"{TEXT}\n{alone}")))
    assert {one.mutant.what.rpartition(": ")[2] for one in tried if one.survived} >= {
        "50% becomes 51%",
        "lowest first becomes highest first",
    }
