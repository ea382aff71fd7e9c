"""The diagram of each result of a policy, made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_never

from policy_dsl.analyse import ratings, scorecards, tables
from policy_dsl.analyse.diagrams import Diagram, TooLargeError
from policy_dsl.analyse.expressions import diagram
from policy_dsl.analyse.lifted import Lifted, is_gap
from policy_dsl.analyse.walking import leaves
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
            if space.wide and space.mends:
                found = _filled(on, item, found)
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


def _filled(on: Lifted, item: Result, found: Diagram) -> Diagram:
    """The diagram of a result with anything at all in place of its gaps: they may be mended so."""
    if not any(is_gap(leaf.value) for leaf in leaves(found)):
        return found
    anything = on.space.free(("mended", item.name.text), on.space.type_of(item))

    def fill() -> Callable[[Any], Any]:
        return lambda value: anything if is_gap(value) else value

    return on.space.diagrams.apply(on.once(("fill", item), fill), found)


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
