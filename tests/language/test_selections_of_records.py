"""Selections among the records of a list, those not supplied, and the laws they keep."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.values.absence import NotKnown
from policy_dsl.values.types import Value
from tests.language.cases import decide, ends, policy_of
from tests.language.selecting import FIRST, SECOND, THIRD, VOCABULARY, step_of, value_of


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
