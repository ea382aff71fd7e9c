"""Checking scales and choices: each label once, and at least two."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.syntax.nodes import LabelName
from policy_dsl.syntax.scales import ChoiceDeclaration, ScaleDeclaration
from policy_dsl.values.scales import Choice, Scale


def check_scales(context: Context) -> None:
    """Makes a scale or choice of every declaration of one."""
    for item in context.file.declarations:
        if not isinstance(item, ScaleDeclaration | ChoiceDeclaration):
            continue
        context.cite(item, item.citations)
        names = _distinct(context, item.labels)
        if not context.declare(item.name):
            continue
        if isinstance(item, ChoiceDeclaration):
            context.scales[item.name.text] = Choice.of(item.name.text, names)
        else:
            best_first = names if item.best_first else names[::-1]
            context.scales[item.name.text] = Scale.of(item.name.text, best_first)


def _distinct(context: Context, labels: tuple[LabelName, ...]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for label in labels:
        if label.text in names:
            context.error(
                "duplicate-label",
                f"the label `{label.text}` stands here twice",
                label,
                "leave one of them out",
            )
        names[label.text] = None
    return tuple(names)
