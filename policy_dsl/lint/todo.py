"""``todo``: a comment about work that is not done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_dsl.check.policy import Policy
from policy_dsl.lint.comments import comments
from policy_dsl.lint.remark import Remark, remark
from policy_dsl.source import Span

_WORD = re.compile(r"\b(TODO|FIXME|XXX|TBC|TBD)\b")


def find(policy: Policy) -> Iterator[Remark]:
    """Comments with a word such as TODO."""
    for comment in comments(policy.source):
        found = _WORD.search(comment.text)
        if found is not None:
            start = comment.span.start
            yield remark(
                policy,
                "todo",
                Span(start + found.start(), start + found.end()),
                f"a comment says {found[1]}",
                "do it, or write an `interpretation` if the text leaves the point open",
            )
