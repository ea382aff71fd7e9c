"""Population: of which group a figure is, how many counted, and between which figures they lie."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.step import Cohort, Place, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Grid, Told, Tone
from policy_dsl.explain.rules import Population
from policy_dsl.explain.value_words import words_of
from policy_dsl.syntax.population import Across, PopulationSummary, Quantile, Rank
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.numbers import Number
from policy_dsl.values.scales import Label

if TYPE_CHECKING:
    from policy_dsl.explain.sections import Sections

_SUMMARY: Final = {one: one.value.removesuffix(" of") for one in PopulationSummary}


def figure_words(homes: Homes, rule: Population, step: Step) -> str:
    """``72.4, the average of 61 acute_trust in 2009/10``."""
    value = words_of(homes, step)
    group = group_of(step)
    if group is None:
        return value
    if not isinstance(group.value, NotKnown):
        count = f"{words_of(homes, group)} {_kind(group)}"
    else:
        count = f"every {_kind(group)}"
    match rule:
        case Across():
            return f"{value}, the {_SUMMARY[rule.summary]} of {count}"
        case Quantile():
            return f"{value}, the {words_of(homes, step.inputs[0])} quantile of {count}"
        case Rank():
            return f"{value} among {count}"


def group_of(step: Step) -> Step | None:
    """The step of the group behind a figure; None where the figure does not apply."""
    return next((one for one in step.inputs if isinstance(one.detail, Cohort)), None)


def _kind(group: Step) -> str:
    assert isinstance(group.detail, Cohort)
    return f"{group.detail.kind} in {group.detail.period}"


def group_words(homes: Homes, group: Step) -> str:
    """``61 of acute_trust in 2009/10``."""
    return f"{words_of(homes, group)} {_kind(group)}"


def group_told(sections: Sections, step: Step) -> Told:
    """The ends of the group, or a condition's answers; who is left out; and one's own figure."""
    group = group_of(step)
    own = [one for one in step.inputs if one is not group]
    below = sections.all(own)
    if group is None:
        return below
    assert isinstance(group.detail, Cohort)
    homes = sections.homes
    known = [
        one
        for one in group.inputs
        if not isinstance(one.value, NotKnown) and one.value is not DOES_NOT_APPLY
    ]
    rows: list[tuple[str, ...]] = []
    if known and isinstance(known[0].value, bool):
        counted = (("yes", True), ("no", False))
        rows += [(word, str(sum(one.value is v for one in known)), "") for word, v in counted]
    elif known:
        ordered = sorted(known, key=_order)
        labels = isinstance(known[0].value, Label)
        ends = ("best", "worst") if labels else ("lowest", "highest")
        for end, one in zip(ends, (ordered[0], ordered[-1]), strict=True):
            rows.append((end, words_of(homes, one), _who(one)))
    if group.detail.left_out:
        rows.append(("left out", str(group.detail.left_out), "without a value that counts"))
    grid = Grid(("", "", ""), tuple(rows), (Tone.PLAIN,) * len(rows)) if rows else None
    return Told(below.entries, below.lines, grid)


def _order(step: Step) -> Number:
    """The best label first, or the lowest number."""
    if isinstance(step.value, Label):
        return Decimal(step.value.rank)
    figure = ops.as_number(step.value)
    assert isinstance(figure, Decimal | Fraction)
    return figure


def _who(step: Step) -> str:
    place = step.detail
    if not isinstance(place, Place):
        return ""
    who = place.organisation
    return f"{who.name} ({who.code})" if who.name else who.code
