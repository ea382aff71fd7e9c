"""A second opinion: every step of a trace worked out again from the values of its inputs.

Written from the description of the language, with arithmetic of its own (fractions, intervals, and
trying out every case), and without a look at the operations of the evaluator.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Cohort, Place, Step
from policy_dsl.syntax import (
    aggregates,
    expressions,
    facts,
    history,
    population,
    ratings,
    scorecards,
    selections,
    tables,
    values,
)
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import OrNothing
from tests.laws import second_around, second_cards
from tests.laws.second_labels import (
    as_label,
    as_truth,
    can_be,
    is_target,
    joined,
    one_of,
    stands_to,
)
from tests.laws.second_numbers import (
    Ends,
    Unknown,
    arithmetic,
    as_number,
    calculated,
    compared,
    ends_of,
    minus,
    plain,
    rounding,
    sum_of_ends,
    unknown,
)
from tests.laws.second_rules import rating, table

AROUND = (
    history.Held,
    history.Earlier,
    history.YearToDate,
    history.InThePeriod,
    population.Across,
    population.Quantile,
    population.Rank,
)


def faults(decision: Decision) -> list[str]:
    """Every step whose value does not come of its inputs, and every unknown without a reason."""
    found: list[str] = []
    asked = second_around.asked_in(decision)
    for step in decision.trace():
        value = plain(step.value)
        if isinstance(step.detail, Place):
            options = second_around.placed(decision, step, asked[step])
            expected = value if value in options else options[0]
        elif isinstance(step.rule, AROUND) or isinstance(step.detail, Cohort):
            expected = second_around.again(decision.policy, step, asked[step][1])
        else:
            expected = _again(decision.policy, step)
        if type(expected) is not type(value) or expected != value:
            text = decision.policy.source.text[step.rule.span.start : step.rule.span.end]
            found.append(f"{type(step.rule).__name__} `{text}`: {value}, where {expected} is right")
        if isinstance(step.value, NotKnown) and not (step.value.missing or step.value.reason):
            found.append(f"{type(step.rule).__name__}: not known, and it does not say why")
    return found


def _again(policy: Policy, step: Step) -> Any:
    inputs = [plain(needed.value) for needed in step.inputs]
    node = step.rule
    match node:
        case facts.Fact():
            return _fact(policy, node) if step.detail is None else plain(step.detail.value)  # type: ignore[union-attr]
        case expressions.Constant() | expressions.Name():
            meaning = policy.meanings.get(node)
            return meaning if isinstance(meaning, Label) else plain(node.value)  # type: ignore[union-attr]
        case values.ValueDeclaration():
            return inputs[0]
        case expressions.Negative():
            return arithmetic(lambda a: -a, lambda a: (minus(a[1]), minus(a[0])), *inputs)
        case expressions.Arithmetic():
            return calculated(policy, node, *inputs)
        case expressions.Compare():
            return compared(node.sign, *inputs)
        case expressions.Is():
            if len(inputs) > 1:
                answer = stands_to(node.target.order, *inputs)
            else:
                answer = is_target(policy, node.target, inputs[0])
            return (not answer) if node.negated and isinstance(answer, bool) else answer
        case expressions.Not():
            answer = as_truth(inputs[0])
            return (not answer) if isinstance(answer, bool) else answer
        case expressions.Both():
            return joined(inputs, decisive=False)
        case expressions.Either():
            return joined(inputs, decisive=True)
        case aggregates.Aggregate():
            return _aggregate(policy, node, inputs)
        case aggregates.CountWhich():
            return _count(policy, node, inputs)
        case aggregates.Round():
            places = int(node.places.value) if node.places else 0  # type: ignore[arg-type]
            turn = rounding(node.rounding, places)
            ends = lambda a: tuple(None if end is None else turn(end) for end in a)  # noqa: E731
            return arithmetic(turn, ends, *inputs)
        case tables.Table():
            return table(policy, node, step)
        case scorecards.Scorecard():
            return second_cards.average(policy, node, step)
        case scorecards.CardRow():
            return second_cards.row(policy, node, step)
        case selections.Member():
            return inputs[0]
        case ratings.Case():
            return as_truth(inputs[0]) if inputs else True
        case ratings.Override():
            # A rule whose label does not apply does not apply either.
            return DOES_NOT_APPLY if DOES_NOT_APPLY in inputs[1:] else as_truth(inputs[0])
        case ratings.Rating():
            return rating(policy, node, step)
        case _:
            raise AssertionError(f"a step of {type(node).__name__}")


def _fact(policy: Policy, fact: facts.Fact) -> Unknown:
    type_, missing = policy.types[fact], frozenset({fact.name.text})
    if isinstance(type_, OrNothing):
        return Unknown(missing)
    if isinstance(type_, Scale | Choice):
        return Unknown(missing, frozenset(type_.labels))
    ends = (fact.low, fact.high)
    low, high = (plain(end.value) if end is not None else None for end in ends)  # type: ignore[union-attr]
    return Unknown(missing, frozenset(), low, high)


def _aggregate(policy: Policy, node: aggregates.Aggregate, inputs: list[Any]) -> Any:
    counted = [value for value in inputs if value is not DOES_NOT_APPLY]
    if not counted:
        return DOES_NOT_APPLY
    scale = policy.types[node]
    choosing = node.summary in (aggregates.Summary.BEST, aggregates.Summary.WORST)
    if node.leaving_out_missing:
        left = [v for v in counted if not (isinstance(v, Unknown) and v.missing and not v.none)]
        if not left:
            labels = frozenset(scale.labels) if choosing else frozenset()  # type: ignore[union-attr]
            return Unknown(unknown(counted).missing, labels)
        counted = left
    if choosing:
        return _chosen(scale, node.summary, counted)  # type: ignore[arg-type]
    figures = [as_number(value) for value in counted]
    ends = [ends_of(figure) for figure in figures]
    known = not any(isinstance(figure, Unknown) for figure in figures)
    match node.summary:
        case aggregates.Summary.SUM:
            return sum(figures, Fraction()) if known else unknown(figures, sum_of_ends(*ends))
        case aggregates.Summary.AVERAGE:
            size = len(figures)
            if known:
                return sum(figures, Fraction()) / size
            low, high = (None if end is None else end / size for end in sum_of_ends(*ends))
            return unknown(figures, (low, high))
        case aggregates.Summary.LOWEST:
            return min(figures) if known else unknown(figures, _lowest(ends))
        case _:
            if known:
                return max(figures)
            low, high = _lowest([(minus(high), minus(low)) for low, high in ends])
            return unknown(figures, (minus(high), minus(low)))


def _lowest(ends: list[Ends]) -> Ends:
    """The lowest is at most any high end, and at least the least low end if all have one."""
    lows, highs = ([end for end in side if end is not None] for side in zip(*ends, strict=True))
    return (min(lows) if len(lows) == len(ends) else None, min(highs) if highs else None)


def _chosen(scale: Scale, how: aggregates.Summary, counted: list[Any]) -> Any:
    choose = min if how is aggregates.Summary.BEST else max
    labels = [as_label(scale, value) for value in counted]
    outcomes: set[Label | None] = set()
    for several in product(*(can_be(value) for value in labels)):
        present = [label for label in several if label is not None]
        whole = len(present) == len(several)
        outcomes.add(choose(present, key=lambda label: label.rank) if whole else None)
    # A label stays possible beside a doubt whether there is one only if each operand can have one.
    return one_of(outcomes, labels)


def _count(policy: Policy, node: aggregates.CountWhich, inputs: list[Any]) -> Any:
    if isinstance(node.test, expressions.Target):
        truths = [is_target(policy, node.test, value) for value in inputs]
    else:
        *operands, right = inputs
        truths = [compared(node.test.sign, value, right) for value in operands]
    certain = Fraction(sum(truth is True for truth in truths))
    doubts = [truth for truth in truths if isinstance(truth, Unknown)]
    if not doubts:
        return certain
    return Unknown(unknown(doubts).missing, frozenset(), certain, certain + len(doubts))
