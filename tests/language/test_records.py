"""Records and lists: their declaration, and reading them from files and programs."""

from datetime import date
from pathlib import Path

import pytest

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import OfItem
from policy_dsl.facts.given import GivenFactError
from policy_dsl.facts.read import read_facts, record_of
from policy_dsl.facts.records import Fact
from policy_dsl.source import Diagnostic
from policy_dsl.syntax.records import Field, RecordDeclaration
from policy_dsl.values.absence import NOTHING, NotKnown
from policy_dsl.values.types import Items
from tests.language.cases import codes, decide, policy_of

BODY = """
scale severity best to worst: minor, major
record warning_notice
    regulation text            "The regulation that is breached"
    issued     date
    lifted     date or nothing
    gravity    severity

facts each quarter
    notices list of warning_notice "Warning notices" from NOT1
    beds    count                  "Beds"

value n = count of notices where lifted is nothing
"""
YAML = """records:
  - organisation: RXX
    period: Q1 2008/09
    kind: acute_trust
    facts:
      beds: 3
      notices:
        - {regulation: 12, issued: 2008-05-01, lifted: nothing}
        - regulation: "17"
          issued: 2008-06-01
          lifted: 2008-06-20
          gravity: Major
"""
JSON = """{"records": [{"organisation": "RXX", "period": "Q1 2008/09", "kind": "acute_trust",
 "facts": {"beds": 3, "NOT1": [
  {"regulation": 12, "issued": "2008-05-01", "lifted": "nothing", "gravity": null},
  {"regulation": "17", "issued": "2008-06-01", "lifted": "2008-06-20", "gravity": "major"}]}}]}
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policy_of(BODY)


def read(policy: Policy, path: Path, text: str) -> tuple[Fact | None, list[Diagnostic]]:
    """The list of a file, and what is said of the file."""
    path.write_text(text)
    facts, said = read_facts([path], policy.vocabulary)
    return (facts.records[0].facts["notices"] if facts else None), list(said)


def values(fact: Fact) -> list[dict[str, object]]:
    """The records of a list as mappings."""
    assert isinstance(fact.value, Items)
    return [dict(item.fields) for item in fact.value.items]


@pytest.mark.parametrize(("name", "text"), [("facts.yaml", YAML), ("facts.json", JSON)])
def test_a_list_is_read_from_a_file(policy: Policy, tmp_path: Path, name: str, text: str) -> None:
    fact, said = read(policy, tmp_path / name, text)
    assert not said
    assert fact is not None
    first, second = values(fact)
    assert first["regulation"] == "12"
    assert first["issued"] == date(2008, 5, 1)
    assert first["lifted"] is NOTHING
    assert isinstance(first["gravity"], NotKnown)
    assert first["gravity"].missing == {"notices.gravity"}
    assert str(second["gravity"]) == "major"


def test_every_field_knows_its_line(policy: Policy, tmp_path: Path) -> None:
    fact, _ = read(policy, tmp_path / "facts.yaml", YAML)
    assert fact is not None
    assert [item.origin.line for item in fact.items] == [8, 9]
    assert fact.items[1].fields["lifted"].origin.line == 11


def test_a_program_gives_the_same(policy: Policy, tmp_path: Path) -> None:
    fact, _ = read(policy, tmp_path / "facts.yaml", YAML)
    given = [
        {"regulation": "12", "issued": date(2008, 5, 1), "lifted": NOTHING},
        {"regulation": "17", "issued": "2008-06-01", "lifted": "2008-06-20", "gravity": "major"},
    ]
    record = record_of("RXX", "Q1 2008/09", {"notices": given}, policy.vocabulary)
    assert fact is not None
    assert record.facts["notices"].value == fact.value


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([{"regulatoin": "12"}], "unknown-field"),
        ([{"issued": "yesterday"}], "fact-type"),
        ([{"gravity": "dire"}], "fact-type"),
        (["12"], "fact-type"),
        ("12", "fact-type"),
        (3, "fact-type"),
    ],
)
def test_what_a_program_may_not_give(policy: Policy, given: object, code: str) -> None:
    with pytest.raises(GivenFactError) as caught:
        record_of("RXX", "Q1 2008/09", {"notices": given}, policy.vocabulary)
    assert caught.value.code == code


def test_no_list_and_an_empty_list_are_two_things(policy: Policy) -> None:
    assert decide(policy, {"notices": []})["n"].value == 0
    assert not decide(policy, {"notices": None})["n"].known
    assert not decide(policy)["n"].known


@pytest.mark.parametrize(
    ("notices", "code", "line"),
    [
        ("[{regulation: 12, issud: 2008-05-01}]", "unknown-field", 4),
        ("[{issued: 2008-02-30}]", "fact-type", 4),
        ("[{lifted: [2008-02-28]}]", "fact-type", 4),
        ("[12]", "fact-type", 4),
        ("12", "fact-type", 4),
        ("{regulation: 12}", "fact-type", 4),
    ],
)
def test_mistakes_in_a_file(
    policy: Policy, tmp_path: Path, notices: str, code: str, line: int
) -> None:
    path = tmp_path / "facts.yaml"
    text = (
        "records:\n  - organisation: R\n    period: Q1 2008/09\n"
        f"    facts: {{notices: {notices}}}\n"
    )
    fact, said = read(policy, path, text)
    assert fact is None
    assert [(item.code, item.path) for item in said] == [(code, f"{path}:{line}")]


def test_a_cell_of_a_table_holds_no_list(policy: Policy, tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text("organisation,period,notices\nR,Q1 2008/09,12\n")
    facts, said = read_facts([path], policy.vocabulary)
    assert facts is None
    assert [item.code for item in said] == ["fact-type"]


def test_a_list_given_for_a_number_is_a_mistake(policy: Policy, tmp_path: Path) -> None:
    fact, said = read(policy, tmp_path / "facts.yaml", YAML.replace("beds: 3", "beds: [3]"))
    assert fact is None
    assert [item.code for item in said] == ["fact-type"]


def test_the_trace_goes_down_to_the_fields(policy: Policy) -> None:
    decision = decide(policy, {"notices": [{"lifted": "nothing"}, {"lifted": "2008-06-01"}]})
    records = [step for step in decision.trace() if isinstance(step.rule, RecordDeclaration)]
    assert [step.detail for step in records] == [OfItem(0), OfItem(1)]
    fields = {step.rule.name.text for step in records[0].inputs if isinstance(step.rule, Field)}
    assert fields == {"regulation", "issued", "lifted", "gravity"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("record r\n    a text\n    a date\n", ["duplicate-name"]),
        ("record r\n    a txet\n", ["unknown-type"]),
        ("record r\n    a text\nrecord q\n    b r\n", ["type"]),
        ("record r\n    a text\nrecord q\n    b list of r\n", ["type"]),
        ("record r\n    a text\nrecord r\n    b text\n", ["duplicate-name"]),
        ('facts each quarter\n    a list of notice "A"\n', ["unknown-type"]),
        ('facts each quarter\n    a list of date "A"\n', ["type"]),
        ('record r\n    a text\nfacts each quarter\n    x r "X"\n', ["unknown-type"]),
        (
            'record r\n    a text\nfacts each quarter\n    x list of r to 2 places "X"\n',
            ["precision"],
        ),
    ],
)
def test_mistakes(body: str, expected: list[str]) -> None:
    assert codes(body) == expected
