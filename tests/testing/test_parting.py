"""Where what an example expects and what came part ways: the lines below a failure."""

import pytest
from attrs import evolve

from policy_dsl.testing import run_example, run_examples
from policy_dsl.values.scales import Label, Scale
from policy_dsl.values.types import base
from tests.language.cases import policy_of
from tests.shipped import FILES, policy_at

BODY = """
scale colour  best to worst: green, amber, red
scale rating5 best to worst: 5, 4, 3, 2, 1
facts each quarter
    waits   percent "Waits"
    margin  percent "Margin"
    cash    days "Cash"
    plan    number "Plan"
    late    yes_or_no "Late"
    special yes_or_no "Special"
scorecard card: rating5
    | measure | weight | 5          | 3          | 1         |
    | margin  |      1 | >= 11%     | >= 5%      | otherwise |
    | cash    |      1 | >= 60 days | >= 15 days | otherwise |
value points = plan + 0 * card.average
table planned: colour
    | points | late | planned |
    | >= 3   | no   | green   |
    | >= 3   | yes  | amber   |
    | any    | any  | red     |
rating access: colour
    green when waits >= 95%
    amber when waits >= 90%
    red   otherwise
rating finance: colour
    green when card.average >= 4
    amber when card.average >= 2
    red otherwise
rating together: colour
    start with worst of (access, finance, planned)
    override special_measures becomes red when special
rating whole: colour
    start with together
    override late_return no better than amber when late
"""
GIVEN = "    given waits 96%, margin 11%, cash 20 days, plan 3, late no, special no\n"
GOOD = BODY + 'example "one"\n' + GIVEN


def lines(expected: str, body: str = BODY, given: str = GIVEN) -> list[str]:
    """The lines below the first of the only failure, without their margin."""
    policy = policy_of(f'{body}example "one"\n{given}    expect {expected}\n')
    (outcome,) = run_examples(policy)
    (found,) = outcome.differences
    return list(found.reasons)


def test_a_rating_is_followed_through_what_it_starts_with_to_the_facts() -> None:
    assert lines("whole red", given=GIVEN.replace("20 days", "5 days")) == [
        "it starts with together amber",
        "together amber: it starts with worst of (access, finance, planned) = amber"
        " (test.policy:37), with access green, finance amber, planned green",
        "together amber: override special_measures did not apply (test.policy:38): special no",
        "finance amber: the case that holds (test.policy:34): card.average >= 2,"
        " with card.average 3",
        "card.average 3: with margin 11% in 5 at 5, cash 5 days in 1 at 1",
    ]


def test_where_a_rating_takes_another_as_it_stands_they_are_one_line() -> None:
    body = BODY + "rating outer: colour\n    start with whole\n"
    first, *_ = lines("outer red", body)
    assert first == "it starts with whole green, which starts with together green"


def test_what_the_example_says_of_another_result_is_not_told_again() -> None:
    found = lines("together green, whole red")
    assert found == ["it starts with together green"]
    several = policy_of(f"{GOOD}    expect together red, whole red\n")
    (outcome,) = run_examples(several)
    together, whole = outcome.differences
    assert len(together.reasons) > 2
    assert whole.reasons == ("it starts with together green",)


def test_the_rule_that_would_have_given_it_is_named_with_why_it_did_not_act() -> None:
    assert lines("access green", given=GIVEN.replace("96%", "94.9%")) == [
        "the case that holds (test.policy:30): waits >= 90%, with waits 94.9%",
        "the case of green does not hold (test.policy:29): waits >= 95%, with waits 94.9%",
    ]
    assert lines("whole amber")[:2] == [
        "it starts with together green",
        "override late_return did not apply (test.policy:41): late no",
    ]
    assert lines("planned amber")[:2] == [
        "row 1 fits (test.policy:25): points 3, late no",
        "row 2 would give it (test.policy:26): | >= 3 | yes | amber |",
    ]


def test_a_column_of_a_table_is_followed_to_what_it_is_made_of() -> None:
    found = lines("planned red", given=GIVEN.replace("plan 3", "plan 4"))
    assert found[-1] == (
        "points 4: plan + 0 * card.average (test.policy:22): plan 4, card.average 4"
    )


@pytest.mark.parametrize(
    ("expected", "given", "first"),
    [
        ("access green because case 1", "96%", None),
        ("access green because case 1", "91%",
         "case 1 does not hold (test.policy:29): waits >= 95%, with waits 91%"),
        ("access red because case 3", "91%", "case 3 is not reached"),
        ("access amber because waits", "80%",
         "case 1 does not hold (test.policy:29): waits >= 95%, with waits 80%"),
        ("planned amber because row 2", "96%",
         "row 2 is not reached (test.policy:26): | >= 3 | yes | amber |"),
        ("planned red because row 3", "96%",
         "row 3 is not reached (test.policy:27): | any | any | red |"),
        ("whole amber because late_return", "96%",
         "override late_return did not apply (test.policy:41): late no"),
        ("together red because special_measures", "80%",
         "override special_measures did not apply (test.policy:38): special no"),
    ],
)  # fmt: skip
def test_the_reason_that_should_have_acted_comes_first(
    expected: str, given: str, first: str | None
) -> None:
    if first is None:
        (outcome,) = run_examples(policy_of(f"{GOOD}    expect {expected}\n"))
        assert outcome.passed
        return
    assert lines(expected, given=GIVEN.replace("96%", given))[0] == first


def test_what_the_reason_rests_on_is_followed_and_nothing_else() -> None:
    body = BODY.replace("when special\n", "when access is red\n")
    assert lines("together red because special_measures", body) == [
        "override special_measures did not apply (test.policy:38): access is red,"
        " with access green",
        "it starts with worst of (access, finance, planned) = green (test.policy:37),"
        " with access green, finance green, planned green",
        "access green: the case that holds (test.policy:29): waits >= 95%, with waits 96%",
    ]


def test_it_stays_a_few_lines() -> None:
    wide = "".join(f"rating r{n}: colour\n    green when plan >= {n}\n    red otherwise\n"
                   for n in range(9))  # fmt: skip
    names = ", ".join(f"r{number}" for number in range(9))
    body = f"{BODY}{wide}rating all_of_them: colour\n    start with best of ({names})\n"
    found = lines("all_of_them red", body, GIVEN.replace("plan 3", "plan 20"))
    assert len(found) == 1 + 4 + 1
    assert found[-1] == "and further down: r4 green, r5 green, r6 green, r7 green, r8 green"


def test_every_policy_of_the_library_says_it_in_a_few_lines() -> None:
    looked = 0
    for path in FILES:
        policy = policy_at(path)
        for example in policy.examples[::15]:
            expected = example.expectations[-1]
            if not isinstance(expected.value, Label) or expected.result is None:
                continue
            scale = base(policy.types[expected.result])
            if not isinstance(scale, Scale):
                continue
            other = next(one for one in scale.labels if one.name != expected.value.name)
            wrong = evolve(expected, value=other)
            (found,) = run_example(policy, evolve(example, expectations=(wrong,))).differences
            assert 1 <= len(found.reasons) <= 10
            looked += 1
    assert looked > 30
