"""Of what a step came from, that on which it turned, in whatever period and of whom it was."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import frozen

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.step import Cohort, Place
from policy_dsl.syntax.aggregates import Aggregate, Summary
from policy_dsl.syntax.expressions import Arithmetic, Both, Either, Is, Order
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.history import Held, YearToDate
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.population import Across, PopulationSummary, Quantile, Rank
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import Member, Quantified, Quantifier
from policy_dsl.testing.reasons import NAMED
from policy_dsl.testing.taken import Taken
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.numbers import Number, negative, subtract
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value

_CHOOSING: Final = {Summary.BEST, Summary.WORST, Summary.LOWEST, Summary.HIGHEST}
_CHOOSING_ACROSS: Final = {
    PopulationSummary.BEST,
    PopulationSummary.WORST,
    PopulationSummary.LOWEST,
    PopulationSummary.HIGHEST,
}

_OR_ITSELF: Final = {Order.EXACTLY, Order.OR_WORSE, Order.OR_BETTER}


def decisive(at: Taken) -> tuple[Taken, ...]:
    """Of what a step came from, that on which it turned; of a window the periods, oldest first."""
    value, asked = at.value, asked_of(at)
    match at.rule:
        case Across() | Quantile() if at.step.known:
            found = tuple(one for one in counted(at) if one.step.known)
        case Rank() if at.step.known:
            found = _own_and_better(at)
        case _ if not at.step.known:
            found = tuple(sorted(asked, key=lambda item: item.step.known))
        case Either() if value is True:
            found = tuple(item for item in asked if item.value is True)
        case Both() if value is False:
            found = tuple(item for item in asked if item.value is False)
        case Arithmetic(sign="+") | Aggregate(summary=Summary.SUM) | YearToDate():
            found = tuple(item for item in asked if item.value != 0)
        case Aggregate(summary=summary) if summary in _CHOOSING:
            found = tuple(item for item in asked if item.value == value)
        case _:
            found = asked
    return found or asked


def asked_of(at: Taken) -> tuple[Taken, ...]:
    """What a step came from: of a window the periods that made it so, of a selection the items.

    Of rows and records selected it is the condition, and not all that they hold; where some of
    them settle that any is there, or that not every one is, it is those.
    """
    rule, inputs = at.rule, at.inputs
    if at.through is not None:
        return (at.through,)
    if isinstance(rule, Held):
        return _holding_so(at)
    if isinstance(rule, NAMED | RecordDeclaration) or len(inputs) < 2:
        return inputs
    whole, *items = inputs
    if isinstance(rule, Quantified) and isinstance(at.value, bool):
        any_of = rule.quantifier is Quantifier.ANY_OF
        items = [item for item in items if at.value is not any_of or item.value is any_of]
    return tuple(items) if isinstance(whole.rule, Scorecard) else (whole, *items)


def _holding_so(window: Taken) -> tuple[Taken, ...]:
    """The periods of a window that made it hold, or fail, or be not known."""
    if isinstance(window.value, NotKnown):
        found = (item for item in window.inputs if not item.step.known)
    else:
        holds, known = window.value is True, (item for item in window.inputs if item.step.known)
        found = (item for item in known if (item.value is True) is holds)
    return tuple(found) or window.inputs


# ---- across organisations -----------------------------------------------------------------------


def group_of(at: Taken) -> tuple[Taken, ...]:
    """The steps of the organisations that a figure is taken across, the example's own first."""
    group = next((item.inputs for item in at.inputs if isinstance(item.step.detail, Cohort)), ())
    return tuple(sorted(group, key=lambda one: code_of(one) != at.own.organisation.code))


def counted(figure: Taken) -> tuple[Taken, ...]:
    """The organisations that made a figure across them what it is."""
    rule, group = figure.rule, group_of(figure)
    if isinstance(rule, Across) and rule.summary in _CHOOSING_ACROSS and figure.step.known:
        return tuple(one for one in group if one.value == figure.value)
    return group


def around(rank: Taken) -> tuple[list[Taken], list[Taken], list[Taken]]:
    """The organisations before, level with and after the one ranked, the nearest first."""
    rule, own = rank.rule, rank.inputs[0]
    assert isinstance(rule, Rank)
    mine = _figure(own)
    others = [(_figure(one), one) for one in group_of(rank)]
    gaps = [
        (subtract(figure, mine) if rule.highest_first else subtract(mine, figure), one)
        for figure, one in others
        if mine is not None and figure is not None and code_of(one) != own.place.organisation.code
    ]
    gaps.sort(key=lambda pair: max(pair[0], negative(pair[0])))
    ahead = [one for gap, one in gaps if gap > 0]
    level = [one for gap, one in gaps if gap == 0]
    return ahead, level, [one for gap, one in gaps if gap < 0]


def _own_and_better(rank: Taken) -> tuple[Taken, ...]:
    return (rank.inputs[0], *around(rank)[0]) if rank.inputs else ()


def _figure(at: Taken) -> Number | None:
    figure = ops.as_number(at.value)
    return figure if isinstance(figure, Decimal | Fraction) else None


def code_of(one: Taken) -> str:
    """Whose step one of a group is."""
    place = one.step.detail
    return place.organisation.code if isinstance(place, Place) else ""


# ---- results ------------------------------------------------------------------------------------


@frozen
class Turned:
    """A result on which something turned, and what it would have had to be, where that is told.

    Where `access is red` does not hold, it is red that it would have had to be.
    """

    at: Taken
    wanted: Value | None


def results(steps: Iterable[Taken], wanted: Value | None = None) -> list[Turned]:
    """The results that steps turn on, each once: of a window the latest period first.

    ``wanted`` is what the steps would have had to be.
    """
    found: dict[Taken, Value | None] = {}
    stack: list[tuple[Taken, Value | None]] = []
    stack.extend((at, wanted) for at in reversed(list(steps)))
    while stack:
        at, sought = stack.pop()
        if isinstance(at.rule, Member):
            found.setdefault(at, sought)
        elif at.through is not None:
            stack.append((at.through, sought))
        elif isinstance(at.rule, NAMED):
            if not isinstance(at.rule, Fact | Interpretation):
                found.setdefault(at, sought)
        elif not isinstance(at.rule, CardRow):
            turned = decisive(at) if isinstance(at.rule, Held) else reversed(decisive(at))
            stack.extend((item, _refused(at) or sought) for item in turned)
    return [Turned(at, sought) for at, sought in found.items()]


def _refused(at: Taken) -> Label | None:
    """The label that a value is not, where it was to be that label."""
    rule = at.rule
    if not isinstance(rule, Is) or rule.negated or at.value is not False:
        return None
    if rule.target.label is None or rule.target.order not in _OR_ITSELF:
        return None
    label = at.policy.meanings.get(rule.target.label)
    return label if isinstance(label, Label) else None
