"""The rules that stand behind steps: their kinds, their text, their place and their citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policy_dsl.check.policy import Policy, Result
from policy_dsl.evaluate.step import Step
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
from policy_dsl.syntax.nodes import Citation, Node
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.tables import Row, Table
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.grades import Grade

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
)
#: A line of a rating.
Line = Case | Override
#: Every kind of rule that a step can come from.  A ``match`` over it ends in ``assert_never``, so
#: that the type checker lists what has not heard of a new one.
StepRule = Anonymous | Line | Fact | ValueDeclaration | Table | Rating

_COMMENT = re.compile(r'("(?:[^"\\\n]|\\["\\])*")|#[^\n]*')
_TEXT = re.compile(r'"(?:[^"\\\n]|\\["\\])*"')
_PLACES = re.compile(r"\s+places?(?!\w)")


def rule_of(step: Step) -> StepRule:
    """The rule of a step; raises TypeError for a node that no step comes from."""
    rule = step.rule
    if not isinstance(rule, StepRule):
        raise TypeError(f"no step comes from a {type(rule).__name__}")
    return rule


def name_of(step: Step) -> str | None:
    """The name of a fact, value, table or rating; None for a step without one."""
    rule = step.rule
    return rule.name.text if isinstance(rule, Fact | Result) else None


def is_result(step: Step) -> bool:
    """Whether the step is of a value, table or rating, which has an explanation of its own."""
    return isinstance(step.rule, Result)


def named_below(step: Step) -> Iterator[Step]:
    """The named steps a step rests on directly: each once, those behind them not."""
    seen: set[Step] = set()
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


def quote(policy: Policy, rule: Node) -> str:
    """The policy's own text of a rule on one line, without comments and citations."""
    span = rule.span
    match rule:
        case Case(condition=None):
            return f"{rule.label.text} otherwise"
        case Case() | Override():
            assert rule.condition is not None
            span = Span(span.start, rule.condition.span.end)
        case ValueDeclaration():
            span = rule.expression.span
        case Row() if rule.citations:
            span = Span(span.start, rule.citations[0].span.start)
        case Table():
            span = Span(span.start, rule.type.span.end)
        case Rating():
            span = Span(span.start, rule.type.span.end)
        case _:
            pass
    whole = policy.source.text
    # The span of `to 2 places` ends with the number.
    places = _PLACES.match(whole, span.end) if whole[span.end - 1 : span.end].isdigit() else None
    text = whole[span.start : places.end() if places else span.end]
    text = " ".join(_COMMENT.sub(lambda found: found[1] or "", text).split())
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


def position(policy: Policy, node: Node) -> Position:
    """Where a rule stands in the policy's file."""
    return policy.source.position(node.span.start)


def cited(policy: Policy, step: Step) -> tuple[Citation, ...]:
    """The citations that hold for a step: those of the row a table took and of a rating's start,
    where they have any, go before those of the table and the rating."""
    rule = step.rule
    if isinstance(rule, Table) and isinstance(step.detail, int):
        return policy.cited(rule.rows[step.detail])
    if isinstance(rule, Rating) and rule.start is not None and rule.start.citations:
        return tuple(dict.fromkeys((*policy.cited(rule), *policy.cited(rule.start))))
    return policy.cited(rule)


def grade_of(policy: Policy, citation: Citation) -> Grade:
    """The grade of the source that is cited."""
    return Grade(policy.sources[citation.source].grade.text)


def final_ratings(policy: Policy) -> tuple[str, ...]:
    """The ratings that no other rating rests on; without ratings, the results nothing rests on."""
    ratings = [item for item in policy.results if isinstance(item, Rating)]
    of_kind: list[Result] = list(ratings) or list(policy.results)
    used: set[Node] = set()
    for item in of_kind:
        _use(policy, item, used)
    return tuple(item.name.text for item in of_kind if item not in used)


def _use(policy: Policy, item: Node, used: set[Node]) -> None:
    """Adds all that ``item`` refers to, near or far."""
    stack: list[Node] = [item]
    while stack:
        for node in stack.pop().walk():
            meaning = policy.meanings.get(node)
            if isinstance(meaning, Group | Result) and meaning not in used:
                used.add(meaning)
                stack.append(meaning)


def cite_words(policy: Policy, citations: Iterable[Citation]) -> str:
    """``[MM step 3] published``."""
    return ", ".join(
        f"[{' '.join(filter(None, (one.source, one.place)))}] {grade_of(policy, one).value}"
        for one in citations
    )
