"""What decided a result, and what became of a reason that should have: each on one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy_dsl.check.given import OWN
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import Acted, Cohort, Place, Placed, RulesOut, Step
from policy_dsl.syntax.examples import Because
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import Member
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Due, Trigger
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.testing.reasons import (
    NAMED,
    case_that_holds,
    override_called,
    overruled,
    reads,
)
from policy_dsl.testing.wording import briefly, excerpt, place
from policy_dsl.values.absence import DOES_NOT_APPLY
from policy_dsl.values.scales import Label

#: So many of the values that a rule read are said.
_MOST_READ: Final = 8


def looks_wrong(policy: Policy, step: Step, because: Because) -> str:
    """What became of a reason that was expected, or that one decided which must not have."""
    number = "" if because.number is None else f" {because.number}"
    reason = f"`{because.word.text}{number}`"
    if because.refused:
        return f"{reason} was not to decide it, and did"
    line = reason_line(step, because)
    if line is not None and isinstance(line.rule, Override):
        return f"override {because.word.text} {_did(line)}: {condition_of(policy, line)}"
    if isinstance(step.rule, Table) and because.number is not None:
        return _of_row(policy, step, because.number)
    if line is None and isinstance(step.rule, Rating) and because.number is not None:
        return f"case{number} is not reached"
    if line is not None and line.value is False:
        assert isinstance(step.rule, Rating)
        which = f"case {step.rule.cases.index(line.rule) + 1}"
        where = place(policy, line.rule)
        return f"{which} does not hold ({where}): {condition_of(policy, line)}"
    return f"{reason} did not decide it"


def reason_line(step: Step, because: Because) -> Step | None:
    """The over-riding rule or case that was to decide a rating, where it was looked at."""
    rule, name = step.rule, because.word.text
    if not isinstance(rule, Rating):
        return None
    if because.number is not None:
        wanted = rule.cases[because.number - 1 : because.number]
        return next((item for item in step.inputs if item.rule in wanted), None)
    cases = (item for item in step.inputs if isinstance(item.rule, Case))
    naming = (item for item in cases if any(reads(inner, name) for inner in item.inputs))
    return override_called(step, name) or next(naming, None)


def _did(line: Step) -> str:
    return line.detail.value if isinstance(line.detail, Acted | RulesOut) else ""


def _of_row(policy: Policy, step: Step, number: int) -> str:
    """Why a row of a table, counted from 1, is not the one taken."""
    rule, taken = step.rule, step.detail
    assert isinstance(rule, Table)
    if not isinstance(taken, int) or number > len(rule.rows):
        return f"`row {number}` did not decide it"
    row = rule.rows[number - 1]
    became = "does not fit" if number <= taken else "is not reached"
    return f"row {number} {became} ({place(policy, row)}): {excerpt(policy, row)}"


def decided_by(policy: Policy, step: Step) -> Iterator[str]:
    """The rule that decided a result, with what it read; the first reason to look at."""
    rule = step.rule
    match rule:
        case Rating():
            yield from _of_rating(policy, step)
        case Table():
            if isinstance(step.detail, int) and not isinstance(step.detail, bool):
                row = rule.rows[step.detail]
                yield f"row {step.detail + 1} fits ({place(policy, row)}): {_inputs(policy, step)}"
            else:
                yield f"no one row fits: {_inputs(policy, step)}"
        case Trigger():
            for line in step.inputs:
                if not isinstance(line.rule, Due):
                    holds = briefly(line.value)
                    yield f"when {condition_of(policy, line)} ({place(policy, line.rule)}): {holds}"
        case ValueDeclaration():
            (inner,) = step.inputs or (step,)
            read = "" if isinstance(inner.rule, NAMED | Member) else _inputs(policy, inner)
            written = f"{excerpt(policy, rule.expression)} ({place(policy, rule)})"
            yield f"{written}: {read}" if read else written
        case Scorecard() | Member() if step.inputs and isinstance(step.inputs[0].rule, Scorecard):
            yield f"with {_inputs(policy, step.inputs[0])}"
        case _:
            read = _inputs(policy, step)
            if read:
                yield f"with {read}"


def _of_rating(policy: Policy, step: Step) -> Iterator[str]:
    deciding = [item for item in step.inputs if item.detail is Acted.DECIDED]
    unsettled = [item for item in step.inputs if item.detail in (Acted.CONFLICTED, Acted.MAY_APPLY)]
    for item in deciding or unsettled:
        assert isinstance(item.rule, Override)
        assert isinstance(item.detail, Acted)
        yield (
            f"override {item.rule.name.text} {item.detail.value} ({place(policy, item.rule)}): "
            f"{condition_of(policy, item)}"
        )
    if deciding:
        return
    case = case_that_holds(step)
    if case is not None and step.known:
        yield f"the case that holds ({place(policy, case.rule)}): {condition_of(policy, case)}"
        return
    for item in step.inputs:
        if isinstance(item.rule, Case) and not item.known:
            yield f"a case that may hold ({place(policy, item.rule)}): {condition_of(policy, item)}"
        elif not isinstance(item.rule, Case | Override):
            read = "" if isinstance(item.rule, NAMED | Member) else _inputs(policy, item)
            line = f"it starts with {said(policy, item)}{f', with {read}' if read else ''}"
            while (start := taken_from(item)) is not None:
                line, item = f"{line}, which starts with {said(policy, start)}", start
            yield line


def taken_from(step: Step) -> Step | None:
    """The result that a rating starts with as it stands, where no rule of its own decided."""
    if not isinstance(step.rule, Rating) or overruled(step) or not step.known:
        return None
    start = step.inputs[0] if step.inputs else step
    return start if isinstance(start.rule, NAMED) and start is not step else None


def condition_of(policy: Policy, line: Step) -> str:
    """A rule's condition as written, with the values it read."""
    if not line.inputs:
        return excerpt(policy, line.rule)
    condition = line.inputs[0]
    written = excerpt(policy, condition.rule)
    if isinstance(condition.rule, NAMED):
        return said(policy, condition)
    read = _inputs(policy, condition)
    return f"{written}, with {read}" if read else written


def _inputs(policy: Policy, step: Step) -> str:
    """The named values that a step read, each once; of many the worst bands first."""
    found: dict[Step, str] = {}
    unknown = 0
    stack = list(reversed(step.inputs))
    seen = set()
    while stack:
        at = stack.pop()
        if at in seen:
            continue
        seen.add(at)
        if isinstance(at.detail, Cohort):
            found |= {one: f"{said(policy, one)}{_whose(one)}" for one in at.inputs}
        elif isinstance(at.rule, NAMED | Member | CardRow):
            if at.known or not step.known:
                found[at] = said(policy, at)
            else:
                unknown += 1
        elif not isinstance(at.detail, Place):  # what is below it stands in another edition
            stack.extend(reversed(at.inputs))
    read = list(found)
    more = len(read) - _MOST_READ
    if more > 1:
        read = sorted(read, key=_how_good)[:_MOST_READ]
    listed = list(dict.fromkeys(found[at] for at in read))
    listed += [f"{more} more"] if more > 1 else []
    listed += [f"{unknown} not known"] if unknown else []
    return ", ".join(listed)


def _whose(step: Step) -> str:
    """`` of Trust B``: whose value of a population it is; nothing of the example's own."""
    code = step.detail.organisation.code if isinstance(step.detail, Place) else OWN
    return "" if code == OWN else f" of {code}"


def _how_good(step: Step) -> int:
    """The worst first, and what stands in no band last."""
    value = step.value if isinstance(step.rule, CardRow) else None
    return -value.rank if isinstance(value, Label) else 1


def said(policy: Policy, step: Step) -> str:
    """``liquidity 20``: a name and its value."""
    rule = step.rule
    if isinstance(rule, CardRow):
        name = excerpt(policy, rule.cells[0])
        value = step.inputs[0].value if step.inputs else step.value
        if not step.known or step.value is DOES_NOT_APPLY:
            return f"{name} {briefly(step.value)}"
        placed = step.detail
        at = f" at {briefly(placed.points)}" if isinstance(placed, Placed) else ""
        return f"{name} {briefly(value)} in {briefly(step.value)}{at}"
    if isinstance(rule, Member):
        return f"{rule.text} {briefly(step.value)}"
    if isinstance(rule, NAMED):
        return f"{rule.name.text} {briefly(step.value)}"
    return f"{excerpt(policy, rule)} = {briefly(step.value)}"
