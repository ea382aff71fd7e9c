"""Rules that compare organisations: examples are proposed in which others stand beside."""

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.mutate import trying, writing
from policy_dsl.mutate.killing import killers
from policy_dsl.mutate.run import try_all
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

rating place: segment                                     [DOC]
    applies to acute_trust
    1 when score <= lower
    2 when score <= median
    3 otherwise
    override held no better than 2 when late
"""


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
    for survivor, killer in killers(policy, survivors):
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
    assert any(killer is None for _, killer in killers(policy, survivors))
