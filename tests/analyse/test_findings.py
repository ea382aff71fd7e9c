"""What there is too much of, and the findings as data."""

from __future__ import annotations

import re

import pytest

from policy_dsl.analyse import CODES, analyse, finding_to_json, results
from tests.analyse.small import LIBRARY, TABLE_8, found_in, only, policy_of


def test_what_is_too_much_to_look_at_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "WORK", 4_000)
    facts = "".join(f'    m{number} money "M"\n' for number in range(24))
    rows = "".join(
        f"    | m{number} | {3**number % 100003} | >= £{number} | otherwise |\n"
        for number in range(24)
    )
    body = (
        f"facts each quarter                                           [DOC]\n{facts}\n"
        "scorecard card: colour                                       [DOC]\n"
        "    points green 1, red 0\n"
        f"    | measure | weight | green | red |\n{rows}\n"
        "rating overall: colour                                       [DOC]\n"
        "    green when card.total > 1000\n    red otherwise\n"
    )
    codes = [code for code, _ in found_in(body)]
    assert codes == ["not-analysed"]


def test_a_finding_as_data() -> None:
    policy, one = only(TABLE_8.format("number"))
    data = finding_to_json(policy, one)
    assert data["code"] == "gap"
    assert data["possible"] is False
    given = [witness["given"] for witness in data["witnesses"]]  # type: ignore[attr-defined]
    assert given == [
        [{"periods_earlier": 0, "facts": {"service_score": "2.95"}}],
        [{"periods_earlier": 0, "facts": {"service_score": "3"}}],
    ]


def test_the_codes_are_those_of_the_page() -> None:
    page = (LIBRARY.parent / "docs/analysis.md").read_text("utf-8")
    table = page.partition("## The codes")[2].partition("##")[0]
    assert set(re.findall(r"`([a-z]+-?[a-z]+)`", table)) - {"becomes"} == CODES


def test_the_same_findings_as_diagnostics() -> None:
    policy = policy_of(TABLE_8.format("number"))
    assert [one.code for one in analyse(policy)] == ["gap"]
