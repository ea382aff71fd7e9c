"""``unmarked-unverified``: a source whose own title says that nobody has seen it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_dsl.check.policy import Policy
from policy_dsl.lint.comments import comments
from policy_dsl.lint.remark import Remark, remark
from policy_dsl.source import Edit, Span
from policy_dsl.syntax.nodes import Citation
from policy_dsl.values.grades import Grade

_DOUBT = re.compile(
    r"\b(unverified|recalled|from memory|not verified|to be confirmed|a guess|guessed|assumed)\b",
    re.IGNORECASE,
)


def find(policy: Policy) -> Iterator[Remark]:
    """Sources and figures that say they are not verified and have a better grade.

    The fix of a source gives it the grade ``unverified``, which the content hash counts.
    """
    for name, source in policy.sources.items():
        found = _DOUBT.search(source.title.text)
        if found is not None and source.grade.text != Grade.UNVERIFIED.value:
            yield remark(
                policy,
                "unmarked-unverified",
                source.grade.span,
                f"`{name}` says of itself {found[0].lower()!r}, and is graded {source.grade.text}",
                "give it the grade unverified",
                edits=[Edit(source.grade.span, Grade.UNVERIFIED.value)],
                keeps_meaning=False,
            )
    yield from _beside_lines(policy)


def _beside_lines(policy: Policy) -> Iterator[Remark]:
    """Lines whose comment says so, while every source that they cite is of a better grade."""
    grades: dict[int, set[str]] = {}
    for declaration in policy.file.declarations:
        for node in declaration.walk():
            if isinstance(node, Citation) and node.source in policy.sources:
                line = policy.source.position(node.span.start).line
                grades.setdefault(line, set()).add(policy.sources[node.source].grade.text)
    for comment in comments(policy.source):
        found = _DOUBT.search(comment.text)
        if found is None or comment.alone or comment.line not in grades:
            continue
        if Grade.UNVERIFIED.value not in grades[comment.line]:
            start = comment.span.start
            yield remark(
                policy,
                "unmarked-unverified",
                Span(start + found.start(), start + found.end()),
                f"the comment says {found[0].lower()!r}, and the line cites better grades",
                "cite a source of the grade unverified, so that decisions say so too",
            )
