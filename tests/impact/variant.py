"""The Oversight Framework of 2025/26 with five planted edits, those of ``brute_force.py``."""

import re
from pathlib import Path

from policy_dsl.check.policy import Policy
from policy_dsl.impact.switches import Switch
from policy_dsl.pipeline import check_file
from policy_dsl.source import render_all

POLICIES = Path(__file__).parents[2] / "policies"
EDITION = POLICIES / "nhs" / "oversight_framework" / "2025-26.policy"
FIGURES = "2025-26.national.yaml"

_EDITS = (
    ("    override financial no better than 3 when deficit\n", ""),
    ("finance       = combined_finance, relative_cost", "finance = plan, variance, relative_cost"),
    ("2 when average_score <= segment_2_up_to", "2 when average_score <= segment_2_up_to - 0.05"),
)
_FIGURES = (
    ("segment_2_up_to: 2.325", "segment_2_up_to: 2.29"),
    (
        "segment_1_up_to: 2.065, segment_2_up_to: 2.345",
        "segment_1_up_to: 2.1, segment_2_up_to: 2.345",
    ),
)
_EXAMPLE = re.compile(r"^example [^\n]*\n(?:[ \t]+[^\n]*\n)*", re.MULTILINE)


def policy(path: Path) -> Policy:
    """A policy file in which nothing is wrong."""
    found, said = check_file(path, POLICIES)
    assert found is not None, render_all(said)
    return found


def write_variant(folder: Path) -> Path:
    """The planted variant, without the examples, which speak of the edition as it is."""
    text = _EXAMPLE.sub("", EDITION.read_text("utf-8"))
    figures = EDITION.with_name(FIGURES).read_text("utf-8")
    for old, new in _EDITS:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    for old, new in _FIGURES:
        assert figures.count(old) == 1, old
        figures = figures.replace(old, new)
    path = folder / EDITION.name
    path.write_text(text, "utf-8")
    (folder / FIGURES).write_text(figures, "utf-8")
    return path


def planted_name(switch: Switch) -> str:
    """Which of the planted edits a switch is."""
    if switch.figure is not None:
        return {"Q1 2025/26": "figure_q1", "Q2 2025/26": "figure_q2"}[str(switch.figure.period)]
    (change,) = switch.changes
    words = {"override financial": "override", "combined_finance": "finance", "- 0.05": "second"}
    (found,) = [name for word, name in words.items() if word in change.sentence]
    return found
