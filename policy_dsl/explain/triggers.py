"""Triggers: the conditions, what follows, who leads it and by when it is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from policy_dsl.evaluate.decision import Triggered
from policy_dsl.evaluate.step import Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Line, Tone
from policy_dsl.explain.ratings import line_tone
from policy_dsl.explain.rules import called, cite_words, quote
from policy_dsl.explain.value_words import listed, still_open, words_of
from policy_dsl.explain.why import why
from policy_dsl.explain.wording import fires, happened
from policy_dsl.syntax.triggers import Due, LedBy, Trigger, TriggerThen, TriggerWhen
from policy_dsl.values.absence import NotKnown

if TYPE_CHECKING:
    from policy_dsl.explain.sections import Sections


#: Of more triggers that may fire it is not told what would follow.
_MOST_OPEN: Final = 3


def trigger_sentence(homes: Homes, step: Step, because: bool = True) -> str:
    """``section_52 fires because governance is red: Monitor may ...; led by monitor``."""
    assert isinstance(step.rule, Trigger)
    words = f"{called(homes, step)} {fires(step)}"
    lines = [line for line in step.inputs if isinstance(line.rule, TriggerWhen)]
    if step.value is True:
        held = [why(homes, line.inputs[0]) for line in lines if line.value is True]
        reason = f" because {listed(list(dict.fromkeys(held)))}" if because else ""
        return f"{words}{reason}: {follows(homes, step)}"
    if isinstance(step.value, NotKnown):
        open_ = still_open(homes, step, False)
        return f"{words}{f', {open_}' if open_ else ''}: {follows(homes, step)}"
    return f"{words}."


def trigger_sentences(homes: Homes, steps: Sequence[Step]) -> Iterator[str]:
    """Triggers that fire, each with what follows, then in one sentence those that may fire."""
    open_ = [step for step in steps if not step.known]
    yield from (trigger_sentence(homes, step, False) for step in steps if step.known)
    if len(open_) <= _MOST_OPEN:
        yield from (trigger_sentence(homes, step, False) for step in open_)
        return
    said = [
        f"{called(homes, step)} ({waits})"
        if (waits := still_open(homes, step, False))
        else called(homes, step)
        for step in open_
    ]
    yield f"{len(open_)} more may fire: {listed(said)}."


def follows(homes: Homes, step: Step) -> str:
    """The consequence, who leads it, and by when it is due."""
    assert isinstance(step.rule, Trigger)
    triggered = Triggered.of(step.rule, step)
    parts = [triggered.consequence.rstrip(".")]
    if triggered.led_by is not None:
        parts.append(f"led by {triggered.led_by}")
    if triggered.due is not None:
        known = triggered.due.known
        parts.append(
            f"due {words_of(homes, triggered.due.inputs[0])}" if known else "due date not known"
        )
    return "; ".join(parts) + "."


def trigger_lines(sections: Sections, rule: Trigger, step: Step) -> Iterator[Line]:
    """The lines of a trigger in the order of the policy, each with what came of it."""
    homes = sections.homes
    found = {line.rule: line for line in step.inputs}
    for line in rule.lines:
        at = found.get(line)
        match line:
            case TriggerWhen() if at is not None:
                told = sections.told(at.inputs[0], True)
                cite = cite_words(homes, line.citations)
                yield told.below(quote(homes, line), happened(homes, at), cite, line_tone(at))
            case Due() if at is not None:
                told = sections.told(at.inputs[0], True)
                tone = Tone.PLAIN if at.known else Tone.DOUBT
                yield told.below(quote(homes, line), happened(homes, at), "", tone)
            case TriggerThen() | LedBy():
                yield Line(quote(homes, line), "")
            case _:
                pass
