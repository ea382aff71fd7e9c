"""What a result's grade is taken from: the steps that decided it, and what they cite.

docs/decisions/0006-weakest-grade.md says why these and no others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.cards import counted, rows_of
from policy_dsl.evaluate.step import Acted, OfItem, Place, RulesOut, Step
from policy_dsl.facts.records import Fact
from policy_dsl.syntax.aggregates import Aggregate
from policy_dsl.syntax.expressions import Both, Either
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Effect, Override, Rating
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.selections import Quantified, Quantifier
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger, TriggerWhen
from policy_dsl.values.grades import Grade


def evidence(policy: Policy, step: Step) -> Iterator[tuple[Policy, Step, tuple[Node, ...]]]:
    """Every step that decided ``step``, each once, itself among them.

    With the policy in whose text its rule stands, and the rules whose citations it rests on.
    """
    seen: set[Step] = set()
    stack = [(policy, step)]
    while stack:
        home, one = stack.pop()
        if one in seen:
            continue
        seen.add(one)
        yield home, one, tuple(_cited(one))
        below = one.detail.policy if isinstance(one.detail, Place) else home
        stack.extend((below, needed) for needed in reversed(decisive(one)))


def grades(policy: Policy, step: Step) -> Iterator[Grade]:
    """The grades of all that decided a step: of the rules, and of the figures they read."""
    for home, one, rules in evidence(policy, step):
        for rule in rules:
            grade = home.grade(rule)
            if grade is not None:
                yield grade
        if isinstance(one.detail, Fact) and one.detail.grade is not None:
            yield one.detail.grade


def _cited(step: Step) -> Iterator[Node]:
    """The rules of a step that carry citations: its own, a row taken, a rating's start."""
    rule = step.rule
    if isinstance(step.detail, Place):
        return
    if isinstance(rule, Table):
        # Until the row is settled, any row may be the one.
        yield from (rule.rows[step.detail],) if isinstance(step.detail, int) else rule.rows
    else:
        yield rule
    if isinstance(rule, Rating) and rule.start is not None and not _replaced(step.inputs):
        yield rule.start


def decisive(step: Step) -> Sequence[Step]:
    """The inputs of a step without which its value would not be settled as it is."""
    rule, inputs = step.rule, step.inputs
    if isinstance(step.detail, Place | OfItem):
        return inputs
    match rule:
        case Rating():
            return _of_rating(step)
        case Both() | Either():
            return _settling(inputs, isinstance(rule, Either), step)
        case Quantified(where=where) if where is not None:
            if rule.quantifier is Quantifier.COUNT_OF:
                return inputs
            return _settling(inputs, rule.quantifier is Quantifier.ANY_OF, step)
        case Trigger():
            # By when it is due does not decide whether it is pulled.
            whens = [line for line in inputs if isinstance(line.rule, TriggerWhen)]
            return _settling(whens, True, step)
        case Aggregate():
            return [one for one in inputs if ops.recorded([one.value], rule.leaving_out_missing)]
        case Scorecard():
            rows = counted(inputs)
            read = inputs[len(rows_of(inputs)) :]
            return [*rows, *read] if rows else inputs
    return inputs


def _settling(inputs: Sequence[Step], decisive_value: bool, step: Step) -> Sequence[Step]:
    """Of alternatives those that hold, where one does; of requirements those that fail."""
    found = [one for one in inputs if one.value is decisive_value]
    return found if found and step.value is decisive_value else inputs


def _of_rating(step: Step) -> list[Step]:
    """Its start, or its cases down to the one that holds, unless an override replaced them; and the
    overrides that acted.  A case that was refused counts: its figures placed the rating below it.
    """
    replaced = _replaced(step.inputs)
    acting = {Acted.DECIDED, Acted.CONFLICTED}
    if not step.known:
        acting.add(Acted.MAY_APPLY)
    return [
        line
        for line in step.inputs
        if (_acts(line, acting) if isinstance(line.rule, Override) else not replaced)
    ]


def _acts(line: Step, acting: Collection[Acted]) -> bool:
    return isinstance(line.detail, RulesOut) or line.detail in acting


def _replaced(lines: Sequence[Step]) -> bool:
    """Whether an override gave a rating its label whatever it was before."""
    return any(
        isinstance(line.rule, Override)
        and line.rule.effect is Effect.BECOMES
        and line.detail is Acted.DECIDED
        for line in lines
    )
