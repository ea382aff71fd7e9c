"""Small policies read for their findings."""

from __future__ import annotations

from policy_dsl.check.policy import Policy
from policy_dsl.findings import ANALYSIS_CODES, Findings, findings
from policy_dsl.pipeline import check_text
from policy_dsl.source import Diagnostic, SourceText, render_all
from tests.docs.documents import ROOT, blocks_of

PAGES = ROOT / "docs" / "lint"


def policy_of(text: str) -> Policy:
    policy, said = check_text(SourceText("sample.policy", text))
    assert policy is not None, render_all(said)
    assert not said, render_all(said)
    return policy


def found(text: str) -> Findings:
    return findings(policy_of(text))


def told(text: str) -> list[tuple[str, int, str]]:
    """What is found in how a text is written: code, line, and the words that are pointed at."""
    said = found(text).said
    return [place_of(item) for item in said if item.code not in ANALYSIS_CODES]


def place_of(item: Diagnostic) -> tuple[str, int, str]:
    assert item.source is not None
    span = item.labels[0].span
    words = item.source.text[span.start : span.end]
    return item.code, item.source.position(span.start).line, words


def page(code: str) -> tuple[str, str]:
    """The bad and the good example on the page of a rule."""
    bad, good = (b.text for b in blocks_of(PAGES / f"{code}.md") if b.language == "policy")
    return bad, good
