"""``count / any / every of … where …``, over the rows of a scorecard and the records of a list."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import OfItem
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.types import Value
from tests.language.cases import codes, decide, ends, policy_of

VOCABULARY = """
scale outcome  best to worst: met, failed
scale severity best to worst: minor, moderate, major
scale priority best to worst: low, high

record warning_notice
    regulation text
    issued     date
    lifted     date or nothing
    fine       money
    gravity    severity

facts each quarter
    a_and_e percent                "A&E within four hours"
    cancer  percent                "Cancer within two weeks"
    c_diff  count                  "C. difficile cases"
    issued  date                   "A fact called like a field"
    notices list of warning_notice "Warning notices"

scorecard targets: outcome
    points failed 1, met 0
    | measure | weight | national | domain | priority | met    | failed    |
    | a_and_e |    1.0 | yes      | access | high     | >= 98% | otherwise |
    | cancer  |    0.5 | yes      | access | low      | >= 93% | otherwise |
    | c_diff  |    1.0 | no       | safety | low      | <= 10  | otherwise |
"""
FIRST = {
    "regulation": "12",
    "issued": "2008-05-01",
    "lifted": "nothing",
    "fine": 100,
    "gravity": "minor",
}
SECOND = {
    "regulation": "17",
    "issued": "2008-06-01",
    "lifted": "2008-06-20",
    "fine": 250,
    "gravity": "major",
}
THIRD = {**SECOND, "regulation": "12", "fine": 50, "gravity": "moderate"}


def step_of(expression: str, facts: Mapping[str, object]) -> Decision:
    """The decision of a policy with one value, `x`."""
    return decide(policy_of(f"{VOCABULARY}\nvalue x = {expression}\n"), facts)


def value_of(expression: str, *notices: Mapping[str, object], **facts: object) -> Value:
    """What an expression comes to."""
    return step_of(expression, {"notices": list(notices), **facts})["x"].value


# ---- the rows of a scorecard --------------------------------------------------------------------

FAILING = {"a_and_e": 97, "cancer": 95, "c_diff": 11}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count of targets", Decimal(3)),
        ("count of targets where band is failed", Decimal(2)),
        ("count of targets where national and band is failed", Decimal(1)),
        ("count of targets where points = 1", Decimal(2)),
        ("any of targets where weight < 1 and band is failed", False),
        ("every of targets where domain is access or band is failed", True),
        ("every of targets where domain is safety", False),
        ("count of targets where priority is low or better", Decimal(2)),
        ("not any of targets where domain is safety and band is met", True),
        ("sum of weight of targets where band is failed", Decimal(2)),
        ("worst of band of targets where national", "failed"),
        ("best of priority of targets where band is failed", "low"),
        ("highest of points of targets where domain is access", Decimal(1)),
        ("count distinct domain of targets", Decimal(2)),
        ("count distinct domain of targets where national", Decimal(1)),
        ("average of weight of targets where national", Fraction(3, 4)),
        ("(count of targets where band is failed) >= 2 and c_diff > 10", True),
        ("c_diff < 5 or any of targets where band is failed", True),
        ("c_diff > 5 and not any of targets where domain is safety and band is met", True),
        ("c_diff < 5 or c_diff > 9 and not any of targets where band is failed", False),
        ("not not any of targets where band is failed", True),
    ],
)
def test_rows(expression: str, expected: Value) -> None:
    value = value_of(expression, **FAILING)
    assert (str(value) if isinstance(expected, str) else value) == expected


def test_the_value_of_a_row_is_that_of_its_measure() -> None:
    body = """
facts each quarter
    one percent "One"
    two percent "Two"
scale outcome best to worst: met, failed
scorecard card: outcome
    | measure | met | failed |
    | one | > 5% | otherwise |
    | two | > 7% | otherwise |
value n = count of card where value > 6%
"""
    assert decide(policy_of(body), {"one": 6, "two": 7})["n"].value == 1


def test_a_row_not_known_leaves_the_count_between_bounds() -> None:
    value = value_of("count of targets where band is failed", a_and_e=97, cancer=95)
    assert isinstance(value, NotKnown)
    assert ends(value) == (1, 2)
    assert value.missing == {"c_diff"}


def test_any_and_every_are_settled_by_one_row() -> None:
    assert value_of("any of targets where band is failed", a_and_e=97) is True
    assert value_of("every of targets where band is met", a_and_e=97) is False
    assert isinstance(value_of("any of targets where band is failed", a_and_e=98), NotKnown)


def test_the_trace_says_which_item_each_condition_was_asked_of() -> None:
    decision = step_of("any of targets where band is failed", FAILING)
    (selected,) = decision["x"].inputs
    asked = [step for step in selected.inputs if isinstance(step.detail, OfItem)]
    assert [(step.detail.position, step.value) for step in asked] == [  # type: ignore[union-attr]
        (0, True),
        (1, False),
        (2, True),
    ]
    assert [step.inputs[0] for step in asked] == list(decision["targets"].inputs)


def test_a_selection_within_a_selection_asks_its_own_items() -> None:
    expression = (
        "count of targets where weight = 1"
        " and any of notices where gravity is major and c_diff > 10"
    )
    assert value_of(expression, FIRST, SECOND, **FAILING) == 2


# ---- the records of a list ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count of notices", Decimal(3)),
        ("count of notices where lifted is nothing", Decimal(1)),
        ('count of notices where regulation = "12"', Decimal(2)),
        ("any of notices where issued >= 2008-06-01 and not lifted is nothing", True),
        ("every of notices where gravity is moderate or worse", False),
        ("count distinct regulation of notices", Decimal(2)),
        ("count distinct regulation of notices where lifted is nothing", Decimal(1)),
        ("count distinct lifted of notices", Decimal(1)),
        ("sum of fine of notices", Decimal(400)),
        ("sum of fine of notices where fine > £60", Decimal(350)),
        ("lowest of fine of notices", Decimal(50)),
        ("highest of fine of notices where lifted is nothing", Decimal(100)),
        ("average of fine of notices", Fraction(400, 3)),
        ("worst of gravity of notices where fine < £200", "moderate"),
        ("best of gravity of notices", "minor"),
        ("earliest issued of notices", date(2008, 5, 1)),
        ("latest issued of notices where lifted is nothing", date(2008, 5, 1)),
        ("earliest lifted of notices", date(2008, 6, 20)),
    ],
)
def test_records(expression: str, expected: Value) -> None:
    value = value_of(expression, FIRST, SECOND, THIRD)
    assert (str(value) if isinstance(expected, str) else value) == expected


def test_the_names_of_a_record_go_before_the_names_of_the_policy() -> None:
    expression = "count of notices where issued >= 2008-06-01"
    assert value_of(expression, FIRST, SECOND, issued=date(2001, 1, 1)) == 1


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count of notices", Decimal(0)),
        ("any of notices where fine > £0", False),
        ("every of notices where fine > £0", True),
        ("count distinct regulation of notices", Decimal(0)),
        ("sum of fine of notices", Decimal(0)),
    ],
)
def test_of_no_records_there_are_none_and_every_one_is(expression: str, expected: Value) -> None:
    assert value_of(expression) == expected


def test_the_latest_of_no_records_is_not_known_and_says_so() -> None:
    value = value_of("latest issued of notices")
    assert isinstance(value, NotKnown)
    assert value.gap
    assert value.reason == "there is nothing in notices for `latest`"


@pytest.mark.parametrize(
    "expression",
    [
        "any of notices where fine > £0",
        "every of notices where fine > £0",
        "sum of fine of notices",
        "latest issued of notices",
    ],
)
def test_a_list_not_supplied_is_not_known(expression: str) -> None:
    value = step_of(expression, {})["x"].value
    assert isinstance(value, NotKnown)
    assert value.missing == {"notices"}


def test_the_count_of_a_list_not_supplied_has_no_end() -> None:
    value = step_of("count of notices", {})["x"].value
    assert value == NotKnown(frozenset({"notices"}), low=Decimal(0))


def test_a_field_not_given_is_not_known_and_is_named() -> None:
    value = value_of("sum of fine of notices", FIRST, {**SECOND, "fine": None})
    assert isinstance(value, NotKnown)
    assert value.missing == {"notices.fine"}


def test_a_record_that_may_be_selected_leaves_bounds() -> None:
    doubtful = {**SECOND, "lifted": None}
    where = "of notices where lifted is nothing"
    total = value_of(f"sum of fine {where}", FIRST, doubtful)
    assert isinstance(total, NotKnown)
    assert ends(total) == (100, 350)
    count = value_of(f"count distinct regulation {where}", FIRST, doubtful)
    assert isinstance(count, NotKnown)
    assert ends(count) == (1, 2)
    worst = value_of(f"worst of gravity {where}", FIRST, doubtful)
    assert isinstance(worst, NotKnown)
    assert [label.name for label in worst.possible] == ["minor", "major"]
    highest = value_of(f"highest of fine {where}", FIRST, doubtful)
    assert isinstance(highest, NotKnown)
    assert ends(highest) == (100, 250)
    assert value_of(f"lowest of fine {where}", FIRST, doubtful) == 100
    assert value_of(f"earliest issued {where}", FIRST, doubtful) == date(2008, 5, 1)
    assert not isinstance(value_of("latest issued of notices", FIRST, doubtful), NotKnown)


NOTICES = st.lists(
    st.fixed_dictionaries(
        {
            "regulation": st.sampled_from(["12", "13", "17"]),
            "issued": st.dates(date(2008, 4, 1), date(2008, 6, 30)),
            "lifted": st.sampled_from(["nothing", date(2008, 6, 30), None]),
            "fine": st.sampled_from([0, 10, 250]),
            "gravity": st.sampled_from(["minor", "moderate", "major"]),
        }
    ),
    max_size=5,
)
SELECTIONS = policy_of(
    VOCABULARY
    + "".join(
        f"value x{number} = {expression}\n"
        for number, expression in enumerate(
            f"{what} of notices where lifted is nothing"
            for what in (
                "count distinct regulation",
                "sum of fine",
                "lowest of fine",
                "highest of fine",
                "worst of gravity",
                "best of gravity",
                "latest issued",
                "earliest issued",
                "average of fine",
            )
        )
    )
    + "value n = count of notices where lifted is nothing\n"
    + "value a = any of notices where lifted is nothing and gravity is major\n"
    + "value e = every of notices where lifted is nothing or gravity is major\n"
)


def values(notices: list[dict[str, object]]) -> dict[str, Value]:
    """Every selection over a list of notices."""
    decision = decide(SELECTIONS, {"notices": notices})
    return {name: step.value for name, step in decision.results.items() if name != "targets"}


@given(NOTICES, st.randoms())
def test_law_the_order_of_records_does_not_matter(notices, random) -> None:  # type: ignore[no-untyped-def]  # of Hypothesis
    mixed = list(notices)
    random.shuffle(mixed)
    assert values(notices) == values(mixed)


@given(NOTICES, st.data())
def test_law_what_is_settled_stays_settled_and_bounds_hold(notices, data) -> None:  # type: ignore[no-untyped-def]  # of Hypothesis
    before = values(notices)
    filled = [
        notice
        if notice["lifted"] is not None
        else {**notice, "lifted": data.draw(st.sampled_from(["nothing", date(2008, 6, 30)]))}
        for notice in notices
    ]
    for name, after in values(filled).items():
        known = before[name]
        if not isinstance(known, NotKnown):
            assert after == known
        elif not isinstance(after, NotKnown):
            assert known.low is None or after >= known.low  # type: ignore[operator]
            assert known.high is None or after <= known.high  # type: ignore[operator]
            assert not known.possible or after in known.possible
        else:
            assert known.gap


# ---- what the checker says ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count of notice", ["unknown-name"]),
        ("count of a_and_e", ["type"]),
        ("any of targets where bnad is failed", ["unknown-name"]),
        ("any of targets where band is faild", ["unknown-label"]),
        ("any of targets where domain is acces", ["unknown-label"]),
        ("any of targets where domain is access or better", ["order"]),
        ("any of targets where weight", ["type"]),
        ("count of targets where value > 5", ["unknown-name"]),
        ("count of notices where fine > 5", ["unit"]),
        ("count of notices where issued is nothing", ["type"]),
        ("count distinct regulatoin of notices", ["unknown-field"]),
        ("sum of regulation of notices", ["type"]),
        ("sum of issued of notices", ["type"]),
        ("latest fine of notices", ["type"]),
        ("worst of fine of notices", ["type"]),
        ("sum of fine of targets", ["unknown-field"]),
        ("notices >= 2", ["type"]),
        ("average of (notices, c_diff)", ["type"]),
        ("band is failed", ["unknown-name"]),
    ],
)
def test_mistakes(expression: str, expected: list[str]) -> None:
    assert codes(f"{VOCABULARY}\nvalue x = {expression}\n") == expected


def test_a_selection_of_itself_is_a_cycle() -> None:
    body = (
        VOCABULARY.replace("| c_diff  |    1.0 |", "| x       |    1.0 |")
        + "value x = count of targets where band is failed\n"
    )
    assert codes(body) == ["cycle"]


def test_a_group_is_counted_by_what_its_members_are() -> None:
    body = "group pair = score, score\nvalue x = count of pair\n"
    assert "type" in codes(body)
