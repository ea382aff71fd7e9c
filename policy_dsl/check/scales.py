"""Checking scales and choices: each label once, and at least two."""

from __future__ import annotations

from decimal import Decimal

from policy_dsl.check.context import Context
from policy_dsl.syntax.nodes import LabelName
from policy_dsl.syntax.scales import ChoiceDeclaration, ScaleDeclaration
from policy_dsl.values.scales import Choice, Scale, number_of


def check_scales(context: Context) -> None:
    """Makes a scale or choice of every declaration of one."""
    for item in context.file.declarations:
        if not isinstance(item, ScaleDeclaration | ChoiceDeclaration):
            continue
        context.cite(item, item.citations)
        names = _distinct(context, item.labels)
        if len(item.labels) < 2:
            context.error(
                "one-label",
                f"`{item.name.text}` has one label, which says nothing",
                item.labels[0],
                "name at least two",
            )
        if not context.declare(item.name):
            continue
        if context.like is not None and item in context.like.file.declarations:
            context.scales[item.name.text] = context.like.scales[item.name.text]
            continue
        if isinstance(item, ChoiceDeclaration):
            context.scales[item.name.text] = Choice.of(item.name.text, names)
        else:
            best_first = names if item.best_first else names[::-1]
            context.scales[item.name.text] = Scale.of(item.name.text, best_first)


def _distinct(context: Context, labels: tuple[LabelName, ...]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    figures: set[Decimal | None] = set()
    for label in labels:
        context.check_word(label)
        figure = number_of(label.text)
        if label.text in names or (figure is not None and figure in figures):
            context.error(
                "duplicate-label",
                f"the label `{label.text}` stands here twice",
                label,
                "leave one of them out",
            )
        names[label.text] = None
        figures.add(figure)
    return tuple(names)
