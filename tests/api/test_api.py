"""The few names of the package, as a notebook user meets them."""

import subprocess
import sys
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import policy_dsl
from policy_dsl import (
    FactsError,
    PolicyError,
    PolicyWarning,
    check,
    decide,
    explain,
    list_editions,
    load,
    read_facts,
    record,
    reproduce,
)

EXAMPLE = Path(__file__).resolve().parents[1] / "cli" / "files"
LIBRARY = EXAMPLE / "library"
WARDS = EXAMPLE / "wards.csv"


# ---- the names -----------------------------------------------------------------------------------


def test_the_names_are_sorted_and_few() -> None:
    names = policy_dsl.__all__

    assert names == sorted(names)
    assert 20 <= len(names) <= 30
    assert dir(policy_dsl) == names


@pytest.mark.parametrize("name", policy_dsl.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    found = getattr(policy_dsl, name)

    assert not isinstance(found, ModuleType)
    assert name == "__version__" or found.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'descide'"):
        _ = policy_dsl.descide


@pytest.mark.parametrize("name", ["check", "explain", "reproduce"])
def test_a_folder_does_not_hide_the_function_of_its_name(name: str) -> None:
    code = (
        f"import policy_dsl.{name}, policy_dsl.pipeline, policy_dsl.explain.explanation, types\n"
        f"from policy_dsl import {name}\n"
        f"assert isinstance({name}, types.FunctionType), {name}\n"
        f"assert policy_dsl.{name} is {name}"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=EXAMPLE.parents[2])

    assert done.returncode == 0
    assert isinstance(import_module(f"policy_dsl.{name}"), ModuleType)


def test_importing_the_package_imports_nothing_else() -> None:
    # An editable install imports a finder of its own before anything of ours is asked for.
    code = (
        "import sys; before = set(sys.modules); import policy_dsl;"
        "print(*(set(sys.modules) - before))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=EXAMPLE.parents[2],
    )

    modules = set(done.stdout.split())
    assert not modules & {"attrs", "lark", "typing", "importlib.util", "click", "yaml"}
    assert {name for name in modules if name.startswith("policy_dsl")} == {
        "policy_dsl",
        "policy_dsl._version",
    }


# ---- policies ------------------------------------------------------------------------------------


def test_the_library_lists_its_editions() -> None:
    found = list_editions(LIBRARY)

    assert [(edition.name, edition.version) for edition in found] == [
        ("example.wards", "2025"),
        ("example.wards", "2026"),
    ]
    assert found[0].heading.title == "Ward ratings, an example"


def test_what_cannot_be_listed_is_warned_of() -> None:
    with pytest.warns(PolicyWarning, match="does not have a line") as said:
        found = list_editions(EXAMPLE / "broken")

    assert [edition.name for edition in found] == ["example.mistakes"]
    assert said[0].filename == __file__
    with pytest.raises(PolicyError, match="there is no library in"):
        list_editions(EXAMPLE / "nowhere")


def test_a_policy_by_name_version_day_or_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_LIBRARY", str(LIBRARY))

    assert [policy.version for policy in load("example.wards").policies] == ["2025", "2026"]
    assert load("example.wards@2026").pinned
    assert str(load("example.wards", as_of="2026-05-01").as_of) == "2026-05-01"
    path = LIBRARY / "example" / "wards" / "2025.policy"
    assert load(path).latest.edition == load(str(path)).latest.edition == "example.wards@2025"
    monkeypatch.chdir(path.parent)
    assert load(Path("2025.policy")).name == "example.wards"


def test_a_policy_error_shows_itself() -> None:
    with pytest.raises(PolicyError) as raised:
        load("example.ward", library=LIBRARY)

    assert [one.code for one in raised.value.diagnostics] == ["unknown-policy"]
    assert "did you mean `example.wards`?" in str(raised.value)


def test_check_tells_every_mistake() -> None:
    said = check(EXAMPLE / "broken" / "mistakes.policy")

    assert [one.code for one in said] == ["unknown-name", "order", "unknown-label"]
    assert check(LIBRARY / "example" / "wards" / "2025.policy") == ()


# ---- facts and decisions -------------------------------------------------------------------------


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
        decide(policy, facts, **given)
    assert said in str(raised.value)


def test_a_period_of_another_kind_is_a_value_error() -> None:
    policy = load("example.wards", library=LIBRARY)

    with pytest.raises(ValueError, match="is a date, where a quarter"):
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
    assert len(facts.records) == 1
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
