"""Judgements, readings, withheld evidence and triggers."""

import json

import pytest

from policy_dsl.evaluate.evaluate import prepare
from policy_dsl.explain.explanation import explain
from policy_dsl.explain.headline import headline
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.triggers import trigger_sentences
from policy_dsl.facts.records import Organisation, Record
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import Period

from .constructs import judged
from .demo import facts_of, policy_of
from .telling import DECISIONS, in_order, told
from .test_explain_json import as_json

_NAMES = ("one", "two", "three", "four", "five")


def test_judgements_stand_apart() -> None:
    text = told(judged())
    in_order(
        text,
        "grave yes Grave concern given by the program, judgement by The board",
        "Judgements grave yes by The board, on 2010-02-05, because: A new issue",
    )


def test_a_reading_is_told_with_its_reason_and_the_others() -> None:
    text = told(judged())
    in_order(
        text,
        "red_from is 3.0, an interpretation: Amber goes up to 2.9 and red begins above 3.0;"
        " other reading: 2.9 [DOC] published",
        "Under another reading if red_from were 2.9 and not 3.0, risk would be red",
    )
    assert text.count("an interpretation: Amber") == 1
    assert "if idle were" not in text
    assert as_json(judged()).get("other_readings") is None
    readings = json.loads(explain(judged()).to_json())["other_readings"]
    assert [one["changes"] for one in readings] == [
        {"risk": {"state": "known", "value": "red", "possible": ["red"]}}
    ]


def test_a_reading_that_changes_nothing_explained_is_passed_over() -> None:
    assert "Under another reading" not in explain(judged(), "look").text()
    assert "risk would be red and act would fire" in told(judged(grave=False))


def test_what_is_withheld_for_its_grade() -> None:
    in_order(
        told(judged(Grade.PUBLISHED)),
        "evidence weaker than published is not accepted",
        "rests on unverified evidence",
        "Not accepted score unverified [OLD] unverified",
        "amber when score >= 2 unverified [OLD] unverified test.policy",
    )
    assert "Not accepted" not in told(judged())


def test_triggers_that_fire_and_those_that_may() -> None:
    text = told(judged())
    in_order(
        text,
        "act fires: The board is told; led by monitor; due 2010-05-06.",
        "look may fire, waits for owed: The debt is looked into.",
        "act fires [DOC] published",
        "when risk is red does not hold: it is amber",
        "when grave holds",
        'then "The board is told" led by monitor',
        "due 45 working days after started 2010-05-06, 45 working days after 2010-03-01",
    )
    assert "rest does not fire" not in text
    assert text.count("look may fire") == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("act", "act fires because grave is yes: The board is told; led by monitor; due 2010-05-0"),
        ("look", "look may fire, waits for owed: The debt is looked into."),
        ("rest", "rest does not fire."),
    ],
)
def test_the_headline_of_a_trigger(name: str, sentence: str) -> None:
    decision = judged()
    assert sentence in headline(Homes.of(decision), decision[name]).sentence


def test_an_unsettled_comparison_says_which_side_is_open() -> None:
    assert "may apply: owed is between 0 and 100" in told(judged())
    assert "not known: score is not known, against 3.0" in told(judged(Grade.PUBLISHED))
    for decision in DECISIONS.values():
        assert "not known: not known" not in told(decision)


def test_many_triggers_that_may_fire_are_one_sentence_after_those_that_fire() -> None:
    lines = [f'trigger {name}\n    when {name}_seen\n    then "Do {name}"\n' for name in _NAMES]
    policy = policy_of(
        'policy p version 1\n    title "t"\n    in force from 2024-01-01\n    rates x each year\n'
        "scale s best to worst: a, b\nfacts each year\n"
        + "".join(f'    {name}_seen yes_or_no "Seen"\n' for name in _NAMES)
        + "rating r: s\n    a otherwise\n"
        + "".join(lines)
    )
    for known, sentences in (
        (
            "five",
            (
                "five fires: Do five.",
                "4 more may fire: one (waits for one_seen), two (waits for two_seen), three (waits "
                "for three_seen) and four (waits for four_seen).",
            ),
        ),
        (
            "four five",
            (
                "four fires: Do four.",
                "five fires: Do five.",
                "one may fire, waits for one_seen: Do one.",
                "two may fire, waits for two_seen: Do two.",
                "three may fire, waits for three_seen: Do three.",
            ),
        ),
    ):
        given = dict.fromkeys((f"{name}_seen" for name in known.split()), "yes")
        record = Record(Organisation("X"), Period.parse("2024/25"), facts_of(policy, given), {})
        decision = prepare(policy).decide(record)
        steps = [one.step for one in decision.triggers if one.step.value is not False]
        assert tuple(trigger_sentences(Homes.of(decision), steps)) == sentences
