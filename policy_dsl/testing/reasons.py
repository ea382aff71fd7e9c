"""Why a result is what it is: the override, case, row or condition that decided it."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.check.given import OWN
from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import Acted, Cohort, Place, Placed, RulesOut, Step
from policy_dsl.syntax.examples import Because
from policy_dsl.syntax.expressions import Either
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import Member
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Due, Trigger, TriggerWhen
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.testing.wording import briefly, excerpt, place

#: What has a name of its own: a reason is looked for down to here, and no further.
_NAMED = Fact | Interpretation | ValueDeclaration | Table | Rating | Scorecard | Trigger


# ---- is it for the reason given? --------------------------------------------------------------


def stands_for(step: Step, because: Because) -> bool:
    """Whether the reason an example names is what decided a result."""
    name = because.word.text
    if because.number is not None:
        if isinstance(step.rule, Table):
            return step.detail == because.number - 1
        case = _case(step)
        cases = step.rule.cases if isinstance(step.rule, Rating) else ()
        if case is None or _overruled(step) or because.number > len(cases):
            return False
        return case.rule is cases[because.number - 1]
    if isinstance(step.rule, Trigger):
        return any(
            reads(condition, name)
            for line in step.inputs
            if isinstance(line.rule, TriggerWhen) and line.value is True
            for condition in line.inputs
        )
    override = _override(step, name)
    if override is not None:
        return override.detail is Acted.DECIDED
    if _overruled(step):
        return False
    case = _case(step)
    if case is not None:
        return any(reads(condition, name) for condition in case.inputs)
    starts = [item for item in step.inputs if not isinstance(item.rule, Case | Override)]
    return any(reads(start, name) for start in starts)


def reads(step: Step, name: str) -> bool:
    """Whether a name stands in what decided a condition.

    Of alternatives (``a or b``) only those that hold have decided it.
    """
    stack = [step]
    while stack:
        at = stack.pop()
        if _called(at.rule, name):
            return True
        if isinstance(at.rule, _NAMED):
            continue
        inputs = at.inputs
        if isinstance(at.rule, Either) and at.value is True:
            inputs = tuple(item for item in inputs if item.value is True)
        stack.extend(inputs)
    return False


def _called(rule: Node, name: str) -> bool:
    if isinstance(rule, _NAMED):
        return rule.name.text == name
    if isinstance(rule, Member):
        return name in (rule.words[0].text, rule.words[-1].text)
    if isinstance(rule, CardRow):
        return any(getattr(node, "text", None) == name for node in rule.cells[0].walk())
    return False


def _override(step: Step, name: str) -> Step | None:
    return next(
        (
            item
            for item in step.inputs
            if isinstance(item.rule, Override) and item.rule.name.text == name
        ),
        None,
    )


def _overruled(step: Step) -> bool:
    return any(item.detail is Acted.DECIDED for item in step.inputs)


def _case(step: Step) -> Step | None:
    """The case that holds, the ones above it being refused."""
    cases = [item for item in step.inputs if isinstance(item.rule, Case)]
    return cases[-1] if cases and cases[-1].value is True else None


# ---- what to say if it is not -----------------------------------------------------------------


def looks_wrong(policy: Policy, step: Step, because: Because) -> str:
    """What became of a reason that was expected, or that one decided which must not have."""
    number = "" if because.number is None else f" {because.number}"
    if because.refused:
        return f"`{because.word.text}{number}` was not to decide it, and did"
    override = None if because.number is not None else _override(step, because.word.text)
    if override is None:
        return f"`{because.word.text}{number}` did not decide it"
    acted = override.detail.value if isinstance(override.detail, Acted | RulesOut) else ""
    return f"override {because.word.text} {acted}: {_condition(policy, override)}"


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
                    yield f"when {_condition(policy, line)} ({place(policy, line.rule)}): {holds}"
        case ValueDeclaration():
            (inner,) = step.inputs or (step,)
            yield f"{excerpt(policy, rule)} ({place(policy, rule)}): {_inputs(policy, inner)}"
        case Scorecard() if step.inputs and step.inputs[0].rule is rule:
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
            f"{_condition(policy, item)}"
        )
    if deciding:
        return
    case = _case(step)
    if case is not None and step.known:
        yield f"the case that holds ({place(policy, case.rule)}): {_condition(policy, case)}"
        return
    for item in step.inputs:
        if isinstance(item.rule, Case) and not item.known:
            yield f"a case that may hold ({place(policy, item.rule)}): {_condition(policy, item)}"
        elif not isinstance(item.rule, Case | Override):
            yield f"it starts with {_said(policy, item)}"


def _condition(policy: Policy, line: Step) -> str:
    """A line's condition as written, with the values it read."""
    if not line.inputs:
        return excerpt(policy, line.rule)
    condition = line.inputs[0]
    written = excerpt(policy, condition.rule)
    if isinstance(condition.rule, _NAMED):
        return _said(policy, condition)
    read = _inputs(policy, condition)
    return f"{written}, with {read}" if read else written


def _inputs(policy: Policy, step: Step) -> str:
    """The named values that a step read, each once."""
    said: dict[str, None] = {}
    stack = list(reversed(step.inputs))
    seen = set()
    while stack:
        at = stack.pop()
        if at in seen:
            continue
        seen.add(at)
        if isinstance(at.detail, Cohort):
            said.update(dict.fromkeys(f"{_said(policy, one)}{_whose(one)}" for one in at.inputs))
        elif isinstance(at.rule, _NAMED | Member | CardRow):
            said[_said(policy, at)] = None
        elif not isinstance(at.detail, Place):  # what is below it stands in another edition
            stack.extend(reversed(at.inputs))
    return ", ".join(said)


def _whose(step: Step) -> str:
    """`` of Trust B``: whose value of a population it is; nothing of the example's own."""
    code = step.detail.organisation.code if isinstance(step.detail, Place) else OWN
    return "" if code == OWN else f" of {code}"


def _said(policy: Policy, step: Step) -> str:
    """``liquidity 20``: a name and its value."""
    rule = step.rule
    if isinstance(rule, CardRow):
        name = excerpt(policy, rule.cells[0])
        value = step.inputs[0].value if step.inputs else step.value
        placed = step.detail
        at = f" at {briefly(placed.points)}" if isinstance(placed, Placed) else ""
        return f"{name} {briefly(value)} in {briefly(step.value)}{at}"
    if isinstance(rule, Member):
        return f"{rule.text} {briefly(step.value)}"
    if isinstance(rule, _NAMED):
        return f"{rule.name.text} {briefly(step.value)}"
    return f"{excerpt(policy, rule)} = {briefly(step.value)}"
