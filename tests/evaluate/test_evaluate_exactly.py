"""Exact numbers, thresholds on the very figure, and what a decision is made of."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.evaluate import operations as ops
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.parse import LONGEST
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.numbers import Precision, Rounding, as_text, round_to
from tests.evaluate.deciding import decide, decide_about, policy_of, shown

FACTS = 'facts each quarter\n    x number "X"\n    d number "D"\n    t number "T"\n'


@pytest.mark.parametrize(
    "expression", ["x / 365 * 365 >= x", "x / 365 * 365 = x", "x * 365 / 365 <= x"]
)
def test_a_year_of_shares_comes_back_whole(expression: str) -> None:
    policy = policy_of(f"{FACTS}\nvalue v = {expression}")
    for x in range(1, 366):
        assert decide_about(policy, {"x": str(x)})["v"].value is True, x


def test_thresholds_are_met_on_the_very_figure() -> None:
    """``n / d * 100 >= t`` in binary floats is wrong for 40 to 160 000 rows in a million."""
    policy = policy_of(f"{FACTS}\nvalue v = x / d * 100 >= t")
    wrong_in_floats = 0
    for denominator in range(1, 60):
        for numerator in range(1, denominator + 1):
            percent = Fraction(numerator * 100, denominator)
            if (percent * 100).denominator != 1:
                continue  # the threshold has to be a figure somebody can write
            threshold = as_text(percent) if percent.denominator > 1 else str(percent)
            facts = {"x": str(numerator), "d": str(denominator), "t": threshold}
            assert decide_about(policy, facts)["v"].value is True, facts
            wrong_in_floats += not numerator / denominator * 100 >= float(threshold)
    assert wrong_in_floats > 0  # otherwise this test would prove nothing


decimals = st.decimals(
    min_value=-(10**29), max_value=10**29, allow_nan=False, allow_infinity=False, places=9
)


@given(decimals, decimals)
def test_arithmetic_agrees_with_fractions(a: Decimal, b: Decimal) -> None:
    assert ops.add(a, b) == Fraction(a) + Fraction(b)
    assert ops.subtract(a, b) == Fraction(a) - Fraction(b)
    assert ops.multiply(a, b) == Fraction(a) * Fraction(b)
    assert ops.negative(a) == -Fraction(a)
    assert ops.share(a, b) == Fraction(a) * Fraction(b) / 100
    if b:
        assert ops.divide(a, b) == Fraction(a) / Fraction(b)
        assert ops.multiply(ops.divide(a, b), b) == a
    for sign, holds in (("<", a < b), ("<=", a <= b), ("=", a == b), (">=", a >= b)):
        assert ops.comparison(sign)(a, b) is holds


@given(decimals | st.fractions(max_denominator=10**6), st.integers(0, 12))
def test_rounding_lies_within_half_a_unit(value: Decimal | Fraction, places: int) -> None:
    exact, unit = Fraction(value), Fraction(1, 10**places)
    up, down = (Fraction(round_to(value, places, rule)) for rule in (Rounding.UP, Rounding.DOWN))
    assert down <= exact <= up
    assert up - down in (0, unit)
    for rule in (Rounding.HALF_UP, Rounding.HALF_EVEN):
        rounded = Fraction(round_to(value, places, rule))
        assert rounded in (up, down)
        assert abs(rounded - exact) <= unit / 2
    tie = exact - down == unit / 2
    if tie:
        away = up if exact > 0 else down
        assert Fraction(round_to(value, places, Rounding.HALF_UP)) == away
        even = Fraction(round_to(value, places, Rounding.HALF_EVEN)) / unit
        assert even.numerator % 2 == 0


@given(st.integers(-999, 999), st.integers(0, 3))
def test_ties_of_both_signs(whole: int, places: int) -> None:
    tie = (Decimal(whole) + Decimal("0.5")).scaleb(-places)
    away = (Decimal(whole + 1 if whole >= 0 else whole)).scaleb(-places)
    assert round_to(tie, places, Rounding.HALF_UP) == away
    assert round_to(Fraction(tie), places, Rounding.HALF_UP) == away
    even = (Decimal(whole if whole % 2 == 0 else whole + 1)).scaleb(-places)
    assert round_to(tie, places, Rounding.HALF_EVEN) == even
    assert round_to(Fraction(tie), places, Rounding.HALF_EVEN) == even


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.3333..."),
        (Fraction(-1, 3), "-0.3333..."),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(10**40 + 1, 2), f"5{'0' * 39}.5"),
        (Fraction(1, 10**6), "0.0000..."),
        (Fraction(6), "6"),
        (Fraction(-6, 3), "-2"),
        (Decimal("123456789012345678901234567890.5"), "123,456,789,012,345,678,901,234,567,890.5"),
    ],
)
def test_a_number_as_text_loses_no_digit(value: Decimal | Fraction, text: str) -> None:
    assert as_text(value) == text


def test_a_grid_is_not_fooled_by_many_digits() -> None:
    long = Decimal("123456789012345678901234567890.123")
    assert Precision(places=2).objection(long) == "has more than 2 decimal places"
    assert Precision(places=3).objection(long) is None


def test_a_number_that_grows_too_long_is_not_known() -> None:
    body = 'facts each quarter\n    x number "X"\n\nvalue v0 = x\n' + "\n".join(
        f"value v{n} = v{n - 1} * v{n - 1}" for n in range(1, 12)
    )
    decision = decide(f"{body}\nvalue last = round half up v11 to 12 places", f"x {'9' * 30}")
    for name in ("v11", "last"):
        value = decision[name].value
        assert isinstance(value, NotKnown)
        assert value.reason == "the exact number has too many digits"


@pytest.mark.parametrize("literal", ["9" * LONGEST, "0." + "0" * (LONGEST - 2) + "1"])
@pytest.mark.parametrize(
    "expression",
    ["L", "-L", "L + 1", "L / 3 + L", "round half up L to 12 places", "average of (L, x)", "L * L"],
)
def test_the_longest_numbers_raise_nothing(literal: str, expression: str) -> None:
    text = f"{FACTS}\nvalue v = {expression.replace('L', literal)}\nvalue w = v > 1"
    for facts in ("x 1", ""):
        step = decide(text, facts)["w"]
        assert step.value in (True, False) or isinstance(step.value, NotKnown)


def test_ranges_of_very_many_digits_raise_nothing() -> None:
    text = (
        "scale s best to worst: 1, 2\nfacts each quarter\n"
        f'    x number from 0.{"0" * (LONGEST - 2)}1 to {"9" * LONGEST} "X"\n\n'
        "value v = average of (x, x, 0.1)\nvalue z = -x + x\n"
        "value w = round half up x to 3 places\n"
        "rating r: s\n    start with v\n"
    )
    decision = decide(text)
    assert isinstance(decision["v"].value, NotKnown)
    assert isinstance(decision["r"].value, NotKnown)


def test_five_thousand_values_each_on_the_last() -> None:
    body = "\n".join(f"value v{n} = v{n - 1} + 1" for n in range(1, 5_000))
    decision = decide(f"{FACTS}\nvalue v0 = x\n{body}", "x 0.5")
    assert decision["v4999"].value == Decimal("4999.5")
    assert len(list(decision["v4999"].walk())) == 1 + 1 + 4_999 * 3
    assert decide(f"{FACTS}\nvalue v0 = x\n{body}")["v4999"].missing == {"x"}


def test_many_facts_in_one_group() -> None:
    names = [f"f{n}" for n in range(2_000)]
    facts = "\n".join(f'    {name} number from 0 to 1 "F"' for name in names)
    body = (
        f"facts each quarter\n{facts}\n\ngroup all_of_them = {', '.join(names)}\n"
        "value v = average of all_of_them\nvalue n = count of all_of_them which are > 0.5\n"
    )
    decision = decide(body)
    assert len(decision["v"].missing) == 2_000
    assert shown(decision["n"].value).startswith("not known: from 0 to 2000 (")


def test_a_step_holds_the_steps_it_came_from() -> None:
    decision = decide(f"{FACTS}\nvalue v = x + 1\nvalue w = v * v", "x 2")
    step = decision["w"]
    (product,) = step.inputs
    assert product.inputs == (decision["v"], decision["v"])  # one step, shared
    facts = [item for item in decision.trace() if isinstance(item.rule, Fact)]
    assert [item.rule.name.text for item in facts if isinstance(item.rule, Fact)] == ["x"]
    assert facts[0].detail is not None
    constants = [item.value for item in decision.trace() if isinstance(item.rule, Constant)]
    assert constants == [Decimal(1)]


def test_a_trace_has_each_step_once_and_its_inputs_before_it() -> None:
    decision = decide(f"{FACTS}\nvalue v = x + d\nvalue w = v * v + x", "x 2")
    seen: set[int] = set()
    for step in decision.trace():
        assert id(step) not in seen
        assert all(id(needed) in seen for needed in step.inputs)
        seen.add(id(step))


def test_facts_that_are_missing_are_named_in_the_order_they_are_read() -> None:
    decision = decide(f"{FACTS}\nvalue v = t + x\nvalue w = d", "d 1")
    assert decision.missing == ("t", "x")
    assert decision["v"].missing == {"t", "x"}


def test_a_great_many_doubtful_overrides_are_decided_in_time() -> None:
    labels = [f"l{n}" for n in range(30)]
    effects = ("no better than", "no worse than", "becomes")
    rules = "\n".join(
        f"    override o{n}_{m} {effect} {label} when x > {n}"
        for n, label in enumerate(labels)
        for m, effect in enumerate(effects)
    )
    text = (
        f"scale wide best to worst: {', '.join(labels)}\n{FACTS}\n"
        f"rating r: wide\n    l0 when d > 1\n    l29 otherwise\n{rules}\n"
    )
    step = decide(text)["r"]
    assert len(step.possible) == 30
    assert step.missing == {"x", "d"}
