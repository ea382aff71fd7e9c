"""`scale` and `choice`: their labels on the same line, or below where there is no room."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.format.entries import Entry, cited, fits
from policy_dsl.format.pieces import joined, listed, tight, words
from policy_dsl.format.runs import Run, padded
from policy_dsl.format.written import Written
from policy_dsl.syntax.scales import ChoiceDeclaration, ScaleDeclaration


def scale(node: ScaleDeclaration, run: Run, written: Written) -> Iterator[Entry]:
    """Labels in an order."""
    named = joined("scale", node.name.text)
    order = tight(words("best to worst" if node.best_first else "worst to best"), ":")
    labels, citations = listed(map(written.as_it_is, node.labels)), cited(node.citations)
    if fits(padded(named, run), order, labels, citations=citations, alone=run.alone):
        rest = joined(order, labels)
        yield Entry(node.span, (named,), rest, citations, family="scale", one_line=True)
    else:
        yield Entry(node.span, (named,), order, citations, below=labels, family="scale")


def choice(node: ChoiceDeclaration, run: Run, written: Written) -> Iterator[Entry]:
    """Labels without an order."""
    named = tight(words("choice " + node.name.text), ":")
    labels, citations = listed(map(written.as_it_is, node.labels)), cited(node.citations)
    if fits(padded(named, run, 1), labels, citations=citations, alone=run.alone):
        yield Entry(node.span, (named,), labels, citations, family="choice", one_line=True)
    else:
        yield Entry(node.span, (named,), None, citations, below=labels, family="choice")
