"""Parts of conditions that settle nothing: what never holds, always does, or adds nothing.

That a whole condition never holds is told of what it is a condition of: see ``reach`` and
``overrides``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from policy_dsl.analyse.context import Analysis
from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.expressions import joined
from policy_dsl.analyse.finding import Finding, finding
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.reach import first_only, holds, is_true
from policy_dsl.analyse.results import trigger as acting
from policy_dsl.analyse.ways import possible
from policy_dsl.check.policy import Result
from policy_dsl.syntax.expressions import Both, Either, Expression, Not
from policy_dsl.syntax.history import Held
from policy_dsl.syntax.ratings import Case, Override
from policy_dsl.syntax.scorecards import ConditionCell
from policy_dsl.syntax.triggers import Trigger, TriggerWhen
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.absence import DOES_NOT_APPLY


def of_result(of: Analysis, item: Result) -> Iterator[Finding]:
    """Every ``and`` that never holds though its parts may; every ``or`` that always does."""
    for node in _conditions(item):
        how, settled = ("never", is_true) if isinstance(node, Both) else ("always", _is_not_true)
        ways = [holds(of.narrow, part) for part in node.operands]
        if sum(possible(of.narrow, way, settled) for way in ways) < 2:
            continue  # a part does it, or a reading: all readings together can be much to look at
        if not of.never(partial(holds, condition=node), settled):
            continue
        if any(of.never(partial(holds, condition=part), settled) for part in node.operands):
            continue  # it is the part that does it
        yield finding(
            of.policy,
            "idle-condition",
            node,
            f"a condition of `{item.name.text}` {how} holds",
            label=f"{how} holds, whatever is given",
            help="its parts rule each other out: correct a figure, or was `or` meant?"
            if how == "never"
            else "its parts leave nothing out: correct a figure, or was `and` meant?",
            possible=of.is_bounded(item),
        )


def of_trigger(of: Analysis, trigger: Trigger) -> Iterator[Finding]:
    """Lines of a trigger that add nothing to the others; a trigger that always acts."""
    if of.never(partial(acting, item=trigger), _is_not_true):
        yield finding(
            of.policy,
            "always-applies",
            trigger.name,
            f"`{trigger.name.text}` always acts",
            label="its condition always holds" if len(trigger.conditions) == 1 else "always acts",
            help="correct its condition: this happens to everybody",
        )
        return
    kept = list(trigger.conditions)
    for line in reversed(trigger.conditions):
        others = [one for one in kept if one is not line]
        if not others or of.never(partial(holds, condition=line.condition), is_true):
            continue  # that it never holds is told elsewhere
        if not of.never(partial(_alone, line=line, others=others), is_true):
            continue
        kept = others
        by = [one for one in others if of.never(partial(_alone, line=line, others=[one]), is_true)]
        yield finding(
            of.policy,
            "idle-condition",
            line,
            f"this condition of `{trigger.name.text}` adds nothing",
            label="whenever it holds, another line does too",
            help="correct it, or take it away",
            also=[(one, "holds whenever it does") for one in by[:1]],
            possible=of.is_bounded(trigger),
        )


def _alone(on: Lifted, line: TriggerWhen, others: Iterable[TriggerWhen]) -> Diagram:
    """Whether a line holds where none of the others is sure to."""
    rest = joined(on, tuple(one.condition for one in others), every=False)
    return on.space.diagrams.apply(first_only, holds(on, line.condition), rest)


def _is_not_true(value: object) -> bool:
    return value is not True and value is not DOES_NOT_APPLY


def _conditions(item: Result) -> Iterator[Both | Either]:
    """What a rule joins, but whole conditions of which it is told elsewhere that they are idle."""
    yield from in_value(item)
    for node in item.walk():
        if isinstance(node, Case | Override | TriggerWhen | ConditionCell) and node.condition:
            whole = node.condition
            told = isinstance(whole, Both) or isinstance(node, Override | TriggerWhen)
            yield from (one for one in _joined(whole) if one is not whole or not told)


def in_value(item: Result) -> Iterator[Both | Either]:
    """What a value joins; of another result nothing."""
    if isinstance(item, ValueDeclaration):
        yield from _joined(item.expression)


def _joined(whole: Expression) -> Iterator[Both | Either]:
    """What is joined by ``and`` and ``or`` in a condition, the inner before the outer."""
    match whole:
        case Both() | Either():
            for part in whole.operands:
                yield from _joined(part)
            yield whole
        case Not():
            yield from _joined(whole.operand)
        case Held():
            yield from _joined(whole.condition)
        case _:
            pass
