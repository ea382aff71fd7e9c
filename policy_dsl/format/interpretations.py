"""`interpretation NAME = A or B`, and the reason below it."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.format.entries import Entry, before_body, cited
from policy_dsl.format.expressions import expression
from policy_dsl.format.pieces import joined
from policy_dsl.format.written import Written
from policy_dsl.syntax.interpretations import Interpretation


def interpretation(node: Interpretation, written: Written) -> Iterator[Entry]:
    """The readings, and each text of the reason on a line of its own."""
    first, *others = (expression(reading, written) for reading in node.readings)
    readings = joined(first, *(joined("or", other) for other in others))
    named = joined("interpretation", node.name.text, "=", readings)
    yield Entry(
        before_body(node, node.reason, written), rest=named, citations=cited(node.citations)
    )
    for span, text in written.strings(node.reason.span):
        yield Entry(span, rest=text)
