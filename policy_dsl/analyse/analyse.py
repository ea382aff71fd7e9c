"""The phase: a checked policy in, what its author would want to know out."""

from __future__ import annotations

from collections.abc import Iterator
from traceback import clear_frames
from typing import assert_never

from policy_dsl.analyse import (
    conditions,
    gaps,
    idle_parts,
    kinds,
    monotone,
    overlaps,
    overrides,
    reach,
)
from policy_dsl.analyse.context import Analysis
from policy_dsl.analyse.diagrams import Checkpoint, TooLargeError, go_on
from policy_dsl.analyse.finding import Finding, finding
from policy_dsl.analyse.results import result as diagram_of
from policy_dsl.analyse.words import listed
from policy_dsl.check.policy import Policy, Result
from policy_dsl.evaluate.choices import NO_CHOICES, Choices
from policy_dsl.source import Diagnostic, not_collecting
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.values import ValueDeclaration


def analyse(
    policy: Policy, choices: Choices = NO_CHOICES, checkpoint: Checkpoint = go_on
) -> tuple[Diagnostic, ...]:
    """Gaps, overlaps, rules that can never act, conflicts and ratings that fall: see `findings`."""
    return tuple(found.diagnostic for found in findings(policy, choices, checkpoint))


def findings(
    policy: Policy, choices: Choices = NO_CHOICES, checkpoint: Checkpoint = go_on
) -> tuple[Finding, ...]:
    """What there is to say of a policy's rules, in the order of its text, each with witnesses.

    Args:
        policy: a checked policy.
        choices: readings to take; of other open points the first is taken, but a rule that acts
            under another one is not called idle.
        checkpoint: called often while the work goes on; what it raises ends the work.
    """
    with not_collecting():
        # The diagrams are gone when this returns, so that nobody has to look for them as garbage.
        of = Analysis(policy, choices.of(policy), checkpoint)
        try:
            found = _findings(of)
        except Exception as ended:  # from a checkpoint
            clear_frames(ended.__traceback__)
            raise
        finally:
            of.forget()
    return tuple(sorted(found, key=lambda one: (one.node.span.start, one.code)))


def _findings(of: Analysis) -> list[Finding]:
    found: list[Finding] = []
    for result in of.policy.results:
        of.checkpoint()
        diagram_of(of.narrow, result)
        if result in of.narrow.space.failed:
            continue
        try:
            found.extend(_of_result(of, result))
        except (TooLargeError, RecursionError):
            of.narrow.space.failed.add(result)
    found.extend(kinds.of_policy(of))
    for result in of.policy.results:
        of.checkpoint()
        if result not in of.narrow.space.failed:
            try:
                found.extend(idle_parts.of_result(of, result))
            except (TooLargeError, RecursionError):
                of.narrow.space.failed.add(result)
    try:
        found.extend(monotone.of_policy(of))
    except (TooLargeError, RecursionError):
        of.cut_short = True
    found.extend(_not_in_full(of))
    return found


def _not_in_full(of: Analysis) -> Iterator[Finding]:
    """A remark where there was too much to look at."""
    failed = sorted(of.narrow.space.failed, key=lambda item: item.span.start)
    if not failed and not of.cut_short:
        return
    names = [f"`{item.name.text}`" for item in failed]
    what = listed(names) if names else "whether a rating can fall when a measure improves"
    node = failed[0].name if failed else of.policy.file.declarations[0]
    yield finding(
        of.policy,
        "not-analysed",
        node,
        f"not analysed in full: {what}",
        label="too many combinations",
        help="name parts of it as values or tables of their own; what is not reported of it may"
        " still be there",
    )


def _of_result(of: Analysis, result: Result) -> Iterator[Finding]:
    yield from conditions.of_result(of, result)
    match result:
        case ValueDeclaration():
            return
        case Trigger():
            yield from reach.of_trigger(of, result)
            yield from conditions.of_trigger(of, result)
        case Table():
            yield from gaps.of_table(of, result)
            yield from reach.of_table(of, result)
            yield from overlaps.of_table(of, result)
        case Scorecard():
            yield from gaps.of_card(of, result)
            yield from reach.of_card(of, result)
            yield from overlaps.of_card(of, result)
        case Rating():
            yield from gaps.of_rating(of, result)
            yield from reach.of_rating(of, result)
            yield from overrides.of_rating(of, result)
        case _:
            assert_never(result)
