"""``unused-interpretation``: an open point that no rule asks."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.check.policy import Policy
from policy_dsl.lint.names import read_by_rules
from policy_dsl.lint.remark import Remark, remark


def find(policy: Policy) -> Iterator[Remark]:
    """Interpretations that no rule reads; a reading that an example takes does not count.

    No fix: the doubt is worth keeping, and a rule that should turn on it was likely forgotten.
    """
    read = read_by_rules(policy)
    for name, interpretation in policy.interpretations.items():
        if interpretation not in read:
            yield remark(
                policy,
                "unused-interpretation",
                interpretation.name.span,
                f"no rule turns on the interpretation `{name}`",
                "read it in the rule that is in doubt; a doubt about nothing is a comment",
            )
