"""This project: a policy text, every decision with its whole trace."""

from pathlib import Path

from policy_dsl.evaluate.evaluate import prepare
from policy_dsl.facts.read import record_of
from policy_dsl.pipeline import check_file
from policy_dsl.values.periods import Period

NAME, PACKAGE, GROUP, TRACE = "policy_dsl", "health-policy-dsl", "policy language", "built-in"
POLICY = Path(__file__).with_name("financial_risk.policy")
PERIOD = Period.parse("Q1 2008/09")


class PolicyDsl:
    def __init__(self):
        policy, said = check_file(POLICY)
        if policy is None:
            raise ValueError("; ".join(diagnostic.message for diagnostic in said))
        self.vocabulary = policy.vocabulary
        self.decide = prepare(policy).decide

    def explain(self, r):
        decision = self.decide(record_of("RXX", PERIOD, r, self.vocabulary))
        ratings = decision.ratings
        return int(ratings["financial_risk"].number), ratings["governance"].name, decision

    def rate(self, r):
        # There is no decision without its reasons: rating is explaining, and not looking.
        return self.explain(r)[:2]

    def probe(self, *scores):
        from spec import METRICS

        values = {
            name: thresholds[5 - score] if score > 1 else thresholds[-1] - 1
            for (name, _, thresholds), score in zip(METRICS, scores, strict=True)
        }
        decision = self.decide(record_of("RXX", PERIOD, values, self.vocabulary))
        (start, *_) = decision["financial_risk"].inputs  # before the caps
        return int(start.value)


make = PolicyDsl
