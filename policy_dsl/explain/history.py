"""Time: each period that was looked at with what was found there, and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policy_dsl.evaluate.step import Place, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Grid, Told, Tone
from policy_dsl.explain.rules import within
from policy_dsl.explain.value_words import in_order, listed, truth_words, words_of
from policy_dsl.explain.why import why
from policy_dsl.source import printable
from policy_dsl.syntax.history import DateFrom, DurationUnit, Earlier, Held, InThePeriod, YearToDate
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.periods import Period, kind_named
from policy_dsl.values.types import Value

if TYPE_CHECKING:
    from policy_dsl.explain.sections import Sections

LooksBack = Held | Earlier | YearToDate
_MOST_NAMES: Final = 2


# ---- words --------------------------------------------------------------------------------------


def looked_back(homes: Homes, rule: LooksBack, step: Step) -> str:
    """What a window, an earlier value or a year to date came to."""
    match rule:
        case Held():
            held = sum(one.value is True for one in step.inputs)
            unknown = sum(isinstance(one.value, NotKnown) for one in step.inputs)
            open_ = f", {unknown} not known" if unknown else ""
            periods = f"{len(step.inputs)} {_plural(rule.word.text, len(step.inputs))}"
            return f"{truth_words(step.value)}: in {held} of {periods}{open_}"
        case Earlier():
            place = step.inputs[0].detail
            then = f" in {place.period}" if isinstance(place, Place) else ""
            return f"{words_of(homes, step)}{then}"
        case YearToDate():
            unknown = sum(isinstance(one.value, NotKnown) for one in step.inputs)
            open_ = f", {unknown} not known" if unknown else ""
            periods = "1 period" if len(step.inputs) == 1 else f"{len(step.inputs)} periods"
            return f"{words_of(homes, step)}, the sum of {periods}{open_}"


def _plural(word: str, number: int) -> str:
    return word.removesuffix("s") if number == 1 else f"{word.removesuffix('s')}s"


def date_words(homes: Homes, rule: DateFrom, step: Step) -> str:
    """``2010-05-06, 45 working days after 2010-03-01``."""
    (date,) = step.inputs
    value = words_of(homes, step)
    if isinstance(date.value, NotKnown):
        return value
    unit = rule.unit.value
    amount = rule.amount.value
    if amount == 1 and rule.unit is not DurationUnit.WORKING_DAYS:
        unit = unit.removesuffix("s")
    elif amount == 1:
        unit = "working day"
    direction = "after" if rule.after else "before"
    return f"{value}, {amount} {unit} {direction} {words_of(homes, date)}"


def in_period_words(homes: Homes, rule: InThePeriod, step: Step) -> str:
    """``holds: 2010-05-02 is in Q1 2010/11``."""
    (date,) = step.inputs
    if not isinstance(step.value, bool):
        return truth_words(step.value)
    period = around(homes, step, rule.word.text)
    lies = "is" if step.value else "is not"
    return f"{truth_words(step.value)}: {words_of(homes, date)} {lies} in {period}"


def around(homes: Homes, step: Step, word: str) -> Period:
    """The month, quarter or year around the period that a step is about."""
    kind = kind_named(word)
    assert kind is not None
    return Period.containing(homes.period_of(step).first_day, kind)


# ---- what stands below --------------------------------------------------------------------------


def periods_seen(sections: Sections, rule: LooksBack, step: Step) -> Told:
    """Each period looked at, oldest first, with what was found; what is of this period is told."""
    homes = sections.homes
    rows = []
    tones = []
    for one in step.inputs:
        place = one.detail
        period = str(place.period) if isinstance(place, Place) else ""
        truth = isinstance(rule, Held)
        value = truth_words(one.value) if truth else _value(homes, one)
        rows.append((period, value, _found(homes, one, truth), _where(sections, one)))
        tones.append(_tone(one.value))
    here = [sections.told(one, True) for one in step.inputs if not homes.leads_away(one)]
    grid = Grid(("period", "", "because", "where"), tuple(rows), tuple(tones))
    return Told(
        tuple(entry for told in here for entry in told.entries),
        tuple(line for told in here for line in told.lines),
        grid,
    )


def _value(homes: Homes, step: Step) -> str:
    return "not known" if isinstance(step.value, NotKnown) else words_of(homes, step)


def _tone(value: Value) -> Tone:
    if isinstance(value, NotKnown):
        return Tone.DOUBT
    return Tone.QUIET if value is False else Tone.PLAIN


def _found(homes: Homes, step: Step, truth: bool) -> str:
    """Why it held in a period, or what was missing there."""
    inner = within(step)
    if isinstance(step.value, NotKnown):
        names = in_order(homes, step.value.missing)
        place = step.detail
        ending = f" in {place.period}" if isinstance(place, Place) else ""
        names = [name.removesuffix(ending) for name in names]
        if names == ["every fact"]:
            return "no facts were supplied"
        more = [f"{len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else []
        waits = f"waits for {listed([*names[:_MOST_NAMES], *more])}" if names else ""
        return printable("; ".join(filter(None, (step.value.reason, waits))))
    return why(homes, inner) if truth else ""


def _where(sections: Sections, step: Step) -> str:
    """The file of the fact found there, or the edition that judged it."""
    place = step.detail
    found = sections.where(within(step)) if step.inputs else ""
    if found or not isinstance(place, Place):
        return found
    # Results of a period that another edition decided about are taken over from it.
    below = within(step)
    taken = below.detail if isinstance(below.detail, Place) else None
    homes = sections.homes
    judge = taken.policy if taken is not None else homes.home(below.rule)
    return "" if judge is homes.home(step.rule) else judge.edition
