"""A remark: what could be written better, and the edits that would do so."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.source import Diagnostic, Edit, Label, Span, warning


@frozen(eq=False)
class Remark:
    """A finding of a rule; ``edits`` mend it, none where only a person can.

    ``keeps_meaning`` is false where the edits take away or write otherwise something that the
    content hash counts, though no rating changes: the page of the rule says so.
    """

    diagnostic: Diagnostic
    edits: tuple[Edit, ...] = ()
    keeps_meaning: bool = True


def remark(
    policy: Policy,
    code: str,
    span: Span,
    message: str,
    help: str,
    *,
    label: str = "",
    also: Iterable[Label] = (),
    edits: Iterable[Edit] = (),
    keeps_meaning: bool = True,
) -> Remark:
    """A remark on a place in a policy's text."""
    said = warning(code, message, policy.source, span, help, label, tuple(also))
    return Remark(said, tuple(edits), keeps_meaning)


def whole_lines(policy: Policy, span: Span) -> Edit:
    """The edit that takes away the lines of a declaration, with their comments at the end."""
    text = policy.source.text
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", max(span.end - 1, span.start))
    end = len(text) if end == -1 else end + 1
    # Of two blank lines that would then meet, one goes as well.
    if text[:start].endswith("\n\n") and text[end : end + 1] == "\n":
        end += 1
    return Edit(Span(start, end), "")
