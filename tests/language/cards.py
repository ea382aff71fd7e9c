"""Small scorecards, and the bands they come to."""

from policy_dsl.evaluate.decision import Decision
from policy_dsl.syntax.scorecards import CardRow
from policy_dsl.values.types import Value
from tests.language.cases import decide, policy_of

VOCABULARY = """
scale risk_rating best to worst: 5, 4, 3, 2, 1
scale outcome     best to worst: met, failed
scale three       best to worst: performing, under_review, underperforming
choice reply: prompt, late
scale priority    best to worst: low, high

facts each quarter
    margin    percent from -100 to 100 "EBITDA margin"
    roa       percent                  "Return on assets"
    liquidity days                     "Liquid ratio"
    a_and_e   percent                  "A&E within four hours"
    c_diff    count                    "C. difficile cases"
    ceiling   count                    "The most cases allowed"
    activity  percent                  "Activity against plan"
    on_time   yes_or_no                "Return made on time"
    answer    reply                    "How it answered"
    cqc       outcome                  "What the inspector found"
    share     percent                  "A weight that is supplied"
"""

FINANCE = """
scorecard finance: risk_rating [DOC table 2]
    | measure   | weight | 5          | 4          | 3          | 2          | 1         |
    | margin    |    25% | >= 11%     | >= 9%      | >= 5%      | >= 1%      | otherwise |
    | roa       |    25% | >= 6%      | >= 5%      | >= 3%      | >= -2%     | otherwise |
    | liquidity |    50% | >= 60 days | >= 25 days | >= 15 days | >= 10 days | otherwise |
value average = finance.average
value total = finance.total
value lowest = finance.lowest
value highest = finance.highest
"""


def card(rows: str, head: str = "measure | met | failed", lines: str = "") -> str:
    """A scorecard `card` on the scale `outcome`, with points."""
    return (
        f"{VOCABULARY}\nscorecard card: outcome\n    points failed 1, met 0\n{lines}"
        f"    | {head} |\n" + "".join(f"    | {row} |\n" for row in rows.split("\n"))
    )


def bands(decision: Decision, name: str = "card") -> dict[str, Value]:
    """The band of each measure."""
    return {
        step.rule.cells[0].tests[0].value.text: step.value  # type: ignore[union-attr]
        for step in decision[name].inputs
        if isinstance(step.rule, CardRow)
    }


def band(rows: str, head: str = "measure | met | failed", **facts: object) -> str:
    """The band of the only measure, as text."""
    (value,) = bands(decide(policy_of(card(rows, head)), facts)).values()
    return str(value)
