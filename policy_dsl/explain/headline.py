"""The answer in a sentence, and the reasons that lead to it, found by following what decided."""

from __future__ import annotations

from typing import Final

from attrs import field, frozen

from policy_dsl.evaluate.step import Acted, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.ratings import effect_words
from policy_dsl.explain.rules import called, is_result, name_of, quote, rule_of
from policy_dsl.explain.scorecards import card_value
from policy_dsl.explain.triggers import trigger_sentence
from policy_dsl.explain.value_words import listed, still_open, words_of
from policy_dsl.explain.why import why
from policy_dsl.explain.wording import happened
from policy_dsl.source import printable
from policy_dsl.syntax.aggregates import Aggregate
from policy_dsl.syntax.expressions import Not
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.values.absence import DoesNotApply, NotKnown

#: A longer chain of reasons is left to the sections below the headline.
_MOST_REASONS: Final = 6


def _printable(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(printable, texts))


@frozen
class Headline:
    """``final is 3: ...`` and, most important first, the reasons."""

    sentence: str = field(converter=printable)
    reasons: tuple[str, ...] = field(default=(), converter=_printable)


def headline(homes: Homes, step: Step, with_reasons: bool = True) -> Headline:
    """What came out for a result and why."""
    name = called(homes, step)
    if isinstance(step.rule, Trigger):
        return Headline(trigger_sentence(homes, step))
    if isinstance(step.rule, Scorecard):
        return Headline(" ".join(filter(None, (name, *card_value(homes, step)))) + ".")
    words = f"{name} is {words_of(homes, step)}"
    if isinstance(step.value, NotKnown):
        open_ = still_open(homes, step)
        return Headline(f"{name} is not known{': ' if open_ else ''}{open_}.")
    if isinstance(step.value, DoesNotApply):
        return Headline(f"{name} does not apply{_not_for(homes, step)}.")
    if not isinstance(step.rule, Rating):
        return Headline(f"{name} is {_came(homes, step)}.")
    at = _followed(step)
    overrides = _decided(at)
    if not overrides:
        joined = f", as {called(homes, at)} is," if at is not step else ""
        sentence = f"{words}{joined}{_because(homes, at)}."
        if not with_reasons:
            return Headline(sentence)
        reasons = [text for one in _chosen(_start(at)) for text in _reasons(homes, one)]
        reasons += [_sentence(homes, one) for one in _asked_about(homes, at)]
        return Headline(sentence, tuple(reasons[:_MOST_REASONS]))
    what = f"{called(homes, at)}" if at is not step else "it"
    effects = [
        f"`override {rule.name.text}` {effect_words(homes, line, what)}" for rule, line in overrides
    ]
    base, although = _base(homes, at)
    sentence = f"{words}: {listed(effects)}, {although}."
    if not with_reasons:
        return Headline(sentence)
    reasons = [
        f"`override {rule.name.text}` applies because {_cause(homes, line.inputs[0])}."
        for rule, line in overrides
    ]
    for one in [base, *_chosen(base)]:
        reasons += _reasons(homes, one)
    return Headline(sentence, tuple(reasons[:_MOST_REASONS]))


def _sentence(homes: Homes, rating: Step) -> str:
    """A rating in the sentence that would stand at its own head."""
    return headline(homes, rating, False).sentence


def _asked_about(homes: Homes, step: Step) -> list[Step]:
    """The ratings that the cases ask about which gave a rating its label, or were refused first."""
    found: dict[Step, None] = {}
    seen: set[Step] = set()
    lines = [line for line in step.inputs if isinstance(line.rule, Case)]
    held = _held(step)
    asked = [held] if held is not None and held.inputs else lines
    stack = [one for line in asked for one in line.inputs][::-1]
    while stack and len(found) < _MOST_REASONS:
        one = stack.pop()
        if one in seen:
            continue
        seen.add(one)
        if isinstance(one.rule, Rating):
            if homes.is_here(one):
                found[one] = None
        else:
            stack.extend(reversed(one.inputs))
    return list(found)


def _not_for(homes: Homes, step: Step) -> str:
    kind, policy = homes.organisation.kind, homes.policy
    if kind and kind not in policy.kinds:
        return f": the policy rates {listed(policy.kinds)}, not {kind}"
    if isinstance(step.rule, Rating) and not step.inputs and step.rule.applies_to is not None:
        return f": it is only for {listed([word.text for word in step.rule.applies_to.kinds])}"
    start = _start(step) if isinstance(step.rule, Rating) else None
    if start is not None and isinstance(start.rule, Rating):
        return f", since {called(homes, start)} does not apply{_not_for(homes, start)}"
    return ""


def _came(homes: Homes, step: Step) -> str:
    """What a table or value came to, with as much of the how as one sentence holds."""
    if isinstance(step.rule, Table):
        return happened(homes, step)
    value = words_of(homes, step)
    (below,) = step.inputs
    if name_of(below) is not None:
        return value
    if isinstance(step.value, bool):
        return f"{value} because {why(homes, below)}"
    how = happened(homes, below)
    return how if how.startswith(value) else f"{value}: {how}"


def _chosen(start: Step | None) -> list[Step]:
    """The results whose label was the best or worst of several that a rating starts with."""
    if start is None or not isinstance(start.rule, Aggregate):
        return []
    return [one for one in start.inputs if one.value is start.value and is_result(one)]


def _decided(step: Step) -> list[tuple[Override, Step]]:
    return [
        (line.rule, line)
        for line in step.inputs
        if isinstance(line.rule, Override) and line.detail is Acted.DECIDED
    ]


def _followed(step: Step) -> Step:
    """The rating that decided: along ``start with RATING`` as long as nothing is changed."""
    while not _decided(step):
        first = _start(step)
        if first is None or not isinstance(first.rule, Rating) or first.value is not step.value:
            break
        step = first
    return step


def _start(step: Step) -> Step | None:
    assert isinstance(step.rule, Rating)
    return step.inputs[0] if step.rule.start is not None and step.inputs else None


def _held(step: Step) -> Step | None:
    """The case that gave a rating its label; None where an earlier one is not known."""
    cases = [line for line in step.inputs if isinstance(line.rule, Case)]
    if any(isinstance(case.value, NotKnown) for case in cases):
        return None
    return next((case for case in cases if case.value is True), None)


def _base(homes: Homes, step: Step) -> tuple[Step, str]:
    """What an override worked on, and how to say so."""
    start = _start(step)
    if start is None:
        held = _held(step)
        if held is None or not isinstance(held.rule, Case):
            return step, "whichever of its cases holds"
        return step, f"although its cases give {held.rule.label.text}"
    if isinstance(start.value, NotKnown):
        return start, f"whatever {called(homes, start) or 'it starts with'} is"
    if isinstance(start.value, DoesNotApply):
        return start, f"although {called(homes, start) or 'what it starts with'} does not apply"
    subject = called(homes, start) or f"`{quote(homes, rule_of(start))}`"
    return start, f"although {subject} is {words_of(homes, start)}"


def _reasons(homes: Homes, step: Step) -> list[str]:
    """Why the rating below an override is what it is, down to a case or a start."""
    found: list[str] = []
    while isinstance(step.rule, Rating) and not isinstance(step.value, NotKnown | DoesNotApply):
        at = _followed(step)
        overrides = _decided(at)
        words = f"{called(homes, at)} is {words_of(homes, at)}"
        if not overrides or len(found) >= _MOST_REASONS:
            found.append(f"{words}{_because(homes, at)}.")
            break
        base, although = _base(homes, at)
        for rule, line in overrides:
            found.append(
                f"{words}: `override {rule.name.text}` {effect_words(homes, line, 'it')} because"
                f" {why(homes, line.inputs[0])}, {although}."
            )
        if base is at:
            break
        step = base
    return found


def _cause(homes: Homes, condition: Step) -> str:
    """Why an override applies; where that is a single fact, with what the fact is."""
    clause = why(homes, condition)
    while isinstance(condition.rule, Not):
        (condition,) = condition.inputs
    rule = condition.rule
    return f"{clause} ({rule.label.text})" if isinstance(rule, Fact) and rule.label.text else clause


def _because(homes: Homes, step: Step) -> str:
    """Why a rating that no override decided has its label: the end of a sentence."""
    start = _start(step)
    if start is not None:
        changed = ", and no override changes it" if len(step.inputs) > 1 else ""
        came = words_of(homes, start)
        if called(homes, start):
            return f" because {called(homes, start)} is {came}{changed}"
        chosen = [name for one in _chosen(start) if (name := called(homes, one))]
        named = f" ({listed(chosen)})" if chosen else ""
        return f" because `{quote(homes, rule_of(start))}` is {came}{named}{changed}"
    held = _held(step)
    if held is None:
        return ", whichever of its cases holds"
    if not held.inputs:
        others = sum(isinstance(line.rule, Case) for line in step.inputs) - 1
        if others == 1:
            return " because its other case does not hold"
        return " because none of its other cases holds" if others else " in every case"
    return f" because {why(homes, held.inputs[0])}"
