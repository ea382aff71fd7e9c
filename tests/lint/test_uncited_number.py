"""Figures in rules that cite nothing."""

from __future__ import annotations

from tests.lint.reading import page, told

BAD, GOOD = page("uncited-number")


def test_the_first_figure_is_pointed_at() -> None:
    assert told(BAD) == [("uncited-number", 14, "95%")]


def test_a_citation_of_the_line_covers_it() -> None:
    text = BAD.replace("waits >= 95%", "waits >= 95%  [WG 2]")
    assert told(text) == [("uncited-number", 15, "90%")]
    assert told(text.replace("waits >= 90%", "waits >= 90%  [WG 2]")) == []


def test_nothing_is_asked_of_a_policy_without_sources() -> None:
    lines = [line for line in BAD.splitlines() if not line.startswith("source")]
    text = "\n".join(line.partition("  [WG")[0] for line in lines)
    assert told(f"{text}\n") == []
