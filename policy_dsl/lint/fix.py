"""Making the edits of remarks, each proved to leave a policy that says the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from policy_dsl.check.policy import Policy
from policy_dsl.lint.remark import Remark
from policy_dsl.meaning.meaning import content_hash
from policy_dsl.pipeline import check_text
from policy_dsl.source import Edit, SourceText, edited


def fixed(
    policy: Policy, remarks: Iterable[Remark], library: Path | None = None
) -> tuple[SourceText, tuple[Remark, ...]]:
    """The text with the edits made that could be, and the remarks that they mend.

    The text is read and checked again after each; an edit that brings a mistake, or changes the
    content hash though its rule keeps it, is not made.  Edits that would overlap wait for the next
    run.
    """
    made: list[Edit] = []
    mended: list[Remark] = []
    source = policy.source
    digest = content_hash(policy)
    for one in remarks:
        if not one.edits or _overlaps(made, one.edits):
            continue
        tried = edited(policy.source, [*made, *one.edits])
        again, said = check_text(tried, library)
        if again is None or said:
            continue
        changed = content_hash(again)
        if one.keeps_meaning and changed != digest:
            continue
        source, digest = tried, changed
        made.extend(one.edits)
        mended.append(one)
    return source, tuple(mended)


def _overlaps(made: Sequence[Edit], more: Sequence[Edit]) -> bool:
    return any(
        one.span.start < other.span.end and other.span.start < one.span.end
        for one in made
        for other in more
    )
