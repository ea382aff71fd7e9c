"""``label-order``: labels in an order that is not that of their scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from policy_dsl.check.policy import Policy
from policy_dsl.lint.remark import Remark, remark
from policy_dsl.source import Label
from policy_dsl.syntax.nodes import LabelName
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.values.scales import Scale


def find(policy: Policy) -> Iterator[Remark]:
    """Cases and bands that go to and fro on a scale; ``otherwise`` may be any label.

    No fix: what is taken first matters.
    """
    for item in policy.results:
        match item:
            case Rating():
                labels = [case.label for case in item.cases if case.condition is not None]
                what = "cases"
            case Scorecard():
                labels = list(item.head.columns)
                what = "bands"
            case _:
                continue
        scale = policy.scales.get(item.type.text)
        if not isinstance(scale, Scale):
            continue
        turn = _turn(scale, labels)
        if turn is not None:
            before, here = turn
            yield remark(
                policy,
                "label-order",
                here.span,
                f"the {what} of `{item.name.text}` do not go along the scale `{scale.name}`",
                f"write them in its order, best to worst ({_names(scale)}) or back; where the order"
                " is meant, allow it and say why",
                label="turns back here",
                also=[Label(before.span)],
            )


def _turn(scale: Scale, labels: Sequence[LabelName]) -> tuple[LabelName, LabelName] | None:
    """The first label that goes the other way than those before it, and the one before it."""
    order = {label.name: place for place, label in enumerate(scale.labels)}
    known = [label for label in labels if label.text in order]
    way = 0
    for before, here in pairwise(known):
        step = order[here.text] - order[before.text]
        if step * way < 0:
            return before, here
        way = step or way
    return None


def _names(scale: Scale) -> str:
    return ", ".join(label.name for label in scale.labels)
