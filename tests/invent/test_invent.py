"""Invented organisations: cuts, values beside them, searching, shrinking, writing them down."""

from decimal import Decimal
from pathlib import Path

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Step
from policy_dsl.invent import (
    Situation,
    as_example,
    cuts,
    decide_in,
    facts_behind,
    find,
    made_list,
    meeting,
    ordinary,
    situations,
    smallest,
    worth_trying,
)
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.testing import run_examples
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.types import Value
from tests.shipped import FILES, policy_at

TEXT = """\
policy example.trusts version 2025
    title    "Trusts"
    in force from 2025-04-01
    rates    acute_trust each quarter

source DOC published "A document"

scale colour best to worst: green, amber, red

record notice
    area   text
    lifted date or nothing

facts each quarter                                    [DOC]
    waits      percent                "Waits"
    spending   money from 0 to 90000  "Spending"
    beds       count                  "Beds"
    closed     count                  "Beds closed"
    late       yes_or_no              "Late"
    notices    list of notice         "Notices"

interpretation limit = 10% or 12%                     [DOC]
    "The text has both"

value open_beds = beds - closed                       [DOC]

scorecard card: colour                                [DOC]
    points green 0, amber 1, red 2
    | measure | green  | amber   | red       |
    | waits   | < 2.5% | <= 5.0% | otherwise |

rating final: colour                                  [DOC]
    red   when card.total >= 2 and open_beds < 20
    amber when waits > limit or spending >= £5,000
    amber when any of notices where area is "safety" and lifted is nothing
    green otherwise
    override late no better than amber when late

example "All well"                                    [DOC]
    given waits 1%, spending £10, beds 30, closed 2, late no, no notices
    given 1 quarter earlier: waits 9%, beds 30
    expect final green
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    text = TEXT.replace('area is "safety"', 'area = "safety"')
    found, said = check_text(SourceText("example.policy", text))
    assert found is not None, said
    return found


def test_cuts_are_the_figures_that_facts_and_results_meet(policy: Policy) -> None:
    met = {
        (getattr(cut.subject, "name", None) and cut.subject.name.text, cut.sign, str(cut.figure))  # type: ignore[union-attr]  # whatever has a name
        if cut.fact
        else ("", cut.sign, str(cut.figure))
        for cut in cuts(policy)
    }
    assert ("waits", "<", "2.5") in met
    assert ("waits", "<=", "5.0") in met
    assert {("waits", ">", "10"), ("waits", ">", "12")} <= met  # both readings
    assert ("spending", ">=", "5000") in met
    assert ("", ">=", "2") in met  # the total of the card
    assert ("", "<", "20") in met  # the value


def test_values_lie_at_each_cut_and_one_step_beside_it(policy: Policy) -> None:
    worth = worth_trying(policy)
    assert worth.steps["waits"] == Decimal("0.1")
    waits = {fact.value for fact in worth.facts["waits"]}
    assert {Decimal("2.4"), Decimal("2.5"), Decimal("2.6"), Decimal("4.9")} <= waits
    spending = [fact.value for fact in worth.facts["spending"]]
    assert spending[0] == 0
    assert spending[-1] == 90000
    assert {fact.value for fact in worth.facts["late"]} == {True, False}
    areas = [item.fields["area"].value for fact in worth.facts["notices"] for item in fact.items]
    assert "safety" in areas


def test_the_facts_behind_a_rule_are_found_by_way_of_results(policy: Policy) -> None:
    final = policy.result("final")
    assert final is not None
    expected = {"waits", "spending", "beds", "closed", "late", "notices"}
    assert set(facts_behind(policy, final)) == expected
    (open_beds,) = (item for item in policy.results if item.name.text == "open_beds")
    assert set(facts_behind(policy, open_beds)) == {"beds", "closed"}


def test_a_situation_is_found_made_small_and_written_as_an_example(policy: Policy) -> None:
    def wanted(situation: Situation) -> bool:
        step = decide_in(policy, situation)["final"]
        return str(step.value) == "amber" and any(
            str(item.value) == "True"
            for item in step.inputs
            if "notices" in str(_text(policy, item))
        )

    found = find(policy, wanted)
    assert found is not None
    small = smallest(found, wanted)
    assert wanted(small)
    text = as_example(policy, small, 'Found, "so"', ["final amber"], "DOC")
    again, said = check_text(SourceText("example.policy", policy.source.text + "\n" + text))
    assert again is not None, (text, said)
    outcome = run_examples(again)[-1]
    assert outcome.passed, outcome.failures
    for back, name, _ in small.supplied():
        assert not wanted(small.without(name, back)), f"{name} could have been left out"
    assert max(map(len, text.split("\n"))) <= 100


def _text(policy: Policy, step: Step) -> str:
    span = step.rule.span
    return policy.source.text[span.start : span.end]


def test_what_cannot_come_about_is_not_found(policy: Policy) -> None:
    calls: list[Situation] = []

    def never(situation: Situation) -> bool:
        calls.append(situation)
        return False

    assert find(policy, never, budget=150) is None
    assert len(calls) == 150


def test_a_figure_that_is_worked_out_is_met(policy: Policy) -> None:
    """Of open beds against a figure: at it and one on either side, and never half a bed."""

    def compared(decision: Decision) -> list[tuple[Step, Value]]:
        return [(decision["open_beds"], Decimal(20))]

    (seed,) = situations(policy)
    tried = meeting(
        policy, seed, compared, lambda one: decide_in(policy, one), worth_trying(policy)
    )
    values = {decision["open_beds"].value for _, decision in tried}
    assert {Decimal(19), Decimal(20), Decimal(21)} <= values
    assert all(isinstance(value, Decimal) and value % 1 == 0 for value in values)


def test_an_ordinary_organisation_supplies_every_fact(policy: Policy) -> None:
    for which in (0, 1, -1):
        situation = ordinary(policy, worth_trying(policy), which)
        assert {name for _, name, _ in situation.supplied()} == set(policy.facts)


def test_lists_are_written_as_records(policy: Policy) -> None:
    situation = Situation(situations(policy)[0].period)
    fact = made_list(policy, "notices", [{"area": "a", "lifted": NOTHING}, {"area": "b"}])
    listed = Situation(situation.period, given={0: {"notices": fact}})
    assert 'notices (area "a", lifted nothing) (area "b")' in as_example(
        policy, listed, "A list", ["final green"]
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_examples_of_the_library_can_be_written_down_again(path: Path) -> None:
    policy = policy_at(path)
    texts = []
    examples = [
        one for one in policy.examples if isinstance(one.node, Example)
    ]  # no row of a table
    for number, example in enumerate(examples):
        written = [
            policy.source.text[one.node.span.start : one.node.span.end]
            for one in example.expectations
        ]
        texts.append(as_example(policy, Situation.of(example), f"No {number}", written))
    if not texts:
        return
    given = [one for one in policy.file.declarations if isinstance(one, Example | ExampleTable)]
    head = policy.source.text[: min(one.span.start for one in given)]
    source = SourceText(policy.source.path, head + "\n" + "\n".join(texts))
    again, said = check_text(source)
    assert again is not None, said
    for old, new in zip(examples, again.examples, strict=True):
        assert {
            (back, name, str(fact.value)) for back, name, fact in Situation.of(old).supplied()
        } == {(back, name, str(fact.value)) for back, name, fact in Situation.of(new).supplied()}
        assert (old.kind, old.period, old.readings) == (new.kind, new.period, new.readings)
