"""What decided a result, and what became of a reason that should have: each on one line."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.evaluate.step import Acted, Place, RulesOut, Step
from policy_dsl.syntax.examples import Because
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import Member
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Due, Trigger
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.testing.reading import said, what_it_read
from policy_dsl.testing.reasons import (
    NAMED,
    case_that_holds,
    override_called,
    overruled,
    reads,
)
from policy_dsl.testing.taken import Taken
from policy_dsl.testing.wording import briefly, excerpt
from policy_dsl.values.absence import NotKnown


def looks_wrong(at: Taken, because: Because) -> str:
    """What became of a reason that was expected, or that one decided which must not have."""
    number = "" if because.number is None else f" {because.number}"
    reason = f"`{because.word.text}{number}`"
    if because.refused:
        return f"{reason} was not to decide it, and did"
    line = reason_line(at, because)
    if line is not None and isinstance(line.rule, Override):
        where = at.line_of(line.rule)
        return f"override {because.word.text} {_did(line.step)} ({where}): {condition_of(line)}"
    if isinstance(at.rule, Table) and because.number is not None:
        return _of_row(at, because.number)
    if line is None and isinstance(at.rule, Rating) and because.number is not None:
        return f"case{number} is not reached"
    if line is not None and line.value is False:
        assert isinstance(at.rule, Rating)
        which = f"case {at.rule.cases.index(line.rule) + 1}"
        return f"{which} does not hold ({at.line_of(line.rule)}): {condition_of(line)}"
    return f"{reason} did not decide it"


def reason_line(at: Taken, because: Because) -> Taken | None:
    """The over-riding rule or case that was to decide a rating, where it was looked at."""
    rule, name = at.rule, because.word.text
    if not isinstance(rule, Rating):
        return None
    if because.number is not None:
        wanted = rule.cases[because.number - 1 : because.number]
        return next((item for item in at.inputs if item.rule in wanted), None)
    override = override_called(at.step, name)
    if override is not None:
        return at.with_step(override)
    cases = (item for item in at.inputs if isinstance(item.rule, Case))
    naming = (item for item in cases if any(reads(inner, name) for inner in item.step.inputs))
    return next(naming, None)


def _did(line: Step) -> str:
    return line.detail.value if isinstance(line.detail, Acted | RulesOut) else ""


def _of_row(at: Taken, number: int) -> str:
    """Why a row of a table, counted from 1, is not the one taken."""
    rule, taken = at.rule, at.step.detail
    assert isinstance(rule, Table)
    if not isinstance(taken, int) or number > len(rule.rows):
        return f"`row {number}` did not decide it"
    row = rule.rows[number - 1]
    became = "does not fit" if number <= taken else "is not reached"
    return f"row {number} {became} ({at.line_of(row)}): {excerpt(at.policy, row)}"


def decided_by(at: Taken) -> Iterator[str]:
    """The rule that decided a result, with what it read; the first reason to look at.

    Of a result of another policy, or one taken over from another edition, it is the rule there.
    """
    rule, detail = at.rule, at.step.detail
    there = at.inputs[0] if at.inputs and isinstance(detail, Place) else None
    if there is not None and (at.step.known or not there.step.known):
        yield from decided_by(there)
        return
    match rule:
        case _ if isinstance(detail, Place) and isinstance(at.value, NotKnown):
            yield at.value.reason
        case Rating() | Trigger() if not at.inputs and rule.applies_to is not None:
            yield f"{excerpt(at.policy, rule.applies_to)} ({at.line_of(rule.applies_to)})"
        case Rating():
            yield from _of_rating(at)
        case Table():
            if isinstance(detail, int) and not isinstance(detail, bool):
                row = rule.rows[detail]
                yield f"row {detail + 1} fits ({at.line_of(row)}): {what_it_read(at)}"
            else:
                yield f"no one row fits: {what_it_read(at)}"
        case Trigger():
            for line in pulled_by(at):
                holds = briefly(line.value)
                yield f"when {condition_of(line)} ({at.line_of(line.rule)}): {holds}"
        case ValueDeclaration():
            (inner,) = at.inputs or (at,)
            read = "" if isinstance(inner.rule, NAMED | Member) else what_it_read(inner)
            written = f"{excerpt(at.policy, rule.expression)} ({at.line_of(rule)})"
            yield f"{written}: {read}" if read else written
        case Due() | CardRow():
            written = excerpt(at.policy, rule.date if isinstance(rule, Due) else rule)
            read = what_it_read(at)
            yield f"{written} ({at.line_of(rule)}){f': {read}' if read else ''}"
        case Scorecard() | Member() if at.inputs and isinstance(at.inputs[0].rule, Scorecard):
            yield f"with {what_it_read(at.inputs[0])}"
        case _:
            read = what_it_read(at)
            if read:
                yield f"with {read}"


def pulled_by(trigger: Taken) -> list[Taken]:
    """The conditions by which a trigger came out so: of one that is pulled those that hold."""
    lines = [line for line in trigger.inputs if not isinstance(line.rule, Due)]
    if not trigger.step.known:
        return [line for line in lines if not line.step.known] or lines
    return [line for line in lines if line.value is trigger.value] or lines


def _of_rating(at: Taken) -> Iterator[str]:
    deciding = [item for item in at.inputs if item.step.detail is Acted.DECIDED]
    open_ = (Acted.CONFLICTED, Acted.MAY_APPLY)
    for item in deciding or [item for item in at.inputs if item.step.detail in open_]:
        assert isinstance(item.rule, Override)
        which = f"override {item.rule.name.text} {_did(item.step)}"
        yield f"{which} ({at.line_of(item.rule)}): {condition_of(item)}"
    if deciding:
        return
    case = case_that_holds(at.step)
    if case is not None and at.step.known:
        line = at.with_step(case)
        yield f"the case that holds ({at.line_of(case.rule)}): {condition_of(line)}"
        return
    for item in at.inputs:
        if isinstance(item.rule, Case) and not item.step.known:
            yield f"a case that may hold ({at.line_of(item.rule)}): {condition_of(item)}"
        elif not isinstance(item.rule, Case | Override):
            read = "" if isinstance(item.rule, NAMED | Member) else what_it_read(item)
            text = f"it starts with {said(item, at.place)}"
            text += f" ({at.line_of(item.rule)}), with {read}" if read else ""
            while (start := taken_from(item)) is not None:
                text, item = f"{text}, which starts with {said(start, at.place)}", start
            yield text


def taken_from(at: Taken) -> Taken | None:
    """The result that a rating starts with as it stands, where no rule of its own decided."""
    if not isinstance(at.rule, Rating) or overruled(at.step) or not at.step.known:
        return None
    start = at.inputs[0] if at.inputs else at
    return start if isinstance(start.rule, NAMED | Member) and start != at else None


def condition_of(line: Taken) -> str:
    """A rule's condition as written, with the values it read."""
    if not line.inputs:
        return excerpt(line.policy, line.rule)
    condition = line.inputs[0]
    if isinstance(condition.rule, NAMED | Member):
        return said(condition, line.place)
    written, read = excerpt(line.policy, condition.rule), what_it_read(condition)
    return f"{written}, with {read}" if read else written
