"""The diagrams of expressions."""

from __future__ import annotations

from typing import Any, assert_never

from policy_dsl.analyse.aggregates import aggregate, count_which, rounded
from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.history import date_from, earlier, held, in_the_period, period_bound
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.scorecards import card_part, item_part
from policy_dsl.analyse.selections import field_of, quantified
from policy_dsl.analyse.space import as_value
from policy_dsl.check.items import CardPart, ItemPart
from policy_dsl.check.used import UsedPart
from policy_dsl.syntax.aggregates import Aggregate, CountWhich, Round
from policy_dsl.syntax.expressions import (
    Arithmetic,
    Both,
    Compare,
    Constant,
    Either,
    Expression,
    Is,
    Name,
    Negative,
    Not,
    Target,
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
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member, Quantified
from policy_dsl.values.absence import DOES_NOT_APPLY
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Plain, Quantity, Unit, base


def diagram(on: Lifted, node: Expression) -> Diagram:
    """The diagram of an expression."""
    space = on.space
    key = (node, space.row)
    found = space.made.get(key)
    if found is None:
        found = space.made[key] = _diagram(on, node)
    return found


def _diagram(on: Lifted, node: Expression) -> Diagram:
    apply = on.space.diagrams.apply
    match node:
        case Constant():
            meaning = on.space.policy.meanings.get(node)
            return on.space.leaf(meaning if isinstance(meaning, Label) else as_value(node.value))
        case Name():
            return named(on, node)
        case Negative():
            return apply(on.negative, diagram(on, node.operand))
        case Arithmetic():
            return _arithmetic(on, node)
        case Compare():
            return apply(on.compare[node.sign], diagram(on, node.left), diagram(on, node.right))
        case Is():
            found = _is(on, node)
            return apply(on.refuse, found) if node.negated else found
        case Not():
            return apply(on.refuse, diagram(on, node.operand))
        case Both():
            return joined(on, node.operands, every=True)
        case Either():
            return joined(on, node.operands, every=False)
        case Aggregate():
            return aggregate(on, node, diagram)
        case CountWhich():
            return count_which(on, node, diagram)
        case Round():
            return rounded(on, node, diagram)
        case Member():
            meaning = on.space.policy.meanings[node]
            if isinstance(meaning, CardPart):
                return card_part(on, meaning, diagram)
            if isinstance(meaning, UsedPart):
                return free(on, node)
            return named(on, node)
        case Quantified():
            return quantified(on, node, diagram)
        case FieldOf():
            return field_of(on, node, diagram)
        case CountDistinct():
            return free(on, node, low=0, step=1, high=_different(on, node))
        case Held():
            return held(on, node, diagram)
        case InThePeriod():
            return in_the_period(on, node)
        case Earlier():
            return earlier(on, node)
        case DateFrom():
            return date_from(on, node, diagram)
        case PeriodBound():
            return period_bound(on, node)
        case Rank():
            among = on.space.of_kind(frozenset({node.kind.text}))
            place = free(on, node, low=1, step=1)
            return on.space.diagrams.choose(among, place, on.space.leaf(DOES_NOT_APPLY))
        case YearToDate() | Across() | Quantile():
            return free(on, node)
        case _:
            assert_never(node)


def _different(on: Lifted, node: CountDistinct) -> int | None:
    """How many different values a field has at most; None where there is no end to them."""
    part = on.space.policy.meanings[node.field]
    type_ = base(part.type) if isinstance(part, ItemPart) else None
    if isinstance(type_, Scale | Choice):
        return len(type_.labels)
    return 2 if type_ is Plain.YES_OR_NO else None


def joined(on: Lifted, operands: tuple[Expression, ...], every: bool) -> Diagram:
    """``a and b and c``, or with ``or`` between them."""
    operation = on.both if every else on.either
    apply, decisive = on.space.diagrams.apply, on.space.leaf(not every)
    found = apply(on.truth, diagram(on, operands[0]))
    for operand in operands[1:]:
        if found is decisive:
            break
        found = apply(operation, found, apply(on.truth, diagram(on, operand)))
    return found


def named(on: Lifted, node: Node) -> Diagram:
    """The diagram of what a name stands for."""
    meaning = on.space.policy.meanings[node]
    match meaning:
        case Label():
            return on.space.leaf(meaning)
        case Fact():
            return on.space.fact(meaning)
        case Interpretation():
            return on.space.reading(meaning)
        case ItemPart():
            return item_part(on, node, meaning, diagram)
        case Group() | CardPart() | UsedPart():
            raise AssertionError(meaning)
        case _:
            from policy_dsl.analyse.results import result

            return result(on, meaning)


def free(on: Lifted, node: Expression, **more: Any) -> Diagram:
    """The diagram of an expression that is not cut further."""
    key = written(on, node)
    on.space.asked["free", key] = node
    return on.space.free(key, on.space.type_of(node), **more)


def written(on: Lifted, node: Node) -> Any:
    """What tells one expression from another: its words, and the row it is asked of."""
    text = on.space.policy.source.text[node.span.start : node.span.end]
    return (" ".join(text.split()), on.space.row)


def tested(on: Lifted, subject: Diagram, target: Target) -> Diagram:
    """``is amber or worse`` and its like."""
    apply = on.space.diagrams.apply
    if target.label is None:
        return apply(on.is_nothing, subject)
    meaning = on.space.policy.meanings[target.label]
    if isinstance(meaning, Label):
        return apply(on.holds(target.order, meaning), subject)
    return apply(on.stands_to(target.order), subject, named(on, target.label))


def _is(on: Lifted, node: Is) -> Diagram:
    return tested(on, diagram(on, node.subject), node.target)


def _arithmetic(on: Lifted, node: Arithmetic) -> Diagram:
    left, right = diagram(on, node.left), diagram(on, node.right)
    operation = {"+": on.add, "-": on.subtract, "*": on.multiply, "/": on.divide}[node.sign]
    types = [base(on.space.type_of(operand)) for operand in (node.left, node.right)]
    if node.sign == "*" and Quantity(Unit.PERCENT) in types:
        operation = on.share
    return on.space.diagrams.apply(operation, left, right)
