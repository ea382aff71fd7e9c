"""A few lines of a policy and a few facts, and what is decided: for examples beside a construct."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.evaluate import prepare
from policy_dsl.facts.records import Fact, Organisation, Origin, Record
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, render_all
from policy_dsl.values.absence import DOES_NOT_APPLY, NOTHING, NotKnown
from policy_dsl.values.numbers import as_text
from policy_dsl.values.periods import Period
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Plain, Type, Value, base

HEADER = """\
policy test.sample version 1
    title    "Sample"
    in force 2025-04-01 to 2026-03-31
    rates    acute_trust, community_trust each quarter

scale score   best to worst: 1, 2, 3, 4
scale light   best to worst: green, amber, red
choice stage: draft, final
"""


def policy_of(body: str, header: str = HEADER) -> Policy:
    """The policy of a header and some declarations; an assertion fails if there is a mistake."""
    policy, said = check_text(SourceText("sample.policy", f"{header}\n{body}\n"))
    assert policy is not None, render_all(said)
    assert said == ()
    return policy


def decide(body: str, facts: str = "", kind: str = "acute_trust", header: str = HEADER) -> Decision:
    """What a policy says of ``name value, name value``; a fact not named is not supplied."""
    policy = policy_of(body, header)
    given = dict(item.split(None, 1) for item in re.split(r",\s+", facts) if item)
    return decide_about(policy, given, kind)


def decide_about(policy: Policy, given: Mapping[str, str], kind: str = "acute_trust") -> Decision:
    """What a checked policy says of facts written as text."""
    facts = {
        name: Fact(value_of(policy.types[policy.facts[name]], text), text, Origin("f", number))
        for number, (name, text) in enumerate(given.items(), start=1)
    }
    record = Record(Organisation("RXX", "Trust", kind), Period.parse("Q1 2025/26"), facts, {})
    return prepare(policy).decide(record)


def value_of(type_: Type, text: str) -> Value:
    """A fact's value from the way it is written in a policy."""
    if text == "nothing":
        return NOTHING
    match base(type_):
        case Scale() | Choice() as scale:
            label = scale.label(text)
            assert label is not None, text
            return label
        case Plain.YES_OR_NO:
            return {"yes": True, "no": False}[text]
        case Plain.TEXT:
            return text
        case Plain.DATE:
            return date.fromisoformat(text)
        case _:
            return Decimal(text)


def shown(value: Value) -> str:
    """A value in one short line: ``2.50``, ``1/3``, ``yes``, ``not known: 1, 2 (a, b) because``."""
    match value:
        case NotKnown():
            return _not_known(value)
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return str(value) if value.denominator > 1 else as_text(value)
        case Decimal():
            return f"{value:f}"
        case Label():
            return value.name
        case _:
            return "does not apply" if value is DOES_NOT_APPLY else str(value)


def _not_known(value: NotKnown) -> str:
    possible = [label.name for label in value.possible] + (["none"] if value.gap else [])
    ends = [
        f"{word} {shown(end)}"
        for word, end in (("from", value.low), ("to", value.high))
        if end is not None
    ]
    said = ["not known:", ", ".join(possible), *ends]
    if value.missing:
        said.append(f"({', '.join(sorted(value.missing))})")
    if value.reason:
        said.append(f"because {value.reason}")
    return " ".join(part for part in said if part)
