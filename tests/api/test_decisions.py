"""From facts to decisions and their reasons."""

from decimal import Decimal
from pathlib import Path

import pytest

from policy_dsl import (
    FactsError,
    PolicyError,
    PolicyWarning,
    decide,
    explain,
    load,
    read_facts,
    record,
    reproduce,
)

EXAMPLE = Path(__file__).resolve().parents[1] / "cli" / "files"
LIBRARY = EXAMPLE / "library"
WARDS = EXAMPLE / "wards.csv"


def test_from_a_file_to_a_decision_and_its_reasons() -> None:
    policy = load("example.wards", library=LIBRARY)
    facts = read_facts(policy, WARDS)

    (decision,) = decide(policy, facts, organisation="A1", period="Q2 2025/26")

    assert str(decision.ratings["overall"]) == "amber"
    explanation = explain(decision, "overall")
    assert "override shut" in str(explanation)
    assert "<" in explanation._repr_html_()
    assert len(decide(policy, facts)) == 4
    assert len(decide(policy, facts, ["A1", "B2"], ["Q1 2025/26"])) == 2


def test_what_a_prompt_shows_is_short() -> None:
    policy = load("nhs.oversight_framework@2025-26", library=EXAMPLE.parents[2] / "policies")
    facts = read_facts(policy, EXAMPLE.parents[2] / "docs" / "examples" / "oversight.yaml")
    decision, *_ = decide(policy, facts, "RXG", "Q1 2025/26")
    assert repr(decision) == (
        "<Decision RXG in Q1 2025/26 by nhs.oversight_framework@2025-26: "
        "delivery 1, adjusted 3, final 3>"
    )
    assert repr(decision["final"].inputs) == "(<Step adjusted: 3>, <Step recovery: False>)"
    assert max(len(repr(one)) for one in reproduce(policy, facts)) < 1000


def test_each_period_is_decided_by_its_own_edition() -> None:
    policy = load("example.wards", library=LIBRARY)
    facts = read_facts(policy, WARDS, EXAMPLE / "settled.yaml")

    decisions = decide(policy, facts, "C3")

    assert [(one.policy.version, str(one.ratings["safety"])) for one in decisions] == [
        ("2025", "green"),
        ("2026", "amber"),
    ]
    (latest,) = decide(policy.latest, read_facts(policy.latest, WARDS), "A1", "Q1 2025/26")
    assert str(latest.ratings["safety"]) == "amber"


def test_plain_values_make_facts() -> None:
    policy = load("example.wards", library=LIBRARY)
    plain = {"falls": Decimal("2.5"), "W2": True, "W9": "amber"}
    facts = record(policy, "A1", "Q1 2025/26", plain, name="Ash", kind="Ward")

    (decision,) = decide(policy, facts)

    assert decision.organisation.name == "Ash"
    assert str(decision.ratings["overall"]) == "amber"
    (comparison,) = reproduce(policy, facts)
    assert comparison.verdict.value == "agrees"


def test_national_figures_are_supplied_and_may_be_overridden() -> None:
    policy = load("nhs.oversight_framework@2025-26", library=EXAMPLE.parents[2] / "policies")
    supplied = record(policy, "RXG", "Q1 2025/26", {"deficit": False})
    own = record(policy, "RXG", "Q1 2025/26", {}, national={"segment_1_up_to": 3.5})

    (figures,) = supplied.national.values()
    assert set(figures) == {"segment_1_up_to", "segment_2_up_to", "segment_3_up_to"}
    assert own.national[own.periods[0]]["segment_1_up_to"].value == Decimal("3.5")
    with pytest.raises(ValueError, match="`plan` is no national fact"):
        record(policy, "RXG", "Q1 2025/26", {}, national={"plan": 1})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"organisation": "A11"}, "did you mean `A1`, Ash?"),
        ({"organisation": "birch"}, "did you mean `B2`"),
        ({"period": "Q4 2025/26"}, "they are of Q1 2025/26 and Q2 2025/26"),
    ],
)
def test_what_the_facts_do_not_hold(given: dict[str, str], said: str) -> None:
    policy = load("example.wards", library=LIBRARY)
    facts = read_facts(policy, WARDS)

    with pytest.raises(FactsError) as raised:
        decide(policy, facts, given.get("organisation"), given.get("period"))
    assert said in str(raised.value)


def test_a_period_of_another_kind_is_a_value_error() -> None:
    policy = load("example.wards", library=LIBRARY)

    with pytest.raises(ValueError, match="is a date, not a quarter; write"):
        decide(policy, read_facts(policy, WARDS), period="2025-06-30")


def test_facts_with_mistakes() -> None:
    policy = load("example.wards", library=LIBRARY)

    with pytest.raises(FactsError, match="where yes or no is wanted"):
        read_facts(policy, EXAMPLE / "wrong.csv")
    with pytest.warns(PolicyWarning, match="did you mean `falls`"):
        read_facts(policy, EXAMPLE / "misspelt.csv")
    with pytest.raises(ValueError, match="`falls`"):
        record(policy, "A1", "Q1 2025/26", {"falls": "many"})


def test_periods_without_an_edition() -> None:
    policy = load("example.wards", library=LIBRARY)

    with pytest.warns(PolicyWarning, match="no edition of example.wards was in force"):
        facts = read_facts(policy, EXAMPLE / "late.csv")
    assert [str(one.period) for one in decide(policy, facts)] == ["Q1 2025/26"]
    with pytest.raises(FactsError, match="nothing is decided about Q4 2024/25"):
        decide(policy, facts, period="Q4 2024/25")
    with pytest.raises(PolicyError, match="was in force on 2025-03-31"):
        record(policy, "A1", "Q4 2024/25", {})
    pinned = load("example.wards@2026", library=LIBRARY)
    with pytest.raises(FactsError, match="nothing is decided about Q4 2024/25"):
        decide(policy, read_facts(pinned, EXAMPLE / "late.csv"), "D4", "Q4 2024/25")


def test_facts_of_another_loading_are_refused_not_misread() -> None:
    """A label is one object: that of a policy loaded before would match no case of this one."""
    library = EXAMPLE.parents[2] / "policies"
    example = EXAMPLE.parents[2] / "docs" / "examples" / "oversight.yaml"
    facts = read_facts(load("nhs.oversight_framework", library=library), example)

    with pytest.raises(ValueError, match="read them again"):
        decide(load("nhs.oversight_framework", library=library), facts)
    wards = load("example.wards", library=LIBRARY)
    with pytest.raises(ValueError, match="read them again"):
        decide(wards, facts)
