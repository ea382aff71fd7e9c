"""A failure is followed into used policies, earlier periods and other organisations."""

import shutil
from pathlib import Path

import pytest
from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.pipeline import check_file
from policy_dsl.testing import Outcome, run_example, run_examples
from tests.language.cases import policy_of
from tests.shipped import LIBRARY, policy_at

PERFORMANCE = "nhs/performance_framework/2010-11.policy"
REGISTRATION = "cqc/registration/2010.policy"
COMPLIANCE = "monitor/compliance_framework/2010-11.policy"
REGIME = "nhs/performance_regime/2008.policy"
SINGLE = "nhs/single_oversight_framework/2016.policy"
LEAGUE = "nhs/oversight_league_table/2025-26.policy"
OVERSIGHT = "nhs/oversight_framework/2025-26.policy"
EIGHT = "Eight trusts, and a ninth of which too little is known"
SCORING = "nhs/oversight_scoring/2025-26.policy"


@frozen
class Fault:
    """A fault in the rule of a real policy, and an example of one that notices."""

    policy: str
    file: str
    rule: str  # how the line of the rule begins
    right: str
    wrong: str
    example: str

    def __str__(self) -> str:
        return f"{Path(self.file).parent.name}: {self.rule}"


FAULTS = [
    # in a policy that is used
    Fault(PERFORMANCE, REGISTRATION, "value conditions_at_notice",
          "where not restates_target", "where restates_target", "K8"),
    Fault(PERFORMANCE, REGISTRATION, "value beyond_warning",
          "worse than warning_notice\n", "worse than penalty_notice\n", "K10"),
    Fault(PERFORMANCE, REGISTRATION, "value initial_conditions_outstanding",
          "where not restates_target", "where restates_target", "A condition that restates"),
    Fault(LEAGUE, OVERSIGHT, "    override financial",
          "no better than 3 when", "no better than 2 when", "South West Yorkshire"),
    # in an earlier period
    Fault(REGIME, REGIME, "    override not_recovered",
          "for 3 consecutive", "for 2 consecutive", "Two months without recovery"),
    Fault(REGIME, REGIME, "    seriously_underperforming when",
          "key_failing or", "key_failing and", "Serious for six months with no progress"),
    Fault(COMPLIANCE, COMPLIANCE, "    recovering    when financial_risk is 3",
          "1 quarter earlier is 2", "1 quarter earlier is 3", "A 3 that recovers from a 2"),
    Fault(COMPLIANCE, COMPLIANCE, "value third_quarter",
          "for 3 consecutive", "for 4 consecutive", "A target failed in its second"),
    Fault(SINGLE, SINGLE, "value need_operations",
          "for 2 consecutive", "for 3 consecutive", "A standard missed in two months"),
    # of other organisations
    Fault(LEAGUE, OVERSIGHT, "    override financial",
          "no better than 3 when", "no better than 2 when", f"{EIGHT}: F"),
    Fault(LEAGUE, LEAGUE, "value league_order",
          "oversight.adjusted + over", "oversight.delivery + over", f"{EIGHT}: B"),
    Fault(SCORING, SCORING, "value urgent_response_holds",
          "result >= 70%", "result > 70%", "A floor leaves the scores from 1.00 to 3.00"),
    Fault(SCORING, SCORING, "value score_average",
          "average of acute_scores", "highest of acute_scores", "Four trusts: each quartile"),
]  # fmt: skip


def outcomes(policy: Policy, title: str) -> list[Outcome]:
    """What comes of the examples whose title begins so."""
    found = [one for one in policy.examples if one.title.startswith(title)]
    assert found, title
    return [run_example(policy, one) for one in found]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the library."""
    folder = tmp_path_factory.mktemp("following") / "library"
    shutil.copytree(LIBRARY, folder, ignore=shutil.ignore_patterns("*.py"))
    return folder


def planted(fault: Fault, library: Path) -> Policy:
    """The policy under test, from a library in which for so long there is a fault."""
    file = library / fault.file
    text = file.read_text(encoding="utf-8")
    head, rule, tail = text.partition(fault.rule)
    assert rule
    assert fault.right in tail
    file.write_text(head + rule + tail.replace(fault.right, fault.wrong, 1), encoding="utf-8")
    try:
        policy, _ = check_file(library / fault.policy, library)
    finally:
        file.write_text(text, encoding="utf-8")
    assert policy is not None
    return policy


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_the_line_of_the_rule_at_fault_is_among_a_few(fault: Fault, copy: Path) -> None:
    failed = [one for one in outcomes(planted(fault, copy), fault.example) if one.differences]
    assert failed
    text = (LIBRARY / fault.file).read_text(encoding="utf-8")
    line = text[: text.index(fault.rule)].count("\n") + 1
    place = fault.file if fault.file != fault.policy else Path(fault.file).name
    for outcome in failed:
        assert f"({place}:{line})" in "\n".join(outcome.failures)
        assert all(len(one.reasons) <= 8 for one in outcome.differences)


def test_without_a_fault_they_pass() -> None:
    for name in sorted({fault.policy for fault in FAULTS}):
        policy = policy_at(LIBRARY / name)
        for fault in FAULTS:
            if fault.policy == name:
                assert all(one.passed for one in outcomes(policy, fault.example))


# ---- as it is said ------------------------------------------------------------------------------

BODY = """
scale colour best to worst: green, amber, red
facts each quarter
    waits   percent "Waits"
    survey  number "Survey"
record warning
    issued date
    level  colour
facts each quarter
    warnings list of warning "Warnings"
value slow = waits < 90%
value warned = any of warnings where level is red
rating access: colour
    red   when slow
    amber when waits < 95%
    green otherwise
rating lasting: colour
    red   when access is amber or worse for 3 consecutive quarters
    amber when access is red in any of the 2 previous quarters
    green otherwise
value place   = rank of survey across acute_trust highest first
value average = average of survey across acute_trust leaving out missing
value slow_ones = count of slow across acute_trust leaving out missing
rating worst_of_all: colour
    start with worst of access across acute_trust leaving out missing
example "one"
    of kind acute_trust
    in "Q4 2010/11"
"""


def lines(given: str, expected: str) -> list[str]:
    """The lines below the first of the only failure, without their margin."""
    said = "".join(f"    given {line.strip()}\n" for line in given.strip().splitlines())
    (outcome,) = run_examples(policy_of(f"{BODY}{said}    expect {expected}\n"))
    (found,) = outcome.differences
    return list(found.reasons)


def test_the_period_that_breaks_a_window_is_named_and_followed() -> None:
    found = lines("""waits 94%
        1 quarter earlier: waits 96%
        2 quarters earlier: waits 94%""", "lasting red")  # fmt: skip
    assert found == [
        "the case that holds (test.policy:27): green otherwise",
        "the case of red does not hold (test.policy:25): access is amber or worse for 3"
        " consecutive quarters, with access green in Q3 2010/11",
        "access green in Q3 2010/11: the case that holds (test.policy:23): green otherwise",
        "access green in Q3 2010/11: the case of amber does not hold (test.policy:22):"
        " waits < 95%, with waits 96%",
    ]


def test_periods_that_follow_each_other_are_said_as_one_run() -> None:
    found = lines("""waits 94%
        1 quarter earlier: waits 94%
        2 quarters earlier: waits 94%""", "lasting amber")  # fmt: skip
    assert found[0] == (
        "the case that holds (test.policy:25): access is amber or worse for 3 consecutive"
        " quarters, with access amber in Q2 2010/11 to Q4 2010/11"
    )
    assert found[-1] == (
        "access amber: the case that holds (test.policy:22): waits < 95%, with waits 94%"
    )


def test_what_is_not_known_of_a_period_is_said_with_the_period() -> None:
    found = lines("waits 94%", "lasting green")
    assert found[0] == (
        "a case that may hold (test.policy:25): access is amber or worse for 3 consecutive"
        " quarters, with no facts in Q2 2010/11 and Q3 2010/11"
    )
    first, *_ = lines("""waits 94%
        1 quarter earlier: survey 1""", "lasting amber not because case 1")  # fmt: skip
    assert first.endswith("with no facts in Q2 2010/11, access not known in Q3 2010/11")


def test_a_place_is_said_with_those_before_level_and_after() -> None:
    found = lines("""survey 70
        for "B": survey 75
        for "C": survey 70
        for "D": survey 90
        for "E": survey 65""", "place 1")  # fmt: skip
    assert found == [
        "rank of survey across acute_trust highest first (test.policy:28): survey 70,"
        " behind 75 of B, 90 of D, level with 70 of C, ahead of 65 of E"
    ]


def test_of_an_average_it_is_said_whose_figures_they_are() -> None:
    found = lines("""survey 70
        for "B": survey 75
        for "C": survey 75
        for "D": waits 1%""", "average 70")  # fmt: skip
    assert found == [
        "average of survey across acute_trust leaving out missing (test.policy:29): survey 70,"
        " survey 75 of B and C, not known of D"
    ]


def test_the_rule_of_another_organisation_is_followed() -> None:
    found = lines("""waits 96%
        for "Trust B": waits 89%
        for "Trust C": waits 94%""", "worst_of_all green")  # fmt: skip
    assert found == [
        "it starts with worst of access across acute_trust leaving out missing = red"
        " (test.policy:32), with access red of Trust B",
        "access red of Trust B: the case that holds (test.policy:21): slow yes",
        "slow yes of Trust B: waits < 90% (test.policy:18): waits 89%",
    ]
    count = lines("""waits 96%
        for "Trust B": waits 89%""", "slow_ones 0")  # fmt: skip
    assert count == [
        "count of slow across acute_trust leaving out missing (test.policy:30): slow no,"
        " slow yes of Trust B",
        "slow no: waits < 90% (test.policy:18): waits 96%",
        "slow yes of Trust B: waits < 90% (test.policy:18): waits 89%",
    ]


def test_of_records_it_is_said_what_was_asked_of_them() -> None:
    given = "warnings (issued 2011-01-01, level amber) (issued 2011-02-01, level red)"
    (found,) = lines(given, "warned no")
    assert found == (
        "any of warnings where level is red (test.policy:19): warnings 2 records, level red"
    )


def test_what_does_not_apply_says_to_whom_it_would() -> None:
    body = BODY.replace(
        "rating worst_of_all: colour\n", "rating worst_of_all: colour\n    applies to acute_trust\n"
    )
    example = body.replace("    of kind acute_trust\n", "    of kind ambulance_trust\n")
    policy = policy_of(f"{example}    given waits 1%\n    expect worst_of_all red\n")
    ((found,),) = [outcome.differences for outcome in run_examples(policy)]
    assert found.reasons == ("applies to acute_trust (test.policy:32)",)


def test_what_does_not_apply_is_followed_where_that_is_what_came() -> None:
    body = BODY.replace(
        "rating access: colour\n", "rating access: colour\n    applies to acute_trust\n"
    )
    body = body.replace("worst of access across acute_trust leaving out missing", "access")
    example = body.replace("    of kind acute_trust\n", "    of kind ambulance_trust\n")
    policy = policy_of(f"{example}    given waits 1%\n    expect worst_of_all red\n")
    ((found,),) = [outcome.differences for outcome in run_examples(policy)]
    assert found.reasons == (
        "it starts with access does not apply",
        "access does not apply: applies to acute_trust (test.policy:21)",
    )


def test_a_date_that_is_due_is_said_with_its_line() -> None:
    trigger = """
facts each quarter
    told date "Told"
trigger look
    when access is red
    then "Look"
    due 3 months after told
example "due"
    of kind acute_trust
    given waits 1%, told 2010-04-30
    expect look yes due 2010-08-30
"""
    policy = policy_of(BODY[: BODY.index("example")] + trigger)
    ((found,),) = [outcome.differences for outcome in run_examples(policy)]
    assert found.reasons == ("3 months after told (test.policy:39): told 2010-04-30",)


def test_of_a_trigger_that_is_pulled_only_the_conditions_that_hold_are_said() -> None:
    trigger = """
trigger look
    when access is red
    when waits < 97%
    when survey < 5
    then "Look"
example "pulled"
    of kind acute_trust
    given waits 96%, survey 9
    expect look no
"""
    policy = policy_of(BODY[: BODY.index("example")] + trigger)
    ((found,),) = [outcome.differences for outcome in run_examples(policy)]
    assert found.reasons == ("when waits < 97%, with waits 96% (test.policy:36): yes",)


def test_a_used_policy_is_named_with_the_file_of_its_edition(copy: Path) -> None:
    (outcome,) = outcomes(planted(FAULTS[0], copy), "K8")
    (difference,) = outcome.differences
    assert list(difference.reasons) == [
        "case 3 does not hold (2010-11.policy:259): cqc.warned_regulations = 1 and"
        " cqc.conditions_at_notice, with cqc.warned_regulations 1, cqc.conditions_at_notice no",
        "the case that holds (2010-11.policy:260): cqc.warned_regulations = 1, with"
        " cqc.warned_regulations 1",
        "cqc.conditions_at_notice no: any of initial_conditions where restates_target and (removed"
        " is nothing or removed > first_that_counts) (cqc/registration/2010.policy:233):"
        " initial_conditions 1 record, restates_target no, removed nothing,"
        " cqc.first_that_counts 2010-08-02",
    ]
