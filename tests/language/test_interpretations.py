"""Interpretations: the readings of an open point, choosing one, and what the other would change."""

from decimal import Decimal
from pathlib import Path

import pytest

from policy_dsl.evaluate.choices import Choices, read_choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.other_readings import other_readings
from policy_dsl.facts.read import record_of
from policy_dsl.pipeline import Editions, prepared, read_cases
from policy_dsl.values.grades import Grade
from tests.language.cases import codes, decide, policy_of

OPEN = """
scale colour best to worst: green, amber, red
facts each quarter
    score  number "Score"
    missed yes_or_no "Missed"
interpretation red_from = 3.0 or 2.9 or 2.5 [DOC table 8]
    "Amber ends at 2.9 and red begins above 3.0."
interpretation comparison = at_least or more_than
    "The table says both."
interpretation counts = yes or no
    "A missed return may count or not."
interpretation worst_case = amber or red
    "Not said."
rating risk: colour
    red   when score >= red_from and comparison is at_least
    red   when score > red_from
    amber when missed and counts
    green otherwise
rating fallback: colour
    start with worst_case
"""


def rating(choices: Choices, **facts: object) -> str:
    policy = policy_of(OPEN)
    record = record_of("RXX", "Q1 2008/09", facts, policy.vocabulary, kind="acute_trust")
    return str(prepared(policy, choices).decide(record)["risk"].value)


@pytest.mark.parametrize(
    ("readings", "score", "expected"),
    [
        ({}, "3.0", "red"),
        ({}, "2.95", "green"),
        ({"red_from": "2.9"}, "2.95", "red"),
        ({"red_from": "2.90"}, "2.95", "red"),
        ({"comparison": "more_than"}, "3.0", "green"),
        ({"comparison": "more_than", "red_from": "2.9"}, "3.0", "red"),
    ],
)
def test_a_reading_is_chosen_by_name(readings: dict[str, str], score: str, expected: str) -> None:
    choices = Choices(tuple(sorted(readings.items())))
    assert rating(choices, score=score, missed=False) == expected


def test_yes_and_no_are_readings_too() -> None:
    assert rating(Choices(), score=0, missed=True) == "amber"
    assert rating(Choices((("counts", "no"),)), score=0, missed=True) == "green"


def test_words_that_are_labels_of_a_scale_are_on_it() -> None:
    policy = policy_of(OPEN)
    assert str(decide(policy, {"score": 1})["fallback"].value) == "amber"


def test_the_trace_says_which_reading_was_taken() -> None:
    policy = policy_of(OPEN)
    decision = decide(policy, {"score": 1, "missed": True})
    taken = {name: (step.value, step.detail) for name, step in decision.interpretations.items()}
    assert taken["red_from"] == (Decimal("3.0"), 0)
    assert str(taken["comparison"][0]) == "at_least"
    assert taken["counts"] == (True, 0)
    assert decision.grade("risk") is Grade.PUBLISHED


def test_only_the_readings_that_change_something_are_told() -> None:
    policy = policy_of(OPEN)
    record = record_of("RXX", "Q1 2008/09", {"score": "2.95", "missed": False}, policy.vocabulary)

    def again(choices: Choices) -> object:
        return prepared(policy, choices).decide(record)

    found = other_readings(prepared(policy).decide(record), Choices(), again)  # type: ignore[arg-type]  # a Decision
    told = {
        (other.interpretation.name.text, other.taken, other.other): {
            name: (str(ours.value), str(theirs.value))
            for name, (ours, theirs) in other.changes.items()
        }
        for other in found
    }
    assert told == {
        ("red_from", "3.0", "2.9"): {"risk": ("green", "red")},
        ("red_from", "3.0", "2.5"): {"risk": ("green", "red")},
        ("worst_case", "amber", "red"): {"fallback": ("amber", "red")},
    }


def test_another_reason_for_not_knowing_is_no_change() -> None:
    policy = policy_of(
        "scale colour best to worst: green, red\n"
        'facts each quarter\n    score number "Score"\n    other number "Other"\n'
        'interpretation basis = first or second or third\n    "Not said."\n'
        "table one: colour\n    | score | one |\n    | > 9 | red |\n"
        "table two: colour\n    | score | two |\n    | > 8 | red |\n"
        "rating risk: colour\n    red when basis is first and one is red\n"
        "    red when basis is second and two is red\n"
        "    red when basis is third and other > 3\n    green otherwise\n"
        "rating sure: colour\n    start with risk\n    override o becomes red when basis is third\n"
    )
    record = record_of("RXX", "Q1 2008/09", {"score": "3"}, policy.vocabulary)

    def again(choices: Choices) -> Decision:
        return prepared(policy, choices).decide(record)

    first, second, third = (
        again(Choices((("basis", word),))) for word in ("first", "second", "third")
    )
    assert "one fits" in str(getattr(first["risk"].value, "reason", ""))
    assert "two fits" in str(getattr(second["risk"].value, "reason", ""))
    assert third["risk"].missing == {"other"}
    (found,) = other_readings(first, Choices(), again)
    assert (found.other, list(found.changes)) == ("third", ["sure"])


def test_a_case_says_what_other_readings_would_change(tmp_path: Path) -> None:
    policy = policy_of(OPEN)
    file = tmp_path / "facts.yaml"
    file.write_text(
        "records:\n  - {organisation: A, period: Q1 2008/09, facts: {score: 2.95, missed: no}}\n"
    )
    cases, _ = read_cases(Editions(policy.name, (policy,), True), [file])
    assert cases is not None
    (case,) = cases
    chosen = Choices((("red_from", "2.9"),))
    changes = [(item.taken, item.other) for item in case.other_readings(chosen)]
    # Under 2.9 the other reading 2.5 would change nothing.
    assert changes == [("2.9", "3.0"), ("amber", "red")]


def test_choices_are_read_from_texts() -> None:
    policy = policy_of(OPEN)
    choices, said = read_choices([policy], ["red_from=2.9", "counts = no"], "secondary")
    assert not said
    assert choices == Choices((("counts", "no"), ("red_from", "2.9")), Grade.SECONDARY)


@pytest.mark.parametrize(
    ("given", "grade", "code"),
    [
        ("red_form=2.9", None, "unknown-interpretation"),
        ("red_from=2.8", None, "unknown-reading"),
        ("red_from", None, "reading"),
        ("red_from=3.0", "publishd", "unknown-grade"),
    ],
)
def test_choices_that_cannot_be_made(given: str, grade: str | None, code: str) -> None:
    choices, said = read_choices([policy_of(OPEN)], [given], grade)
    assert choices is None
    assert [item.code for item in said] == [code]


def test_a_reading_is_chosen_once() -> None:
    choices, said = read_choices([policy_of(OPEN)], ["counts=no", "counts=yes"])
    assert choices is None
    assert [item.code for item in said] == ["reading"]


@pytest.mark.parametrize("indent", ["    ", "        "])
def test_a_reason_may_run_over_several_lines(indent: str) -> None:
    policy = policy_of(
        f'interpretation a = 3 or 4 [DOC]\n    "The text says 3,"\n{indent}"the annex 4."  # why\n'
        f'{indent}"The text comes first."\nvalue x = a + 1\n'
    )
    reason = policy.interpretations["a"].reason
    assert reason.text == "The text says 3, the annex 4. The text comes first."
    written = policy.source.text[reason.span.start : reason.span.end]
    assert written.startswith('"The text says')
    assert written.endswith('comes first."')


FACTS = 'facts each quarter\n    score percent "Score"\n'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('interpretation a = 3\n    "why"\n', ["interpretation"]),
        ('interpretation a = 3 or 4\n    " "\n', ["interpretation"]),
        ('interpretation a = 3 or 3\n    "why"\n', ["duplicate-reading"]),
        ('interpretation a = 3 or often\n    "why"\n', ["type"]),
        ('interpretation a = 3 or 4%\n    "why"\n', ["unit"]),
        ('interpretation a = 3 or yes\n    "why"\n', ["type"]),
        ('interpretation a = 2009-01-01 or 2009-02-30\n    "why"\n', ["no-such-date"]),
        ('interpretation a = - b or - c\n    "why"\n', ["interpretation"]),
        ('interpretation score = 3 or 4\n    "why"\n', ["duplicate-name"]),
        ('interpretation a = 3 or 4\n    "why"\nvalue x = score > a\n', ["unit"]),
        ('interpretation a = b or c\n    "why"\nvalue x = a is d\n', ["unknown-label"]),
        ('interpretation a = 3 or 4 [NONE]\n    "why"\n', ["unknown-source"]),
    ],
)
def test_mistakes(body: str, expected: list[str]) -> None:
    assert codes(FACTS + body) == expected
