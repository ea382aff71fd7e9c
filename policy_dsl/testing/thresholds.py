"""The thresholds of a policy, each to be tried just below, at and just above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from attrs import field, frozen

from policy_dsl.check.items import ItemPart
from policy_dsl.check.policy import Policy
from policy_dsl.check.used import UsedPart
from policy_dsl.evaluate.aggregates import places_of
from policy_dsl.invent import Cut, Worth, cuts, subject_type, worth_trying
from policy_dsl.syntax.aggregates import Round, WhichCompare
from policy_dsl.syntax.expressions import Compare, Constant, Name, Negative
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.history import PeriodBound
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.testing.goal import Goal, GoalKind, excerpt
from policy_dsl.values.numbers import beside
from policy_dsl.values.periods import Period, kind_named
from policy_dsl.values.scales import Label, Scale
from policy_dsl.values.types import Quantity, Type, Unit, Value, base

#: The three sides of a threshold.
SIDES = ("just below", "at", "just above")

#: How near is just beside: the smallest step of a number, or the days next to a date.
Near: TypeAlias = Decimal | tuple[date, date]


@frozen(eq=False)
class Threshold:
    """A cut, what lies just beside it, and the goals on those of its sides that there can be.

    A figure that an open ``point`` offers is a threshold where it is the reading taken.
    """

    cut: Cut
    near: Near
    goals: dict[str, Goal] = field(repr=False)
    point: Interpretation | None = None

    def side(self, value: Value, rival: Value | None = None) -> str | None:
        """On which side of it a value lies; None for one that is not known or too far away.

        Args:
            value: of the cut's subject.
            rival: of what the subject is held against, where that is no figure.
        """
        below, at, above = SIDES
        number = _plain(value)
        figure = _plain(rival) if self.cut.figure is None else self.cut.figure
        if isinstance(number, date) and isinstance(figure, date):
            assert isinstance(self.near, tuple)
            return {self.near[0]: below, figure: at, self.near[1]: above}.get(number)
        if isinstance(number, Decimal | Fraction) and isinstance(figure, Decimal | Fraction):
            assert isinstance(self.near, Decimal)
            distance = Fraction(number) - Fraction(figure)
            if abs(distance) > Fraction(self.near):
                return None
            return at if distance == 0 else below if distance < 0 else above
        return None


@lru_cache(maxsize=64)
def thresholds(policy: Policy) -> tuple[Threshold, ...]:
    """Every cut at a number or date, with the goals on those of its sides that there can be."""
    worth = worth_trying(policy)
    found = (_threshold(policy, cut, worth) for cut in cuts(policy) if not _is_fixed(policy, cut))
    return tuple(one for one in found if one.goals)


def _threshold(policy: Policy, cut: Cut, worth: Worth) -> Threshold:
    near: Near
    there: tuple[object, ...] = (None,) * 3
    if isinstance(cut.figure, date):
        near = _days_beside(policy, cut.subject, cut.figure)
        there = (near[0], cut.figure, near[1])
    else:
        near = _step(policy, cut, worth)
        if isinstance(cut.figure, Decimal):
            there = beside(cut.figure, near)
    what, fits = _what(policy, cut), _fits(policy, cut)
    made = {
        side: Goal(GoalKind.THRESHOLD, cut.result.name.text, what, side, node=cut.test)
        for side, value in zip(SIDES, there, strict=True)
        if fits(value)
    }
    point = policy.meanings.get(cut.at)
    return Threshold(cut, near, made, point if isinstance(point, Interpretation) else None)


def _is_fixed(policy: Policy, cut: Cut) -> bool:
    """Whether there is nothing to vary, or nothing that has sides.

    So it is with a text; with a figure held against the readings of an open point, each of which
    is a goal; with a label of a scale, each of which has a row of its own; and with a weight or
    attribute of a scorecard's rows, which is written down.  Where a result is held against a fact,
    the fact held against the result is the same once more.
    """
    subject = cut.subject
    if isinstance(cut.figure, str) or isinstance(subject, Interpretation) or _is_figure(subject):
        return True
    if isinstance(subject, ItemPart) and isinstance(subject.of, Scorecard):
        return subject.name not in ("value", "points")
    if cut.rival is not None:
        if not isinstance(cut.rival, Node) or not _is_number(policy.types.get(cut.rival)):
            return True
        if isinstance(cut.test, Compare) and cut.at is cut.test.left:
            return True
    type_ = subject_type(policy, cut)
    return cut.sign == "=" and isinstance(type_, Scale) and not isinstance(cut.test, WhichCompare)


def _is_figure(subject: object) -> bool:
    if isinstance(subject, Negative):
        return _is_figure(subject.operand)
    return isinstance(subject, Constant)


# ---- what lies beside ------------------------------------------------------------------------


def _step(policy: Policy, cut: Cut, worth: Worth) -> Decimal:
    """The smallest step of what is tested: of a fact, of a rounding, else of what it is held
    against.
    """
    if cut.fact is not None:
        return worth.steps[cut.fact.name.text]
    subject = _worked_out(policy, cut.subject)
    if isinstance(subject, Round):
        return Decimal(1).scaleb(-places_of(subject))
    if isinstance(cut.rival, Fact):
        return worth.steps[cut.rival.name.text]
    return Decimal(1).scaleb(-cut.places)


def _worked_out(policy: Policy, subject: object) -> object:
    """The expression that a named value stands for, by way of whatever names."""
    while True:
        if isinstance(subject, ValueDeclaration):
            subject = subject.expression
        elif isinstance(subject, Name) and isinstance(policy.meanings.get(subject), Node):
            subject = policy.meanings[subject]
        else:
            return subject


def _days_beside(policy: Policy, subject: object, day: date) -> tuple[date, date]:
    """The days before and after a day: of the first or last day of a period, those of others."""
    bound = _worked_out(policy, subject)
    kind = kind_named(bound.word.text) if isinstance(bound, PeriodBound) else None
    if not isinstance(bound, PeriodBound) or kind is None:
        return day - timedelta(days=1), day + timedelta(days=1)
    around = Period.containing(day, kind)
    days = [
        period.last_day if bound.end else period.first_day
        for period in (around.earlier(), around, around.later())
    ]
    return max(one for one in days if one < day), min(one for one in days if one > day)


# ---- what there can be -----------------------------------------------------------------------


def _fits(policy: Policy, cut: Cut) -> Callable[[object], bool]:
    """Whether the subject can have a value at all, as far as its type and range say."""
    kind = subject_type(policy, cut)
    entry = None if cut.fact is None else policy.vocabulary.facts.get(cut.fact.name.text)
    bound = _worked_out(policy, cut.subject)

    def fits(value: object) -> bool:
        if isinstance(value, date) and isinstance(bound, PeriodBound):
            return _is_bound(policy, bound, value)
        if not isinstance(value, Decimal):
            return True
        if isinstance(kind, Scale):
            return kind.numbered(value) is not None
        if isinstance(kind, Quantity) and kind.unit is Unit.COUNT and value < 0:
            return False
        return entry is None or entry.precision.objection(value) is None

    return fits


def _is_bound(policy: Policy, bound: PeriodBound, day: date) -> bool:
    """Whether a day begins or ends a period of the kind, in which the policy can decide."""
    kind = kind_named(bound.word.text)
    assert kind is not None
    around = Period.containing(day, kind)
    if day != (around.last_day if bound.end else around.first_day):
        return False
    first = Period.containing(policy.first_day, policy.period)
    if around.last_day < first.last_day:
        return False
    return policy.last_day is None or around.first_day <= policy.last_day


def _is_number(type_: Type | None) -> bool:
    """Whether there is more and less of it: a number, or a label that is written as one."""
    kind = None if type_ is None else base(type_)
    if isinstance(kind, Scale):
        return all(label.number is not None for label in kind.labels)
    return isinstance(kind, Quantity)


def _plain(value: Value | None) -> object:
    return value.number if isinstance(value, Label) else value


# ---- in words --------------------------------------------------------------------------------


def _what(policy: Policy, cut: Cut) -> str:
    """``liquidity >= 15 days``, however the test is written: as a cell, a comparison, a count."""
    subject = getattr(cut.subject, "name", None)
    if isinstance(cut.subject, UsedPart):
        of = cut.subject
        subject = ".".join(filter(None, (of.used.alias, of.result, of.part)))
    named = getattr(subject, "text", subject) if subject is not None else None
    if not isinstance(named, str):
        assert isinstance(cut.subject, Node)
        named = excerpt(policy, cut.subject)
    card = getattr(cut.subject, "card", None)
    if isinstance(card, Scorecard):
        named = f"{card.name.text}.{named}"
    figure = excerpt(policy, cut.at)
    if cut.figure is not None and figure.isidentifier():
        figure = f"{figure} ({cut.figure})"
    return f"{named} {cut.sign} {figure}"
