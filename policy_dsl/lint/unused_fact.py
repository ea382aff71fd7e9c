"""``unused-fact``: a fact that no rule reads."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.check.policy import Policy
from policy_dsl.lint.names import read_by_rules
from policy_dsl.lint.remark import Remark, remark


def find(policy: Policy) -> Iterator[Remark]:
    """Facts declared here that nothing reads; without a fix, since files of facts may hold them."""
    read = read_by_rules(policy)
    for name, fact in policy.facts.items():
        if policy.home(fact) is policy and fact not in read:
            yield remark(
                policy,
                "unused-fact",
                fact.name.span,
                f"no rule reads the fact `{name}`",
                "read it in a rule, or do not ask for it",
            )
