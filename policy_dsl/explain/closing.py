"""What is told after the results: judgements, other readings, and evidence not accepted."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Place, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Entry, Tone
from policy_dsl.explain.places import Places
from policy_dsl.explain.rules import called, cite_words, cited, quote
from policy_dsl.explain.value_words import listed, value_words, words_of
from policy_dsl.explain.wording import fires
from policy_dsl.facts.records import Fact as FactRead
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.values.absence import DoesNotApply, NotKnown
from policy_dsl.values.grades import Grade, weakest


def judgements(homes: Homes, places: Places, steps: Sequence[Step]) -> tuple[Entry, ...]:
    """The facts that are somebody's decision: whose, when, and why."""
    found = []
    for step in steps:
        read = step.detail
        if not isinstance(read, FactRead) or read.judgement is None:
            continue
        given = read.judgement
        parts = [f"by {given.by}"]
        if given.on is not None:
            parts.append(f"on {given.on}")
        if given.because:
            parts.append(f"because: {given.because}")
        if not homes.is_here(step):
            parts.append(f"in {homes.period_of(step)}")
        value = "not known" if isinstance(step.value, NotKnown) else words_of(homes, step)
        found.append(Entry(called(homes, step), value, ", ".join(parts), places.of_fact(read)))
    return tuple(found)


def rereadings(decision: Decision, explained: Collection[Step]) -> tuple[str, ...]:
    """``if red_from were 2.9, risk would be red``, of the results explained."""
    found = []
    for other in decision.other_readings:
        homes = Homes.of(other.decision)
        would = [
            _would(homes, theirs) for ours, theirs in other.changes.values() if ours in explained
        ]
        if would:
            name = other.interpretation.name.text
            taken = f" and not {other.taken}" if other.taken else ""
            found.append(f"if {name} were {other.other}{taken}, {listed(would)}")
    return tuple(found)


def _would(homes: Homes, step: Step) -> str:
    name = called(homes, step)
    if isinstance(step.rule, Trigger):
        return f"{name} {_WOULD[fires(step)]}"
    if isinstance(step.value, NotKnown):
        possible = " or ".join(label.name for label in step.value.possible)
        return f"{name} would not be known{f' ({possible})' if possible else ''}"
    if isinstance(step.value, DoesNotApply):
        return f"{name} would not apply"
    return f"{name} would be {value_words(step.value, homes.type_of(step.rule))}"


_WOULD = {
    "fires": "would fire",
    "does not fire": "would not fire",
    "may fire": "might fire",
    "does not apply": "would not apply",
}


def withheld(
    decision: Decision, homes: Homes, places: Places, steps: Sequence[Step]
) -> tuple[Entry, ...]:
    """The rules and facts that rest on evidence weaker than is accepted."""
    least = decision.min_grade
    if least is None:
        return ()
    found: dict[tuple[str, str], Entry] = {}
    for step in steps:
        if not isinstance(step.value, NotKnown) or isinstance(step.detail, Place):
            continue
        own = homes.home(step.rule).grade(step.rule)
        read = step.detail.grade if isinstance(step.detail, FactRead) else None
        grade = weakest(one for one in (own, read) if one is not None)
        if grade is None or weakest([least, grade]) is least or not _refused(step, grade):
            continue
        cite = cite_words(homes, cited(homes, step)) or grade.value
        name = called(homes, step) or quote(homes, step.rule)
        supplied = isinstance(step.detail, FactRead)
        place = places.of_fact(step.detail) if supplied else places.of_rule(step.rule)  # type: ignore[arg-type]  # a fact read
        found[name, place] = Entry(name, grade.value, cite, place, "", Tone.DOUBT)
    return tuple(found.values())


def _refused(step: Step, grade: Grade) -> bool:
    """Whether a step is not known for its own grade, and not for want of a fact."""
    assert isinstance(step.value, NotKnown)
    if isinstance(step.rule, Fact) and step.detail is None:
        return False
    return f"rests on {grade.value} evidence" in step.value.reason
