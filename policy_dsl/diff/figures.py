"""Figures supplied in a file beside a policy, which change without its text."""

from __future__ import annotations

from collections.abc import Mapping

from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Change, Kind
from policy_dsl.meaning.figures import figure_text
from policy_dsl.pipeline import read_policy_facts


def changed_figures(old: Policy, new: Policy) -> tuple[Change, ...]:
    """The national figures of which the files beside two policies say another thing.

    They have no edits: they stand in a file of their own.  A file with mistakes, or none, is no
    figure at all.
    """
    if not old.national_files and not new.national_files:
        return ()
    was, now = _figures(old), _figures(new)
    changes = []
    for key in dict.fromkeys([*now, *was]):
        before, after = was.get(key), now.get(key)
        if before == after:
            continue
        period, name = key
        if before is None:
            said = f"{name} in {period} is {after}"
        elif after is None:
            said = f"{name} in {period} is no longer supplied; it was {before}"
        else:
            said = f"{name} in {period} is {after} instead of {before}"
        id_ = f"{name}.{period}".replace(" ", "-").lower()
        changes.append(
            Change(id_, Kind.FIGURE, "figures", said, None, before or "", after or "", (), (), ())
        )
    return tuple(changes)


def _figures(policy: Policy) -> Mapping[tuple[str, str], str]:
    if not policy.national_files:
        return {}
    facts, _ = read_policy_facts(policy, [])
    if facts is None:
        return {}
    return {
        (str(period), name): figure_text(fact.value)
        for period, figures in sorted(facts.national.items())
        for name, fact in figures.items()
    }
