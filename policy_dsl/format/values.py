"""`value NAME = EXPRESSION`: on one line, or the expression below where there is no room."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.format.entries import Entry, cited, fits
from policy_dsl.format.expressions import expression
from policy_dsl.format.pieces import Atom, joined
from policy_dsl.format.runs import Run, padded
from policy_dsl.format.written import Written
from policy_dsl.syntax.values import ValueDeclaration


def value(node: ValueDeclaration, run: Run, written: Written) -> Iterator[Entry]:
    """A named number or condition."""
    named = joined("value", node.name.text)
    laid, citations = expression(node.expression, written), cited(node.citations)
    if _one_line(node, run, written):
        rest = joined("=", laid)
        yield Entry(node.span, (named,), rest, citations, family="value", one_line=True)
    else:
        yield Entry(
            node.span,
            (named,),
            Atom("="),
            citations,
            below=laid,
            cited_above=True,
            was_cited_above=bool(citations)
            and node.citations[0].span.start < node.expression.span.start,
            family="value",
        )


def _one_line(node: ValueDeclaration, run: Run, written: Written) -> bool:
    if written.comments_within(node.span):
        return False
    named = padded(joined("value", node.name.text), run)
    pieces = (named, Atom("="), expression(node.expression, written))
    return fits(*pieces, citations=cited(node.citations), alone=run.alone)
