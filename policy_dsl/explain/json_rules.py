"""What each kind of rule says, as JSON: enough to work its step out again from its inputs."""

from __future__ import annotations

from typing import assert_never

from policy_dsl.evaluate.step import Acted, OfItem, Place, RulesOut, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.json_around import population_to_json, selection_to_json, time_to_json
from policy_dsl.explain.json_cards import card_to_json, row_to_json
from policy_dsl.explain.json_tables import table_to_json
from policy_dsl.explain.rules import StepRule, quote, rule_of
from policy_dsl.facts.records import Fact as FactRead
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
    Target,
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
from policy_dsl.syntax.nodes import LabelName, Word
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.records import Field, RecordDeclaration
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member, Quantified
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Due, Trigger, TriggerWhen
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Quantity, Unit, base

Json = dict[str, object]


def rule_to_json(homes: Homes, step: Step) -> tuple[str, Json]:
    """The kind of a step and the fields of that kind."""
    rule, detail = rule_of(step), step.detail
    if isinstance(detail, Place):
        return "elsewhere", {
            "organisation": detail.organisation.code,
            "period": str(detail.period),
            "decided_by": detail.policy.edition,
            "part": _part(rule, step),
        }
    if isinstance(detail, OfItem):
        kind = "record" if isinstance(rule, RecordDeclaration) else "item"
        return kind, {"position": detail.position}
    match rule:
        case Fact():
            return "fact", _fact(homes, rule, step)
        case Field():
            return "field", {"label": rule.label.text if rule.label else "", **_origin(step)}
        case Interpretation():
            return "interpretation", _readings(homes, rule, step)
        case Name() if step.inputs:
            return "part", {"part": rule.text}
        case Constant() | Name():
            return "constant", {}
        case Negative():
            return "negative", {}
        case Arithmetic():
            return "arithmetic", {"sign": rule.sign, "percent": _percent(homes, rule)}
        case Compare():
            return "compare", {"sign": rule.sign}
        case Is():
            named = len(step.inputs) > 1
            return "is", {"negated": rule.negated, **_target(rule.target, named)}
        case Not():
            return "not", {}
        case Both():
            return "both", {}
        case Either():
            return "either", {}
        case Aggregate():
            kind = rule.summary.name.lower()
            return kind, {"leaving_out_missing": rule.leaving_out_missing}
        case CountWhich(test=Target() as target):
            return "count", {"sign": None, **_order(target), "label": _text(target.label)}
        case CountWhich():
            assert not isinstance(rule.test, Target)
            return "count", {"sign": rule.test.sign, "order": None, "label": None}
        case Round():
            places = int(rule.places.value) if rule.places is not None else 0  # type: ignore[arg-type]  # a NUMBER
            return "round", {"rounding": rule.rounding.value, "places": places}
        case Member():
            return "part", {"part": rule.words[-1].text}
        case Quantified() | CountDistinct() | FieldOf():
            return selection_to_json(rule)
        case Held() | Earlier() | YearToDate() | InThePeriod() | PeriodBound() | DateFrom():
            return time_to_json(homes, rule, step)
        case Across() | Quantile() | Rank() | Word():
            return population_to_json(rule, step)
        case ValueDeclaration():
            return "value", {}
        case Table():
            return "table", table_to_json(homes, rule, step)
        case Scorecard():
            return "scorecard", card_to_json(homes, rule, step)
        case CardRow():
            return "scorecard row", row_to_json(homes, rule, step)
        case Rating():
            return "rating", _rating(rule, step)
        case Case():
            return "case", {"label": rule.label.text, "otherwise": rule.condition is None}
        case Override():
            assert isinstance(step.detail, Acted | RulesOut)
            out = step.detail.labels if isinstance(step.detail, RulesOut) else ()
            return "override", {
                "name": rule.name.text,
                "effect": rule.effect.value,
                **_label(rule.label, not isinstance(homes.meaning_of(rule.label), Label)),
                "acted": step.detail.value,
                "ruled_out": [label.name for label in out],
            }
        case Trigger():
            return "trigger", {"consequence": rule.consequence, "led_by": rule.led_by}
        case TriggerWhen():
            return "trigger condition", {}
        case Due():
            return "due", {}
        case RecordDeclaration():
            raise TypeError("a record is an item of a list")
        case _:
            assert_never(rule)


def _part(rule: StepRule, step: Step) -> str | None:
    """The summary that is taken of the scorecard of another policy."""
    if isinstance(rule, Member) and step.inputs and isinstance(step.inputs[0].rule, Scorecard):
        return rule.words[-1].text
    return None


def _fact(homes: Homes, rule: Fact, step: Step) -> Json:
    home = homes.home(rule)
    entry = home.vocabulary.facts[rule.name.text]
    return {
        "label": rule.label.text,
        "national": entry.national,
        "identifier": entry.identifier,
        **_origin(step),
        "judgement": _judgement(step),
    }


def _origin(step: Step) -> Json:
    read = step.detail
    if not isinstance(read, FactRead):
        return {"origin": None}
    return {
        "origin": {
            "file": read.origin.file,
            "line": read.origin.line,
            "written": read.written,
            "grade": read.grade.value if read.grade else None,
            "source": read.source,
        }
    }


def _judgement(step: Step) -> Json | None:
    read = step.detail
    if not isinstance(read, FactRead) or read.judgement is None:
        return None
    given = read.judgement
    return {
        "by": given.by,
        "on": given.on.isoformat() if given.on else None,
        "because": given.because,
    }


def _readings(homes: Homes, rule: Interpretation, step: Step) -> Json:
    """The reading taken has the number ``reading``, from 0."""
    return {
        "reading": step.detail,
        "readings": [quote(homes, reading) for reading in rule.readings],
        "reason": rule.reason.text,
    }


def _percent(homes: Homes, rule: Arithmetic) -> bool:
    """Whether a product is a share of something: 5% of 100 is 5."""
    types = [homes.type_of(operand) for operand in (rule.left, rule.right)]
    percent = Quantity(Unit.PERCENT)
    return rule.sign == "*" and any(type_ and base(type_) == percent for type_ in types)


def _target(target: Target, named: bool) -> Json:
    """``order`` says how the value stands to the label; without one, ``nothing`` is asked for."""
    if target.label is None:
        return {**_order(target), "label": None, "label_of": None}
    return {**_order(target), **_label(target.label, named)}


def _order(target: Target) -> Json:
    return {"order": target.order.value or "exactly"}


def _label(written: LabelName, named: bool) -> Json:
    """The label that is written, or the name of what has it."""
    return {
        "label": None if named else written.text,
        "label_of": written.text if named else None,
    }


def _text(written: LabelName | None) -> str | None:
    return written.text if written is not None else None


def _rating(rule: Rating, step: Step) -> Json:
    kinds = [word.text for word in rule.applies_to.kinds] if rule.applies_to else None
    return {"applies_to": kinds, "starts_with_first_input": bool(rule.start and step.inputs)}
