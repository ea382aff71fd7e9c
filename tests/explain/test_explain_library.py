"""Every example of the library holds, and is explained in every form: of many alike, some."""

from pathlib import Path

import pytest

from policy_dsl.explain.explanation import explain
from policy_dsl.pipeline import check_file
from policy_dsl.source import display_width, render_all
from policy_dsl.testing import run_examples
from tests.schemas import objections

from .recompute import disagreements
from .test_explain_text import balanced

LIBRARY = Path(__file__).parents[2] / "policies"
FILES = sorted(LIBRARY.rglob("*.policy"))

# Explaining takes a hundred times as long as deciding.  Published cases come first in a file; what
# follows goes threshold by threshold, and one is explained like the next.
FIRST = 4
EVERY = 16


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_examples_are_explained(path: Path) -> None:
    policy, said = check_file(path, LIBRARY)
    assert policy is not None, render_all(said)
    for number, outcome in enumerate(run_examples(policy)):
        assert outcome.failures == (), outcome.example.title
        if number >= FIRST and number % EVERY:
            continue
        explanation = explain(outcome.decision)
        text = explanation.text()
        assert all(display_width(line) <= 100 for line in text.split("\n"))
        assert "not known: not known" not in text
        assert explanation.markdown()
        assert balanced(explanation.html())
        data = explanation.data()
        assert list(disagreements(data)) == [], outcome.example.title
        assert objections("decision-1", data) == []
