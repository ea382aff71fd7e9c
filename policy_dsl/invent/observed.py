"""What an example can expect of a decision, as it would be written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from policy_dsl.check.items import SUMMARIES, Role
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Step
from policy_dsl.invent.words import in_words
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.triggers import Due, Trigger
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.numbers import Rounding, round_to, without_noughts
from policy_dsl.values.types import Item, Items, Plain, Type, Value

_PLACES: Final = 4


def observed(decision: Decision) -> dict[str, str]:
    """Every result and part of a scorecard by its path, with its value as ``expect`` has it.

    ``financial_risk`` is ``3``, ``finance.liquidity`` is ``not known``, ``act`` is
    ``yes due 2010-05-06``.
    """
    policy = decision.policy
    found: dict[str, str] = {}
    for name, step in decision.results.items():
        if isinstance(step.rule, Scorecard):
            found.update(_parts(policy, decision, name, step))
        else:
            written = expected_words(step.value, _type(policy, step))
            if written is not None:
                found[name] = written + _due(step)
    return found


def _parts(policy: Policy, decision: Decision, name: str, card: Step) -> Iterator[tuple[str, str]]:
    assert isinstance(card.rule, Scorecard)
    place = policy.cards[card.rule].position(Role.MEASURE) or 0
    for row in card.inputs:
        if isinstance(row.rule, CardRow):
            named = row.rule.cells[place].span
            measure = policy.source.text[named.start : named.end]
            written = expected_words(row.value, None)
            if written is not None and measure.isidentifier():
                yield f"{name}.{measure}", written
    if not policy.cards[card.rule].points:
        return
    for summary in SUMMARIES:
        written = expected_words(decision.part(f"{name}.{summary}").value, None)
        if written is not None:
            yield f"{name}.{summary}", written


def _due(step: Step) -> str:
    """`` due 2010-05-06`` of a trigger that is pulled and says by when."""
    due = next((line.value for line in step.inputs if isinstance(line.rule, Due)), None)
    return f" due {due.isoformat()}" if step.value is True and isinstance(due, date) else ""


def _type(policy: Policy, step: Step) -> Type | None:
    if isinstance(step.rule, Trigger):
        return Plain.YES_OR_NO
    return policy.types.get(step.rule)


def expected_words(value: Value, type_: Type | None) -> str | None:
    """A value as it stands after ``expect``; None for what no example can expect.

    A ratio without an end is given rounded to four places, as examples compare it.
    """
    match value:
        case NotKnown():
            return "not known"
        case Items() | Item():
            return None
        case Fraction():
            exact = value * 10**_PLACES
            if exact.denominator == 1:
                value = without_noughts(round_to(value, _PLACES, Rounding.HALF_UP))
            else:
                value = round_to(value, _PLACES, Rounding.HALF_UP)
    if value is DOES_NOT_APPLY:
        return "does not apply"
    return in_words(value, type_ if type_ is not None else Plain.TEXT)
