"""Explanations as they are read, word for word.

After an intended change of wording run the tests once with UPDATE_GOLDEN=1 and read the difference
that version control shows.
"""

import os
from pathlib import Path

import pytest

from policy_dsl.explain.explanation import Explanation, explain
from policy_dsl.facts.records import Organisation

from .demo import decide

GOLDEN = Path(__file__).parent / "golden"

CASES = {
    "settled": explain(decide()),
    "missing_but_settled": explain(decide({"safe": None, "first": None, "grave": None})),
    "waits_for_a_fact": explain(decide({"late": None, "opened": "2005-05-05"})),
    "gap": explain(decide({"wait": "22"}), "level"),
    "zero_denominator": explain(decide({"income": "0", "late": "yes"})),
    "does_not_apply": explain(decide(organisation=Organisation("C1", "A Clinic", "clinic"))),
    "chosen_by_name": explain(decide({"margin": "1"}, period="Q1 2030/31"), "poor"),
    "table": explain(decide(), "step"),
}


@pytest.mark.parametrize("name", CASES)
def test_text(name: str) -> None:
    compare(f"{name}.txt", CASES[name].text() + "\n")


def test_narrow_text() -> None:
    compare("settled_60.txt", CASES["settled"].text(60) + "\n")


def test_markdown() -> None:
    compare("settled.md", CASES["settled"].markdown())


def test_html() -> None:
    compare("settled.html", CASES["settled"].html())


def test_json() -> None:
    compare("settled.json", CASES["settled"].to_json() + "\n")


def compare(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"run with UPDATE_GOLDEN=1 to accept {name}"


def test_every_golden_file_is_compared() -> None:
    whole = {f"{name}.txt" for name in CASES}
    others = {"settled_60.txt", "settled.md", "settled.html", "settled.json"}
    assert {path.name for path in GOLDEN.iterdir()} == whole | others


def test_str_and_notebook_show_the_same_explanation() -> None:
    explanation = CASES["settled"]
    assert isinstance(explanation, Explanation)
    assert str(explanation) == explanation.text()
    assert explanation._repr_html_() == explanation.html()
