"""What is known of values that are not, and their types, as JSON."""

from __future__ import annotations

from policy_dsl.evaluate.step import Cohort, OfItem, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.value_words import in_order
from policy_dsl.syntax.ratings import Case, Override
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.scorecards import CardRow
from policy_dsl.syntax.triggers import Due, TriggerWhen
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.scales import Label
from policy_dsl.values.to_json import number_to_json
from policy_dsl.values.types import Value, base, type_name

Json = dict[str, object]


def unknown_to_json(homes: Homes, value: Value) -> Json:
    """What is known all the same of a value that is not, and why it is not."""
    unknown = value if isinstance(value, NotKnown) else NotKnown()
    return {
        "possible": [label.name for label in unknown.possible],
        "low": None if unknown.low is None else number_to_json(unknown.low),
        "high": None if unknown.high is None else number_to_json(unknown.high),
        "gap": unknown.gap,
        "missing": in_order(homes, unknown.missing),
        "reason": unknown.reason,
    }


def type_to_json(homes: Homes, step: Step) -> str:
    """The type of a step's value: a built-in one, or the name of a scale, choice or record."""
    rule = step.rule
    if isinstance(step.value, Label):
        return step.value.scale
    if isinstance(rule, RecordDeclaration):
        return rule.name.text
    if isinstance(rule, Case | Override | TriggerWhen):
        return "yes_or_no"
    if isinstance(step.detail, OfItem):
        return "yes_or_no"
    if isinstance(step.detail, Cohort):
        return "count"
    if isinstance(rule, Due):
        return "date"
    home = homes.home(rule)
    if isinstance(rule, CardRow):
        return next(card.scale.name for item, card in home.cards.items() if rule in item.rows)
    type_ = home.types.get(rule)
    return type_name(base(type_)) if type_ is not None else "number"
