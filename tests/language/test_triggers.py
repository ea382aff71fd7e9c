"""Triggers: pulled, not pulled or not known; what follows, who leads it and when it is due."""

from datetime import date

import pytest

from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from tests.language.cases import codes, decide, policy_of

BODY = """
scale colour best to worst: green, amber, red
facts each quarter
    score    number "Score"
    concern  yes_or_no "Concern"
    referred date "Referred on"
rating risk: colour [DOC]
    red when score >= 3
    green otherwise
trigger directions [DOC table 9]
    when risk is red
    when concern
    then "Monitor may direct the board"
    led by monitor
    due 45 working days after referred
trigger local
    applies to ambulance_trust
    when concern
    then "A visit"
"""


def test_one_condition_is_enough() -> None:
    policy = policy_of(BODY)
    decision = decide(policy, {"score": 3, "referred": date(2009, 5, 1)})
    directions, local = decision.triggers
    assert directions.step.value is True
    assert directions.consequence == "Monitor may direct the board"
    assert directions.led_by == "monitor"
    assert directions.due is not None
    assert directions.due.value == date(2009, 7, 7)
    assert local.step.value is DOES_NOT_APPLY
    assert local.led_by is None


def test_a_trigger_not_pulled_has_no_due_date_and_misses_nothing() -> None:
    decision = decide(policy_of(BODY), {"score": 1, "concern": False})
    directions, _ = decision.triggers
    assert directions.step.value is False
    assert directions.due is None
    assert "referred" not in decision.missing


def test_a_trigger_may_not_be_known() -> None:
    decision = decide(policy_of(BODY), {"score": 1})
    value = decision["directions"].value
    assert isinstance(value, NotKnown)
    assert value.missing == {"concern"}
    due = decision.triggers[0].due
    assert due is not None
    assert isinstance(due.value, NotKnown)


def test_a_trigger_is_a_yes_or_no_for_other_rules() -> None:
    policy = policy_of(BODY + "value acting = directions and not concern\n")
    assert decide(policy, {"score": 3, "concern": False})["acting"].value is True


def test_a_consequence_may_run_over_several_lines() -> None:
    policy = policy_of(
        BODY.replace(
            'then "A visit"', 'then "A visit"\n         "and a letter"\n         "to the board"'
        )
    )
    local = decide(policy, {"concern": True}, kind="ambulance_trust").triggers[1]
    assert local.consequence == "A visit and a letter to the board"


def test_the_kind_of_organisation_may_not_be_known() -> None:
    decision = decide(policy_of(BODY), {"concern": True}, kind="")
    assert isinstance(decision["local"].value, NotKnown)


FACTS = 'facts each quarter\n    on_time yes_or_no "x"\n    size days "x"\n'


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (['then "b"'], ["trigger"]),
        (["when on_time"], ["trigger"]),
        (["when on_time", 'then "b"', 'then "c"'], ["trigger"]),
        (["when on_time", 'then "b"', "led by a", "led by b"], ["trigger"]),
        (["when on_time", 'then "b"', "applies to gp"], ["unknown-kind"]),
        (["when size", 'then "b"'], ["type"]),
        (["when on_time", 'then "b"', "due size"], ["type"]),
        (["when on_tim", 'then "b"'], ["unknown-name"]),
        (["when on_time [NONE]", 'then "b"'], ["unknown-source"]),
        (["when acting", 'then "b"'], ["cycle"]),
    ],
)
def test_mistakes(lines: list[str], expected: list[str]) -> None:
    body = FACTS + "trigger acting\n" + "".join(f"    {line}\n" for line in lines)
    assert codes(body) == expected
