"""Evaluating results of another policy: it decides about the same organisation and period."""

from __future__ import annotations

from policy_dsl.check.items import SUMMARIES
from policy_dsl.check.policy import Policy
from policy_dsl.check.used import Used, UsedPart
from policy_dsl.evaluate.cards import part_of, summary
from policy_dsl.evaluate.preparing import Compute, Frame, Preparing
from policy_dsl.evaluate.step import Place, Step
from policy_dsl.evaluate.taken_over import not_had, on_this_scale
from policy_dsl.evaluate.using import relabelled
from policy_dsl.syntax.selections import Member


def prepare_used(preparing: Preparing, node: Member, meaning: UsedPart) -> Compute:
    """The function that gives a result of another policy: its step is the input of this one."""
    used, name = meaning.used, meaning.result
    type_ = preparing.type_of(node)

    def read(frame: Frame) -> Step:
        edition = used.for_period(frame.period)
        if edition is None:
            reason = f"no edition of {used.model.name} was in force in {frame.period}"
            return Step(node, not_had(type_, reason))
        place = Place(frame.organisation, frame.period, edition)
        step = _step(_frame(frame, used, edition), name, meaning.part)
        if step is None:
            return Step(node, not_had(type_, f"{edition.edition} has no {name}"), (), place)
        value = step.value
        if meaning.part in SUMMARIES:
            value = summary(step.inputs, meaning.part)
        elif edition is not used.model and meaning.part is None:
            said = edition.types[step.rule]
            value = on_this_scale(value, said, type_, f"{name} of {edition.edition}")
        return Step(node, value, (step,), place)

    return read


def _frame(frame: Frame, used: Used, edition: Policy) -> Frame:
    """The same organisation and period, as the other policy sees them."""
    found = frame.used.get(edition)
    if found is None:
        ready = frame.prepared.used[edition]
        if frame.panel is not None:
            found = frame.panel.frame(ready, frame.organisation.code, frame.period)
        if found is None:
            facts = (
                frame.facts
                if edition is used.model
                else relabelled(used.vocabularies[edition], frame.facts)
            )
            found = ready.frame(facts, frame.organisation, frame.period, frame.panel)
        frame.used[edition] = found
    return found


def results_of(frame: Frame, used: Used) -> dict[str, Step]:
    """Every result of the other policy by its own name; none where it was not in force."""
    edition = used.for_period(frame.period)
    if edition is None:
        return {}
    other = _frame(frame, used, edition)
    other.advance(len(other.computes) - 1)
    return dict(zip(other.prepared.names, other.done, strict=True))


def _step(frame: Frame, name: str, part: str | None) -> Step | None:
    position = frame.prepared.positions.get(name)
    if position is None:
        return None
    frame.advance(position)
    step = frame.done[position]
    return step if part is None or part in SUMMARIES else part_of(step, part)
