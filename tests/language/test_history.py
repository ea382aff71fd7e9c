"""Time: windows of periods, earlier values, the year to date; whose edition judges a period."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.evaluate.step import Place
from policy_dsl.pipeline import prepared
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.scales import Label
from tests.language.cases import policy_of
from tests.language.panels import (
    ORGANISATION,
    Row,
    decide_after,
    decide_among,
    facts_of,
    periods_seen,
)

FACTS = """
facts each quarter
    waits    percent    "Seen within four hours"
    breaches count      "Breaches"
    seen     count      "Attendances"
    plan     yes_or_no  "Plan agreed"
    colour   light      "Colour"
scale light best to worst: green, amber, red
"""


def value(condition: str, history: Sequence[Row | None]) -> object:
    """What a condition says of the last of several quarters."""
    policy = policy_of(FACTS + f"value answer = {condition}\n")
    return decide_after(policy, list(history))["answer"].value


def plans(*answers: bool | None) -> list[Row | None]:
    return [None if answer is None else {"plan": answer} for answer in answers]


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ("plan for 3 consecutive quarters", (False, True, True, True), True),
        ("plan for 3 consecutive quarters", (True, True, True, False), False),
        ("plan in each of the 3 previous quarters", (True, True, True, False), True),
        ("plan in each of the 3 previous quarters", (True, False, True, True), False),
        ("plan in any of the 2 previous quarters", (True, False, False, True), False),
        ("plan in any of the 2 previous quarters", (False, True, False, False), True),
        ("plan in at least 2 of the last 4 quarters", (True, False, False, True), True),
        ("plan in at least 2 of the last 3 quarters", (True, False, False, True), False),
        # One answer may settle it whatever is not known.
        ("plan for 3 consecutive quarters", (None, False, True), False),
        ("plan in any of the 3 previous quarters", (None, True, None, False), True),
        ("plan in at least 2 of the last 4 quarters", (None, True, True, False), True),
        ("plan in at least 3 of the last 4 quarters", (None, True, False, False), False),
    ],
)
def test_a_window_that_is_settled(
    condition: str, answers: tuple[bool | None, ...], expected: bool
) -> None:
    assert value(condition, plans(*answers)) is expected


@pytest.mark.parametrize(
    ("condition", "answers"),
    [
        ("plan for 3 consecutive quarters", (True, True)),
        ("plan in each of the 3 previous quarters", (None, True, True, True)),
        ("plan in any of the 2 previous quarters", (None, False, True)),
        ("plan in at least 2 of the last 4 quarters", (None, True, False, False)),
        ("plan 1 quarter earlier", (True,)),
    ],
)
def test_a_quarter_without_facts_is_not_known_and_never_no(
    condition: str, answers: tuple[bool | None, ...]
) -> None:
    found = value(condition, plans(*answers))
    assert isinstance(found, NotKnown)
    assert any(name.startswith("every fact in Q") for name in found.missing)


def test_a_missing_fact_is_named_with_its_quarter() -> None:
    policy = policy_of(FACTS + "value answer = plan for 2 consecutive quarters\n")
    decision = decide_after(policy, [{"breaches": 1}, {"plan": True}], "Q1 2009/10")
    assert decision["answer"].missing == {"plan in Q4 2008/09"}
    assert decision.missing == ("plan in Q4 2008/09",)


def test_the_trace_holds_the_condition_of_each_quarter() -> None:
    policy = policy_of(FACTS + "value answer = plan for 3 consecutive quarters\n")
    decision = decide_after(policy, plans(True, False, True))
    (window,) = decision["answer"].inputs
    assert list(periods_seen(window)) == [
        ("Q2 2009/10", True),
        ("Q3 2009/10", False),
        ("Q4 2009/10", True),
    ]


def test_facts_alone_know_no_history() -> None:
    policy = policy_of(FACTS + "value answer = plan for 2 consecutive quarters\n")
    facts = facts_of(policy, {(ORGANISATION, "Q1 2009/10"): {"plan": False}})
    assert prepared(policy).decide(facts.records[0])["answer"].value is False
    facts = facts_of(policy, {(ORGANISATION, "Q1 2009/10"): {"plan": True}})
    assert isinstance(prepared(policy).decide(facts.records[0])["answer"].value, NotKnown)


def test_a_value_of_an_earlier_quarter() -> None:
    policy = policy_of(FACTS + "value rise = waits - waits 1 quarter earlier\n")
    decision = decide_after(policy, [{"waits": "91.5"}, {"waits": "94"}])
    assert str(decision["rise"].value) == "2.5"


def test_a_label_of_an_earlier_quarter_may_still_be_any() -> None:
    policy = policy_of(FACTS + "value was_red = colour 2 quarters earlier is red\n")
    assert decide_after(policy, [{"colour": "red"}, None, {}])["was_red"].value is True
    (earlier,) = (
        step
        for step in decide_after(policy, [None, None, {"plan": True}])["was_red"].walk()
        if isinstance(step.detail, Place)
    )
    assert [label.name for label in earlier.possible] == ["green", "amber", "red"]


def test_a_period_to_which_it_does_not_apply_is_none_in_which_it_held() -> None:
    body = """
rating own: light
    applies to acute_trust
    red when plan
    green otherwise
value red_twice = own is red for 2 consecutive quarters
"""
    policy = policy_of(FACTS + body)
    rows: Mapping[tuple[str, str], Row] = {
        ("A", "Q1 2009/10"): {"plan": True, "kind": "ambulance_trust"},
        ("A", "Q2 2009/10"): {"plan": True},
        ("B", "Q1 2009/10"): {"plan": True, "kind": "ambulance_trust"},
        ("B", "Q2 2009/10"): {"plan": True, "kind": "ambulance_trust"},
    }
    assert decide_among(policy, rows, "A", "Q2 2009/10")["red_twice"].value is False
    assert decide_among(policy, rows, "B", "Q2 2009/10")["red_twice"].value is DOES_NOT_APPLY


# ---- the year to date -------------------------------------------------------------------------


def test_the_year_to_date_starts_in_april() -> None:
    policy = policy_of(FACTS + "value share = breaches year to date / seen year to date\n")
    quarters = [{"breaches": n, "seen": 10 * n + 10} for n in (9, 1, 2, 3)]
    decision = decide_after(policy, list(quarters), "Q3 2009/10")
    assert decision["share"].value == 6 / 90 or str(decision["share"].value) == "1/15"
    first = decide_after(policy, list(quarters[:2]), "Q1 2009/10")
    assert str(first["share"].value) == "1/20"


def test_the_year_to_date_wants_every_quarter_of_it() -> None:
    policy = policy_of(FACTS + "value all = breaches year to date\n")
    found = decide_after(policy, [{"breaches": 1}, None, {"breaches": 2}], "Q3 2009/10")["all"]
    assert found.missing == {"every fact in Q2 2009/10"}


# ---- a rating that looks at its own earlier quarters ------------------------------------------

ESCALATION = (
    FACTS
    + """
scale status best to worst: performing, under_review, underperforming, challenged

rating now: status
    under_review when waits < 95%
    performing otherwise

rating escalated: status
    start with now
    override not_recovered no better than underperforming
        when now is under_review or worse for 3 consecutive quarters
    override challenged becomes challenged
        when escalated is underperforming in each of the 3 previous quarters
"""
)


def status(*waits: str | None) -> object:
    history = [None if given is None else {"waits": given} for given in waits]
    found = decide_after(policy_of(ESCALATION), list(history))["escalated"].value
    return found.name if isinstance(found, Label) else found


def test_a_rating_looks_at_its_own_earlier_quarters() -> None:
    assert status("99", "90", "90", "99") == "performing"
    assert status("99", "90", "90", "90") == "underperforming"
    assert status("99", "90", "90", "90", "90", "90") == "underperforming"
    assert status("99", "90", "90", "90", "90", "90", "90") == "challenged"


def test_what_was_before_the_first_facts_is_still_possible() -> None:
    found = status("90", "90")
    assert isinstance(found, NotKnown)
    assert [label.name for label in found.possible] == [
        "under_review",
        "underperforming",
        "challenged",
    ]


def test_looking_back_over_many_years_does_not_go_deep() -> None:
    policy = policy_of(
        FACTS
        + """
rating ever: light
    red when plan
    red when ever is red in any of the 1 previous quarters
    green otherwise
"""
    )
    first: list[Row | None] = [{"plan": True}]
    decision = decide_after(policy, first + plans(*[False] * 800), "Q4 2189/90")
    value = decision["ever"].value
    assert isinstance(value, Label)
    assert value.name == "red"


@given(
    st.lists(st.sampled_from([True, False, None, "unknown"]), min_size=1, max_size=9),
    st.integers(1, 6),
    st.integers(1, 6),
)
def test_windows_equal_a_plain_reading_of_the_quarters(
    answers: list[bool | str | None], size: int, least: int
) -> None:
    least = min(least, size)
    policy = policy_of(
        FACTS
        + f"""
value unbroken = plan for {size} consecutive quarters
value all_of = plan in each of the {size} previous quarters
value one = plan in any of the {size} previous quarters
value several = plan in at least {least} of the last {size} quarters
"""
    )
    history: list[Row | None] = []
    for answer in answers:
        known: Row = {"plan": answer} if isinstance(answer, bool) else {"breaches": 1}
        history.append(None if answer is None else known)
    history[-1] = history[-1] or {"breaches": 1}
    decision = decide_after(policy, list(history))

    def quarter(back: int) -> bool | None:
        answer = answers[-1 - back] if back < len(answers) else None
        return answer if isinstance(answer, bool) else None

    def expected(quarters: list[bool | None], wanted: int) -> bool | None:
        """At least so many of them: settled if all completions of what is not known agree."""
        sure = quarters.count(True)
        most = sure + quarters.count(None)
        return True if sure >= wanted else False if most < wanted else None

    last = [quarter(back) for back in range(size)]
    before = [quarter(back) for back in range(1, size + 1)]
    for name, quarters, wanted in (
        ("unbroken", last, size),
        ("all_of", before, size),
        ("one", before, 1),
        ("several", last, least),
    ):
        found = decision[name].value
        assert (None if isinstance(found, NotKnown) else found) is expected(quarters, wanted), name


# ---- scorecards and lists -----------------------------------------------------------------------

CARD = (
    FACTS
    + """
scale outcome best to worst: met, failed
scorecard targets: outcome
    points failed 1, met 0
    | measure | weight | national | met    | failed    |
    | waits   |    1.0 | yes      | >= 95% | otherwise |
    | colour  |    0.5 | no       | green  | otherwise |
value repeated = any of targets where national and (band is failed for 2 consecutive quarters)
value any_repeated = any of targets where (band is failed for 2 consecutive quarters)
value total_before = targets.total 1 quarter earlier
"""
)


def test_a_row_of_a_scorecard_is_the_same_row_in_earlier_quarters() -> None:
    policy = policy_of(CARD)
    history = [{"waits": "90", "colour": "green"}, {"waits": "96", "colour": "red"}]
    # Each quarter a target was failed, but not the same one.
    decision = decide_after(policy, list(history))
    assert decision["any_repeated"].value is False
    assert str(decision["total_before"].value) == "1.0"
    history.append({"waits": "80", "colour": "red"})
    decision = decide_after(policy, list(history))
    assert decision["any_repeated"].value is True
    assert decision["repeated"].value is False
    history.append({"waits": "80", "colour": "red"})
    assert decide_after(policy, list(history))["repeated"].value is True
