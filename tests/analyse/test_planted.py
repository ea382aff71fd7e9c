"""Faults planted in the library's own policies, each found with its code, at its place."""

# ruff: noqa: E501 - a fault is a line: what stood there and what stands there now

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from policy_dsl.analyse import Finding, findings
from policy_dsl.check.policy import Policy
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, render_all

LIBRARY = Path(__file__).resolve().parents[2] / "policies"

RAF_13 = "monitor/risk_assessment_framework/2013"
RAF_15 = "monitor/risk_assessment_framework/2015"
CQC_14 = "cqc/ratings/2014"
CQC_18 = "cqc/ratings/2018"
REGISTRATION = "cqc/registration/2015"
REGIME = "nhs/performance_regime/2008"
SINGLE = "nhs/single_oversight_framework/2016"
SYSTEM = "nhs/system_oversight_framework/2021-22"
OVERSIGHT = "nhs/oversight_framework/2025-26"
SERVICES = "cqc/service_ratings/2014"
REGISTERED = "cqc/registration/2009"
SCORING = "nhs/oversight_scoring/2025-26"
COMPLIANCE = "monitor/compliance_framework/2008-09"
PERFORMANCE = "nhs/performance_framework/2012-13"

#: By class: the policy, what is written instead of what, the code, and where the finding must point.
#: The one without a code is none: a band that leaves out what the next one takes.
FAULTS: dict[str, list[tuple[str, str, str, str | None, str]]] = {
    "an input that no band takes": [
        (RAF_15, ">= 1%     | >= 0%      | >= -1%      | otherwise", ">= 1%     | >= 0%      | >= -1%      | < -1.5%", "gap", "margin"),
        (RAF_13, ">= 2.5    | >= 1.75    | >= 1.25     | otherwise", ">= 2.5    | 1.75 to 2.4 | >= 1.25     | otherwise", None, ""),
        (RAF_13, ">= 0 days | >= -7 days | >= -14 days | otherwise", ">= 0 days | -7 days to -1 days | -14 days to -8 days | < -14 days", "gap", "liquidity"),
        (SINGLE, "> 1%     | >= 0%      | > -1%       | otherwise", "> 1%     | >= 0%      | > -1%       | < -1%    ", "gap", "margin"),
    ],
    "an input that no row takes": [
        (REGISTRATION, "    | moderate         | possible           | medium      |", "    | moderate         | remote             | medium      |", "gap", "seriousness"),
        (REGISTRATION, "    | extreme     | urgent_action                         |", "    | high        | urgent_action                         |", "gap", "first_choice"),
        (REGIME, "    | recovering    | further_review    |", "    | recovered     | further_review    |", "gap", "recommended"),
        (OVERSIGHT, "    | >= -2%           | 3           |\n    | otherwise        | 4           |", "    | >= -2%           | 3           |\n    | < -2.5%          | 4           |", "gap", "plan_scored"),
        (COMPLIANCE, "    | 3              | deteriorating or recovering | monthly                  |\n", "    | 3              | deteriorating | monthly                  |\n", "gap", "monitoring"),
    ],
    "an input that no case takes": [
        (RAF_15, "    no_evident_concerns otherwise", "    no_evident_concerns when not concern_found and not action_taken and not unlikely_to_worsen", "gap", "governance"),
        (CQC_14, "    good                 otherwise ", "    good                 when rated_outstanding < 2 ", "gap", "overall"),
        (SINGLE, "    1 otherwise\n\ntrigger", "    1 when not evidence_gathered and not any_need and not very_serious and breach is no_breach\n\ntrigger", "gap", "placed"),
    ],
    "a start that is no label": [
        (RAF_15, "start with round half up sustainability.average", "start with sustainability.average", "gap", "start with sustainability.average"),
    ],
    "a band never reached": [
        (RAF_15, ">= 2.5    | >= 1.75    | >= 1.25", ">= 2.5    | >= 2.75    | >= 1.25", "unreachable-band", ">= 2.75"),
        (RAF_13, ">= 0 days | >= -7 days | >= -14 days", ">= 0 days | >= 7 days | >= -14 days", "unreachable-band", ">= 7 days"),
        (SINGLE, "| <= 0%    | <= 25%     | <= 50%      |", "| <= 0%    | <= 25%     | <= 20%      |", "unreachable-band", "<= 20%"),
    ],
    "a row never reached": [
        (REGIME, "    | any           | otherwise       | nhs_only    |", "    | any           | franchising     | nhs_only    |\n    | any           | otherwise       | nhs_only    |", "unreachable-row", "| any           | franchising     | nhs_only    |"),
        (OVERSIGHT, "    | >= -1%           | 2           |", "    | >= 1%            | 2           |", "unreachable-row", "| >= 1%            | 2           |"),
        (REGISTRATION, "    | major            | possible           | high        |", "    | major            | possible or probable | high        |", "unreachable-row", "| major            | probable           | extreme     |"),
    ],
    "a case never reached": [
        (CQC_14, "when rated_inadequate = 1 ", "when rated_inadequate = 2 ", "unreachable-case", "requires_improvement when rated_inadequate = 2"),
        (CQC_18, "when six_improvement >= 3 ", "when six_improvement >= 7 ", "unreachable-case", "requires_improvement when six_improvement >= 7"),
        (CQC_18, "when six_outstanding >= 2 and", "when six_outstanding >= 2 and six_improvement > 3 and", "unreachable-case", "outstanding          when six_outstanding >= 2 and six_improvement > 3 and six_improvement = 0"),
        (SINGLE, "    2 when evidence_gathered\n", "    2 when any_need and evidence_gathered\n", "unreachable-case", "2 when any_need and evidence_gathered"),
        (RAF_13, "    when quarters_failed >= 3", "    when quarters_failed >= 3 and quarters_failed < 2", "unreachable-case", "when quarters_failed >= 3 and quarters_failed < 2"),
        (SYSTEM, "    3 when dramatic_drop\n", "    3 when dramatic_drop and significant_gap\n", "unreachable-case", "3 when dramatic_drop and significant_gap"),
    ],
    "two that overlap": [
        (REGISTRATION, "    | minor            | probable           | medium      |", "    | minor or moderate | probable or possible | medium     |", "overlap", "| minor or moderate | probable or possible | medium     |"),
        (RAF_15, ">= 0%     | >= -1%     | >= -2%      | otherwise", ">= 0%     | -1% to 1%  | >= -2%      | otherwise", "overlap", "-1% to 1%"),
        (RAF_13, ">= 2.5    | >= 1.75    | >= 1.25     | otherwise", ">= 2.5    | 1.75 to 2.5 | >= 1.25    | otherwise", "overlap", "1.75 to 2.5"),
        (OVERSIGHT, "    | >= 0%         | 1               |\n    | >= -0.5%      | 2               |", "    | >= 0%         | 1               |\n    | -0.5% to 0%   | 2               |", "overlap", "| -0.5% to 0%   | 2               |"),
    ],
    "an override that never applies": [
        (SINGLE, "planned_surplus >= £0  ", "planned_surplus >= £0 and planned_surplus < £0  ", "idle-override", "surplus_no_total"),
        (REGIME, "when designated is not nothing and directed is nothing", "when designated is not nothing and designated is nothing", "idle-override", "designation"),
        (SYSTEM, "high_performing and eligible_before_1 is 2", "high_performing and eligible_before_1 is 1", "idle-override", "on_request"),
    ],
    "an override that changes nothing": [
        (RAF_15, "override metric_at_1 no better than 2", "override metric_at_1 no better than 4", "idle-override", "metric_at_1"),
        (OVERSIGHT, "override financial no better than 3 when deficit", "override financial no better than 1 when deficit", "idle-override", "financial"),
        (RAF_15, "when any of sustainability where band is 1", "when any of sustainability where band is 1\n    override starring no worse than 1 when unlikely_to_worsen", "idle-override", "starring"),
    ],
    "an override that always applies": [
        (SINGLE, "when total is not_agreed and planned_surplus < £0 ", "when total is not_agreed or total is agreed ", "always-applies", "deficit_no_total"),
        (OVERSIGHT, "override recovery becomes 5 when in_recovery", "override recovery becomes 5 when in_recovery or not in_recovery", "always-applies", "recovery"),
        (REGIME, "override directions    becomes under_directions when directed is not nothing", "override directions    becomes under_directions when directed is not nothing or scored is on_course or worse", "always-applies", "directions"),
    ],
    "a part of a condition that is settled": [
        (RAF_13, "when warning_notice or cqc_inadequate", "when warning_notice or cqc_inadequate or quarters_failed < 0", "idle-condition", "quarters_failed < 0"),
        (CQC_18, "when six_outstanding >= 2 and", "when six_outstanding >= 2 and six_inadequate >= 0 and", "idle-condition", "six_inadequate >= 0"),
        (RAF_13, "when continuity_of_services is 2 or worse and not starred", "when continuity_of_services is 1 or better and not starred", "idle-condition", "continuity_of_services is 1 or better"),
    ],
    "a part of a condition that another says": [
        (CQC_18, "when six_outstanding >= 2 and", "when six_outstanding >= 2 and six_outstanding > 1 and", "idle-condition", "six_outstanding > 1"),
        (SINGLE, "use_of_resources is 3 or worse or money_concern", "use_of_resources is 3 or worse or use_of_resources is 4 or money_concern", "idle-condition", "use_of_resources is 4"),
        (RAF_15, "when any of sustainability where band is 1", "when (any of sustainability where band is 1) or unlikely_to_worsen and (any of sustainability where band is 1)", "idle-condition", "unlikely_to_worsen and (any of sustainability where band is 1)"),
    ],
    "a cap and a floor in conflict": [
        (OVERSIGHT, "    override financial no better than 3 when deficit", "    override financial no better than 3 when deficit\n    override recovering no worse than 2 when in_recovery", "conflict", "recovering"),
        (RAF_15, "when any of sustainability where band is 1", "when any of sustainability where band is 1\n    override steady no worse than 3 when unlikely_to_worsen", "conflict", "steady"),
        (SINGLE, "    override metric_at_4      no better than 3", "    override spared no worse than 2 when total is agreed\n    override metric_at_4      no better than 3", "conflict", "metric_at_4"),
    ],
    "two to become": [
        (SYSTEM, "    override on_request becomes 1\n", "    override blocked becomes 4 when issues_block\n    override on_request becomes 1\n", "conflict", "on_request"),
    ],
    "a trigger that always acts": [
        (COMPLIANCE, "when mandatory_services is amber or worse", "when mandatory_services is amber or better or mandatory_services is red", "always-applies", "services_reporting"),
        (SYSTEM, "    when placed is 2 or better\n", "    when placed is 2 or better\n    when placed is 2 or worse\n", "always-applies", "review_each_quarter"),
        (SINGLE, "    when placed is 4\n", "    when placed is 4 or better\n", "always-applies", "special_measures"),
    ],
    "a part of a condition that never holds": [
        (PERFORMANCE, "movement > -2% and movement < 2%", "movement > 2% and movement < -2%", "idle-condition", "movement > 2% and movement < -2%"),
        (SINGLE, "a_and_e_agreed is nothing and a_and_e >= 95%\n", "a_and_e_agreed is nothing and a_and_e >= a_and_e_agreed and a_and_e_agreed is not nothing\n", "idle-condition", "a_and_e_agreed is nothing and a_and_e >= a_and_e_agreed and a_and_e_agreed is not nothing"),
        (RAF_15, "financial_sustainability is 2 or worse and not starred", "(financial_sustainability is 3 and starred or concern_found)", "idle-condition", "financial_sustainability is 3 and starred"),
    ],
    "a part of a condition that always holds": [
        (PERFORMANCE, "forecast >= 0% or movement > -2% and movement < 2%", "forecast >= 0% or movement > -2% or movement < 2%", "idle-condition", "forecast >= 0% or movement > -2% or movement < 2%"),
        (SINGLE, "4 when breach is not no_breach and very_serious", "4 when (breach is not no_breach or breach is not actual) and very_serious", "idle-condition", "(breach is not no_breach or breach is not actual)"),
        (SYSTEM, "value off_plan = variance_to_plan < £0 or", "value off_plan = variance_to_plan < £0 or variance_to_plan > -£1 or", "idle-condition", "variance_to_plan < £0 or variance_to_plan > -£1 or forecast_to_plan < £0"),
    ],
    "a line of a trigger that adds nothing": [
        (RAF_15, "    when organisational_health\n", "    when organisational_health\n    when organisational_health\n", "idle-condition", "when organisational_health"),
        (COMPLIANCE, "    when financial_risk is 1\n    when financial_risk is 2 and intervention_possible", "    when financial_risk is 2 or worse\n    when financial_risk is 2 and intervention_possible", "idle-condition", "when financial_risk is 2 and intervention_possible is at_2_or_1"),
        (REGIME, "    when scored is underperforming or worse for 9 consecutive months ", "    when scored is underperforming or worse for 9 consecutive months [V08]\n    when scored is underperforming or worse for 10 consecutive months ", "idle-condition", "when scored is underperforming or worse for 10 consecutive months"),
    ],
    "a kind of organisation left out": [
        (PERFORMANCE, "    applies to ambulance_trust, mental_health_trust\n", "    applies to ambulance_trust\n", "kind-omitted", "integrated_measures"),
        (SYSTEM, "worst of (by_tests, without_plan_for_commissioning, recommended_by_cqc)", "worst of (without_plan_for_commissioning, recommended_by_cqc)", "kind-omitted", "eligible_before_1"),
        (PERFORMANCE, "start with worst of (service_scored, service_as_given)", "start with service_scored", "kind-omitted", "integrated_measures"),
    ],
    "a rating that falls": [
        (RAF_15, "when any of sustainability where band is 1", "when (count of sustainability where band is 1) = 1", "not-monotone", "financial_sustainability"),
        (RAF_13, "start with round up continuity.average", "start with round up continuity.average\n    override mixed no better than 2 when continuity.liquidity is 4", "not-monotone", "continuity_of_services"),
        (SINGLE, "when any of resources where band is 4 [REC]", "when every of resources where band is 1 [REC]", "not-monotone", "use_of_resources"),
    ],
    "in lists of records": [
        (SERVICES, "    good                 otherwise ", "    good                 when services_rated < 4 ", "gap", "key_question"),
        (REGISTERED, "    no_action      otherwise", "    no_action      when count of actions = 0", "gap", "enforcement_rung"),
        (SERVICES, "    override requirement no better", "    override spared no worse than good when outstanding_services >= 3\n    override requirement no better", "conflict", "requirement"),
        (SERVICES, "    override breach no better than requires_improvement when in_breach", "    override breach no better than requires_improvement when in_breach or services_rated >= 0", "always-applies", "breach"),
    ],
    "in earlier periods": [
        (REGIME, "    on_course                 otherwise", "    on_course                 when not (progress_shown for 3 consecutive months)", "gap", "scored"),
        (REGIME, "    override designation   becomes challenged", "    override steady no worse than underperforming when progress_shown for 6 consecutive months\n    override designation   becomes challenged", "conflict", "steady"),
        (SYSTEM, "    override issues_in_segment_3 no better than 4", "    override kept no worse than 3 when placed 1 quarter earlier is 3\n    override issues_in_segment_3 no better than 4", "conflict", "issues_in_segment_3"),
    ],
    "among other organisations": [
        (SCORING, "    4 otherwise\n\n# ---- Examples", "    4 when score_average > 3.5\n\n# ---- Examples", "gap", "delivery_by_quartile"),
    ],
}  # fmt: skip
PLANTED = [(name, *fault) for name, faults in FAULTS.items() for fault in faults]
#: Of what the analysis is made for there are at least three of each.
FEWER = {"a start that is no label", "two to become", "among other organisations"}


@lru_cache(maxsize=32)
def text_of(name: str) -> str:
    return (LIBRARY / f"{name}.policy").read_text("utf-8")


def found_in(name: str, text: str) -> list[tuple[str, str]]:
    policy, said = check_text(SourceText(str(LIBRARY / f"{name}.policy"), text))
    assert policy is not None, render_all(said)
    return [(one.code, pointed_at(policy, one)) for one in findings(policy)]


def pointed_at(policy: Policy, one: Finding) -> str:
    text = policy.source.text[one.node.span.start : one.node.span.end]
    return text.partition("  [")[0].rstrip() if text.endswith("]") else text


@lru_cache(maxsize=32)
def untouched(name: str) -> tuple[tuple[str, str], ...]:
    return tuple(found_in(name, text_of(name)))


@pytest.mark.parametrize(
    ("name", "before", "after", "code", "place"),
    [fault for _, *fault in PLANTED],
    ids=[f"{number}-{kind}" for number, (kind, *_) in enumerate(PLANTED)],
)
def test_a_planted_fault_is_found(
    name: str, before: str, after: str, code: str | None, place: str
) -> None:
    text = text_of(name)
    assert text.count(before) == 1, f"{text.count(before)} times in {name}: {before}"
    place = " ".join(place.split())
    known = untouched(name)
    new = [one for one in found_in(name, text.replace(before, after)) if one not in known]
    if code is None:
        assert new == []
    else:
        assert (code, place) in [(found, " ".join(where.split())) for found, where in new]


def test_there_are_enough_of_every_class() -> None:
    assert {kind for kind, faults in FAULTS.items() if len(faults) < 3} == FEWER
