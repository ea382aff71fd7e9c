"""``finer-threshold``: a threshold with more decimal places than the fact it is held against."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from policy_dsl.check.facts import precision_of
from policy_dsl.check.policy import Policy
from policy_dsl.check.units import COUNT, with_unit
from policy_dsl.invent import Cut, cuts, subject_type
from policy_dsl.lint.remark import Remark, remark
from policy_dsl.values.numbers import Rounding, round_to
from policy_dsl.values.types import Quantity


def find(policy: Policy) -> Iterator[Remark]:
    """Figures that no value of their fact can be at, so that others would say the same."""
    for cut in cuts(policy):
        type_ = subject_type(policy, cut)
        if (
            cut.fact is None
            or not isinstance(type_, Quantity)
            or not isinstance(cut.figure, Decimal)
        ):
            continue
        places = 0 if type_ == COUNT else precision_of(cut.fact).places
        if places is None or cut.figure == round_to(cut.figure, places, Rounding.DOWN):
            continue
        yield remark(
            policy,
            "finer-threshold",
            cut.at.span,
            f"`{cut.fact.name.text}` is given {_given(places)}, so it is never at this figure",
            _help(cut, type_, places),
        )


def _given(places: int) -> str:
    if places == 0:
        return "in whole numbers"
    return f"to {places} place{'s' * (places != 1)}"


def _help(cut: Cut, type_: Quantity, places: int) -> str:
    assert isinstance(cut.figure, Decimal)
    rounding = {"<": Rounding.UP, ">=": Rounding.UP, "<=": Rounding.DOWN, ">": Rounding.DOWN}
    if cut.sign not in rounding:
        return "write a figure that it can be at"
    same = round_to(cut.figure, places, rounding[cut.sign])
    written = with_unit(f"{same:f}", type_.unit)
    return f"`{cut.sign} {written}` says the same: write that, or declare the fact with more places"
