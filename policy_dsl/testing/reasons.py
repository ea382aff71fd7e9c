"""Whether a result came out for the reason that an example gives."""

from __future__ import annotations

from policy_dsl.evaluate.step import Acted, Step
from policy_dsl.syntax.examples import Because
from policy_dsl.syntax.expressions import Either
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import Member
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger, TriggerWhen
from policy_dsl.syntax.values import ValueDeclaration

#: What has a name of its own: a reason is looked for down to here, and no further.
NAMED = Fact | Interpretation | ValueDeclaration | Table | Rating | Scorecard | Trigger


def stands_for(step: Step, because: Because) -> bool:
    """Whether the reason an example names is what decided a result."""
    name = because.word.text
    if because.number is not None:
        if isinstance(step.rule, Table):
            return step.detail == because.number - 1
        case = case_that_holds(step)
        cases = step.rule.cases if isinstance(step.rule, Rating) else ()
        if case is None or overruled(step) or because.number > len(cases):
            return False
        return case.rule is cases[because.number - 1]
    if isinstance(step.rule, Trigger):
        return any(
            reads(condition, name)
            for line in step.inputs
            if isinstance(line.rule, TriggerWhen) and line.value is True
            for condition in line.inputs
        )
    override = override_called(step, name)
    if override is not None:
        return override.detail is Acted.DECIDED
    if overruled(step):
        return False
    case = case_that_holds(step)
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
        if isinstance(at.rule, NAMED):
            continue
        inputs = at.inputs
        if isinstance(at.rule, Either) and at.value is True:
            inputs = tuple(item for item in inputs if item.value is True)
        stack.extend(inputs)
    return False


def _called(rule: Node, name: str) -> bool:
    if isinstance(rule, NAMED):
        return rule.name.text == name
    if isinstance(rule, Member):
        return name in (rule.words[0].text, rule.words[-1].text)
    if isinstance(rule, CardRow):
        return any(getattr(node, "text", None) == name for node in rule.cells[0].walk())
    return False


def override_called(step: Step, name: str) -> Step | None:
    """The over-riding rule of a rating by its name."""
    return next(
        (
            item
            for item in step.inputs
            if isinstance(item.rule, Override) and item.rule.name.text == name
        ),
        None,
    )


def overruled(step: Step) -> bool:
    """Whether an over-riding rule decided a rating."""
    return any(item.detail is Acted.DECIDED for item in step.inputs)


def case_that_holds(step: Step) -> Step | None:
    """The case that holds, the ones above it being refused."""
    cases = [item for item in step.inputs if isinstance(item.rule, Case)]
    return cases[-1] if cases and cases[-1].value is True else None
