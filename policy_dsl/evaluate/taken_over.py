"""Results of a period that another edition decides about, taken over into the words of this one.

They are found by name, and so are their labels.  What that edition did not have, or had on another
scale, is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from policy_dsl.check.policy import Result
from policy_dsl.check.scorecards import measure_of
from policy_dsl.check.units import comparable
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.cards import rows_of
from policy_dsl.evaluate.preparing import Compute, Frame
from policy_dsl.evaluate.step import Place, Placed, Step
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Type, Value, base

if TYPE_CHECKING:
    from policy_dsl.evaluate.evaluate import Prepared


def taken_over(result: Result, here: Prepared, then: Frame | None) -> Compute:
    """A result of this edition in a period of another: what that one said under the same name.

    ``then`` is the organisation under the edition in force in that period, None without one.
    """
    name = result.name.text

    def take(frame: Frame) -> Step:
        if then is None:
            reason = f"no edition of {here.policy.name} was in force in {frame.period}"
            return _nothing(result, here, reason)
        judge = then.prepared
        position = judge.positions.get(name)
        if position is None:
            reason = f"{judge.policy.edition}, which decides about {frame.period}, has no {name}"
            return _nothing(result, here, reason)
        then.advance(position)
        step = then.done[position]
        if isinstance(result, Scorecard):
            if isinstance(step.rule, Scorecard):
                return _card(result, here, step, then)
            reason = f"{name} of {judge.policy.edition} is no scorecard"
            return _nothing(result, here, reason)
        said = judge.policy.types[judge.policy.results[position]]
        what = f"{name} of {judge.policy.edition}"
        value = on_this_scale(step.value, said, here.policy.types[result], what)
        return Step(result, value, (step,), _place(then))

    return take


def _place(then: Frame) -> Place:
    return Place(then.organisation, then.period, then.prepared.policy)


def _nothing(result: Result, here: Prepared, reason: str) -> Step:
    unknown = not_had(here.policy.types[result], reason)
    if not isinstance(result, Scorecard):
        return Step(result, unknown)
    rows = tuple(_blank(row, result, here, reason, left_out=False) for row in result.rows)
    return Step(result, unknown, rows)


def not_had(type_: Type, reason: str) -> NotKnown:
    """Not known, whatever is supplied: why is the reason."""
    scale = base(type_)
    labels = scale.labels if isinstance(scale, Scale | Choice) else ()
    return NotKnown(possible=labels, gap=True, reason=reason)


def on_this_scale(value: Value, said: Type, wanted: Type, what: str) -> Value:
    """A value of another edition as one of this edition; labels are matched by name."""
    if value is DOES_NOT_APPLY:
        return value
    theirs, ours = base(said), base(wanted)
    if isinstance(ours, Scale | Choice) and isinstance(theirs, Scale | Choice):
        if isinstance(value, Label):
            return ours.label(value.name) or not_had(
                wanted, f"{what} is {value.name}, which is not a label of {ours.name}"
            )
        if isinstance(value, NotKnown):
            labels = [ours.label(label.name) for label in value.possible]
            known = [label for label in labels if label is not None]
            return ops.settle(known, [value], value.gap or len(known) < len(labels))
    elif comparable(theirs, ours):
        return value
    return not_had(wanted, f"{what} is of another type")


# ---- scorecards ---------------------------------------------------------------------------------


def _card(card: Scorecard, here: Prepared, theirs: Step, then: Frame) -> Step:
    """Their scorecard, its rows under the measures of ours: its average is theirs, not ours.

    A measure that theirs does not have is not known and counts in nothing.
    """
    policy = then.prepared.policy
    assert isinstance(theirs.rule, Scorecard)
    what = f"{card.name.text} of {policy.edition}"
    said = policy.cards[theirs.rule].scale
    scale = here.policy.cards[card].scale
    waiting = {row: _measure(row) for row in card.rows}
    rows: list[Step] = []
    for step in rows_of(theirs.inputs):
        assert isinstance(step.rule, CardRow)
        own = next((row for row, name in waiting.items() if name == _measure(step.rule)), None)
        if own is not None and (step.value is not DOES_NOT_APPLY or _is_last(step, theirs)):
            del waiting[own]
        rows.append(_row(step, own, card, here, then, on_this_scale(step.value, said, scale, what)))
    rows.extend(
        _blank(row, card, here, f"{what} has no {name}", left_out=True)
        for row, name in waiting.items()
    )
    value = on_this_scale(theirs.value, policy.types[theirs.rule], here.policy.types[card], what)
    return Step(card, value, tuple(rows))


def _is_last(step: Step, card: Step) -> bool:
    """Whether no row below measures the same, for another kind of organisation perhaps."""
    name = _measure(step.rule)
    last = [row for row in rows_of(card.inputs) if _measure(row.rule) == name][-1]
    return last is step


def _row(
    step: Step, own: CardRow | None, card: Scorecard, here: Prepared, then: Frame, band: Value
) -> Step:
    measured = [Step(item.rule, item.value, (item,), _place(then)) for item in step.inputs[:1]]
    inputs = (*measured, Step(step.rule, step.value, (step,), _place(then)))
    detail = step.detail
    if isinstance(detail, Placed):
        detail = evolve(detail, attributes=_attributes(own, card, here))
    return Step(step.rule if own is None else own, band, inputs, detail)


def _blank(row: CardRow, card: Scorecard, here: Prepared, reason: str, left_out: bool) -> Step:
    learned = here.policy.cards[card]
    unknown = NotKnown(gap=True, reason=reason)
    attributes = _attributes(row, card, here)
    detail = Placed(unknown, unknown, learned.percent, None, True, left_out, False, attributes)
    band = not_had(learned.scale, reason)
    return Step(row, band, (Step(row, unknown),), detail)


def _attributes(row: CardRow | None, card: Scorecard, here: Prepared) -> dict[str, Value]:
    """The attributes of a row; of one that this edition does not have they are not known."""
    of_rows = here.policy.cards[card].attributes
    if row is not None:
        return dict(of_rows[row])
    names = {name for attributes in of_rows.values() for name in attributes}
    return {name: NotKnown(gap=True, reason=f"{card.name.text} has no such row") for name in names}


def _measure(row: object) -> str:
    name = measure_of(row) if isinstance(row, CardRow) else None
    return name.text if name is not None else ""
