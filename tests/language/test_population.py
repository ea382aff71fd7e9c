"""Figures across organisations: mean, deviation, quantile and rank, with who is in the group."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from statistics import mean, pvariance, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.panel import Panel
from policy_dsl.evaluate.step import Cohort, Place, Step
from policy_dsl.pipeline import prepared
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.numbers import ROOT_DIGITS, square_root
from policy_dsl.values.scales import Label
from tests.language.cases import codes, policy_of
from tests.language.panels import Row, decide_among, facts_of

Q = "Q1 2009/10"
BODY = """
scale light best to worst: green, amber, red
facts each quarter
    survey number   "Survey score"
    beds   count    "Beds"
    colour light    "Colour"
    issued date     "Issued"

value doubled     = survey * 2
value mean        = average of survey across acute_trust
value total       = sum of beds across acute_trust
value least       = lowest of survey across acute_trust
value most        = highest of survey across acute_trust
value spread      = standard deviation of survey across acute_trust
value quarter     = quantile 25% of survey across acute_trust
value median      = quantile 50% of doubled across acute_trust
value standing    = rank of survey across acute_trust highest first
value from_bottom = rank of survey across acute_trust lowest first
value rank_known  = rank of survey across acute_trust highest first leaving out missing
value mean_known  = average of survey across acute_trust leaving out missing
value worst       = worst of colour across acute_trust
value many        = survey > 3
value how_many    = count of many across acute_trust
value many_known  = count of many across acute_trust leaving out missing
"""


def decision(scores: Mapping[str, object], organisation: str = "A", **more: Row) -> Decision:
    """The decision about one of several organisations with a survey score each."""
    rows: dict[tuple[str, str], Row] = {
        (code, Q): {"survey": score, "beds": 1} if score is not None else {"beds": 1}
        for code, score in scores.items()
    }
    rows.update({(code, Q): row for code, row in more.items()})
    return decide_among(policy_of(BODY), rows, organisation, Q)


def test_figures_across_a_kind() -> None:
    found = decision({"A": 2, "B": 4, "C": 4, "D": 5}, E={"survey": 99, "kind": "ambulance_trust"})
    values = {name: step.value for name, step in found.results.items()}
    assert values["mean"] == Fraction(15, 4)
    assert values["total"] == 4
    assert (values["least"], values["most"]) == (2, 5)
    assert values["quarter"] == Decimal("3.5")  # place 0.75 of 0 to 3: three quarters of 2 to 4
    assert values["median"] == 8
    assert values["standing"] == 4
    assert values["from_bottom"] == 1
    assert values["spread"] == square_root(Fraction(19, 16))


def test_a_count_is_of_those_for_whom_a_condition_holds() -> None:
    found = decision({"A": 2, "B": 4, "C": 4, "D": 5}, E={"survey": 99, "kind": "ambulance_trust"})
    assert found["how_many"].value == 3
    open_ = decision({"A": 2, "B": 4, "C": None})
    assert open_["many_known"].value == 1
    count = open_["how_many"].value
    assert isinstance(count, NotKnown)
    assert (count.low, count.high) == (Decimal(1), Decimal(2))  # C may be one of them or not
    assert count.missing == {"survey of C"}


def test_ties_share_the_best_place() -> None:
    scores = {"A": 2, "B": 4, "C": 4, "D": 5}
    assert [decision(scores, code)["standing"].value for code in "ABCD"] == [4, 2, 2, 1]
    assert [decision(scores, code)["from_bottom"].value for code in "ABCD"] == [1, 2, 2, 4]


def test_the_trace_holds_the_group_its_count_and_each_input() -> None:
    found = decision({"A": 2, "B": 4, "C": None})
    (figure,) = found["mean_known"].inputs
    (group,) = figure.inputs
    assert group.value == 2
    assert isinstance(group.detail, Cohort)
    assert (group.detail.kind, group.detail.left_out) == ("acute_trust", 1)
    assert [_seen(step) for step in group.inputs] == [
        ("A", Decimal(2)),
        ("B", Decimal(4)),
        ("C", None),
    ]


def _seen(step: Step) -> tuple[str, object]:
    assert isinstance(step.detail, Place)
    return step.detail.organisation.code, step.value if step.known else None


def test_what_is_missing_is_missing_of_somebody() -> None:
    found = decision({"A": 2, "B": None})
    assert found["mean"].missing == {"survey of B"}
    assert found["mean_known"].value == 2
    assert "survey of B" in found.missing
    # Whatever B scored, A is first or second.
    place = found["standing"].value
    assert isinstance(place, NotKnown)
    assert (place.low, place.high) == (Decimal(1), Decimal(2))
    assert found["rank_known"].value == 1
    own = decision({"A": 2, "B": None}, "B")
    assert own["rank_known"].missing == {"survey"}


def test_labels_across_a_kind() -> None:
    found = decision({"A": 1}, B={"colour": "red"}, C={"colour": "amber"})
    worst = found["worst"].value  # A's colour is missing, and none is worse than red
    assert isinstance(worst, Label)
    assert worst.name == "red"


def test_an_organisation_of_another_kind_is_not_ranked() -> None:
    found = decision({"A": 2}, "E", E={"survey": 3, "kind": "ambulance_trust"})
    assert found["standing"].value is DOES_NOT_APPLY
    assert found["mean"].value == 2


def test_who_is_of_a_kind_must_be_known() -> None:
    found = decision({"A": 2}, B={"survey": 3, "kind": ""})
    assert isinstance(found["mean"].value, NotKnown)
    assert found["mean"].missing == {"the kind of 1 organisation"}


def test_without_the_others_their_figure_is_not_known() -> None:
    policy = policy_of(BODY)
    facts = facts_of(policy, {("A", Q): {"survey": 2}})
    alone = prepared(policy).decide(facts.records[0])
    assert alone["mean"].missing == {"survey of every acute_trust"}
    assert isinstance(alone["standing"].value, NotKnown)


def test_the_figure_is_worked_out_once_for_all() -> None:
    policy = policy_of(BODY)
    facts = facts_of(policy, {(code, Q): {"survey": 1} for code in "AB"})
    panel = Panel.of(prepared(policy), facts)
    one, other = (panel.decide(prepared(policy), record) for record in facts.records)
    assert one["mean"].inputs == other["mean"].inputs


def test_a_population_of_an_earlier_quarter() -> None:
    policy = policy_of(
        BODY
        + "value earlier_mean = mean 1 quarter earlier\nvalue was = standing 1 quarter earlier\n"
    )
    rows: dict[tuple[str, str], Row] = {
        ("A", "Q4 2008/09"): {"survey": 2},
        ("B", "Q4 2008/09"): {"survey": 4},
        ("A", Q): {"survey": 9},
    }
    found = decide_among(policy, rows, "A", Q)
    assert found["earlier_mean"].value == 3
    assert found["was"].value == 2


SCORES = st.lists(
    st.decimals(-1000, 1000, allow_nan=False, allow_infinity=False, places=3),
    min_size=2,
    max_size=12,
)


@given(SCORES)
def test_figures_equal_an_independent_reading(scores: list[Decimal]) -> None:
    codes = [f"T{number:02d}" for number in range(len(scores))]
    found = decision(dict(zip(codes, scores, strict=True)), codes[0])
    exact = [Fraction(score) for score in scores]
    assert found["mean"].value == mean(exact)
    assert found["quarter"].value == quantiles(exact, n=4, method="inclusive")[0]
    assert found["standing"].value == 1 + sum(score > scores[0] for score in scores)
    spread = found["spread"].value
    assert isinstance(spread, Decimal | Fraction)
    variance = pvariance(exact)
    assert abs(Fraction(spread) ** 2 - variance) <= variance * Fraction(1, 10 ** (ROOT_DIGITS - 2))


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("average of survey across acute_trusts", "unknown-kind"),
        ("average of surveys across acute_trust", "unknown-name"),
        ("average of colour across acute_trust", "type"),
        ("best of survey across acute_trust", "type"),
        ("average of issued across acute_trust", "type"),
        ("average of g across acute_trust", "type"),
        ("rank of colour across acute_trust highest first", "type"),
        ("quantile 0.25 of survey across acute_trust", "unit"),
        ("quantile 101% of survey across acute_trust", "quantile"),
        ("average of answer across acute_trust", "cycle"),
    ],
)
def test_mistakes(expression: str, code: str) -> None:
    assert codes(BODY + f"group g = survey, doubled\nvalue answer = {expression}\n") == [code]
