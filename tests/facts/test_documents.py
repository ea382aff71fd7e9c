"""JSON and YAML, which have one shape."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from policy_dsl.facts import yaml_file
from policy_dsl.facts.document import Listing, Mapping, Node, Scalar
from policy_dsl.facts.json_file import parse_json
from policy_dsl.facts.read import read_facts
from policy_dsl.facts.records import Organisation
from policy_dsl.values.grades import Grade
from tests.facts.sample import Q1, SCORE, VOCABULARY, faults, places, read, write

YAML = """\
source: Board papers
grade: secondary
policy: sample.policy@2025
records:
  - organisation: R1
    name: One
    kind: Acute trust
    period: Q1 2025/26
    facts:
      plan: 2
      OF3: yes
      waits: ~
      note: "null"
      seen:
    published: {average: 2.30, OF10: 3.0}
national:
  - period: 2025-Q2
    facts: {cut_off: 2.05}
"""
JSON = """\
{"source": "Board papers", "grade": "secondary", "policy": "sample.policy",
 "records": [
  {"organisation": "R1", "name": "One", "kind": "Acute trust", "period": "Q1 2025/26",
   "facts": {
    "plan": 2,
    "OF3": true,
    "waits": null,
    "note": "nu\\u006cl"
   },
   "published": {"average": 2.30, "OF10": 3.0}}],
 "national": [{"period": "2025-Q2", "facts": {"cut_off": 2.05}}]}
"""
RECORD = "records:\n- organisation: R1\n  period: Q1 2025/26\n  facts:\n"


@pytest.fixture(params=["libyaml", "pure Python"])
def _both_loaders(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """libyaml is not built in everywhere."""
    if request.param != "libyaml":
        monkeypatch.setattr(yaml_file, "_LOADER", yaml.BaseLoader)


@pytest.mark.usefixtures("_both_loaders")
@pytest.mark.parametrize(
    ("name", "text", "line"), [("a.yaml", YAML, 11), ("a.yml", YAML, 11), ("a.json", JSON, 6)]
)
def test_a_document(tmp_path: Path, name: str, text: str, line: int) -> None:
    facts = read(write(tmp_path, name, text))
    (record,) = facts.records
    assert record.organisation == Organisation("R1", "One", "acute_trust")
    assert {key: fact.value for key, fact in record.facts.items()} == {
        "plan": SCORE.label("2"),
        "deficit": True,
        "note": "null",
    }
    deficit = record.facts["deficit"]
    assert (deficit.grade, deficit.source) == (Grade.SECONDARY, "Board papers")
    assert deficit.origin.line == line
    assert record.published["average"].written == "2.30"
    assert record.published["final"].value is SCORE.label("3")
    assert facts.national[Q1]["cut_off"].value == Decimal("2.05")


@pytest.mark.usefixtures("_both_loaders")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("facts-empty", "a.yaml")),
        ("# nothing\n", ("facts-empty", "a.yaml")),
        ("records: []\n", ("facts-empty", "a.yaml")),
        ("source: x\nrecords:\n", ("facts-empty", "a.yaml")),
        ("- a\n- b\n", ("facts-shape", "a.yaml:1")),
        ("records: 3\n", ("facts-shape", "a.yaml:1")),
        ("records:\n- 3\n", ("facts-shape", "a.yaml:2")),
        ("record: []\n", ("facts-shape", "a.yaml:1")),
        (RECORD + "    plan: 1\n  fact: {}\n", ("facts-shape", "a.yaml:6")),
        ("records:\n- period: Q1 2025/26\n  facts: {plan: 1}\n", ("facts-shape", "a.yaml:2")),
        ("records:\n- organisation: R1\n  facts: {plan: 1}\n", ("fact-period", "a.yaml:2")),
        ("records:\n- organisation: R1\n  period: Q1 2025/26\n", ("facts-shape", "a.yaml:2")),
        ("records:\n- organisation: R1\n  period: [1]\n  facts:\n", ("facts-shape", "a.yaml:3")),
        (
            "records:\n- organisation: []\n  period: 2025-Q2\n  facts:\n",
            ("facts-shape", "a.yaml:2"),
        ),
        (
            "records:\n- organisation: R1\n  period: 2025-06\n  facts:\n",
            ("fact-period", "a.yaml:3"),
        ),
        ("national:\n- period: 2025-Q2\n  facts: {plan: 1}\n", ("facts-organisation", "a.yaml:3")),
        ("grade: good\n" + RECORD, ("facts-shape", "a.yaml:1")),
        ("policy: other\n" + RECORD, ("facts-policy", "a.yaml:1")),
        ("source: [a]\n" + RECORD, ("facts-shape", "a.yaml:1")),
        (RECORD + "    - plan\n", ("facts-shape", "a.yaml:5")),
        (RECORD + "    plan: [1]\n", ("fact-type", "a.yaml:5")),
        (RECORD + "    plan: 7\n", ("fact-type", "a.yaml:5")),
        (RECORD + "    waits: 7\n", ("fact-range", "a.yaml:5")),
        (RECORD + "    plan: 1\n    OF2: 2\n", ("fact-twice", "a.yaml:6")),
        (RECORD + "    plan: 1\n    plan: 1\n", ("facts-duplicate-key", "a.yaml:6")),
        (RECORD + "    plan: &a 1\n", ("facts-yaml", "a.yaml:5")),
        (RECORD + "    plan: *a\n", ("facts-yaml", "a.yaml:5")),
        (RECORD + "    plan: !!int 1\n", ("facts-yaml", "a.yaml:5")),
        (RECORD + "    ? [a]\n    : 1\n", ("facts-yaml", "a.yaml:5")),
        (RECORD + "    plan: 1\n---\na: 1\n", ("facts-yaml", "a.yaml:6")),
        (RECORD + "   plan: 'x\n", ("facts-yaml", "a.yaml:6")),
        (RECORD + "\tplan: 1\n", ("facts-yaml", "a.yaml:5")),
        (RECORD + '    note: "\\ud800"\n', ("facts-yaml", "a.yaml:5")),
        (RECORD + "    note: " + "[" * 5000 + "\n", ("facts-too-deep", "a.yaml:5")),
        (RECORD + "    note: a\x07b\n", ("facts-yaml", "a.yaml:5")),
        (RECORD + "    note: a\0b\n", ("facts-nul", "a.yaml:5")),
        (RECORD.encode() + b"    note: \xa3\n", ("facts-not-utf8", "a.yaml:5")),
    ],
)
def test_mistakes_in_yaml(tmp_path: Path, text: str | bytes, expected: tuple[str, str]) -> None:
    assert faults(write(tmp_path, "a.yaml", text)) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" \n", ("facts-empty", "a.json")),
        ("{}", ("facts-empty", "a.json")),
        ("[1, 2]", ("facts-shape", "a.json:1")),
        ('{"records": [\n{"organisation": "R1"', ("facts-json", "a.json:2")),
        ('{"a": 1,\n}', ("facts-json", "a.json:2")),
        ('{"a" 1}', ("facts-json", "a.json:1")),
        ('{"records": []}\n{}', ("facts-json", "a.json:2")),
        ('{"a": NaN}', ("facts-json", "a.json:1")),
        ('{"a": 01}', ("facts-json", "a.json:1")),
        ('{"a": "x\ny"}', ("facts-json", "a.json:1")),
        ('{"a": "\\q"}', ("facts-json", "a.json:1")),
        ('{"a": "\\ud800"}', ("facts-json", "a.json:1")),
        ('{"a": 1,\n"a": 1}', ("facts-duplicate-key", "a.json:2")),
        ("[" * 100_000, ("facts-too-deep", "a.json:1")),
        ('{"records": "\0"}', ("facts-nul", "a.json:1")),
        (b'{"records": "\xa3"}', ("facts-not-utf8", "a.json:1")),
    ],
)
def test_mistakes_in_json(tmp_path: Path, text: str | bytes, expected: tuple[str, str]) -> None:
    assert faults(write(tmp_path, "a.json", text)) == [expected]


@pytest.mark.parametrize("number", ["1e3", "0.1E-5", "1" * 31])
def test_a_number_is_never_rounded_on_the_way(tmp_path: Path, number: str) -> None:
    record = {"organisation": "R1", "period": "Q1 2025/26", "facts": {"income": 0}}
    text = json.dumps({"records": [record]}, indent=1).replace('"income": 0', f'"income": {number}')
    assert faults(write(tmp_path, "a.json", text)) == [("fact-type", "a.json:7")]
    exact = text.replace(number, "0.10000000000000000000000000001")
    (found,) = read(write(tmp_path, "b.json", exact)).records
    assert str(found.facts["income"].value) == "0.10000000000000000000000000001"


def test_json_agrees_with_the_standard_library() -> None:
    text = json.dumps({"a": ['"\\/\b\u20ac\U0001f600', {}, [], {"b": None}], "": "true"})
    assert _plain(parse_json(text)) == json.loads(text)


def _plain(node: Node) -> object:
    match node:
        case Scalar(text):
            return text
        case Listing(items):
            return [_plain(item) for item in items]
        case Mapping(items):
            return {key: _plain(value) for key, value in items.items()}


def test_unknown_names_are_one_warning(tmp_path: Path) -> None:
    text = RECORD + "    plan: 1\n    wait: 2\n    colour: red\n"
    facts, (told,) = read_facts([write(tmp_path, "a.yaml", text)], VOCABULARY)
    assert facts is not None
    assert places([told]) == [("unknown-identifier", "a.yaml:6")]
    assert "`wait` (did you mean `waits`?), `colour`" in told.message


def test_a_fact_is_no_published_result(tmp_path: Path) -> None:
    text = RECORD + "    plan: 1\n  published: {waits: 2}\n"
    _, told = read_facts([write(tmp_path, "a.yaml", text)], VOCABULARY)
    assert places(told) == [("unknown-identifier", "a.yaml:6")]
