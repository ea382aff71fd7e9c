"""Where what an example expects and what came part ways, followed down to the facts."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Final

from policy_dsl.check.policy import Policy
from policy_dsl.check.used import UsedPart
from policy_dsl.evaluate.step import Acted, Place, Step
from policy_dsl.syntax.aggregates import Aggregate, Summary
from policy_dsl.syntax.expressions import Arithmetic, Both, Either
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.scorecards import CardRow
from policy_dsl.syntax.selections import Member, Quantified
from policy_dsl.syntax.tables import EqualsTest, Row, Table, TestsCell
from policy_dsl.syntax.triggers import Due, Trigger
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.testing.decided import condition_of, decided_by, said, taken_from
from policy_dsl.testing.reasons import NAMED, case_that_holds, overruled
from policy_dsl.testing.wording import excerpt, place
from policy_dsl.values.absence import DOES_NOT_APPLY
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value

#: So many lines are said of what a result rests on; of the rest only the names and values.
_MOST: Final = 4
#: So many rules that would have given what was expected are shown, and none where there are more.
_MOST_RULES: Final = 2

_CHOOSING: Final = {Summary.BEST, Summary.WORST, Summary.LOWEST, Summary.HIGHEST}


def passed_over(policy: Policy, step: Step, wanted: Value | None) -> Iterator[str]:
    """The rules that would have given what was expected, and why they did not act."""
    rule = step.rule
    if isinstance(rule, Rating) and isinstance(wanted, Label):
        for line in _refused(policy, step, wanted):
            which = excerpt(policy, line.rule.label)  # type: ignore[attr-defined]
            where, why = place(policy, line.rule), condition_of(policy, line)
            if isinstance(line.rule, Override):
                yield f"override {line.rule.name.text} did not apply ({where}): {why}"
            else:
                yield f"the case of {which} does not hold ({where}): {why}"
    elif isinstance(rule, Table) and wanted is not None and isinstance(step.detail, int):
        rows = [row for row in rule.rows if _gives(policy, row, wanted)]
        for row in rows if len(rows) <= _MOST_RULES else ():
            number = rule.rows.index(row) + 1
            yield f"row {number} would give it ({place(policy, row)}): {excerpt(policy, row)}"


def _refused(policy: Policy, step: Step, wanted: Label) -> tuple[Step, ...]:
    """The cases and over-riding rules of what was expected that do not hold."""
    if not step.known or overruled(step):
        return ()
    found = tuple(
        line
        for line in step.inputs
        if isinstance(line.rule, Case | Override)
        and line.value is False
        and policy.meanings.get(line.rule.label) is wanted
    )
    return found if len(found) <= _MOST_RULES else ()


def _gives(policy: Policy, row: Row, wanted: Value) -> bool:
    last = row.cells[-1]
    test = last.tests[0] if isinstance(last, TestsCell) else None
    if not isinstance(test, EqualsTest):
        return False
    return policy.meanings.get(test.value, getattr(test.value, "value", None)) == wanted


def followed(
    policy: Policy, step: Step, wanted: Value | None, known: Container[str], first: Step | None
) -> Iterator[str]:
    """What decided the results that a result rests on, down to the facts, a few lines of it.

    Args:
        policy: the policy in whose text the result stands.
        step: the result.
        wanted: what it was expected to be, as far as one value was.
        known: the names of results of which something is said elsewhere.
        first: the rule that was to decide it: what that rests on is followed instead.
    """
    waiting = list(_below(policy, step, wanted) if first is None else _within(policy, first))
    seen = {step}
    left = _MOST
    further: list[str] = []
    while waiting:
        at = waiting.pop(0)
        if at in seen or _name(at) in known or at.value is DOES_NOT_APPLY:
            continue
        seen.add(at)
        inner = wanted if _on_one_scale(at.value, wanted) else None
        if inner is not None and at.value is inner:
            continue  # as it was thought
        decided = () if taken_from(at) is not None else decided_by(policy, at)
        lines = [*decided, *passed_over(policy, at, inner)]
        if left < len(lines):
            further.append(said(policy, at))
            continue
        left -= len(lines)
        yield from (f"{said(policy, at)}: {line}" for line in lines)
        waiting[:0] = _below(policy, at, inner)
    if further:
        yield f"and further down: {', '.join(further)}"


def _on_one_scale(value: Value, wanted: Value | None) -> bool:
    return isinstance(value, Label) and isinstance(wanted, Label) and value.scale == wanted.scale


def _name(step: Step) -> str:
    rule = step.rule
    return rule.text if isinstance(rule, Member) else rule.name.text  # type: ignore[attr-defined]


def _below(policy: Policy, step: Step, wanted: Value | None) -> list[Step]:
    """The results on which it turned that a result came out so."""
    match step.rule:
        case Rating():
            return _results(policy, _turning_points(policy, step, wanted))
        case Table() | ValueDeclaration() | Trigger():
            return _results(
                policy, (line for line in step.inputs if not isinstance(line.rule, Due))
            )
        case _:
            return []


def _turning_points(policy: Policy, step: Step, wanted: Value | None) -> list[Step]:
    lines = [line for line in step.inputs if isinstance(line.rule, Override)]
    lines = [line for line in lines if line.detail is Acted.DECIDED]
    if not lines and isinstance(wanted, Label):
        lines = list(_refused(policy, step, wanted))
    starts = [line for line in step.inputs if not isinstance(line.rule, Case | Override)]
    case = case_that_holds(step)
    if case is not None and not lines:
        lines = [case]
    conditions = [inner for line in lines for inner in line.inputs]
    return conditions if overruled(step) else [*starts, *conditions]


def _within(policy: Policy, line: Step) -> list[Step]:
    return _results(policy, line.inputs)


def _results(policy: Policy, steps: Iterable[Step]) -> list[Step]:
    """The results of the policy that steps turn on, each once."""
    found: dict[Step, None] = {}
    stack = list(steps)[::-1]
    while stack:
        at = stack.pop()
        if isinstance(at.detail, Place):
            continue  # what is below it stands elsewhere
        if isinstance(at.rule, Member):
            if not isinstance(policy.meanings.get(at.rule), UsedPart):
                found[at] = None
        elif isinstance(at.rule, NAMED):
            if not isinstance(at.rule, Fact | Interpretation):
                found[at] = None
        elif not isinstance(at.rule, Quantified | CardRow):
            stack.extend(reversed(_decisive(at)))
    return list(found)


def _decisive(step: Step) -> tuple[Step, ...]:
    """Of what a step came from, that on which it turned."""
    match step.rule:
        case Either() if step.value is True:
            found = tuple(item for item in step.inputs if item.value is True)
        case Both() if step.value is False:
            found = tuple(item for item in step.inputs if item.value is False)
        case Arithmetic(sign="+") | Aggregate(summary=Summary.SUM):
            found = tuple(item for item in step.inputs if item.value != 0)
        case Aggregate(summary=summary) if summary in _CHOOSING:
            found = tuple(item for item in step.inputs if item.value == step.value)
        case _:
            found = step.inputs
    return found or step.inputs
