"""Examples with other organisations: beside the example's own, and a table of a population."""

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.format import formatted
from policy_dsl.invent import Situation, as_example, decide_in, smallest
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText
from policy_dsl.testing import Outcome, run_examples
from tests.language.cases import HEADER, policy_of

BODY = """
scale colour best to worst: green, amber, red
facts each quarter
    score number to 1 place "Score"
    late  yes_or_no "Late"
national facts each quarter
    mean number "Mean"
judgements by monitor
    concern yes_or_no "Concern"
interpretation alone = first or last
    "Nothing is said."
value place = rank of score across acute_trust highest first leaving out missing
value ranked = count of scored across acute_trust leaving out missing
value scored = score >= 0
value middle = quantile 50% of score across acute_trust leaving out missing
value worried = count of concern across acute_trust leaving out missing
value then = score 1 quarter earlier
value mean_then = average of then across acute_trust leaving out missing
value above = score - mean
rating half: colour
    green when score >= middle
    red otherwise
rating watched: colour
    red when (half is red) for 2 consecutive quarters
    green otherwise
"""

BESIDE = """
example "one"
    of kind acute_trust
    given for "B": score 3.0, concern yes
    given for "C" 1 quarter earlier: score 1.0, late yes
    given for "C": score 2.0
    given for "D" of kind ambulance_trust: score 9.0
    given score 2.5, mean 1
    given 1 quarter earlier: score 5.0
    expect place 2, ranked 3, middle 2.5, half green because case 1
    expect worried 1, mean_then 3, above 1.5
"""


def outcomes(examples: str) -> list[Outcome]:
    return list(run_examples(policy_of(BODY + examples)))


def failures(examples: str) -> list[str]:
    return [line for one in outcomes(examples) for line in one.failures]


def test_other_organisations_stand_beside_that_of_an_example() -> None:
    assert failures(BESIDE) == []


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (('"B": score 3.0', '"B": score 2.0'), "place"),
        (('given for "C": score 2.0', 'given for "C": late yes'), "ranked"),
        (("earlier: score 1.0", "earlier: score 1.1"), "mean_then"),
        (("concern yes", "concern no"), "worried"),
        (("of kind ambulance_trust: score", ": score"), "place"),
        (('"B": score', '"B" of kind ambulance_trust: score'), "place"),
        (("given score 2.5, mean 1", 'given mean 1\n    given for "E": score 2.5'), "place"),
    ],
)
def test_a_planted_fault_in_another_organisation_is_noticed(
    fault: tuple[str, str], result: str
) -> None:
    assert fault[0] in BESIDE
    assert f"{result}: expected" in "\n".join(failures(BESIDE.replace(*fault)))


def test_what_came_is_told_with_whose_it_is() -> None:
    told = failures(BESIDE.replace("middle 2.5", "middle 2"))
    assert told[0] == "middle: expected 2, got 2.5"
    assert told[1].endswith("(test.policy:22): score 2.5, score 3.0 of B, 2.0 of C")


TABLE = """
examples "Four trusts"
    of kind acute_trust
    given for "Other" of kind ambulance_trust: score 9.0
    given late no
    | organisation | score | score 1 quarter earlier | place     | half      | because | watched |
    | "A"          | 4.0   | 3.0                     | 1         | green     | case 1  | green   |
    | "B"          | 3.0   | 4.0                     | 2         | green     | case 1  | green   |
    | "C"          | 3.0   | 1.0                     | -         | -         | -       | -       |
    | "D"          | 1.0   | 2.0                     | 4         | red       | case 2  | red     |
    | "E"          | -     | 9.0                     | not known | not known | -       | -       |
"""


def test_the_rows_of_a_table_are_one_population() -> None:
    found = outcomes(TABLE)
    assert [one.failures for one in found] == [()] * 4
    assert [one.example.title for one in found] == [f"Four trusts: {name}" for name in "ABDE"]
    first = found[0].example
    assert [(one.name, one.kind) for one in first.others] == [
        ("B", "acute_trust"),
        ("C", "acute_trust"),
        ("D", "acute_trust"),
        ("E", "acute_trust"),
        ("Other", "ambulance_trust"),
    ]


def test_a_row_that_is_taken_out_moves_the_others() -> None:
    without = "\n".join(line for line in TABLE.split("\n") if '"C"' not in line)
    assert failures(without)[0] == "place: expected 4, got 3"


def test_a_table_may_stand_among_other_organisations() -> None:
    table = """
examples "Around the middle"
    of kind acute_trust
    given for "B": score 1.0
    given for "C": score 3.0
    | score | half  |
    | 1.9   | green |
    | 0.9   | red   |
"""
    assert failures(table) == []
    assert failures(table.replace("0.9 ", "1.0 ")) != []


def said(policy: Policy) -> list[str]:
    return [as_example(policy, Situation.of(one), "x", []) for one in policy.examples]


@pytest.mark.parametrize("examples", [BESIDE, TABLE])
def test_a_situation_with_others_can_be_written_down_again(examples: str) -> None:
    policy = policy_of(BODY + examples)
    for example in policy.examples:
        text = as_example(policy, Situation.of(example), "x", ["scored yes"])
        (again,) = policy_of(BODY + text).examples
        assert Situation.of(again).others
        assert said(policy_of(BODY + text)) == [as_example(policy, Situation.of(example), "x", [])]


def test_others_that_change_nothing_are_left_out() -> None:
    policy = policy_of(BODY + BESIDE)
    situation = Situation.of(policy.examples[0])
    small = smallest(situation, lambda one: _second(policy, one))
    assert as_example(policy, small, "x", ["place 2"]) == (
        'example "x"\n'
        "    of kind acute_trust\n"
        "    given score 2.5\n"
        '    given for "B": score 3.0\n'
        "    expect place 2\n"
    )


def _second(policy: Policy, situation: Situation) -> bool:
    return str(decide_in(policy, situation)["place"].value) == "2"


def test_the_layout_of_an_example_with_others() -> None:
    text = BESIDE.strip().replace('for "', 'for   "').replace(": ", "  :  ").replace("    ", "  ")
    done, mistakes = formatted(SourceText("x.policy", text + "\n"))
    assert not mistakes
    assert done is not None
    assert done.text == BESIDE.lstrip()


def test_there_are_limits() -> None:
    many = "".join(f'    given for "B{n}": score 1\n' for n in range(102))
    lines = f'example "x"\n    of kind acute_trust\n{many}    expect place 1\n'
    rows = "".join(f'    | "A{n}" | 1 | 1 |\n' for n in range(102))
    table = f'examples "y"\n    of kind acute_trust\n    | organisation | score | place |\n{rows}'
    _, found = check_text(SourceText("test.policy", HEADER + BODY + lines + table))
    assert [one.message for one in found] == [
        "an example has at most 100 organisations beside its own",
        "a population has at most 100 organisations",
    ]


def test_what_is_worked_out_for_one_row_serves_all_rows_and_no_other_table() -> None:
    other = TABLE.replace("Four trusts", "Others").replace(
        '"A"          | 4.0', '"A"          | 3.5'
    )
    found = outcomes(TABLE + other)
    assert [one.failures for one in found] == [()] * 8
    counts = [one.decision["ranked"].inputs[0] for one in found]
    assert len(set(counts[:4])) == len(set(counts[4:])) == 1
    assert counts[0] is not counts[4]
