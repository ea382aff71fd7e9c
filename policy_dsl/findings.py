"""All that there is to say of a policy without mistakes: of its rules, and how it is written.

One path for every tool that shows findings: the command line, and whatever else asks.
"""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from policy_dsl.analyse import CODES as FOUND_BY_ANALYSIS
from policy_dsl.analyse import Checkpoint, analyse, go_on
from policy_dsl.check.policy import Policy
from policy_dsl.format import formatted
from policy_dsl.lint import CODES as LINT_CODES
from policy_dsl.lint import Remark, allowing, fixed, lint
from policy_dsl.lint.allow import CODES as ALLOW_CODES
from policy_dsl.lint.allow import IDLE, NOT_REACHED, SURVIVES, unknown
from policy_dsl.source import Diagnostic, SourceText, sort_key

#: What the analysis of rules can find.
ANALYSIS_CODES = tuple(sorted(FOUND_BY_ANALYSIS))
#: The codes of all findings that a comment can allow.
CODES = (*LINT_CODES, *ANALYSIS_CODES)


@frozen(eq=False)
class Findings:
    """What was found in a policy, less what its comments allow, in the order of its text.

    ``remarks`` are those of the findings that an edit mends.
    """

    policy: Policy
    said: tuple[Diagnostic, ...]
    remarks: tuple[Remark, ...]


@frozen(eq=False)
class Fixed:
    """A policy's text with the edits made, and how many findings they mend."""

    source: SourceText
    mended: tuple[Diagnostic, ...]


def findings(policy: Policy, checkpoint: Checkpoint = go_on) -> Findings:
    """The findings on a checked policy, every one of them a warning.

    Args:
        policy: a checked policy.
        checkpoint: called often while the work goes on; what it raises ends the work.
    """
    remarks = lint(policy)
    found = [*analyse(policy, checkpoint=checkpoint), *(one.diagnostic for one in remarks)]
    allowed = allowing(policy.source, found, CODES)
    left = set(map(id, allowed.left))
    idle = (one for one in allowed.said if one.code == IDLE)
    mendable = [one for one in remarks if one.edits and id(one.diagnostic) in left]
    mendable += [Remark(one, (edit,)) for one, edit in zip(idle, allowed.edits, strict=True)]
    no_codes = unknown(policy.source, (*CODES, NOT_REACHED, SURVIVES))
    said = sorted((*allowed.left, *allowed.said, *no_codes), key=sort_key)
    return Findings(policy, tuple(said), tuple(mendable))


def fix(found: Findings, library: Path | None = None) -> Fixed:
    """The text with every edit made that leaves a policy without mistakes.

    A text that was in the one layout still is.
    """
    before = found.policy.source
    source, mended = fixed(found.policy, found.remarks, library)
    if mended and formatted(before)[0] is before:
        source = formatted(source)[0] or source
    return Fixed(source, tuple(one.diagnostic for one in mended))


__all__ = ["ALLOW_CODES", "ANALYSIS_CODES", "CODES", "Findings", "Fixed", "findings", "fix"]
