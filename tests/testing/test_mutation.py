"""Faults planted in a policy: what the examples miss is reported with an example that kills it."""

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.mutate.killing import Search
from policy_dsl.mutate.mutants import MutantKind, mutants
from policy_dsl.mutate.run import mutated, try_all
from policy_dsl.mutate.writing import propose
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, edited
from policy_dsl.testing import coverage, run_examples
from tests.shipped import LIBRARY, policy_at

TEXT = """\
policy example.trusts version 2025
    title    "Trusts"
    in force from 2025-04-01
    rates    acute_trust each quarter

source DOC published "A document"

scale colour best to worst: green, amber, red
scale score best to worst: 3, 2, 1

facts each quarter                                        [DOC]
    waits percent to 1 place from 0 to 100 "Waits"
    beds  count                            "Beds"
    late  yes_or_no                        "Late"
    seen  date                             "Seen"

scorecard card: score                                     [DOC]
    when missing leave out
    | measure | weight | 3      | 2       | 1         |
    | waits   |    60% | < 2.5% | <= 5.0% | otherwise |
    | beds    |    40% | < 10   | < 20    | otherwise |

value nearest = round half up card.average                [DOC]

table grid: colour                                        [DOC]
    | nearest | late | grid  |
    | 1       | any  | red   |
    | any     | yes  | amber |
    | any     | any  | green |

rating final: colour                                      [DOC]
    red   when grid is red and late
    amber when not late and waits >= 5%
    amber when late for 2 consecutive quarters
    green otherwise
    override late no better than amber when late

trigger act                                               [DOC]
    when final is red
    when waits > 50%
    then "Act"
    due  10 working days after seen
"""


def made(text: str) -> Policy:
    policy, said = check_text(SourceText("example.policy", text))
    assert policy is not None, said
    return policy


def test_there_is_a_mutant_for_every_kind_of_rule() -> None:
    policy = made(TEXT)
    kinds = {one.kind for one in mutants(policy)}
    among = {MutantKind.ORDER, MutantKind.SHARE, MutantKind.POPULATION}  # in test_company.py
    assert kinds == set(MutantKind) - {MutantKind.POINTS} - among  # labels that are numbers


def test_every_mutant_is_one_edit_that_makes_another_policy() -> None:
    policy = made(TEXT)
    for mutant in mutants(policy):
        text = edited(policy.source, [mutant.edit]).text
        assert text != policy.source.text
        whole, _ = check_text(SourceText("example.policy", text))
        assert (whole is None) == (mutated(policy, mutant) is None), mutant.what


def test_without_examples_every_mutant_survives() -> None:
    tried = list(try_all(made(TEXT)))
    assert tried
    assert all(one.survived for one in tried)


@pytest.fixture(scope="module")
def complete() -> Policy:
    """The policy with every example that is proposed for it."""
    policy = made(TEXT)
    texts = [one.example(policy, f"No {number}") for number, one in enumerate(propose(policy))]
    return made(TEXT + "\n" + "\n".join(texts))


def test_the_examples_proposed_pass_and_reach_what_there_is(complete: Policy) -> None:
    outcomes = run_examples(complete)
    assert outcomes
    assert all(one.passed for one in outcomes), [one.failures for one in outcomes]
    reached = coverage(complete, [one.decision for one in outcomes])
    # The nearest whole number to an average of scores from 1 to 3 is never 0.
    missed = [f"{goal.rule}: {goal.text}" for goal in reached.missed]
    assert missed == ["grid: nearest = 1: just below"]


def test_no_example_proposed_holds_a_fact_that_it_can_do_without(complete: Policy) -> None:
    longest = max(len(facts) for example in complete.examples for facts in example.given.values())
    assert longest < len(complete.facts)


def test_a_fault_in_a_threshold_is_noticed_and_without_its_example_it_survives(
    complete: Policy,
) -> None:
    """The planted fault: the examples at one threshold are taken away."""
    killed = {one.mutant.what for one in try_all(complete) if not one.survived}
    assert "beds < 20: 20 becomes 21" in killed
    at_20 = [
        example
        for example in complete.examples
        if any("beds" in facts and facts["beds"].value == 20 for facts in example.given.values())
    ]
    assert at_20
    text = complete.source.text
    for example in sorted(at_20, key=lambda one: one.node.span.start, reverse=True):
        text = text[: example.node.span.start] + text[example.node.span.end :]
    poorer = made(text)
    survivors = {one.mutant.what: one for one in try_all(poorer) if one.survived}
    survivor = survivors["beds < 20: 20 becomes 21"]

    killer = Search(poorer).killer(survivor)
    assert killer is not None
    pasted = made(text + "\n" + killer.example(poorer, "The one that was missing"))
    assert all(one.passed for one in run_examples(pasted))
    now_killed = {one.mutant.what for one in try_all(pasted) if not one.survived}
    assert "beds < 20: 20 becomes 21" in now_killed


def test_every_killer_found_kills(complete: Policy) -> None:
    survivors = [one for one in try_all(complete) if one.survived]
    search = Search(complete)
    for survivor in survivors[::3]:
        killer = search.killer(survivor)
        if killer is None:
            continue
        text = complete.source.text + "\n" + killer.example(complete, "A killer")
        again = made(text)
        assert all(one.passed for one in run_examples(again)), survivor.mutant.what
        fate = {one.mutant.what: one for one in try_all(again, mutants(again))}
        assert not fate[survivor.mutant.what].survived, survivor.mutant.what


def test_what_makes_no_difference_is_not_said_to_make_one() -> None:
    """The second case can never hold, so whatever is changed in it changes nothing."""
    text = TEXT.replace(
        "    green otherwise\n    override",
        "    amber when beds < 0\n    green otherwise\n    override",
    )
    policy = made(text)
    same = [one for one in try_all(policy) if one.mutant.what == "beds < 0: 0 becomes -1"]
    assert len(same) == 1
    assert Search(policy).killer(same[0]) is None


@pytest.mark.parametrize("name", ["monitor/risk_assessment_framework/2013", "cqc/ratings/2014"])
def test_real_policies_are_tried(name: str) -> None:
    policy = policy_at(LIBRARY / f"{name}.policy")
    tried = list(try_all(policy))
    assert len(tried) > 30
    assert any(not one.survived for one in tried)
