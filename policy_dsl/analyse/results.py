"""The diagram of each result of a policy, made when it is first asked for."""

from __future__ import annotations

from typing import assert_never

from policy_dsl.analyse import ratings, scorecards, tables
from policy_dsl.analyse.diagrams import Diagram, TooLargeError
from policy_dsl.analyse.expressions import diagram
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.check.policy import Result
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.values import ValueDeclaration

#: So much work may be done for one result.
WORK = 80_000


def result(on: Lifted, item: Result) -> Diagram:
    """The diagram of a result; one that takes too much work is not cut further."""
    space = on.space
    found = space.made.get(item)
    if found is None and item in space.making:
        # A rule may look at its own earlier periods: of those it is free.
        return space.free(("result", item.name.text), space.type_of(item))
    if found is None:
        space.making.add(item)
        budget = space.diagrams.left
        space.diagrams.left = min(WORK, budget)
        before = space.diagrams.left
        try:
            found = _result(on, item)
            spent = before - space.diagrams.left
        except (TooLargeError, RecursionError):
            space.failed.add(item)
            spent = before
            space.diagrams.left = budget
            found = space.free(("result", item.name.text), space.type_of(item))
        space.diagrams.left = budget - spent
        space.making.remove(item)
        space.made[item] = found
    return found


def _result(on: Lifted, item: Result) -> Diagram:
    match item:
        case ValueDeclaration():
            return diagram(on, item.expression)
        case Table():
            return tables.value_of(on, item, diagram)
        case Scorecard():
            return scorecards.value_of(on, item, diagram)
        case Rating():
            return ratings.value_of(on, item, diagram)
        case Trigger():
            return trigger(on, item)
        case _:
            assert_never(item)


def trigger(on: Lifted, item: Trigger) -> Diagram:
    """Whether any of a trigger's conditions holds."""
    from policy_dsl.analyse.expressions import joined

    found = joined(on, tuple(line.condition for line in item.conditions), every=False)
    applies = item.applies_to
    kinds = frozenset(kind.text for kind in applies.kinds) if applies is not None else None
    return ratings.for_kinds(on, kinds, found)
