"""A decision as an outline to be read from the top: what text, Markdown and HTML show alike.

A decision is a graph of shared steps.  Here each named result becomes one section, explained once,
after the section that needs it first; calculations without a name stay inside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Step, walk
from policy_dsl.explain.headline import Headline, headline
from policy_dsl.explain.lines import Entry, Section
from policy_dsl.explain.places import Places
from policy_dsl.explain.rules import cited, grade_of
from policy_dsl.explain.sections import Sections
from policy_dsl.explain.value_words import and_more, listed
from policy_dsl.facts.records import Fact as FactRead
from policy_dsl.source import printable
from policy_dsl.syntax.facts import Fact
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import PeriodKind


def _printable(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(printable, texts))


@frozen
class Outline:
    """The parts of an explanation, in the order in which they are read.

    ``head`` says of whom, when and by which policy; the first line is the title.  ``sources`` has
    the documents cited (name, grade, title with publisher), ``grades`` the weakest grade behind
    each result, ``missing`` the facts that were not supplied and what came of that, ``files``
    where the files lie that are called by less than their path.
    """

    head: tuple[str, ...] = field(converter=_printable)
    headlines: tuple[Headline, ...]
    sections: tuple[Section, ...]
    sources: tuple[Entry, ...]
    grades: tuple[str, ...] = field(converter=_printable)
    missing_said: str = field(converter=printable)
    missing: tuple[Entry, ...]
    files: tuple[str, ...] = field(converter=_printable)


def outline(decision: Decision, names: Sequence[str]) -> Outline:
    """The outline of some results of a decision; KeyError for a name that is not one."""
    policy = decision.policy
    tops = [decision[name] for name in names]
    steps = list(walk(tops))
    places = Places(policy, steps)
    sections = Sections(policy, places)
    built = sections.build(tops)
    missing = _missing(policy, steps)
    return Outline(
        tuple(_head(decision)),
        tuple(headline(decision, name) for name in names),
        built,
        tuple(_sources(policy, steps)),
        tuple(_grades(decision, names, places)),
        _missing_said(decision, names, missing),
        tuple(_missing_entries(policy, missing, decision, names, sections.left_out)),
        places.shortened,
    )


def _head(decision: Decision) -> Iterator[str]:
    policy, organisation = decision.policy, decision.organisation
    who = f"{organisation.name} ({organisation.code})" if organisation.name else organisation.code
    yield f"{who}, {decision.period}"
    yield policy.title
    if policy.in_force_in(decision.period):
        on_a_day = decision.period.kind is PeriodKind.DATE
        yield f"{policy.edition}, in force {'on that day' if on_a_day else 'when the period ended'}"
    else:
        last = f" to {policy.last_day}" if policy.last_day else " onwards"
        yield f"{policy.edition}, chosen by name: in force {policy.first_day}{last}"


def _sources(policy: Policy, steps: Sequence[Step]) -> Iterator[Entry]:
    """The documents that the steps cite, in the order of the policy."""
    used = {citation.source for step in steps for citation in cited(policy, step)}
    for name, source in policy.sources.items():
        if name in used:
            publisher = f", {source.publisher.text}" if source.publisher is not None else ""
            yield Entry(name, source.grade.text, f"{source.title.text}{publisher}", "")


def _grades(decision: Decision, names: Sequence[str], places: Places) -> Iterator[str]:
    """``weakest grade behind final: derived (FIT, 2025-26.national.yaml)``."""
    for name in names:
        grade = decision.grade(name)
        if grade is not None:
            resting = list(dict.fromkeys(_graded(decision, name, grade, places)))
            because = f" ({and_more(resting)})" if resting else ""
            yield f"weakest grade behind {name}: {grade.value}{because}"


def _graded(decision: Decision, name: str, grade: Grade, places: Places) -> Iterator[str]:
    policy = decision.policy
    for step in decision[name].walk():
        for citation in cited(policy, step):
            if grade_of(policy, citation) is grade:
                yield citation.source
        if isinstance(step.detail, FactRead) and step.detail.grade is grade:
            yield places.names[step.detail.origin.file]


def _missing(policy: Policy, steps: Sequence[Step]) -> tuple[str, ...]:
    """The facts that were read and not supplied, in the order of the policy."""
    absent = {
        step.rule.name.text for step in steps if isinstance(step.rule, Fact) and step.detail is None
    }
    return tuple(name for name in policy.facts if name in absent)


def _missing_said(decision: Decision, names: Sequence[str], missing: Sequence[str]) -> str:
    """How much is missing, and whether the results are settled all the same."""
    if not missing:
        return ""
    one = len(missing) == 1
    parts = [f"{len(missing)} {'fact was' if one else 'facts were'} not supplied."]
    settled = [name for name in names if decision[name].known]
    if settled:
        verb = "is" if len(settled) == 1 else "are"
        parts.append(f"{listed(settled)} {verb} settled without {'it' if one else 'them'}.")
    for name in names:
        waits = len(decision[name].missing.intersection(missing))
        if waits:
            of = "it" if one else "them" if waits == len(missing) else f"{waits} of them"
            parts.append(f"{name} waits for {of}.")
    return " ".join(parts)


def _missing_entries(
    policy: Policy,
    missing: Sequence[str],
    decision: Decision,
    names: Sequence[str],
    left_out: dict[str, list[str]],
) -> Iterator[Entry]:
    waiting = {name: [top for top in names if name in decision[top].missing] for name in missing}
    for name in sorted(missing, key=lambda name: not waiting[name]):
        if waiting[name]:
            came = f"{listed(waiting[name])} waits for it"
        elif name in left_out:
            came = f"left out of {and_more(left_out[name])}"
        else:
            came = "made no difference"
        yield Entry(name, came, policy.facts[name].label.text, "")
