"""Scales, which order their labels from best to worst, and choices, which do not order them."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen


@frozen(eq=False)
class Label:
    """One label of a scale or choice.

    There is one object per label of a scale, so labels are compared by identity; ``rank`` is 0 for
    the best label of a scale and counts towards the worst.  ``number`` is the label's own number
    where it is written as one: such a label can be averaged.
    """

    scale: str
    name: str
    rank: int
    number: Decimal | None

    def __str__(self) -> str:
        return self.name


def _labels(scale: str, names: tuple[str, ...]) -> tuple[Label, ...]:
    return tuple(Label(scale, name, rank, number_of(name)) for rank, name in enumerate(names))


def number_of(name: str) -> Decimal | None:
    """The number a label is written as, or None for a word."""
    return Decimal(name) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", name) else None


@frozen(eq=False)
class Scale:
    """Labels in order, best first: ``scale traffic_light best to worst: green, amber, red``."""

    name: str
    labels: tuple[Label, ...]
    by_text: dict[str, Label] = field(repr=False)

    @classmethod
    def of(cls, name: str, best_first: tuple[str, ...]) -> Scale:
        """A scale from its label names, best first."""
        labels = _labels(name, best_first)
        return cls(name, labels, {label.name: label for label in labels})

    @property
    def numeric(self) -> bool:
        """Whether every label is a number, so that labels can be averaged."""
        return all(label.number is not None for label in self.labels)

    def label(self, name: str) -> Label | None:
        """The label written ``name`` in a policy, or None."""
        return self.by_text.get(name)

    def numbered(self, number: Decimal | Fraction) -> Label | None:
        """The label whose number equals ``number``, or None."""
        return next((label for label in self.labels if label.number == number), None)


@frozen(eq=False)
class Choice:
    """Labels without an order: ``choice certification: complete, incomplete``."""

    name: str
    labels: tuple[Label, ...]
    by_text: dict[str, Label] = field(repr=False)

    @classmethod
    def of(cls, name: str, names: tuple[str, ...]) -> Choice:
        """A choice from its label names."""
        labels = _labels(name, names)
        return cls(name, labels, {label.name: label for label in labels})

    def label(self, name: str) -> Label | None:
        """The label written ``name`` in a policy, or None."""
        return self.by_text.get(name)


def as_label_name(text: str) -> str:
    """How a published wording is written as a label: ``Requires improvement`` is
    ``requires_improvement``."""
    return _NOT_IN_A_NAME.sub("_", text.strip().lower()).strip("_")


_NOT_IN_A_NAME = re.compile(r"[^0-9a-z.]+")
