"""A decision as an outline to be read from the top: what text, Markdown and HTML show alike.

A decision is a graph of shared steps.  Here each named result becomes one section, explained once,
after the section that needs it first; calculations without a name stay inside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from attrs import field, frozen

from policy_dsl.evaluate.decision import ChosenBy, Decision
from policy_dsl.evaluate.evidence import evidence
from policy_dsl.evaluate.step import Step, walk
from policy_dsl.explain import would_change as would
from policy_dsl.explain.closing import judgements, rereadings, withheld
from policy_dsl.explain.headline import Headline, headline
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Entry, Section
from policy_dsl.explain.missing import missing_entries, missing_facts, missing_said
from policy_dsl.explain.places import Places
from policy_dsl.explain.rules import cited, grade_of
from policy_dsl.explain.sections import Sections
from policy_dsl.explain.triggers import trigger_sentences
from policy_dsl.explain.value_words import and_more
from policy_dsl.facts.records import Fact as FactRead
from policy_dsl.invent.turns import WouldChange
from policy_dsl.source import printable
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import PeriodKind


def _printable(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(printable, texts))


@frozen
class Block:
    """A part after the results: its title, what is said, a table under ``heads``, and what is said
    after that."""

    title: str
    said: tuple[str, ...] = field(default=(), converter=_printable)
    entries: tuple[Entry, ...] = ()
    heads: tuple[str, str, str, str] = ("", "", "", "")
    after: tuple[str, ...] = field(default=(), converter=_printable)
    open: bool = False  # shown in full where the others are folded away


@frozen
class Outline:
    """The parts of an explanation, in the order in which they are read.

    ``head`` says of whom, when and by which policy; the first line is the title.  ``triggers`` has
    a line for each that fires or may.  ``blocks`` hold judgements, other readings, the documents
    cited with the weakest grade behind each result, the facts that were not supplied, and where the
    files lie that are called by less than their path.
    """

    head: tuple[str, ...] = field(converter=_printable)
    headlines: tuple[Headline, ...]
    triggers: tuple[str, ...] = field(converter=_printable)
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]


def outline(
    decision: Decision,
    names: Sequence[str],
    triggers: bool,
    would_change: Sequence[WouldChange] = (),
) -> Outline:
    """The outline of some results of a decision; KeyError for a name that is not one.

    With ``triggers``, those that fire are explained besides, and those that may fire are named.
    ``would_change`` says what was found of some of the results.
    """
    homes = Homes.of(decision)
    fired = [one for one in decision.triggers if triggers and one.name not in names]
    pulled = [one.step for one in fired if one.step.value is True]
    told = [one.step for one in fired if one.step.value is True or not one.step.known]
    asked = [decision[name] for name in names]
    tops = [*asked, *pulled]
    steps = list(walk(tops))
    places = Places(homes, steps)
    sections = Sections(homes, places)
    built = sections.build(tops)
    missing = missing_facts(homes, tops)
    not_supplied, idle = missing_entries(homes, missing, decision, names, sections.left_out)
    explained = sections.done | {one.step for one in fired}
    blocks = (
        *(
            Block(
                would.title(homes, one, way),
                (would.said(one, way),),
                tuple(would.entries(homes, one, way)),
                ("Then", "If", "What it is", ""),
                open=True,
            )
            for one in would_change
            for way in one.turns or (None,)
        ),
        Block("Judgements", (), judgements(homes, places, steps), _HEADS, open=True),
        Block("Under another reading", rereadings(decision, explained), open=True),
        Block("Not accepted", (), withheld(decision, homes, places, steps), _HEADS, open=True),
        Block(
            "Sources",
            (),
            tuple(_sources(homes, steps)),
            ("Source", "Grade", "Document", ""),
            tuple(_grades(decision, homes, names, places)),
        ),
        Block(
            "Not supplied",
            missing_said(names, decision, missing),
            not_supplied,
            ("Fact", "What came of it", "What it is", ""),
            after=idle,
        ),
        Block("Files", places.shortened),
    )
    return Outline(
        tuple(_head(decision)),
        tuple(headline(homes, step) for step in asked),
        tuple(trigger_sentences(homes, told)),
        built,
        tuple(block for block in blocks if block.said or block.entries or block.after),
    )


_HEADS = ("What", "Value", "Why", "Where")


def _head(decision: Decision) -> Iterator[str]:
    policy, organisation = decision.policy, decision.organisation
    who = f"{organisation.name} ({organisation.code})" if organisation.name else organisation.code
    yield f"{who}, {decision.period}"
    yield policy.title
    yield f"{policy.edition}, {_why_this_edition(decision)}"
    if decision.min_grade is not None:
        yield f"evidence weaker than {decision.min_grade.value} is not accepted"


def _why_this_edition(decision: Decision) -> str:
    """``in force when the period ended``, ``chosen by name: in force 2009-04-01 to 2010-03-31``."""
    policy, chosen = decision.policy, decision.chosen
    on_a_day = decision.period.kind is PeriodKind.DATE
    ended = f"in force {'on that day' if on_a_day else 'when the period ended'}"
    last = f" to {policy.last_day}" if policy.last_day else " onwards"
    dates = f"in force {policy.first_day}{last}"
    in_force = policy.in_force_in(decision.period)
    if chosen is None or chosen.by is ChosenBy.PERIOD:
        return ended if in_force else f"chosen by name: {dates}"
    match chosen.by:
        case ChosenBy.DAY:
            how = f"chosen as in force on {chosen.day}"
        case ChosenBy.NAME:
            how = "chosen by name"
        case ChosenBy.FILE:
            # A file stands for itself: that it was in force as well is all there is to say.
            return ended if in_force else f"chosen by its file: {dates}"
        case _:
            assert_never(chosen.by)
    return f"{how}, and {ended}" if in_force else f"{how}: {dates}"


def _sources(homes: Homes, steps: Sequence[Step]) -> Iterator[Entry]:
    """The documents that the steps cite, in the order of the policy."""
    used = {(homes.home(one), one.source) for step in steps for one in cited(homes, step)}
    for policy in homes.policies:
        for name, source in policy.sources.items():
            if (policy, name) in used:
                publisher = f", {source.publisher.text}" if source.publisher is not None else ""
                edition = homes.edition(policy)
                label = f"{source.title.text}{publisher}{f' ({edition})' if edition else ''}"
                yield Entry(name, source.grade.text, label, "")


def _grades(
    decision: Decision, homes: Homes, names: Sequence[str], places: Places
) -> Iterator[str]:
    """``weakest grade behind final: derived (FIT, 2025-26.national.yaml)``."""
    for name in names:
        grade = decision.grade(name)
        if grade is not None:
            resting = list(dict.fromkeys(_graded(decision, homes, name, grade, places)))
            because = f" ({and_more(resting)})" if resting else ""
            yield f"weakest grade behind {name}: {grade.value}{because}"


def _graded(
    decision: Decision, homes: Homes, name: str, grade: Grade, places: Places
) -> Iterator[str]:
    for policy, step, rules in evidence(decision.policy, decision[name]):
        for rule in rules:
            for citation in policy.cited(rule):
                if grade_of(homes, citation) is grade:
                    yield citation.source
        if isinstance(step.detail, FactRead) and step.detail.grade is grade:
            yield places.names[step.detail.origin.file]
