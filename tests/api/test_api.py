"""The few names of the package, as a notebook user meets them."""

import re
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
    run_examples,
)
from policy_dsl.pipeline import read_cases
from policy_dsl.values.grades import Grade

EXAMPLE = Path(__file__).resolve().parents[1] / "cli" / "files"
LIBRARY = EXAMPLE / "library"
WARDS = EXAMPLE / "wards.csv"
SECOND = EXAMPLE / "second"
TRUSTS = EXAMPLE / "trusts.csv"


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
        decide(policy, facts, given.get("organisation"), given.get("period"))
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


# ---- what a reader chooses, and what rules look back at ------------------------------------------


def test_rules_see_the_quarters_that_are_not_asked_for() -> None:
    policy = load("example.trusts", library=SECOND)
    facts = read_facts(policy, TRUSTS)

    (decision,) = decide(policy, facts, "T1", "Q4 2025/26")
    assert str(decision.ratings["overall"]) == "red"
    assert [one.name for one in decision.triggers if one.step.value is True] == ["review"]
    (alone,) = decide(policy, facts.select(["T1"], [decision.period]))
    assert alone["overall"].missing == {"every fact in Q3 2025/26", "every fact in Q2 2025/26"}


TWO_EDITIONS = """policy example.two version {version}
    title    "Two editions"
    in force {dates}
    rates    trust each quarter

scale colour best to worst: green, amber, red

facts each quarter
    {facts}

rating overall: colour
    {cases}
    green otherwise
"""
FALLS = 'falls number "Falls"'
THREE_POOR = "red when (waits < 90%) for 3 consecutive quarters"


@pytest.fixture
def two_editions(tmp_path: Path) -> Path:
    """A library of a policy whose second edition asks for what the first did not know."""
    for version, dates, facts, cases in (
        ("1", "2025-07-01 to 2025-09-30", FALLS, "red when falls > 3"),
        ("2", "from 2025-10-01", f'{FALLS}\n    waits percent "Seen in time"', THREE_POOR),
    ):
        text = TWO_EDITIONS.format(version=version, dates=dates, facts=facts, cases=cases)
        (tmp_path / f"{version}.policy").write_text(text, encoding="utf-8")
    (tmp_path / "facts.csv").write_text(
        "organisation,period,falls,waits\n"
        "T1,Q1 2025/26,1,80%\nT1,Q2 2025/26,2,81%\nT1,Q3 2025/26,3,82%\nT1,Q4 2025/26,4,83%\n",
        encoding="utf-8",
    )
    return tmp_path


def test_rules_look_back_past_their_own_edition(two_editions: Path) -> None:
    """As they do on the command line: at an edition that did not know the fact, and at none."""
    policy = load("example.two", library=two_editions)
    with pytest.warns(PolicyWarning, match="nothing is decided about Q1 2025/26"):
        facts = read_facts(policy, two_editions / "facts.csv")

    decisions = decide(policy, facts)

    ratings = [(str(one.period), str(one.ratings["overall"])) for one in decisions]
    assert ratings == [("Q2 2025/26", "green"), ("Q3 2025/26", "red"), ("Q4 2025/26", "red")]
    cases, _ = read_cases(policy, [two_editions / "facts.csv"])
    assert cases is not None
    assert ratings == [
        (str(case.record.period), str(case.decide().ratings["overall"])) for case in cases
    ]


def test_another_reading_of_an_open_point() -> None:
    policy = load("example.trusts", library=SECOND)
    facts = read_facts(policy, TRUSTS)
    when = ("T2", "Q3 2025/26")

    (as_read,) = decide(policy, facts, *when)
    assert str(as_read.ratings["overall"]) == "red"
    for reading in ("85", "85%", 85, 85.0, Decimal("85.0")):
        (decision,) = decide(policy, facts, *when, interpretations={"red_below": reading})
        assert str(decision.ratings["overall"]) == "amber"
    other = {"red_below": 85, "breaches_allowed": 1}
    (comparison,) = reproduce(policy, facts, *when, interpretations=other)
    assert comparison.verdict.value == "agrees"


def test_only_evidence_of_a_grade() -> None:
    policy = load("example.trusts", library=SECOND)
    facts = read_facts(policy, TRUSTS)

    for grade in ("published", Grade.PUBLISHED):
        (decision,) = decide(policy, facts, "T1", "Q3 2025/26", min_grade=grade)
        assert not decision["access"].known
        assert decision.min_grade is Grade.PUBLISHED


@pytest.mark.parametrize(
    ("interpretations", "grade", "said"),
    [
        ({"red_belw": 85}, None, "did you mean `red_below`?"),
        ({"red_below": True}, None, "`yes` is no reading of `red_below`"),
        ({}, "best", "the grades are published, secondary"),
    ],
)
def test_choices_there_are_not(
    interpretations: dict[str, object], grade: str | None, said: str
) -> None:
    policy = load("example.trusts", library=SECOND)
    facts = read_facts(policy, TRUSTS)

    with pytest.raises(ValueError, match=re.escape(said)):
        decide(policy, facts, interpretations=interpretations, min_grade=grade)


def test_the_examples_of_a_policy_are_run() -> None:
    outcomes = run_examples(load(EXAMPLE / "drafts" / "trusts.policy"))

    assert [one.passed for one in outcomes] == [True, False, True, False]
    assert outcomes[3].failures == (
        "access: expected amber, got green",
        "    the case that holds (trusts.policy:17): green otherwise",
    )
    (latest,) = load("example.trusts", library=SECOND).policies
    assert all(one.passed for one in run_examples(latest))
