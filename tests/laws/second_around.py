"""A second opinion on time and population: what is found in other quarters and organisations."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

from attrs import evolve

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Cohort, Place, Step
from policy_dsl.syntax import history, population
from policy_dsl.values.absence import DOES_NOT_APPLY, NOTHING
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import base
from tests.laws.second_labels import as_truth
from tests.laws.second_numbers import (
    Ends,
    Unknown,
    as_number,
    compared,
    ends_of,
    plain,
    sum_of_ends,
    unknown,
)

Group = list[Any]


#: The organisation, by code, and the quarter that a step is asked in.
Here = tuple[str, Period]


def placed(decision: Decision, step: Step, asked: Here) -> list[Any]:
    """What a step of another place may be: what is there, with the place named in what it misses.

    Of the organisation it is ``asked`` in, in a quarter before, ``in``; of any organisation in a
    group, ``of``.
    """
    place = step.detail
    assert isinstance(place, Place)
    if not step.inputs:
        type_ = base(decision.policy.types[step.rule])
        labels = frozenset(type_.labels) if isinstance(type_, Scale | Choice) else frozenset()
        return [Unknown(frozenset({f"every fact in {place.period}"}), labels)]
    (below,) = step.inputs
    value = plain(below.value)
    if not isinstance(value, Unknown):
        return [value]
    here = place.period == asked[1]
    own = place.organisation.code == asked[0]
    found = [_named(value, "of", place.organisation.code)]
    if own:
        found.append(value if here else _named(value, "in", str(place.period)))
    return found


def _named(value: Unknown, word: str, place: str) -> Unknown:
    missing = {name if f" {word} " in name else f"{name} {word} {place}" for name in value.missing}
    return evolve(value, missing=frozenset(missing))


def again(policy: Policy, step: Step, period: Period) -> Any:
    """The value of a step of time or population, from its inputs and the quarter it is asked in."""
    node = step.rule
    inputs = [plain(needed.value) for needed in step.inputs]
    match node:
        case history.Held():
            return _held(node, step, inputs)
        case history.Earlier():
            assert _back(step, period) == [int(node.periods.value)]  # type: ignore[arg-type]
            return inputs[0]
        case history.YearToDate():
            quarter = int(str(period)[1])
            assert _back(step, period) == list(range(quarter - 1, -1, -1))
            return summed(inputs)
        case history.InThePeriod():
            return _in_the_quarter(inputs[0], period)
        case population.Across():
            return _across(node, step)
        case population.Quantile():
            share = Fraction(inputs[0]) / 100
            return _of_group(step.inputs[1], lambda group: quantile(group, share))
        case population.Rank():
            if not step.inputs:
                return DOES_NOT_APPLY
            own = inputs[0]
            return _of_group(step.inputs[1], lambda group: rank(own, group, node.highest_first))
        case _:
            assert isinstance(step.detail, Cohort)
            return Fraction(len(step.inputs) - step.detail.left_out)


def _back(step: Step, period: Period) -> list[int]:
    """How many quarters back each input stands."""
    found = []
    for needed in step.inputs:
        assert isinstance(needed.detail, Place)
        found.append(period.ordinal - needed.detail.period.ordinal)
    return found


# ---- time ---------------------------------------------------------------------------------------


def _held(node: history.Held, step: Step, inputs: list[Any]) -> Any:
    for one, next_ in pairwise(step.inputs):
        assert isinstance(one.detail, Place)
        assert isinstance(next_.detail, Place)
        assert next_.detail.period.ordinal == one.detail.period.ordinal + 1
    size = int(node.periods.value)  # type: ignore[arg-type]
    assert len(inputs) == size
    truths = [as_truth(value) for value in inputs]
    if all(truth is DOES_NOT_APPLY for truth in truths):
        return DOES_NOT_APPLY
    wanted = {
        history.Window.CONSECUTIVE: size,
        history.Window.EACH_OF: size,
        history.Window.ANY_OF: 1,
        history.Window.AT_LEAST: int(node.least.value) if node.least is not None else 0,  # type: ignore[arg-type]
    }[node.window]
    sure = sum(truth is True for truth in truths)
    doubts = [truth for truth in truths if isinstance(truth, Unknown)]
    if sure >= wanted:
        return True
    if sure + len(doubts) < wanted:
        return False
    counted = node.window is history.Window.AT_LEAST  # there is a count, whatever there is to count
    return evolve(unknown(doubts), none=False) if counted else unknown(doubts)


def _in_the_quarter(day: Any, period: Period) -> Any:
    if day is NOTHING:
        return False
    if isinstance(day, Unknown):
        return unknown([day])
    if day is DOES_NOT_APPLY:
        return day
    number, year = int(str(period)[1]), int(str(period).split()[1][:4])
    first = date(year, 1 + 3 * number, 1) if number < 4 else date(year + 1, 1, 1)
    later = date(year, 4 + 3 * number, 1) if number < 3 else date(year + 1, 1 + 3 * (number - 3), 1)
    return first <= day <= later - timedelta(days=1)


def summed(values: list[Any]) -> Any:
    counted = [as_number(value) for value in values if value is not DOES_NOT_APPLY]
    if not counted:
        return DOES_NOT_APPLY
    if any(isinstance(value, Unknown) for value in counted):
        return unknown(counted, sum_of_ends(*map(ends_of, counted)))
    return sum(counted, Fraction())


# ---- population ---------------------------------------------------------------------------------


def _of_group(step: Step, figure: Any) -> Any:
    """A figure of those that count, or why there is none."""
    everybody = [plain(needed.value) for needed in step.inputs]
    node = step.detail
    assert isinstance(node, Cohort)
    group = [value for value in everybody if value is not DOES_NOT_APPLY]
    if node.left_out > len(everybody) - len(group):  # `leaving out missing`
        group = [v for v in group if not (isinstance(v, Unknown) and v.missing and not v.none)]
    assert len(everybody) - len(group) == node.left_out
    if group:
        return figure([as_number(value) for value in group])
    doubts = [value for value in everybody if isinstance(value, Unknown)]
    return unknown(doubts) if doubts else Unknown(none=True)


def _across(node: population.Across, step: Step) -> Any:
    def figure(group: Group) -> Any:
        known = not any(isinstance(value, Unknown) for value in group)
        ends = [ends_of(value) for value in group]
        match node.summary:
            case population.PopulationSummary.SUM:
                return sum(group, Fraction()) if known else unknown(group, sum_of_ends(*ends))
            case population.PopulationSummary.AVERAGE:
                low, high = sum_of_ends(*ends)
                size = len(group)
                if known:
                    return sum(group, Fraction()) / size
                return unknown(
                    group,
                    (None if low is None else low / size, None if high is None else high / size),
                )
            case population.PopulationSummary.COUNT:
                sure = Fraction(sum(as_truth(value) is True for value in group))
                doubts = [value for value in group if isinstance(value, Unknown)]
                return _between(doubts, sure) if doubts else sure
            case population.PopulationSummary.LOWEST:
                return min(group) if known else unknown(group, _lowest(ends))
            case _:
                if known:
                    return max(group)
                low, high = _lowest([_turned(one) for one in ends])
                return unknown(group, _turned((low, high)))

    return _of_group(step.inputs[0], figure)


def _turned(ends: Ends) -> Ends:
    low, high = ends
    return (None if high is None else -high, None if low is None else -low)


def _lowest(ends: list[Ends]) -> Ends:
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    return (min(lows) if len(lows) == len(ends) else None, min(highs) if highs else None)


def quantile(group: Group, share: Fraction) -> Any:
    """Linear interpolation between the two neighbours of place (n - 1) * share."""

    def at(values: list[Fraction]) -> Fraction:
        ordered, place = sorted(values), (len(values) - 1) * share
        below = floor(place)
        above = min(below + 1, len(values) - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    if not any(isinstance(value, Unknown) for value in group):
        return at(group)
    lows, highs = zip(*map(ends_of, group), strict=True)
    return unknown(
        group,
        (
            None if None in lows else at(list(lows)),
            None if None in highs else at(list(highs)),
        ),
    )


def _between(doubts: list[Unknown], sure: Fraction) -> Unknown:
    """A count with so many more in doubt; whatever they are, there is a count."""
    return Unknown(unknown(doubts).missing, frozenset(), sure, sure + len(doubts))


def rank(own: Any, group: Group, highest_first: bool) -> Any:
    """One more than those ahead; each that is not known may be ahead or not."""
    if own is DOES_NOT_APPLY:
        return own
    own = as_number(own)
    if isinstance(own, Unknown):
        return unknown([own], (Fraction(1), Fraction(max(1, len(group)))))
    ahead = [compared(">" if highest_first else "<", other, own) for other in group]
    place = Fraction(1 + sum(answer is True for answer in ahead))
    doubts = [answer for answer in ahead if isinstance(answer, Unknown)]
    return _between(doubts, place) if doubts else place


# ---- in which quarter a step is asked -----------------------------------------------------------


def asked_in(decision: Decision) -> dict[Step, Here]:
    """Where every step is asked; one that several share belongs to the first that is met."""
    found: dict[Step, Here] = {}
    own = decision.organisation.code, decision.period
    stack = [(step, own) for step in decision.results.values()]
    while stack:
        step, here = stack.pop()
        if step in found:
            continue
        found[step] = here
        place = step.detail
        below = (place.organisation.code, place.period) if isinstance(place, Place) else here
        stack.extend((needed, below) for needed in step.inputs)
    return found
