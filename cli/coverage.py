"""What no example reaches, as `policy test --coverage` shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from policy_dsl.source import printable
from policy_dsl.testing import Coverage, Goal, GoalKind
from policy_dsl_cli.cells import count
from policy_dsl_cli.output import Output
from policy_dsl_cli.tables import Table


def report(covered: Sequence[Coverage], output: Output) -> str:
    """How much is reached of each kind, and below it every rule with what nothing reaches."""
    kinds = [kind for kind in GoalKind if any(one.counts(kind)[1] for one in covered)]
    header = ("policy", *(kind.value for kind in kinds))
    rows = [
        (one.policy.source.path, *(_share(*one.counts(kind)) for kind in kinds)) for one in covered
    ]
    parts = [Table(header, rows, numbers=header[1:]).render(output)]
    parts.extend("\n".join([*_missed(one), ""]) for one in covered if one.missed)
    parts.append(f"{_closing(covered)}\n")
    return "\n".join(parts)


def _share(reached: int, all_: int) -> str:
    return f"{reached:,}/{all_:,}" if all_ else ""


def _missed(covered: Coverage) -> Iterator[str]:
    yield printable(f"{covered.policy.source.path}: not reached")
    for rule, goals in groupby(covered.missed, key=lambda goal: goal.rule):
        yield printable(f"  {rule}")
        for (line, what), same in groupby(
            goals, key=lambda goal: (_line(covered, goal), goal.what)
        ):
            sides = ", ".join(goal.side for goal in same)
            yield printable(f"    {line:>5}  {what}{': ' if sides else ''}{sides}")


def _line(covered: Coverage, goal: Goal) -> int:
    return covered.policy.source.position(goal.node.span.start).line


def _closing(covered: Sequence[Coverage]) -> str:
    all_ = sum(len(one.goals) for one in covered)
    missed = sum(len(one.missed) for one in covered)
    if not all_:
        return "there is nothing to reach"
    if not missed:
        return f"all of {count(all_, 'goal')} reached"
    return f"{all_ - missed:,} of {count(all_, 'goal')} reached, {missed:,} not"


def to_json(covered: Coverage) -> dict[str, object]:
    """The counts of each kind, and every goal that nothing reaches."""
    return {
        "counts": {
            kind.value: dict(zip(("reached", "goals"), covered.counts(kind), strict=True))
            for kind in GoalKind
        },
        "missed": [
            {
                "kind": goal.kind.value,
                "rule": goal.rule,
                "what": goal.what,
                "side": goal.side or None,
                "line": _line(covered, goal),
            }
            for goal in covered.missed
        ],
    }
