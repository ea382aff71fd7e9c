"""The diagrams of ``count / any / every of … where …``: row by row; of lists they are free."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from policy_dsl.analyse.aggregates import counted, folded
from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.scorecards import counts, item_part
from policy_dsl.analyse.terms import Form
from policy_dsl.check.items import ItemPart
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.selections import (
    FieldOf,
    FieldSummary,
    Member,
    Quantified,
    Quantifier,
)
from policy_dsl.values.absence import DOES_NOT_APPLY, NOTHING, NotKnown
from policy_dsl.values.numbers import ZERO

Make = Callable[[Lifted, Expression], Diagram]


def quantified(on: Lifted, node: Quantified, make: Make) -> Diagram:
    """How many are selected, whether any is, or whether every one is."""
    space = on.space
    card = space.policy.meanings[node.of]
    if not isinstance(card, Scorecard):
        return _of_list(on, node)
    truths = []
    apply = space.diagrams.apply
    for counting, truth in _asked(on, node.of, card, node.where, make):
        if node.quantifier is Quantifier.EVERY_OF:
            truths.append(apply(on.either, apply(on.refuse, counting), truth))
        else:
            truths.append(apply(on.both, counting, truth))
    if node.quantifier is Quantifier.COUNT_OF:
        return counted(on, truths)
    every = node.quantifier is Quantifier.EVERY_OF
    found = space.leaf(every)
    for truth in truths:
        found = apply(on.both if every else on.either, found, truth)
    return found


def _asked(
    on: Lifted, of: Member, card: Scorecard, where: Expression | None, make: Make
) -> Iterator[tuple[Diagram, Diagram]]:
    """Of each row whether it counts, and whether the condition holds of it."""
    space = on.space
    outer = space.row
    for row in card.rows:
        counting = counts(on, card, row, make)
        space.row = row
        truth = space.leaf(True) if where is None else make(on, where)
        space.row = outer
        yield counting, space.diagrams.apply(on.truth, truth)


def _of_list(on: Lifted, node: Quantified) -> Diagram:
    """``any of`` asks whether the count is at least one, so that the two agree."""
    from policy_dsl.analyse.expressions import free, written

    space = on.space
    if node.quantifier is Quantifier.EVERY_OF:
        return free(on, node)
    words = "" if node.where is None else written(on, node.where)[0]
    key = ("free", ("count", node.of.text, words, space.row))
    term = space.terms.term(key, step=1, low=0)
    if node.quantifier is Quantifier.COUNT_OF:
        space.asked[key] = node
        return space.leaf(Form.of(term))
    space.asked.setdefault(key, node)
    return space.terms.beyond(Form.of(term), (1, 0))


def field_of(on: Lifted, node: FieldOf, make: Make) -> Diagram:
    """``sum of weight of targets where …``."""
    from policy_dsl.analyse.expressions import free

    space = on.space
    card = space.policy.meanings[node.of]
    part = space.policy.meanings.get(node.field)
    if not isinstance(card, Scorecard) or not isinstance(part, ItemPart):
        return free(on, node)
    values = []
    for row, (counting, truth) in zip(
        card.rows, _asked(on, node.of, card, node.where, make), strict=True
    ):
        outer, space.row = space.row, row
        value = space.diagrams.apply(_none_of_nothing, item_part(on, node.field, part, make))
        space.row = outer
        selected = space.diagrams.apply(on.both, counting, truth)
        out = space.leaf(DOES_NOT_APPLY)
        values.append(space.diagrams.choose(selected, value, out))
    combine, mean = _COMBINE[node.summary](on)
    found = folded(on, values, combine, False, mean)
    of_none = _sum_of_none if node.summary is FieldSummary.SUM else _nothing_there
    return space.diagrams.apply(of_none, found)


def _none_of_nothing(value: Any) -> Any:
    return DOES_NOT_APPLY if value is NOTHING else value


def _sum_of_none(value: Any) -> Any:
    return ZERO if value is DOES_NOT_APPLY else value


def _nothing_there(value: Any) -> Any:
    return NotKnown(gap=True) if value is DOES_NOT_APPLY else value


_COMBINE: dict[FieldSummary, Callable[[Lifted], tuple[Callable[..., Any], bool]]] = {
    FieldSummary.AVERAGE: lambda on: (on.add, True),
    FieldSummary.SUM: lambda on: (on.add, False),
    FieldSummary.LOWEST: lambda on: (on.lowest, False),
    FieldSummary.HIGHEST: lambda on: (on.highest, False),
    FieldSummary.BEST: lambda on: (on.best, False),
    FieldSummary.WORST: lambda on: (on.worst, False),
    FieldSummary.EARLIEST: lambda on: (on.lowest, False),
    FieldSummary.LATEST: lambda on: (on.highest, False),
}
