"""Faults planted in the library's own policies, each caught with its code, at its place.

A fault is an edit: what stood there, what stands there now, the code, and the words that are
pointed at.  What stands in the library gives nothing.
"""

# ruff: noqa: E501 - a fault is a line

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import pytest

from policy_dsl.findings import ANALYSIS_CODES, CODES, findings
from policy_dsl.lint.allow import CODES as ALLOW_CODES
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText
from tests.docs.documents import ROOT
from tests.lint.reading import place_of

LIBRARY = ROOT / "policies"
EDITIONS = sorted(str(p.relative_to(LIBRARY).with_suffix("")) for p in LIBRARY.rglob("*.policy"))

RAF = "monitor/risk_assessment_framework/2015"
RAF_13 = "monitor/risk_assessment_framework/2013"
SOF = "nhs/single_oversight_framework/2016"
CQC = "cqc/ratings/2018"
NOF = "nhs/oversight_framework/2025-26"
REGIME = "nhs/performance_regime/2008"
COMPLIANCE = "monitor/compliance_framework/2008-09"
PERFORMANCE = "nhs/performance_framework/2012-13"
SYSTEM = "nhs/system_oversight_framework/2021-22"

FAULTS: list[tuple[str, str, str, str, str]] = [
    # A name that stands for nothing.
    (RAF, "concern_found\n    no_evident", "concern_fund\n    no_evident", "unknown-name", "concern_fund"),
    (SOF, "total is not_agreed and planned_surplus <", "total is not_agreed and planned_surpluss <", "unknown-name", "planned_surpluss"),
    (NOF, "<= segment_2_up_to", "<= segment_2_upto", "unknown-name", "segment_2_upto"),
    # A label that its scale does not have.
    (RAF, "    under_review        when", "    in_review           when", "unknown-label", "in_review"),
    (CQC, "are outstanding          [UOR]", "are outstandin           [UOR]", "unknown-label", "outstandin"),
    (NOF, "recovery becomes 5", "recovery becomes 6", "unknown-label", "6"),
    # A source that is not declared.
    (RAF, "sustainability: sustainability_rating                               [REC]", "sustainability: sustainability_rating                               [RECALL]", "unknown-source", "[RECALL]"),
    (CQC, "when rated_improvement >= 2                          [CAP]", "when rated_improvement >= 2                          [CAPS]", "unknown-source", "[CAPS]"),
    (NOF, "rating delivery: segment                                                      [MM step 2]", "rating delivery: segment                                                      [MN step 2]", "unknown-source", "[MN step 2]"),
    # Units that do not meet.
    (SOF, "planned_surplus < £0 ", "planned_surplus < 0 ", "unit", "planned_surplus < 0"),
    (RAF, "access_points >= 4", "access_points >= 4%", "unit", "access_points >= 4%"),
    (CQC, "when six_improvement >= 3 ", "when six_improvement >= 3% ", "unit", "six_improvement >= 3%"),
    # A fact that no rule reads.
    (RAF, '    action_taken       yes_or_no', '    notice_given       yes_or_no "Notice was given"\n    action_taken       yes_or_no', "unused-fact", "notice_given"),
    (SOF, "    agency          percent ", '    locums          percent       "Spending on locums"\n    agency          percent ', "unused-fact", "locums"),
    (NOF, "    deficit              yes_or_no ", '    surplus              yes_or_no                      "Reports a surplus"\n    deficit              yes_or_no ', "unused-fact", "surplus"),
    (REGIME, "    below_thresholds    yes_or_no ", '    above_thresholds    yes_or_no       "Above"\n    below_thresholds    yes_or_no ', "unused-fact", "above_thresholds"),
    # A value that nothing reads.
    (RAF, "# 2* is a remark", "value halved = average_given / 2                                              [HFMA]\n\n# 2* is a remark", "unused-value", "halved"),
    (CQC, "value six_outstanding", "value six_good = count of six_questions which are good                        [UOR]\nvalue six_outstanding", "unused-value", "six_good"),
    (NOF, "# What the manual's example", "value most_of_scores = highest of all_metrics leaving out missing             [FIT]\n\n# What the manual's example", "unused-value", "most_of_scores"),
    # A group that nothing reads.
    (NOF, "group people ", "group spare         = sickness, plan                                          [MHC]\ngroup people ", "unused-group", "spare"),
    (CQC, "value six_outstanding", "group five_again = safe, effective                                          [UOR]\nvalue six_outstanding", "unused-group", "five_again"),
    (RAF, "# 2* is a remark", "group measures = liquidity, average_given                                    [HFMA]\n\n# 2* is a remark", "unused-group", "measures"),
    # An open point that no rule turns on.
    (CQC, "value six_outstanding", 'interpretation questions = five or six                                        [UOR]\n    "Nothing says whether the use of resources counts."\n\nvalue six_outstanding', "unused-interpretation", "questions"),
    (RAF, "# 2* is a remark", 'interpretation from_points = 4 or 5                                           [REC]\n    "The points are given in two ways."\n\n# 2* is a remark', "unused-interpretation", "from_points"),
    (SYSTEM, "interpretation sustained", 'interpretation whose_plan = own or agreed                                      [COMM]\n    "Nothing says whose plan is meant."\n\ninterpretation sustained', "unused-interpretation", "whose_plan"),
    # A source that nothing cites.
    (RAF, "source OWN ", 'source OLD secondary "Notes of a board"\nsource OWN ', "unused-source", "OLD"),
    (CQC, "source OWN ", 'source OLD secondary "Notes of a board"\nsource OWN ', "unused-source", "OLD"),
    (NOF, "source FIT ", 'source OLD secondary "Notes of a board"\nsource FIT ', "unused-source", "OLD"),
    # A figure that cites nothing.
    (NOF, "table plan_scored: score                                                      [FIT]", "table plan_scored: score", "uncited-number", "-1%"),
    (RAF, "trigger consider_investigation                                                [REC]", "trigger consider_investigation", "uncited-number", "4"),
    (CQC, "value six_inadequate  = count of six_questions which are inadequate           [UOR]", "value six_inadequate  = (count of six_questions which are inadequate) + 0.5", "uncited-number", "0.5"),
    (SOF, "scorecard resources: score                                                    [REC]", "scorecard resources: score", "uncited-number", "20%"),
    # A figure that its fact can never be at.
    (RAF, "    when quarters_failed >= 3", "    when quarters_failed >= 2.5", "finer-threshold", "2.5"),
    (NOF, "    override financial no better than 3 when deficit", "    override financial no better than 3 when deficit\n    override unsafe no better than 3 when cqc_safe > 2.505", "finer-threshold", "2.505"),
    (NOF, "    override financial no better than 3 when deficit", "    override financial no better than 3 when deficit\n    override strained no better than 2 when sickness >= 3.9995 and engagement >= 3", "finer-threshold", "3.9995"),
    # A figure that is not verified and does not say so.
    (RAF, "source REC  unverified", "source REC  secondary ", "unmarked-unverified", "secondary"),
    (SOF, "source REC   unverified", "source REC   derived   ", "unmarked-unverified", "derived"),
    (CQC, "when six_inadequate >= 2                             [HSJ]", "when six_inadequate >= 2                             [HSJ]  # assumed", "unmarked-unverified", "assumed"),
    (NOF, "    override financial no better than 3 when deficit", "    override financial no better than 3 when deficit [MM step 3]  # from memory", "unmarked-unverified", "from memory"),
    # Labels that go to and fro.
    (RAF, "| measure         | weight | 4         | 3          | 2           | 1         |", "| measure         | weight | 4         | 2          | 3           | 1         |", "label-order", "3"),
    (SOF, "| measure         | weight | 1        | 2          | 3           | 4         |", "| measure         | weight | 1        | 3          | 2           | 4         |", "label-order", "2"),
    (CQC, "    outstanding          when rated_outstanding >= 2 and rated_improvement = 0 [NHS]\n", "    outstanding          when rated_outstanding >= 2 and rated_improvement = 0 [NHS]\n    requires_improvement when rated_outstanding = 0 and rated_improvement = 1 [NHS]\n", "label-order", "requires_improvement"),
    # A threshold that the fact can never be at.
    (RAF, "when quarters_failed >= 3", "when quarters_failed >= 2.5", "finer-threshold", "2.5"),
    (RAF_13, "when quarters_failed >= 3", "when quarters_failed > 2.5", "finer-threshold", "2.5"),
    (PERFORMANCE, "| 0                   | <= 20 ", "| 0                   | <= 20.5 ", "finer-threshold", "20.5"),
    # A measure that no band asks about.
    (SOF, "| diagnostics_met     | when diagnostics_met     |", "| diagnostics_met     | when incomplete_met      |", "unread-measure", "diagnostics_met"),
    (SOF, "| a_and_e_met         | when a_and_e_met         |", "| a_and_e_met         | when cancer_referral_met |", "unread-measure", "a_and_e_met"),
    (COMPLIANCE, "| hygiene_code     |    1.0 | yes      | when hygiene_code    |", "| hygiene_code     |    1.0 | yes      | when issue_unresolved |", "unread-measure", "hygiene_code"),
    # A version of another year than its dates.
    (NOF, "version 2025-26\n", "version 2026-27\n", "version-and-dates", "2026-27"),
    (SYSTEM, "version 2021-22\n", "version 2020-21\n", "version-and-dates", "2020-21"),
    (COMPLIANCE, "version 2008-09\n    title", "version 2010-11\n    title", "version-and-dates", "2010-11"),
    # A name unlike its fellows.
    (RAF, "    third_party_report    yes_or_no", "    PartyReport    yes_or_no \"Another\"\n    third_party_report    yes_or_no", "mixed-names", "PartyReport"),
    (CQC, "value six_outstanding", "value sixGood = count of six_questions which are good                        [UOR]\nvalue six_outstanding", "mixed-names", "sixGood"),
    (NOF, "# What the manual's example", "value Most = highest of all_metrics leaving out missing             [FIT]\n\n# What the manual's example", "mixed-names", "Most"),
    # A threshold that a comment repeats.
    (RAF, "when access_points >= 4", "when access_points >= 4  # four or more", "threshold-in-words", "four"),
    (CQC, "when six_improvement >= 3                            [CAP]", "when six_improvement >= 3                            [CAP]  # at least 3", "threshold-in-words", "3"),
    (CQC, "when rated_inadequate >= 2                           [HSJ]", "when rated_inadequate >= 2                           [HSJ]  # more than one, so two or more", "threshold-in-words", "two"),
    (SOF, "    | agency          |    20% |", "    # up to 50% above its ceiling\n    | agency          |    20% |", "threshold-in-words", "50"),
    # Work that is not done.
    (RAF, "# 2* is a remark", "# TODO 2* is a remark", "todo", "TODO"),
    (SOF, "# A service is judged", "# FIXME A service is judged", "todo", "FIXME"),
    (NOF, "    start with adjusted\n", "    start with adjusted  # TBC\n", "todo", "TBC"),
    # A table that a simpler one would say.
    (NOF, "    | 1    | 1 or 2   | 1                |\n", "    | 1    | 1        | 1                |\n    | 1    | 2        | 1                |\n", "simpler-table", "| 1    | 2        | 1                |"),
    (NOF, "    | 1    | 3        | 2                |\n", "    | 1    | 3        | 3                |\n", "simpler-table", "| 1    | 4        | 3                |"),
    (NOF, "    | 3    | 4        | 4                |\n", "    | 3    | 4        | 3                |\n", "simpler-table", "| 3    | 4        | 3                |"),
    # Comments that allow.
    (RAF, "# 2* is a remark", "# allow todo: later\n\n# 2* is a remark", "allow-silences-nothing", "# allow todo: later"),
    (CQC, "when six_inadequate = 1                              [REC]", "when six_inadequate = 1                              [REC]  # allow gap: none", "allow-silences-nothing", "# allow gap: none"),
    (NOF, "    | 3    | 1        | 2                |  #", "    | 3    | 2        | 2                |  #", "allow-silences-nothing", "# allow simpler-table: a row for each published pair"),
    (NOF, "# allow gap: no", "# allow gaps: no", "allow-unknown-code", "gaps"),
    (NOF, "# allow simpler-table", "# allow simple-table", "allow-unknown-code", "simple-table"),
    (SYSTEM, "# allow unreachable-case", "# allow unreachable", "allow-unknown-code", "unreachable"),
    (NOF, "# allow gap: no published row has these", "# allow gap", "allow-without-reason", "# allow gap"),
    (NOF, "# allow simpler-table: a row for each published pair", "# allow simpler-table:", "allow-without-reason", "# allow simpler-table:"),
    (SYSTEM, "# allow unreachable-case: a test of its own in the text", "# allow unreachable-case", "allow-without-reason", "# allow unreachable-case"),
    # What analysis finds comes by the same path; its own corpus is in tests/analyse.
    (RAF, "no better than 2 when any of sustainability", "no better than 4 when any of sustainability", "idle-override", "metric_at_1"),
    (NOF, "financial no better than 3", "financial no better than 1", "idle-override", "financial"),
    (RAF, ">= 2.5    | >= 1.75    | >= 1.25", ">= 2.5    | >= 2.75    | >= 1.25", "unreachable-band", ">= 2.75"),
    (CQC, "when six_improvement >= 3 ", "when six_improvement >= 7 ", "unreachable-case", "requires_improvement when six_improvement >= 7"),
    (NOF, "    | >= -1%           | 2           |", "    | >= 1%            | 2           |", "unreachable-row", "| >= 1%            | 2           |"),
    (RAF, "    no_evident_concerns otherwise", "    no_evident_concerns when not concern_found and not action_taken and not unlikely_to_worsen", "gap", "governance"),
    (CQC, "    good                 otherwise                                            [ASC]", "    good                 when rated_outstanding < 2                           [ASC]", "gap", "overall"),
    (SOF, "planned_surplus >= £0  ", "planned_surplus >= £0 and planned_surplus < £0  ", "idle-override", "surplus_no_total"),
    (RAF, "when any of sustainability where band is 1", "when (count of sustainability where band is 1) = 1", "not-monotone", "financial_sustainability"),
]  # fmt: skip


@lru_cache(maxsize=32)
def text_of(name: str) -> str:
    return (LIBRARY / f"{name}.policy").read_text("utf-8")


def told(name: str, text: str) -> list[tuple[str, int, str]]:
    policy, said = check_text(SourceText(str(LIBRARY / f"{name}.policy"), text))
    found = said if policy is None else (*said, *findings(policy).said)
    return [place_of(item) for item in found]


@pytest.mark.parametrize(
    ("name", "before", "after", "code", "words"),
    FAULTS,
    ids=[f"{number}-{fault[3]}" for number, fault in enumerate(FAULTS)],
)
def test_a_planted_fault_is_caught(
    name: str, before: str, after: str, code: str, words: str
) -> None:
    text = text_of(name)
    assert text.count(before) == 1, f"{text.count(before)} times in {name}: {before}"
    found = told(name, text.replace(before, after))
    line = text.count("\n", 0, text.index(before)) + 1
    lines = range(line, line + max(before.count("\n"), after.count("\n")) + 2)
    shown = [(one, " ".join(what.partition("  [")[0].split())) for one, at, what in found]
    assert (code, " ".join(words.split())) in shown, shown
    if code not in ANALYSIS_CODES:
        # Of what a whole rule does the name is pointed at; all else is where the edit was made.
        assert any(one == code and at in lines for one, at, _ in found) or code == "uncited-number"


@pytest.mark.parametrize("name", EDITIONS)
def test_the_untouched_policies_give_nothing(name: str) -> None:
    assert told(name, text_of(name)) == []


def test_there_are_enough_of_every_class() -> None:
    planted = Counter(code for *_, code, _ in FAULTS)
    assert len(FAULTS) >= 60
    own = {*CODES, *ALLOW_CODES} - set(ANALYSIS_CODES)
    assert {code: planted[code] for code in own if planted[code] < 3} == {}
