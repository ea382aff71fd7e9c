"""The words of an explanation: what each kind of step says, for text, Markdown and HTML alike."""

from __future__ import annotations

from typing import assert_never

from policy_dsl.evaluate.step import Acted, Place, RulesOut, Step
from policy_dsl.explain.aggregates import aggregated, count_words
from policy_dsl.explain.history import date_words, in_period_words, looked_back
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.population import figure_words, group_words
from policy_dsl.explain.rules import called, rule_of, within
from policy_dsl.explain.scorecards import card_value, part_words, row_words
from policy_dsl.explain.selections import selected_words
from policy_dsl.explain.value_words import listed, range_words, still_open, truth_words, words_of
from policy_dsl.syntax.aggregates import Aggregate, CountWhich, Round
from policy_dsl.syntax.expressions import (
    Arithmetic,
    Both,
    Compare,
    Constant,
    Either,
    Is,
    Name,
    Negative,
    Not,
)
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.history import (
    DateFrom,
    Earlier,
    Held,
    InThePeriod,
    PeriodBound,
    YearToDate,
)
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Word
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.records import Field, RecordDeclaration
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member, Quantified
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Due, Trigger, TriggerWhen
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.absence import DoesNotApply, NotKnown

#: Conditions of which more can be said than whether they hold.
_TOLD = Compare | Is | Quantified | Held | InThePeriod


def happened(homes: Homes, step: Step) -> str:
    """What a step came to, in a few words that stand beside the text of its rule."""
    step = within(step)
    rule = rule_of(step)
    if isinstance(step.detail, Place) and not step.inputs:
        return words_of(homes, step)  # of a place of which nothing is known
    match rule:
        case Fact() | Interpretation() | Field() | RecordDeclaration():
            return words_of(homes, step)
        case Constant() | Name() | Negative() | ValueDeclaration() | Rating() | PeriodBound():
            return words_of(homes, step)
        case Arithmetic():
            return _calculated(homes, step)
        case Compare():
            return f"{truth_words(step.value)}{compared(homes, step)}"
        case Is():
            subject, *other = step.inputs
            if any(isinstance(one.value, NotKnown | DoesNotApply) for one in step.inputs):
                return truth_words(step.value)
            beside = "".join(f", the other {words_of(homes, one)}" for one in other)
            return f"{truth_words(step.value)}: it is {words_of(homes, subject)}{beside}"
        case Not() | Both() | Either():
            return truth_words(step.value)
        case Aggregate():
            return aggregated(homes, rule, step)
        case CountWhich():
            return count_words(homes, rule, step)
        case Round():
            return _rounded(homes, rule, step)
        case Member():
            return part_words(homes, rule, step)
        case Quantified() | CountDistinct() | FieldOf():
            return selected_words(homes, rule, step)
        case Held() | Earlier() | YearToDate():
            return looked_back(homes, rule, step)
        case InThePeriod():
            return in_period_words(homes, rule, step)
        case DateFrom():
            return date_words(homes, rule, step)
        case Across() | Quantile() | Rank():
            return figure_words(homes, rule, step)
        case Word():
            return group_words(homes, step)
        case Table():
            return _looked_up(homes, rule, step)
        case Scorecard():
            return card_value(homes, step)[1]
        case CardRow():
            return row_words(homes, step)
        case Case():
            return _case(homes, rule, step)
        case Override():
            return _override(homes, step)
        case Trigger():
            return fires(step)
        case TriggerWhen():
            return _condition(homes, step)
        case Due():
            return happened(homes, step.inputs[0])
        case _:
            assert_never(rule)


def fires(step: Step) -> str:
    """What became of a trigger."""
    if isinstance(step.value, NotKnown):
        return "may fire"
    if isinstance(step.value, DoesNotApply):
        return "does not apply"
    return "fires" if step.value else "does not fire"


def _rounded(homes: Homes, rule: Round, step: Step) -> str:
    (operand,) = step.inputs
    if isinstance(step.value, NotKnown):
        return words_of(homes, step)
    places = int(rule.places.value) if rule.places is not None else 0  # type: ignore[arg-type]  # a NUMBER
    to = f"{places} place{'' if places == 1 else 's'}" if places else "a whole number"
    whole = isinstance(operand.rule, Aggregate | Member)
    before = happened(homes, operand) if whole else words_of(homes, operand)
    return f"{words_of(homes, step)}, rounded {rule.rounding.value} to {to} from {before}"


def _calculated(homes: Homes, step: Step) -> str:
    value = words_of(homes, step)
    figures = _figures(homes, step)
    return f"{figures} = {value}" if figures else value


def _figures(homes: Homes, step: Step) -> str:
    """A calculation with the figures in place of the names; empty if that were too long to read."""
    rule = step.rule
    sides = [
        f"({_figures(homes, side)})"
        if isinstance(side.rule, Arithmetic)
        else f"({words_of(homes, side)})"
        if isinstance(side.value, NotKnown)
        else words_of(homes, side)
        for side in step.inputs
    ]
    text = f"{sides[0]} {rule.sign} {sides[1]}" if isinstance(rule, Arithmetic) else f"-{sides[0]}"
    return text if len(text) <= 50 and "()" not in text else ""


def compared(homes: Homes, step: Step) -> str:
    """What is compared with what, or what keeps that open: ``: wait is not known``."""
    assert isinstance(step.rule, Compare)
    left, right = step.inputs
    if isinstance(step.value, NotKnown):
        open_ = [one for one in step.inputs if isinstance(one.value, NotKnown)]
        said = listed([_open_side(homes, one) for one in open_])
        known = [one for one in step.inputs if one.known and called(homes, one)]
        against = "".join(f", against {words_of(homes, one)}" for one in known)
        return f": {said}{against}" if said else ""
    if isinstance(step.value, DoesNotApply):
        return ""
    return f": {_side(homes, left)} {step.rule.sign} {_side(homes, right)}"


def _open_side(homes: Homes, step: Step) -> str:
    assert isinstance(step.value, NotKnown)
    within_ends = range_words(step.value, homes.type_of(step.rule))
    name = called(homes, step) or "it"
    return f"{name} is {within_ends}" if within_ends else f"{name} is not known"


def _side(homes: Homes, step: Step) -> str:
    if not isinstance(step.value, NotKnown):
        return words_of(homes, step)
    ends = range_words(step.value, homes.type_of(step.rule))
    return f"({ends})" if ends else "(not known)"


def _looked_up(homes: Homes, rule: Table, step: Step) -> str:
    if isinstance(step.detail, int):
        return f"{words_of(homes, step)}, by row {step.detail + 1} of {len(rule.rows)}"
    if isinstance(step.value, NotKnown):
        return f"not known: {still_open(homes, step, False)}"
    if isinstance(step.value, DoesNotApply):
        return "does not apply, since a column does not"
    return f"{words_of(homes, step)}, whichever row it is"


def _case(homes: Homes, rule: Case, step: Step) -> str:
    if rule.condition is None:
        return "taken, since no case above holds" if step.known else _withheld(step)
    return _condition(homes, step)


def _condition(homes: Homes, step: Step) -> str:
    """What became of the condition of a line."""
    (condition,) = step.inputs
    if isinstance(step.value, NotKnown) and condition.known:
        return _withheld(step)
    if isinstance(condition.rule, _TOLD):
        return happened(homes, condition)
    return truth_words(step.value)


def _withheld(step: Step) -> str:
    """Of a rule whose evidence is not accepted."""
    reason = step.value.reason if isinstance(step.value, NotKnown) else ""
    return f"not known: {reason}" if reason else "not known"


def _override(homes: Homes, step: Step) -> str:
    assert isinstance(step.detail, Acted | RulesOut)
    condition, *target = step.inputs  # and what else than a label it names
    if isinstance(step.detail, RulesOut):
        return f"{step.detail.value}: {listed([label.name for label in step.detail.labels])}"
    if step.detail is Acted.MAY_APPLY and step.value is True:
        named = listed([called(homes, one) or "its label" for one in target])
        return f"applies, and {named} is not known"
    if step.detail is Acted.MAY_APPLY and condition.known:
        assert isinstance(step.value, NotKnown)
        return f"{step.detail.value}: {step.value.reason}"
    figures = compared(homes, condition) if isinstance(condition.rule, Compare) else ""
    if isinstance(condition.rule, Held | Quantified):
        figures = f": {happened(homes, condition).partition(': ')[2]}"
    return f"{step.detail.value}{figures.removesuffix(': ')}"
