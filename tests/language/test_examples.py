"""Examples: what may be given and expected, what passes, and what a failure says."""

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText
from policy_dsl.testing import run_examples
from tests.language.cases import HEADER, codes, policy_of

BODY = """
scale colour  best to worst: green, amber, red
scale rating5 best to worst: 5, 4, 3, 2, 1
choice form: complete, partial
record notice
    regulation text
    issued     date
    lifted     date or nothing
    severity   colour
facts each quarter
    score   number to 1 place from 0 to 5 "Score"
    margin  percent "Margin"
    cash    days "Days of cash"
    surplus money "Surplus"
    late    yes_or_no "Late"
    seen    date or nothing "Seen"
    sent    form "Form"
    grade5  rating5 "Grade"
    note    text "Note"
    notices list of notice "Notices"
national facts each quarter
    mean number "Mean"
judgements by monitor
    concern yes_or_no "Concern"
interpretation red_from = 3.0 or 2.9
    "Open."
scorecard card: rating5
    | measure | weight | 5      | 3      | 1         |
    | margin  |    60% | >= 11% | >= 5%  | otherwise |
    | cash    |    40% | >= 60 days | >= 15 days | otherwise |
value third = score / 3
value eighth = score / 16
value notices_open = count of notices where lifted is nothing
table mixed: colour
    | sent     | mixed |
    | complete | green |
    | partial  | red   |
rating risk: colour
    red   when score >= red_from
    red   when concern
    amber when late or notices_open > 0
    green otherwise
rating final: colour
    start with risk
    override late_return no better than amber when late
    override seen_late   no better than red   when seen > 2010-01-01
rating worse: colour
    red when late for 2 consecutive quarters
    green otherwise
rating ambulances: colour
    applies to ambulance_trust
    green otherwise
value above = score - mean
trigger act
    when final is red or late
    then "x"
    due 10 days after seen
"""


def failures(example: str, policy: Policy | None = None) -> list[str]:
    """The lines of the one example."""
    (outcome,) = run_examples(policy or policy_of(BODY + 'example "one"\n' + example))
    assert outcome.passed is not bool(outcome.failures)
    return list(outcome.failures)


def passes(example: str) -> bool:
    return not failures(example)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("score 3", "risk red"),
        ("margin 6%, cash 20 days", "card.average 3, card.margin 3"),
        ("margin 11%, cash 20 days", "card.average 4.2, card.total 4.2, card.lowest 3"),
        ("sent complete", "mixed green"),
        ("sent partial", "mixed red because row 2"),
        ("score 1, late no, concern no, no notices", "risk green because case 4, notices_open 0"),
        ("score 1, mean 0.5", "above 0.5"),
        ("concern yes, score 1", "risk red because concern"),
        ("concern yes, score 1", "risk red because case 2"),
        ("score 3", "risk red because red_from"),
        ("score 2.9, red_from 2.9", "risk red because score"),
        ("score 2.9", "risk not known"),
        ("score 1", "ambulances does not apply"),
        ("score 1, late yes, concern no, seen 2009-01-01", "final amber, act yes because late"),
        ("score 3, late no", "final red because risk, act yes because final"),
        ('notices (regulation "12", lifted nothing) (lifted 2008-06-01)', "notices_open 1"),
        ("no notices", "notices_open 0"),
        ("late yes, 1 quarter earlier: late yes", "worse red"),
        (
            "late yes, seen 2009-01-01",
            "act yes due 2009-01-11, act yes due 2009-01-11 because late",
        ),
    ],
)
def test_what_passes(given: str, expected: str) -> None:
    given = given.replace(", 1 quarter", "\n    given 1 quarter")
    assert passes(f"    of kind acute_trust\n    given {given}\n    expect {expected}\n")


@pytest.mark.parametrize(
    ("given", "expected", "got"),
    [
        ("late yes, seen 2009-01-01", "yes due 2009-01-10", "2009-01-10, got 2009-01-11"),
        ("late yes", "yes due 2009-01-11", "2009-01-11, got not known (missing: seen)"),
        ("score 1, late no, concern no, no notices, seen 2009-01-01", "no due 2009-01-11",
         "2009-01-11, got nothing is due"),
        ("late yes, seen 2009-01-01", "yes due 2009-01-10 because late",
         "2009-01-10, got 2009-01-11"),
    ],
)  # fmt: skip
def test_another_due_date_fails(given: str, expected: str, got: str) -> None:
    lines = failures(f"    of kind acute_trust\n    given {given}\n    expect act {expected}\n")
    assert lines[0] == f"act due: expected {got}"
    seen = "2009-01-01" if "seen" in given else "not known"
    reason = [] if "nothing" in got else [f"    10 days after seen (test.policy:64): seen {seen}"]
    assert lines[1:] == reason


def test_facts_of_earlier_periods() -> None:
    lines = "    given late yes\n    given 1 quarter earlier: late no\n    expect worse green\n"
    assert passes(lines)
    assert passes("    given late yes\n    expect worse not known\n")


def test_the_first_period_that_ends_in_force() -> None:
    header = HEADER.replace("2008-04-01", "2008-05-10")
    policy, said = check_text(
        SourceText("x", header + BODY + 'example "x"\n    given score 3\n    expect risk red\n')
    )
    assert not said
    assert policy is not None
    assert str(policy.examples[0].period) == "Q1 2008/09"


# ---- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "expected", "fits"),
    [
        ("1", "third 0.3", True),
        ("1", "third 0.33", True),
        ("2", "third 0.67", True),
        ("2", "third 0.66", False),
        ("1", "third 0", False),  # a ratio that does not end has at least one place
        ("3", "third 1", True),
        ("3", "third 1.00", True),
        ("3", "third 1.01", False),
        ("2", "eighth 0.125", True),
        ("2", "eighth 0.13", False),  # it ends within four places, so it is compared exactly
        ("1", "eighth 0.0625", True),
        ("0.1", "eighth 0.006", True),  # 0.00625 does not
    ],
)
def test_a_ratio_is_rounded_only_if_it_must_be(score: str, expected: str, fits: bool) -> None:
    assert passes(f"    given score {score}\n    expect {expected}\n") is fits


# ---- what a failure says ----------------------------------------------------------------------


def test_a_failure_says_what_came_and_what_decided_it() -> None:
    assert failures("    given score 3\n    expect risk green\n") == [
        "risk: expected green, got red",
        "    the case that holds (test.policy:46): score >= red_from, with score 3, red_from 3.0",
    ]


def test_a_failure_for_want_of_facts() -> None:
    found = failures("    given score 1\n    expect risk green\n")
    assert found[0].startswith("risk: expected green, got not known (perhaps green or amber or red")
    assert "missing: concern, late, notices" in found[0]
    assert "a case that may hold (test.policy:47): concern not known" in found[1]


def test_another_reason_than_the_one_expected() -> None:
    lines = (
        "    given score 3, late yes, seen 2009-01-01\n    expect final red because late_return\n"
    )
    assert failures(lines) == [
        "final: is red as expected, but for another reason",
        "    override late_return applied but changed nothing (test.policy:52): late yes",
        "    it starts with risk red",
        "    risk red: the case that holds (test.policy:46): score >= red_from,"
        " with score 3, red_from 3.0",
    ]


def test_an_override_that_decided() -> None:
    lines = "    given score 1, concern no, late no, no notices, seen 2010-02-01\n"
    assert passes(lines + "    expect final red because seen_late\n")
    (first, second, third) = failures(lines + "    expect final amber because late_return\n")
    assert first == "final: expected amber, got red"
    assert second == "    override late_return did not apply (test.policy:52): late no"
    assert third.startswith("    override seen_late decided the rating (test.policy:53)")


def test_a_case_of_several_alternatives_is_decided_by_those_that_hold() -> None:
    lines = "    given score 1, concern no, late yes, no notices\n"
    assert passes(lines + "    expect risk amber because late\n")
    assert failures(lines + "    expect risk amber because notices_open\n")


def test_a_case_does_not_decide_what_an_override_changed() -> None:
    lines = "    given score 1, concern no, late no, no notices, seen 2010-02-01\n"
    assert failures(lines + "    expect final red because risk\n")


@pytest.mark.parametrize(
    ("expected", "first"),
    [
        ("third 1", "third: expected 1, got 0.6666..."),
        ("card.average 4", "card.average: expected 4, got 3"),
        ("mixed green because row 1", "mixed: expected green, got red"),
        ("act no", "act: expected no, got yes"),
        ("ambulances green", "ambulances: expected green, got does not apply"),
        ("risk does not apply", "risk: expected does not apply, got amber"),
        ("risk not known", "risk: expected not known, got amber"),
    ],
)
def test_what_failures_begin_with(expected: str, first: str) -> None:
    given = "score 2, margin 6%, cash 20 days, sent partial, late yes, concern no, no notices"
    lines = failures(f"    of kind acute_trust\n    given {given}\n    expect {expected}\n")
    assert lines[0] == first


def test_every_expectation_is_held() -> None:
    lines = "    given score 3\n    expect risk green, third 2\n    expect risk amber\n"
    assert sum(not line.startswith(" ") for line in failures(lines)) == 3


# ---- mistakes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["given scor 3", "expect risk red"], ["unknown-name"]),
        (["given risk red", "expect risk red"], ["example"]),
        (["given score 3, score 3", "expect risk red"], ["fact-twice"]),
        (["given score 3", "given score 3", "expect risk red"], ["fact-twice"]),
        (["given score 3%", "expect risk red"], ["unit"]),
        (["given margin 6", "expect risk red"], ["unit"]),
        (["given cash 6%", "expect risk red"], ["unit"]),
        (["given surplus 6", "expect risk red"], ["unit"]),
        (["given score yes", "expect risk red"], ["type"]),
        (["given score many", "expect risk red"], ["type"]),
        (["given late 1", "expect risk red"], ["type"]),
        (["given seen yes", "expect risk red"], ["type"]),
        (["given seen 2009-02-30", "expect risk red"], ["no-such-date"]),
        (["given late nothing", "expect risk red"], ["type"]),
        (["given note long", "expect risk red"], ["type"]),
        (["given sent complet", "expect risk red"], ["unknown-label"]),
        (["given grade5 6", "expect risk red"], ["unknown-label"]),
        (["given score 3.25", "expect risk red"], ["fact-range"]),
        (["given score 6", "expect risk red"], ["fact-range"]),
        (["given score (a 1)", "expect risk red"], ["type"]),
        (["given notices 3", "expect risk red"], ["type"]),
        (["given notices (issue 2009-01-01)", "expect risk red"], ["unknown-field"]),
        (["given notices (lifted 2009-01-01, lifted nothing)", "expect risk red"], ["fact-twice"]),
        (["given notices (severity pink)", "expect risk red"], ["unknown-label"]),
        (["given red_from 2.8", "expect risk red"], ["unknown-reading"]),
        (["given red_from 2.9, red_from 3.0", "expect risk red"], ["fact-twice"]),
        (["given 1 quarter earlier: red_from 2.9", "expect risk red"], ["example"]),
        (["given 1 month earlier: score 3", "expect risk red"], ["period"]),
        (["given 0 quarters earlier: score 3", "expect risk red"], ["period"]),
        (["given 1.5 quarters earlier: score 3", "expect risk red"], ["period"]),
        (["given score 3"], ["example"]),
        (["expect rsk red"], ["unknown-name"]),
        (["expect score 3"], ["example"]),
        (["expect card 3"], ["type"]),
        (["expect card.averag 3"], ["unknown-member"]),
        (["expect risk pink"], ["unknown-label"]),
        (["expect risk 3"], ["unknown-label"]),
        (["expect third 3%"], ["unit"]),
        (["expect act 1"], ["type"]),
        (["expect final red because lat_return"], ["unknown-reason"]),
        (["expect final red because case 1"], ["unknown-reason"]),
        (["expect risk red because case 5"], ["unknown-reason"]),
        (["expect risk red because row 1"], ["unknown-reason"]),
        (["expect mixed red because row 3"], ["unknown-reason"]),
        (["expect mixed red because sent"], ["unknown-reason"]),
        (["expect third 1 because score"], ["unknown-reason"]),
        (["of kind gp", "expect risk red"], ["unknown-kind"]),
        (["of kind acute_trust", "of kind acute_trust", "expect risk red"], ["example"]),
        (['in "Q5 2008/09"', "expect risk red"], ["period"]),
        (['in "2008/09"', "expect risk red"], ["period"]),
        (['in "Q1 2020/21"', "expect risk red"], ["not-in-force"]),
        (['in "Q1 2009/10"', 'in "Q1 2009/10"', "expect risk red"], ["example"]),
    ],
)
def test_mistakes(lines: list[str], expected: list[str]) -> None:
    assert codes(BODY + 'example "x"\n' + "".join(f"    {line}\n" for line in lines)) == expected


def test_two_examples_of_one_title() -> None:
    one = 'example "x"\n    expect risk red\n'
    assert codes(BODY + one + one) == ["duplicate-example"]
