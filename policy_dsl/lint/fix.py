"""Making the edits of remarks, each proved to leave a policy that says the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import define, field

from policy_dsl.check.policy import Policy
from policy_dsl.lint.remark import Remark
from policy_dsl.meaning.meaning import content_hash
from policy_dsl.pipeline import check_text
from policy_dsl.source import Edit, SourceText, edited


def fixed(
    policy: Policy, remarks: Iterable[Remark], library: Path | None = None
) -> tuple[SourceText, tuple[Remark, ...]]:
    """The text with the edits made that could be, and the remarks that they mend.

    The text is read and checked again with them; an edit that brings a mistake, or changes the
    content hash though its rule keeps it, is not made.  Of edits that overlap the later wait for
    the next run.
    """
    apart: list[Edit] = []
    chosen: list[Remark] = []
    for one in remarks:
        if one.edits and not _overlap(apart, one.edits):
            apart.extend(one.edits)
            chosen.append(one)
    tried = _Tried(policy, library, policy.source, content_hash(policy))
    tried.make([one for one in chosen if one.keeps_meaning])
    tried.make([one for one in chosen if not one.keeps_meaning])
    return tried.source, tuple(one for one in chosen if one in tried.mended)


@define(eq=False)
class _Tried:
    """The edits made so far, the text with them, and its content hash."""

    policy: Policy
    library: Path | None
    source: SourceText
    digest: str
    made: list[Edit] = field(factory=list)
    mended: set[Remark] = field(factory=set)

    def make(self, remarks: Sequence[Remark]) -> None:
        """Makes the edits together, and where that is no good, those of each half."""
        if not remarks:
            return
        edits = [edit for one in remarks for edit in one.edits]
        source = edited(self.policy.source, [*self.made, *edits])
        again, said = check_text(source, self.library)
        if again is not None and not said:
            digest = content_hash(again)
            if digest == self.digest or not any(one.keeps_meaning for one in remarks):
                self.source, self.digest = source, digest
                self.made += edits
                self.mended.update(remarks)
                return
        if len(remarks) > 1:
            half = len(remarks) // 2
            self.make(remarks[:half])
            self.make(remarks[half:])


def _overlap(made: Sequence[Edit], more: Sequence[Edit]) -> bool:
    return any(
        one.span.start < other.span.end and other.span.start < one.span.end
        for one in made
        for other in more
    )
