"""A small policy that has every construct, and decisions by it, for the tests of explanations."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.evaluate import Prepared, prepare
from policy_dsl.facts.records import Fact, Organisation, Origin, Record
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, render_all
from policy_dsl.values.absence import NOTHING
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import Value, base

TEXT = """\
policy demo.care version 1
    title    "Ratings of care"
    in force 2024-04-01 to 2025-03-31
    rates    hospital, clinic each quarter

source MAN published  "The manual", "The office"
source SUM secondary  "A summary"
source MEM unverified "Recalled; no document seen"

scale light best to worst: green, amber, red
scale mark  best to worst: 1, 2, 3
choice assurance: complete, incomplete

facts each quarter                                          [MAN]
    margin     percent              "Margin"
    cash       money                "Cash at bank"
    income     money                "Income"
    wait       days from 0 to 100   "Longest wait"
    late       yes_or_no            "Plan came late"
    grave      yes_or_no            "Grave concern"
    statement  assurance            "Board's statement"
    opened     date                 "Opened"
    safe       light                "Safe"
    caring     light                "Caring"
    closed     date or nothing      "Closed"
    first      mark                 "First mark"
    second     mark                 "Second mark"
    limit      days                 "Agreed wait"

national facts each quarter                                 [MEM]
    mean_margin percent "Mean margin"

group marks = first, second, step

value cover    = cash / income
value lead     = margin - (mean_margin - 1%)
value part     = 5% * income
value lights   = count of (safe, caring) which are amber or worse
value low      = count of (margin, lead) which are >= 4%
value poor     = (margin < 2% or grave) and not late
value mean     = round half up average of marks leaving out missing to 2 places
value owed     = - cash

table step: mark                                            [SUM page 3]
    | margin | wait            | step |
    | < 5%   | any             | 3    |
    | >= 5%  | 0 days to 20 days | 1  |                     [MEM]
    | >= 5%  | > limit         | 2    |

rating worst_one: light
    start with worst of (safe, caring)                      [SUM 2]
    override stale becomes red when opened < 2001-01-01

rating funds: light                                         [MAN step 1]
    red   when cover < 0.5 or poor                          [SUM 4]
    amber when round half up lead to 1 place >= 3% and cash > £4,000
    amber when lights >= 1 and statement is not complete
    green otherwise

rating level: mark                                          [MAN step 2]
    start with round down mean

rating overall: light                                       [MAN step 3]
    applies to hospital
    start with worst of (funds, worst_one)
    override cap   no better than amber when late
    override floor no worse than amber when not late and first is 1

rating final: light                                         [MAN step 4]
    start with overall
    override closing becomes red when not (closed is nothing) and owed < - £5,000
"""

FACTS: dict[str, str | None] = {
    "margin": "6",
    "cash": "4500",
    "income": "9100",
    "wait": "25",
    "late": "no",
    "grave": "no",
    "statement": "incomplete",
    "opened": "1999-01-02",
    "safe": "amber",
    "caring": "green",
    "closed": "nothing",
    "first": "1",
    "second": "2",
    "limit": "24",
}


def policy_of(text: str, path: str = "policies/demo.policy") -> Policy:
    """A policy that must be without mistakes."""
    policy, said = check_text(SourceText(path, text))
    assert policy is not None, render_all(said)
    return policy


@cache
def _prepared() -> Prepared:
    return prepare(policy_of(TEXT))


def decide(
    changed: Mapping[str, str | None] | None = None,
    organisation: Organisation | None = None,
    period: str = "Q1 2024/25",
    file: str = "facts/demo.csv",
) -> Decision:
    """A decision of the demonstration policy about its usual facts with some changed or missing."""
    prepared = _prepared()
    given = {**FACTS, **(changed or {})}
    record = Record(
        organisation or Organisation("X1", "Example Hospital", "hospital"),
        Period.parse(period),
        facts_of(prepared.policy, given, file),
        {},
    )
    national = {
        "mean_margin": Fact(Decimal(3), "3", Origin("facts/national.yaml", 3), Grade.DERIVED)
    }
    return prepared.decide(record, national)


def facts_of(
    policy: Policy, given: Mapping[str, str | None], file: str = "facts.csv"
) -> dict[str, Fact]:
    """Facts from how they are written; None is not supplied."""
    return {
        name: Fact(_value(policy, name, written), written, Origin(file, line))
        for line, (name, written) in enumerate(given.items(), start=2)
        if written is not None
    }


def _value(policy: Policy, name: str, written: str) -> Value:
    type_ = base(policy.types[policy.facts[name]])
    if isinstance(type_, Scale | Choice):
        label = type_.label(written)
        assert label is not None
        return label
    if written == "nothing":
        return NOTHING
    if written in ("yes", "no"):
        return written == "yes"
    return date.fromisoformat(written) if str(type_) == "date" else Decimal(written)
