"""What has a name, as it stands below a rule: its value, what it is, and where it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_dsl.evaluate.step import Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Entry, Line, Told, Tone
from policy_dsl.explain.rules import called, cite_words, quote
from policy_dsl.explain.scorecards import card_value, row_words
from policy_dsl.explain.value_words import words_of
from policy_dsl.explain.wording import fires, happened
from policy_dsl.facts.records import Fact as FactRead
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.values.absence import NotKnown

if TYPE_CHECKING:
    from policy_dsl.explain.sections import Sections


def entry(sections: Sections, step: Step, note: str = "", tone: Tone = Tone.PLAIN) -> Entry:
    """A fact, a measure's place in a scorecard, or a result with where it is explained."""
    homes, rule = sections.homes, step.rule
    tone = Tone.DOUBT if isinstance(step.value, NotKnown) else tone
    name, where = called(homes, step), sections.where(step)
    match rule:
        case Fact():
            said = ", ".join(filter(None, (note, judged_by(step), grade_words(homes, step))))
            return Entry(name, _value(homes, step), rule.label.text, where, said, tone)
        case CardRow():
            return Entry(name, _value(homes, step), _placed(homes, step), where, note, tone)
        case Scorecard():
            return Entry(name, card_value(homes, step)[1], "", where, note, tone)
        case Trigger():
            return Entry(name, fires(step), "", where, note, tone)
        case _:
            return Entry(name, _value(homes, step), "", where, note, tone)


def member(sections: Sections, step: Step) -> Told:
    """``finance.average``, or a result of another policy, with where it is explained."""
    homes = sections.homes
    sections.shown.add(step)
    below = step.inputs[0] if step.inputs else None
    value = _value(homes, step)
    how = ""
    if below is not None and isinstance(below.rule, Scorecard):
        how = happened(homes, step).removeprefix(words_of(homes, step)).removeprefix(", ")
    elif isinstance(step.value, NotKnown):
        how = step.value.reason
    where = sections.where(below) if below is not None else ""
    tone = Tone.DOUBT if isinstance(step.value, NotKnown) else Tone.PLAIN
    rest = Told()
    if below is not None and isinstance(below.rule, CardRow):
        how = _placed(homes, below)
        if homes.card_of(below) is None:  # of another policy, whose scorecard is not explained
            rest = sections.all(below.inputs)
    own = Entry(called(homes, step), value, how, where, "", tone)
    return Told((own, *rest.entries), rest.lines)


def reading(sections: Sections, step: Step, rule: Interpretation) -> Told:
    """An open point of the text: how it is read, why, and how else it could be."""
    homes, value = sections.homes, _value(sections.homes, step)
    if step in sections.readings:
        return Told((Entry(rule.name.text, value, "an interpretation", "(above)"),))
    sections.readings.add(step)
    others = [
        quote(homes, one) for number, one in enumerate(rule.readings) if number != step.detail
    ]
    readings = f"other reading{'' if len(others) == 1 else 's'}: {', '.join(others)}"
    why = rule.reason.text.rstrip(".")
    said = f"{rule.name.text} is {value}, an interpretation: {why}; {readings}"
    return Told((), (Line("", said, cite_words(homes, rule.citations)),))


def _placed(homes: Homes, row: Step) -> str:
    """``by >= 95%``: why a measure is in its band."""
    return row_words(homes, row).removeprefix(f"{_value(homes, row)}, ")


def judged_by(step: Step) -> str:
    """Whose judgement a fact is; empty for what was measured."""
    read = step.detail
    if isinstance(read, FactRead) and read.judgement is not None:
        return f"judgement by {read.judgement.by}"
    return ""


def grade_words(homes: Homes, step: Step) -> str:
    """The grade of the source of a figure, where that is not the policy's own."""
    read, rule = step.detail, step.rule
    if not isinstance(read, FactRead) or not isinstance(rule, Fact):
        return ""
    home = homes.home(rule)
    declared = home.vocabulary.facts.get(rule.name.text)
    national = declared is not None and declared.national
    grade = read.grade or (home.grade(rule) if national else None)
    return grade.value if grade else ""


def _value(homes: Homes, step: Step) -> str:
    return "not known" if isinstance(step.value, NotKnown) else words_of(homes, step)
