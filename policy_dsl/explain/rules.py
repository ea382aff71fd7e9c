"""The rules that stand behind steps: their kinds, their text, their place and their citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from policy_dsl.check.items import CardPart
from policy_dsl.check.policy import Policy, Result
from policy_dsl.check.scorecards import measure_of
from policy_dsl.evaluate.step import Cohort, OfItem, Place, Step
from policy_dsl.explain.homes import Homes
from policy_dsl.source import Position, Span
from policy_dsl.syntax.aggregates import Aggregate, CountWhich, Round
from policy_dsl.syntax.expressions import (
    Arithmetic,
    Both,
    Compare,
    Constant,
    Either,
    Is,
    Name,
    Negative,
    Not,
)
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.history import (
    DateFrom,
    Earlier,
    Held,
    InThePeriod,
    PeriodBound,
    YearToDate,
)
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Citation, Node, Word
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.records import Field, RecordDeclaration
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member, Quantified
from policy_dsl.syntax.tables import Row, Table
from policy_dsl.syntax.triggers import Due, Trigger, TriggerWhen
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.grades import Grade

Population = Across | Quantile | Rank
Selection = Quantified | CountDistinct | FieldOf
#: A condition or a calculation without a name of its own.
Anonymous = (
    Constant
    | Name
    | Negative
    | Arithmetic
    | Compare
    | Is
    | Not
    | Both
    | Either
    | Aggregate
    | CountWhich
    | Round
    | Member
    | Selection
    | Held
    | InThePeriod
    | Earlier
    | YearToDate
    | DateFrom
    | PeriodBound
    | Population
)
#: A line of a rating, a scorecard or a trigger.
Line = Case | Override | CardRow | TriggerWhen | Due
#: A list's records and what is known of each.
OfRecords = RecordDeclaration | Field
#: Every kind of rule that a step can come from.  A ``match`` over it ends in ``assert_never``, so
#: that the type checker lists what has not heard of a new one.  A word is that of the kind of
#: organisation a group is of.
StepRule = (
    Anonymous
    | Line
    | OfRecords
    | Fact
    | Interpretation
    | ValueDeclaration
    | Table
    | Scorecard
    | Rating
    | Trigger
    | Word
)

_TEXT = re.compile(r'"(?:[^"\\\n]|\\["\\])*"')


def rule_of(step: Step) -> StepRule:
    """The rule of a step; raises TypeError for a node that no step comes from."""
    rule = step.rule
    if not isinstance(rule, StepRule) or (
        isinstance(rule, Word) and not isinstance(step.detail, Cohort)
    ):
        raise TypeError(f"no step comes from a {type(rule).__name__}")
    return rule


def within(step: Step) -> Step:
    """What was asked of an item or in another place, from the step that says of which or where.

    Any other step is itself; so is one of a place of which nothing is known.
    """
    while isinstance(step.detail, Place | OfItem) and step.inputs:
        below = step.inputs[-1]
        summary = isinstance(step.rule, Member) and isinstance(below.rule, Scorecard)
        if summary or isinstance(step.rule, RecordDeclaration):
            break
        step = below
    return step


def name_of(step: Step) -> str | None:
    """The name of a fact, reading or result; None for a step without one."""
    rule = step.rule
    return rule.name.text if isinstance(rule, Fact | Interpretation | Field | Result) else None


def called(homes: Homes, step: Step) -> str:
    """What a step is called here: a result of another policy and a measure of a scorecard by both
    names; empty for a step without a name."""
    rule = step.rule
    if isinstance(rule, Member):
        return rule.text
    if isinstance(rule, CardRow):
        card = homes.card_of(step)
        return f"{called(homes, card)}.{measured(step)}" if card is not None else measured(step)
    name = name_of(step) or ""
    if isinstance(rule, Result):
        home = homes.home(rule)
        return name if home is homes.policy else f"{homes.alias(home)}.{name}"
    return name


def measured(row: Step) -> str:
    """The name of what a row of a scorecard measures."""
    assert isinstance(row.rule, CardRow)
    name = measure_of(row.rule)
    return name.text if name is not None else ""


def is_result(step: Step) -> bool:
    """Whether the step is of a result, which has an explanation of its own."""
    return isinstance(step.rule, Result)


def named_below(step: Step, item: Step | None = None) -> Iterator[Step]:
    """The named steps a step rests on directly: each once, those behind them not.

    Nothing of ``item`` is among them, nor what belongs to it.
    """
    seen: set[Step] = set() if item is None else set(item.walk())
    stack = [step]
    while stack:
        one = stack.pop()
        if one in seen:
            continue
        seen.add(one)
        if name_of(one) is not None:
            yield one
        else:
            stack.extend(reversed(one.inputs))


def quote(homes: Homes, rule: Node) -> str:
    """The policy's own text of a rule on one line, without comments and citations."""
    span = rule.span
    match rule:
        case Case(condition=None):
            return f"{rule.label.text} otherwise"
        case Case() | Override() | TriggerWhen():
            assert rule.condition is not None
            span = Span(span.start, rule.condition.span.end)
        case ValueDeclaration():
            span = rule.expression.span
        case Row() | CardRow() if rule.citations:
            span = Span(span.start, rule.citations[0].span.start)
        case Table() | Scorecard() | Rating():
            span = Span(span.start, rule.type.span.end)
        case Trigger() | RecordDeclaration():
            span = Span(span.start, rule.name.span.end)
        case Interpretation():
            span = Span(span.start, rule.readings[-1].span.end)
        case _:
            pass
    text = homes.home(rule).source.on_one_line(span)
    return _without_brackets(text)


def _without_brackets(text: str) -> str:
    """The text without one pair of brackets around the whole of it."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for number, character in enumerate(_TEXT.sub(lambda found: "x" * len(found[0]), text)):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return text[1:-1].strip() if number == len(text) - 1 else text
    return text


def position(homes: Homes, node: Node) -> Position:
    """Where a rule stands in its policy's file."""
    return homes.home(node).source.position(node.span.start)


def cited(homes: Homes, step: Step) -> tuple[Citation, ...]:
    """The citations that hold for a step: those of the row a table took and of a rating's start,
    where they have any, go before those of the table and the rating."""
    rule, policy = step.rule, homes.home(step.rule)
    if isinstance(step.detail, Place):
        return ()  # those of the step there hold
    if isinstance(rule, Table) and isinstance(step.detail, int):
        return policy.cited(rule.rows[step.detail])
    if isinstance(rule, Rating) and rule.start is not None and rule.start.citations:
        return tuple(dict.fromkeys((*policy.cited(rule), *policy.cited(rule.start))))
    return policy.cited(rule)


def grade_of(homes: Homes, citation: Citation) -> Grade:
    """The grade of the source that is cited."""
    return Grade(homes.home(citation).sources[citation.source].grade.text)


@lru_cache(maxsize=64)
def final_ratings(policy: Policy) -> tuple[str, ...]:
    """The ratings that no other rating rests on; without ratings, the results nothing rests on."""
    ratings = [item for item in policy.results if isinstance(item, Rating)]
    of_kind: list[Result] = list(ratings) or list(policy.results)
    direct: dict[Node, set[Node]] = {item: _refers_to(policy, item) for item in policy.results}
    # A rating may rest on its own earlier periods, and two of them on each other's.
    used = {item: _below(item, direct) - {item} for item in of_kind}
    final = [item for item in of_kind if not any(item in needed for needed in used.values())]
    return tuple(item.name.text for item in final or of_kind)


def _refers_to(policy: Policy, item: Node) -> set[Node]:
    """The results that ``item`` refers to, by name or through a group."""
    found: set[Node] = set()
    stack: list[Node] = [item]
    while stack:
        for node in stack.pop().walk():
            meaning = policy.meanings.get(node)
            if isinstance(meaning, CardPart):
                meaning = meaning.card
            if isinstance(meaning, Group) and meaning not in found:
                stack.append(meaning)
            if isinstance(meaning, Group | Result):
                found.add(meaning)
    return found


def _below(item: Node, direct: Mapping[Node, set[Node]]) -> set[Node]:
    found: set[Node] = set()
    stack = [item]
    while stack:
        for needed in direct.get(stack.pop(), ()):
            if needed not in found:
                found.add(needed)
                stack.append(needed)
    return found


def cite_words(homes: Homes, citations: Iterable[Citation]) -> str:
    """``[MM step 3] published``."""
    return ", ".join(
        f"[{' '.join(filter(None, (one.source, one.place)))}] {grade_of(homes, one).value}"
        for one in citations
    )
