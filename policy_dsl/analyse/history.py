"""The diagrams of what looks at other periods, and of dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.terms import Form, Term
from policy_dsl.evaluate.history import whole
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.history import (
    DateFrom,
    DurationUnit,
    Earlier,
    Held,
    InThePeriod,
    PeriodBound,
    Window,
)
from policy_dsl.values.periods import Period, kind_named

Make = Callable[[Lifted, Expression], Diagram]


def held(on: Lifted, node: Held, make: Make) -> Diagram:
    """A condition asked of several periods: whether it holds now is known, and before it is free.

    Before now, what tells is for how many periods running it held.
    """
    from policy_dsl.analyse.expressions import free

    space = on.space
    apply, count = space.diagrams.apply, whole(node.periods)
    if node.window not in (Window.CONSECUTIVE, Window.EACH_OF):
        return free(on, node)
    run = running(on, node.condition)
    now = apply(on.truth, make(on, node.condition))
    space.running[run.key] = now
    before = count - 1 if node.window is Window.CONSECUTIVE else count
    ran = space.terms.beyond(Form.of(run), (before, 0))
    return apply(on.both, now, ran) if node.window is Window.CONSECUTIVE else ran


def running(on: Lifted, condition: Expression) -> Term:
    """For how many periods before this one a condition held without a break."""
    from policy_dsl.analyse.expressions import written

    key = ("free", ("run", written(on, condition)))
    return on.space.terms.term(key, step=1, low=0)


def earlier(on: Lifted, node: Earlier) -> Diagram:
    """What something was is free, whatever it is now."""
    from policy_dsl.analyse.expressions import free, written

    on.space.earlier[("free", written(on, node))] = (node.expression, whole(node.periods))
    return free(on, node)


def in_the_period(on: Lifted, node: InThePeriod) -> Diagram:
    """``issued in the quarter``."""
    from policy_dsl.analyse.expressions import free

    return free(on, node)


def date_from(on: Lifted, node: DateFrom, make: Make) -> Diagram:
    """A date so long after another: in days or weeks a sum, in months not cut further."""
    from policy_dsl.analyse.expressions import free

    days = {DurationUnit.DAYS: 1, DurationUnit.WEEKS: 7}.get(node.unit)
    if days is None:
        return free(on, node)
    amount = Decimal(whole(node.amount) * days) * (1 if node.after else -1)
    return on.space.diagrams.apply(on.add, make(on, node.date), on.space.leaf(amount))


def period_bound(on: Lifted, node: PeriodBound) -> Diagram:
    """The first or last day of the period decided about, in which the edition is in force."""
    policy = on.space.policy
    ends: dict[str, int] = {"low": 1}
    if node.end and node.word.text in (policy.period.value, "date"):
        ends["low"] = policy.first_day.toordinal()
        if policy.last_day is not None:
            ends["high"] = policy.last_day.toordinal()
    key = ("bound", node.end, node.word.text)
    term = on.space.terms.term(key, step=1, onto=_onto(node), **ends)
    return on.space.leaf(Form.of(term))


def _onto(node: PeriodBound) -> Callable[[int], int]:
    """Between two days at which a period can begin or end there is none."""
    kind = kind_named(node.word.text)
    assert kind is not None

    def onto(day: int) -> int:
        try:
            period = Period.containing(date.fromordinal(day), kind)
            if node.end:
                return period.last_day.toordinal()
            begins = period.first_day.toordinal()
            return begins if begins == day else period.last_day.toordinal() + 1
        except (ValueError, OverflowError):  # outside the calendar
            return day

    return onto
