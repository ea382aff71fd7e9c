"""Ratings: the start or the cases, and what each over-riding rule did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from attrs import evolve

from policy_dsl.evaluate.step import Acted, RulesOut, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Line, Told, Tone
from policy_dsl.explain.rules import called, cite_words, quote
from policy_dsl.explain.value_words import words_of
from policy_dsl.explain.wording import happened
from policy_dsl.syntax.ratings import Case, Effect, Override, Rating
from policy_dsl.values.absence import NotKnown

if TYPE_CHECKING:
    from policy_dsl.explain.sections import Sections

_ACTED_TONE: Final = {
    Acted.DID_NOT_APPLY: Tone.QUIET,
    Acted.CHANGED_NOTHING: Tone.QUIET,
    Acted.DECIDED: Tone.DECIDED,
    Acted.CONFLICTED: Tone.DOUBT,
    Acted.MAY_APPLY: Tone.DOUBT,
}


def rating_lines(sections: Sections, rule: Rating, step: Step) -> Iterator[Line]:
    """The lines of a rating that were read, in the order of the policy."""
    inputs = list(step.inputs)
    if rule.start is not None:
        start = inputs.pop(0)
        text = f"start with {quote(sections.homes, rule.start.expression)}"
        yield sections.line(text, start, rule.start.citations)
    doubt = False
    for line in inputs:
        yield _line(sections, line, doubt)
        doubt = doubt or isinstance(line.value, NotKnown)


def _line(sections: Sections, line: Step, doubt: bool) -> Line:
    """A case or an override; ``doubt`` says that a case above may hold."""
    rule = line.rule
    assert isinstance(rule, Case | Override)
    told = sections.told(line.inputs[0], True) if line.inputs else Told()
    label = sections.all(line.inputs[1:])  # that of an override which names something else
    told = evolve(told, entries=told.entries + label.entries, lines=told.lines + label.lines)
    cite = cite_words(sections.homes, rule.citations)
    text, said = quote(sections.homes, rule), happened(sections.homes, line)
    if doubt and not line.inputs:
        said = "unless a case above holds"
    return told.below(text, said, cite, line_tone(line))


def line_tone(line: Step) -> Tone:
    """How much a case, an override or a condition of a trigger matters."""
    if isinstance(line.detail, RulesOut):
        return Tone.DOUBT
    if isinstance(line.detail, Acted):
        return _ACTED_TONE[line.detail]
    if isinstance(line.value, NotKnown):
        return Tone.DOUBT
    return Tone.DECIDED if line.value is True else Tone.QUIET


def effect_words(homes: Homes, line: Step, what: str) -> str:
    """What an over-riding rule does to a rating: ``holds adjusted no better than 3``."""
    rule = line.rule
    assert isinstance(rule, Override)
    label = rule.label.text
    for named in line.inputs[1:]:
        label = f"{called(homes, named) or label} ({words_of(homes, named)})"
    match rule.effect:
        case Effect.NO_BETTER_THAN | Effect.NO_WORSE_THAN:
            return f"holds {what} {rule.effect.value} {label}"
        case Effect.BECOMES:
            return f"makes {what} {label}"
