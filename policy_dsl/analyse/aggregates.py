"""The diagrams of averages, sums, counts and rounding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.lifted import Lifted, kept
from policy_dsl.analyse.terms import Form
from policy_dsl.analyse.walking import leaves
from policy_dsl.evaluate import operations as ops
from policy_dsl.evaluate.aggregates import places_of
from policy_dsl.syntax.aggregates import (
    Aggregate,
    CountWhich,
    GroupOperands,
    Operands,
    Round,
    Summary,
)
from policy_dsl.syntax.expressions import Expression, Target
from policy_dsl.values.absence import DOES_NOT_APPLY, Nothing, NotKnown
from policy_dsl.values.scales import Label, Scale

Make = Callable[[Lifted, Expression], Diagram]


@frozen
class Tally:
    """What several values come to so far, and of how many; ``missed`` if one was left out."""

    value: Any = None
    count: int = 0
    missed: bool = False


NOTHING_YET: Final = Tally()


def folded(
    on: Lifted,
    values: Sequence[Diagram],
    combine: Callable[[Any, Any], Any],
    leaving_out: bool,
    mean: bool = False,
) -> Diagram:
    """What values come to, one after the other, without those that do not count."""
    diagrams = on.space.diagrams
    of_labels = combine in (on.best, on.worst)

    def make() -> Callable[[Tally, Any], Any]:
        def step(tally: Tally, value: Any) -> Any:
            counted = ops.recorded([value], leaving_out) if not isinstance(value, Form) else [value]
            if not counted:
                missed = tally.missed or value is not DOES_NOT_APPLY
                return Tally(tally.value, tally.count, missed)
            if not tally.count:
                if isinstance(value, Label | Nothing) and not of_labels:
                    value = kept(ops.as_number(value))
                return Tally(value, 1, tally.missed)
            return Tally(combine(tally.value, value), tally.count + 1, tally.missed)

        return step

    def finish(tally: Tally) -> Any:
        if not tally.count:
            return kept(NotKnown(frozenset({"a fact"}))) if tally.missed else DOES_NOT_APPLY
        if not mean:
            return tally.value
        return on.divide(tally.value, Decimal(tally.count))

    step = on.once(("fold", combine, leaving_out), make)
    found = on.space.leaf(NOTHING_YET)
    for value in values:
        found = diagrams.apply(step, found, value)
    return diagrams.apply(on.once(("fold's end", mean), lambda: finish), found)


def aggregate(on: Lifted, node: Aggregate, make: Make) -> Diagram:
    """``average of …`` and its like."""
    values = [_as_used(on, node, value) for value in operands(on, node.operands, make)]
    if node.leaving_out_missing and on.space.wide and len(values) > 1:
        absent = _possibly_absent(on, node, values)
        if absent is not None:
            return absent
    match node.summary:
        case Summary.AVERAGE:
            return folded(on, values, on.add, node.leaving_out_missing, mean=True)
        case Summary.SUM:
            return folded(on, values, on.add, node.leaving_out_missing)
        case Summary.LOWEST:
            return folded(on, values, on.lowest, node.leaving_out_missing)
        case Summary.HIGHEST:
            return folded(on, values, on.highest, node.leaving_out_missing)
        case Summary.BEST:
            return folded(on, values, on.best, node.leaving_out_missing)
        case Summary.WORST:
            return folded(on, values, on.worst, node.leaving_out_missing)


def _as_used(on: Lifted, node: Aggregate, value: Diagram) -> Diagram:
    scale = on.space.type_of(node)
    if node.summary in (Summary.BEST, Summary.WORST) and isinstance(scale, Scale):
        return on.space.diagrams.apply(on.as_label(scale), value)
    return value


def _possibly_absent(on: Lifted, node: Aggregate, values: Sequence[Diagram]) -> Diagram | None:
    """A number of which any of several sums may be missing is not cut further."""
    forms = [leaf.value for value in values for leaf in leaves(value)]
    if not any(isinstance(one, Form) for one in forms):
        return None
    from policy_dsl.analyse.expressions import free

    ends: dict[str, Any] = {}
    if node.summary is not Summary.SUM:
        lows = [_end(one, "low") for one in forms if not isinstance(one, NotKnown)]
        highs = [_end(one, "high") for one in forms if not isinstance(one, NotKnown)]
        if None not in lows and None not in highs:
            ends = {"low": min(lows), "high": max(highs)}
    return free(on, node, **ends)


def _end(value: Any, which: str) -> Any:
    if isinstance(value, Form):
        return getattr(value, which)
    number = ops.as_number(value)
    return Fraction(number) if isinstance(number, Decimal | Fraction) else None


def count_which(on: Lifted, node: CountWhich, make: Make) -> Diagram:
    """``count of (a, b) which are …``."""
    from policy_dsl.analyse.expressions import tested

    values = operands(on, node.operands, make)
    if isinstance(node.test, Target):
        target = node.test
        return counted(on, [tested(on, value, target) for value in values])
    right, compare = make(on, node.test.right), on.compare[node.test.sign]
    apply = on.space.diagrams.apply
    return counted(on, [apply(compare, value, right) for value in values])


def counted(on: Lifted, truths: Sequence[Diagram]) -> Diagram:
    """How many hold."""
    found = on.space.leaf(Decimal(0))
    for truth in truths:
        found = on.space.diagrams.apply(_one_more, found, truth)
    return found


def _one_more(number: Any, truth: Any) -> Any:
    return kept(ops.add(number, ops.count([truth])))


def rounded(on: Lifted, node: Round, make: Make) -> Diagram:
    """``round RULE x to N places``."""
    operation = on.round_to(places_of(node), node.rounding)
    return on.space.diagrams.apply(operation, make(on, node.operand))


def operands(on: Lifted, of: Operands | GroupOperands, make: Make) -> list[Diagram]:
    """The diagrams of the operands, or of a group's members."""
    if isinstance(of, Operands):
        return [make(on, item) for item in of.items]
    from policy_dsl.analyse.expressions import named

    return [named(on, word) for word in on.space.policy.members(of.group)]
