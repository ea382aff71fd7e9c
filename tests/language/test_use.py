"""Using another policy: its vocabulary and its results, edition by edition."""

from pathlib import Path

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.choices import Choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Place
from policy_dsl.facts.read import record_of
from policy_dsl.pipeline import check_file, load, prepared, read_cases
from policy_dsl.source import render_all
from policy_dsl.testing import run_examples
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.grades import Grade

REGISTER = """policy cqc.registration version VERSION
    title    "Registration"
    in force FIRST
    rates    acute_trust, ambulance_trust each quarter

source API secondary "CQC"

scale quality     best to worst: good, poor
scale enforcement best to worst: LADDER

record warning
    issued date
    level  enforcement

facts each quarter                                              [API]
    safe     quality         "Safe" from Q1
    warnings list of warning "Warnings"

national facts each quarter                                     [API]
    mean number "Mean"

judgements by cqc                                               [API]
    closing yes_or_no "Closing"

interpretation counted = yes or no                              [API]
    "Whether a notice counts."

scorecard card: quality                                         [API]
    points good 1, poor 0
    | measure | good | poor      |
    | safe    | good | otherwise |

rating action: enforcement                                      [API]
    closure when closing
    notice  when counted and any of warnings where level is notice
    none    otherwise

rating lasting: quality                                         [API]
    applies to acute_trust
    poor when safe is poor for 2 consecutive quarters
    good otherwise
"""

MAIN = """policy nhs.performance version 2012
    title    "Performance"
    in force 2011-04-01 to 2013-03-31
    rates    acute_trust, ambulance_trust each quarter

use cqc.registration as cqc

source API published "A source of the same name"

scale category best to worst: performing, under

facts each quarter                                              [API]
    score number "Score"

value level = score - mean

rating overall: category                                        [API]
    under when cqc.action is notice or worse
    under when cqc.card.average < 1 and level > 0
    performing otherwise

rating safety: quality
    start with cqc.card.safe

rating taken: enforcement
    start with cqc.action

rating lasting: quality
    start with cqc.lasting
"""


def register(version: str, first: str, ladder: str = "none, notice, closure") -> str:
    text = REGISTER.replace("VERSION", version).replace("FIRST", first)
    return text.replace("LADDER", ladder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of two editions and a policy that uses them."""
    (tmp_path / "2010.policy").write_text(register("2010", "2010-04-01 to 2012-03-31"))
    newer = register("2012", "from 2012-04-01", "none, notice, fine, closure")
    (tmp_path / "2012.policy").write_text(newer)
    (tmp_path / "main.policy").write_text(MAIN)
    return tmp_path


def policy_in(folder: Path) -> Policy:
    policy, said = check_file(folder / "main.policy", folder)
    assert not said, render_all(said)
    assert policy is not None
    return policy


FACTS = {"score": 3, "safe": "good", "closing": False, "warnings": []}
NOTICE = {**FACTS, "warnings": [{"issued": "2011-05-01", "level": "notice"}]}


def decide(
    policy: Policy,
    facts: dict[str, object],
    period: str = "Q1 2011/12",
    kind: str = "acute_trust",
    choices: Choices = Choices(),  # noqa: B008  # frozen, so it may be shared
) -> Decision:
    record = record_of("RXX", period, facts, policy.vocabulary, kind=kind)
    return prepared(policy, choices).decide(record)


def test_results_of_another_policy(folder: Path) -> None:
    policy = policy_in(folder)
    decision = decide(policy, NOTICE)
    assert {name: str(value) for name, value in decision.ratings.items()} == {
        "overall": "under",
        "safety": "good",
        "taken": "notice",
        "lasting": "good",
    }
    assert str(decide(policy, dict(FACTS))["overall"].value) == "performing"


def test_the_edition_in_force_decides_and_labels_meet_by_name(folder: Path) -> None:
    policy = policy_in(folder)
    for period, version in (("Q1 2011/12", "2010"), ("Q1 2012/13", "2012")):
        decision = decide(policy, NOTICE, period)
        taken = decision["taken"]
        assert taken.value is policy.scales["enforcement"].label("notice")
        places = [
            step.detail.policy.version for step in taken.walk() if isinstance(step.detail, Place)
        ]
        assert places == [version]


def test_the_trace_goes_down_into_the_other_policy(folder: Path) -> None:
    decision = decide(policy_in(folder), NOTICE)
    assert decision.grade("taken") is Grade.SECONDARY
    assert "closing" in decide(policy_in(folder), {"score": 1}).missing
    assert str(decision.part("cqc.action").value) == "notice"
    assert decision.part("cqc.card.average").value == 1
    assert set(decision.used("cqc")) == {"card", "action", "lasting"}


def test_grades_are_those_of_the_policy_that_cites(folder: Path) -> None:
    policy = policy_in(folder)
    assert policy.grade(policy.facts["safe"]) is Grade.SECONDARY
    assert policy.grade(policy.facts["score"]) is Grade.PUBLISHED
    strict = decide(policy, NOTICE, choices=Choices(min_grade=Grade.PUBLISHED))
    assert isinstance(strict["overall"].value, NotKnown)


def test_readings_are_chosen_in_the_other_policy_too(folder: Path) -> None:
    policy = policy_in(folder)
    assert list(decide(policy, NOTICE).interpretations) == ["counted"]
    other = decide(policy, NOTICE, choices=Choices((("counted", "no"),)))
    assert str(other["overall"].value) == "performing"


def test_whom_the_other_policy_does_not_rate(folder: Path) -> None:
    decision = decide(policy_in(folder), dict(FACTS), kind="ambulance_trust")
    assert decision["lasting"].value is DOES_NOT_APPLY


def test_history_of_the_other_policy_crosses_its_editions(folder: Path) -> None:
    facts = folder / "facts.yaml"
    rows = "".join(
        f"  - {{organisation: A, kind: acute trust, period: {period}, facts: {{safe: poor}}}}\n"
        for period in ("Q4 2011/12", "Q1 2012/13")
    )
    facts.write_text(f"records:\n{rows}")
    editions, said = load("nhs.performance", folder)
    assert not said, render_all(said)
    assert editions is not None
    cases, said = read_cases(editions, [facts])
    assert not said, render_all(said)
    assert cases is not None
    assert [str(case.decide()["lasting"].value) for case in cases] == ["not known", "poor"]


def test_facts_are_read_by_the_identifiers_of_the_other_policy(folder: Path) -> None:
    policy = policy_in(folder)
    assert policy.vocabulary.by_word["Q1"][0].name == "safe"
    assert decide(policy, {"Q1": "poor"})["safety"].known


def test_an_example_gives_facts_of_the_other_policy(folder: Path) -> None:
    with (folder / "main.policy").open("a") as file:
        file.write(
            """
example "A notice"
    of kind acute_trust
    given score 3, mean 1, safe good, warnings (issued 2011-05-01, level notice), closing no
    given counted yes
    expect overall under because cqc, cqc.action notice, cqc.card.average 1, safety good
"""
        )
    text = (folder / "main.policy").read_text().replace("    given counted yes\n", "")
    (folder / "main.policy").write_text(text)
    (outcome,) = run_examples(policy_in(folder))
    assert outcome.failures == ()


def test_an_example_does_not_say_why_another_policy_decides(folder: Path) -> None:
    example = '\nexample "A notice"\n    expect cqc.action notice because case 1\n'
    assert said_of(folder, (MAIN, MAIN + example)) == ["unknown-reason"]


def test_the_last_part_of_the_name_is_the_alias(folder: Path) -> None:
    text = MAIN.replace(" as cqc", "").replace("cqc.a", "registration.a")
    text = text.replace("cqc.c", "registration.c").replace("cqc.l", "registration.l")
    (folder / "main.policy").write_text(text)
    assert str(decide(policy_in(folder), NOTICE)["overall"].value) == "under"


def test_a_version_named_holds_in_every_period(folder: Path) -> None:
    text = MAIN.replace("registration as", "registration version 2010 as")
    (folder / "main.policy").write_text(text)
    policy = policy_in(folder)
    assert [edition.version for edition in policy.used["cqc"].editions] == ["2010"]
    assert str(decide(policy, NOTICE, "Q1 2012/13")["overall"].value) == "under"


def said_of(folder: Path, *changes: tuple[str, str]) -> list[str]:
    text = MAIN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "main.policy").write_text(text)
    policy, said = check_file(folder / "main.policy", folder)
    assert (policy is None) is bool(said)
    return [item.code for item in said]


USE = "use cqc.registration as cqc"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(USE, "use cqc.registraton as cqc")], ["unknown-policy"]),
        ([(USE, "use cqc.registration version 2011 as cqc")], ["unknown-edition"]),
        ([("2011-04-01 to 2013-03-31", "2008-04-01 to 2009-03-31")], ["use"]),
        ([("start with cqc.lasting", "start with cqc.lastin")], ["unknown-member"]),
        ([("cqc.card.average", "cqc.card.averag")], ["unknown-member"]),
        ([("cqc.card.average", "cqc.card")], ["type"]),
        ([("cqc.action is notice", "cqc.action.x is notice")], ["type"]),
        ([("    score number", "    safe  number"), ("= score", "= mean")], ["duplicate-name"]),
        ([("scale category", "scale quality")], ["duplicate-name", "unknown-type"]),
        ([(USE, f"{USE}\n{USE.replace('cqc', 'cqc', 1)}")], ["duplicate-name"]),
        # The newest edition's labels are the ones that hold.
        ([("cqc.action is notice", "cqc.action is fine")], []),
    ],
)
def test_mistakes(folder: Path, changes: list[tuple[str, str]], expected: list[str]) -> None:
    assert said_of(folder, *changes) == expected


def test_a_policy_that_rates_at_other_times(folder: Path) -> None:
    for name in ("2010", "2012"):
        file = folder / f"{name}.policy"
        text = file.read_text().replace("each quarter", "each month")
        file.write_text(text.replace("2 consecutive quarters", "2 consecutive months"))
    assert said_of(folder) == ["period"]


def test_a_result_that_an_edition_does_not_have(folder: Path) -> None:
    file = folder / "2010.policy"
    file.write_text(file.read_text().replace("rating lasting", "rating long_lasting"))
    assert said_of(folder) == ["use"]


def test_a_cycle(folder: Path) -> None:
    file = folder / "2010.policy"
    file.write_text(file.read_text().replace("source API", "use nhs.performance\nsource API"))
    policy, said = check_file(folder / "main.policy", folder)
    assert policy is None
    assert [item.code for item in said] == ["use-cycle", "used-policy"]
    assert "main.policy -> 2010.policy -> main.policy" in said[0].message


def test_a_mistake_in_the_policy_used(folder: Path) -> None:
    file = folder / "2010.policy"
    file.write_text(
        file.read_text().replace("start with", "strat with").replace("closing\n", "x\n")
    )
    policy, said = check_file(folder / "main.policy", folder)
    assert policy is None
    assert [item.code for item in said] == ["unknown-name", "used-policy"]


def test_a_policy_beside_the_file_is_found_without_a_library(folder: Path) -> None:
    empty = folder / "library"
    empty.mkdir()
    policy, said = check_file(folder / "main.policy", empty)
    assert not said, render_all(said)
    assert policy is not None


def test_figures_supplied_with_the_other_policy(folder: Path) -> None:
    for name in ("2010", "2012"):
        file = folder / f"{name}.policy"
        text = file.read_text().replace(
            "national facts each quarter ", 'national facts each quarter supplied in "n.yaml" '
        )
        file.write_text(text)
    (folder / "n.yaml").write_text("national:\n  - {period: Q1 2011/12, facts: {mean: 2}}\n")
    facts = folder / "facts.yaml"
    facts.write_text(
        "records:\n"
        "  - {organisation: A, kind: acute trust, period: Q1 2011/12, facts: {score: 3}}\n"
    )
    editions, _ = load("nhs.performance", folder)
    assert editions is not None
    cases, said = read_cases(editions, [facts])
    assert not said, render_all(said)
    assert cases is not None
    assert cases[0].decide()["level"].value == 1
