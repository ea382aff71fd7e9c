"""What no example reaches, as `policy test --coverage` shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from policy_dsl.source import printable
from policy_dsl.testing import Goal, GoalKind
from policy_dsl.unreached import Unreached
from policy_dsl_cli.cells import count
from policy_dsl_cli.output import Output
from policy_dsl_cli.tables import Table


def report(found: Sequence[Unreached], output: Output) -> str:
    """How much is reached of each kind, and below it every rule with what nothing reaches."""
    kinds = [kind for kind in GoalKind if any(one.counts(kind)[1] for one in found)]
    header = ("policy", *(kind.value for kind in kinds))
    rows = [
        (one.policy.source.path, *(_share(*one.counts(kind)) for kind in kinds)) for one in found
    ]
    parts = [Table(header, rows, numbers=header[1:]).render(output)]
    for one in found:
        whys = dict.fromkeys(one.missed, "")
        for words, goals in (
            ("not reached", whys),
            ("cannot be reached", one.cannot),
            ("left", one.left),
        ):
            if goals:
                parts.append("\n".join([*_listed(one, words, goals), ""]))
    parts.append(f"{closing(found)}\n")
    return "\n".join(parts)


def _share(reached: int, all_: int) -> str:
    return f"{reached:,}/{all_:,}" if all_ else ""


def _listed(found: Unreached, words: str, goals: Mapping[Goal, str]) -> Iterator[str]:
    """Goals rule by rule, each with why it is not reached; the sides of a threshold together."""
    yield printable(f"{found.policy.source.path}: {words}")
    for rule, of_rule in groupby(goals, key=lambda goal: goal.rule):
        yield printable(f"  {rule}")
        for (line, what, why), same in groupby(
            of_rule, key=lambda goal: (found.line(goal), goal.what, goals[goal])
        ):
            sides = ", ".join(goal.side for goal in same)
            said = f"{what}{': ' if sides else ''}{sides}{'; ' if why else ''}{why}"
            yield printable(f"    {line:>5}  {said}")


def closing(found: Sequence[Unreached]) -> str:
    """How many goals are reached, and how many of the others are not to be."""
    reached, all_ = (sum(part) for part in zip(*(one.counts() for one in found), strict=True))
    cannot, left = sum(len(one.cannot) for one in found), sum(len(one.left) for one in found)
    if not all_ + cannot + left:
        return "there is nothing to reach"
    words = (
        f"all of {count(all_, 'goal')} reached"
        if reached == all_
        else f"{reached:,} of {count(all_, 'goal')} reached, {all_ - reached:,} not"
    )
    more = [f"{cannot:,} cannot be"] * bool(cannot) + [f"{left:,} left with a reason"] * bool(left)
    return "; ".join([words, *([", ".join(more)] if more else [])])


def to_json(found: Unreached) -> dict[str, object]:
    """The counts of each kind, and every goal that nothing reaches, with why that is."""
    return {
        "counts": {
            kind.value: dict(zip(("reached", "goals"), found.counts(kind), strict=True))
            for kind in GoalKind
        },
        "missed": [_goal(found, goal) for goal in found.missed],
        "cannot": [{**_goal(found, goal), "why": why} for goal, why in found.cannot.items()],
        "left": [{**_goal(found, goal), "reason": why} for goal, why in found.left.items()],
    }


def _goal(found: Unreached, goal: Goal) -> dict[str, object]:
    return {
        "kind": goal.kind.value,
        "rule": goal.rule,
        "what": goal.what,
        "side": goal.side or None,
        "line": found.line(goal),
    }
