"""``unused-source``: a source that nothing cites."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.check.policy import Policy
from policy_dsl.lint.names import cited, nodes
from policy_dsl.lint.remark import Remark, remark, whole_lines


def find(policy: Policy) -> Iterator[Remark]:
    """Sources without a citation.  The fix takes the line away, which the content hash counts."""
    named = cited(nodes(policy))
    for name, source in policy.sources.items():
        if name not in named:
            yield remark(
                policy,
                "unused-source",
                source.name.span,
                f"nothing cites the source `{name}`",
                "cite it where it holds, or take the line away",
                edits=[whole_lines(policy, source.span)],
                keeps_meaning=False,
            )
