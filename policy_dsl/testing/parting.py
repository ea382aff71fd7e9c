"""Where what an example expects and what came part ways, followed down to the facts."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Final

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import Acted
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.scorecards import CardRow
from policy_dsl.syntax.selections import Member
from policy_dsl.syntax.tables import EqualsTest, Row, Table, TestsCell
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.testing.decided import condition_of, decided_by, pulled_by, taken_from
from policy_dsl.testing.reading import said
from policy_dsl.testing.reasons import NAMED, case_that_holds, overruled
from policy_dsl.testing.taken import Taken
from policy_dsl.testing.turning import Turned, results
from policy_dsl.testing.wording import excerpt
from policy_dsl.values.absence import DOES_NOT_APPLY
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Value

#: So many lines are said of what a result rests on; of the rest only the names and values.
_MOST: Final = 4
#: So many rules that would have given what was expected are shown, and none where there are more.
_MOST_RULES: Final = 2


def passed_over(at: Taken, wanted: Value | None) -> Iterator[str]:
    """The rules that would have given what was expected, and why they did not act."""
    rule, detail = at.rule, at.step.detail
    if isinstance(rule, Rating) and isinstance(wanted, Label):
        for line in _refused(at, wanted):
            which = excerpt(at.policy, line.rule.label)  # type: ignore[attr-defined]
            where, why = at.line_of(line.rule), condition_of(line)
            if isinstance(line.rule, Override):
                yield f"override {line.rule.name.text} did not apply ({where}): {why}"
            else:
                yield f"the case of {which} does not hold ({where}): {why}"
    elif isinstance(rule, Table) and wanted is not None and isinstance(detail, int):
        rows = [row for row in rule.rows if _gives(at.policy, row, wanted)]
        for row in rows if len(rows) <= _MOST_RULES else ():
            number = rule.rows.index(row) + 1
            yield f"row {number} would give it ({at.line_of(row)}): {excerpt(at.policy, row)}"


def _refused(at: Taken, wanted: Label) -> tuple[Taken, ...]:
    """The cases and over-riding rules of what was expected that do not hold."""
    if not at.step.known or overruled(at.step):
        return ()
    found = tuple(
        line
        for line in at.inputs
        if isinstance(line.rule, Case | Override)
        and line.value is False
        and _same(at.policy.meanings.get(line.rule.label), wanted)
    )
    return found if len(found) <= _MOST_RULES else ()


def _gives(policy: Policy, row: Row, wanted: Value) -> bool:
    last = row.cells[-1]
    test = last.tests[0] if isinstance(last, TestsCell) else None
    if not isinstance(test, EqualsTest):
        return False
    given = policy.meanings.get(test.value, getattr(test.value, "value", None))
    return given == wanted or _same(given, wanted)


def _same(one: object, other: object) -> bool:
    """Whether two labels are one: another policy has its own, by the same names."""
    return (
        isinstance(one, Label)
        and isinstance(other, Label)
        and (one.scale, one.name) == (other.scale, other.name)
    )


def followed(
    at: Taken, wanted: Value | None, known: Container[str], first: Taken | None
) -> Iterator[str]:
    """What decided the results that a result rests on, down to the facts, a few lines of it.

    It goes into policies that are used, into earlier periods and to other organisations.

    Args:
        at: the result.
        wanted: what it was expected to be, as far as one value was.
        known: the names of results of which something is said elsewhere.
        first: the rule that was to decide it: what that rests on is followed instead.
    """
    waiting = _below(at, wanted) if first is None else results(first.inputs)
    seen = {_key(at)}
    passing_by = () if at.value is DOES_NOT_APPLY else (DOES_NOT_APPLY,)
    left = _MOST
    further: list[str] = []
    while waiting:
        turned = waiting.pop(0)
        at, wanted = turned.at, turned.wanted
        told = _key(at) in seen or (at.here and _name(at) in known)
        if told or at.value in passing_by:
            continue
        seen.add(_key(at))
        inner = wanted if _on_one_scale(at.value, wanted) else None
        if inner is not None and _same(at.value, inner):
            continue  # as it was thought
        decided = () if taken_from(at) is not None else decided_by(at)
        lines = [*decided, *passed_over(_itself(at), inner)]
        if left < len(lines):
            further.append(said(at, at.own))
            continue
        left -= len(lines)
        yield from (f"{said(at, at.own)}: {line}" for line in lines)
        waiting[:0] = _below(_itself(at), inner)
    if further:
        yield f"and further down: {', '.join(further)}"


def _on_one_scale(value: Value, wanted: Value | None) -> bool:
    return isinstance(value, Label) and isinstance(wanted, Label) and value.scale == wanted.scale


def _key(at: Taken) -> tuple[str, Value | None]:
    """By this a result is told once, though it has come out so more than once.

    Figures are told once for each rule: they are seldom the same twice.
    """
    return _name(at), at.value if isinstance(at.value, Label | bool) else None


def _name(at: Taken) -> str:
    rule = at.rule
    if isinstance(rule, NAMED):
        return at.named(rule.name.text)
    return at.named(rule.text) if isinstance(rule, Member) else ""


def _itself(at: Taken) -> Taken:
    """A result of another policy, where it is read; else the step that it is."""
    while at.through is not None:
        at = at.through
    return at


def _below(at: Taken, wanted: Value | None) -> list[Turned]:
    """The results on which it turned that a result came out so."""
    match at.rule:
        case Rating():
            starts = [line for line in at.inputs if not isinstance(line.rule, Case | Override)]
            conditions = [inner for line in _turning(at, wanted) for inner in line.inputs]
            taken = [] if overruled(at.step) else results(starts, wanted)
            return [*taken, *results(conditions)]
        case ValueDeclaration():
            return results(at.inputs, wanted)
        case Trigger():
            return results(pulled_by(at))
        case Table() | CardRow():
            return results(at.inputs)
        case _:
            return []


def _turning(at: Taken, wanted: Value | None) -> list[Taken]:
    """The cases and over-riding rules of a rating on which it turned."""
    rules = [line for line in at.inputs if isinstance(line.rule, Case | Override)]
    if not at.step.known:
        return [line for line in rules if not line.step.known]
    if overruled(at.step):
        return [line for line in rules if line.step.detail is Acted.DECIDED]
    case = case_that_holds(at.step)
    refused = _refused(at, wanted) if isinstance(wanted, Label) else ()
    return list(refused) or ([] if case is None else [at.with_step(case)])
